"""A curve that leads past its name is followed there, though a path finds more ink in the letters."""

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

HEIGHT, WIDTH = 300, 420
RED = (214, 39, 40)
NAME = Box(170.0, 62.0, 400.0, 80.0)


@pytest.mark.parametrize(("fall", "end"), [(140.0, 200.0), (70.0, 160.0)])
def test_a_curve_goes_on_below_its_name_or_ends_before_it(fall: float, end: float) -> None:
    """Law: letters are no follow-up, and a fall beside them leads to what the curve shows below."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    line = coverage((HEIGHT, WIDTH), np.array([10.0, 80.0, 155.0]), np.array([12.0, 70.0, fall]), end, 3.0)
    image = paint(image, line, RED)
    for column in range(172, 392, 10):  # letters (F)
        image[64:78, column : column + 2] = image[70:72, column : column + 7] = image[64:66, column : column + 7] = RED
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), covers=(NAME,), margin=0)
    found = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), expected=1, sure=True)
    (stroke,) = found.look().finished()
    assert stroke.stair.end == pytest.approx(end, abs=2.0)
    assert stroke.stair.y[-1] == pytest.approx(fall, abs=0.6)


def test_a_letter_close_below_a_curve_is_not_its_last_fall() -> None:
    """Law: a curve that leads past the upright stroke of a letter in its colour does not end there."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    line = coverage((HEIGHT, WIDTH), np.array([10.0, 80.0]), np.array([12.0, 70.0]), 300.0, 6.0)
    image = paint(image, line, RED)
    for column in (220, 240, 260):  # letters (l) that stand taller than what is left of the curve is long
        image[76:136, column : column + 6] = RED
    name = Box(215.0, 75.0, 270.0, 138.0)
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), covers=(name,), margin=0)
    found = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), expected=1, sure=True)
    (stroke,) = found.look().finished()
    assert stroke.stair.end == pytest.approx(303.0, abs=1.0)  # with half a stroke's width
    assert stroke.stair.y[-1] == pytest.approx(70.0, abs=0.6)


def test_a_curve_that_ends_in_a_fall_beside_its_name_has_all_of_that() -> None:
    """Law: letters that a path prefers to the foot of a fall do not shorten it."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    line = coverage((HEIGHT, WIDTH), np.array([10.0, 80.0, 155.0]), np.array([12.0, 70.0, 250.0]), 155.0, 3.0)
    image = paint(image, line, RED)
    for column in range(162, 400, 10):  # letters (F) that stand above the foot
        image[204:220, column : column + 2] = RED
        image[210:212, column : column + 7] = image[204:206, column : column + 7] = RED
    name = Box(160.0, 202.0, 410.0, 222.0)
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), covers=(name,), margin=0)
    found = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), expected=1, sure=True)
    (stroke,) = found.look().finished()
    assert stroke.stair.end == pytest.approx(155.0, abs=2.0)
    assert stroke.stair.y[-1] == pytest.approx(250.0, abs=2.0)
