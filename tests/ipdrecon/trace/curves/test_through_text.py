"""Curves that run on through text over their end."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from tests.ipdrecon.trace.curves.test_chosen import BLACK, HEIGHT, WIDTH, blank
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

X, Y, END = np.array([10.0, 92.0, 183.0]), np.array([12.0, 90.0, 160.0]), 420.0


def read(over: bool) -> float:
    cover = coverage((HEIGHT, WIDTH), X, Y, END, 2.0)
    cover[:, np.arange(WIDTH) % 7 > 3] = 0.0
    if not over:
        cover[:, 300:] = 0.0  # the name stands behind the end of the curve
    image = paint(blank(), cover, BLACK)
    top = 164 if over else 154
    for left in range(304, 416, 8):
        image[top : top + 12, left : left + 2] = 0.0
        image[top : top + 2, left : left + 5] = 0.0
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), covers=(Box(302, 152, 418, 178),), margin=0)
    (found,) = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), expected=1, sure=True).strokes
    return found.stair.end


@pytest.mark.parametrize(("over", "end"), [(True, END), (False, 300.0)])
def test_a_dashed_line_along_its_name_is_no_letter_and_a_name_behind_its_end_no_line(over: bool, end: float) -> None:
    """Law: ink along a level that is as thin as the line, in its rhythm, is the line beneath the box of a text."""
    assert read(over) == pytest.approx(end, abs=6.0)
