"""Curves whose ends black marks cover. Oracle: where the last mark was drawn."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

HEIGHT, WIDTH = 900, 1200
VIOLET = (148, 0, 211)
HALF, END = 7, 1000


def test_a_curve_runs_on_beneath_two_small_black_marks_at_its_end() -> None:
    """Law: as much of a line as one of its marks hides is followed beneath them, however large the figure is."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    x, y = np.array([12.0, 200.0, 420.0, 640.0, 860.0]), np.array([14.0, 100.0, 220.0, 340.0, 460.0])
    image = paint(image, coverage((HEIGHT, WIDTH), x, y, float(END), 5.0), VIOLET)
    for at in (*range(60, 940, 44), END - 17, END):
        level = int(y[np.searchsorted(x, at, side="right") - 1])
        image[level - HALF : level + HALF + 1, at - 2 : at + 3] = 0.0
        image[level - 2 : level + 3, at - HALF : at + HALF + 1] = 0.0
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), covers=(), margin=0)
    found = find_curves(ink, find_layers(ink, find_cores(ink)), (14.0, 12.0), expected=1, sure=True)
    (stroke,) = found.look().finished()
    assert stroke.stair.end == pytest.approx(END, abs=1.0)
    assert np.abs(stroke.marks.x - END).min() < 1.0
