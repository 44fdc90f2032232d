"""Falls that other curves cross, drawn with exact coverage."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.stroke import straight_center
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import coverage

SHAPE = HEIGHT, WIDTH = 120, 160
TOP = 20.0


def drawn(falls: dict[float, float], width: float) -> Layer:
    """Coverage by a stroke on row 20 that falls by so many pixels at each column."""
    x, y = [10.0, *falls], TOP + np.cumsum([0.0, *falls.values()])
    return np.asarray(coverage(SHAPE, np.array(x), y, 150.0, width), np.float32)


def path_of(falls: dict[float, float]) -> Walk:
    """The path along whole pixels, down the middle of each fall."""
    top, bottom = np.full(WIDTH, -1), np.full(WIDTH, -1)
    top[10:150] = bottom[10:150] = 20
    for x, drop in falls.items():
        top[round(x) + 1 : 150] += round(drop)
        bottom[round(x) : 150] += round(drop)
    return Walk(top, bottom, 100.0, 1.0)


@pytest.mark.parametrize("width", [2.2, 2.6, 3.2, 4.4])
@pytest.mark.parametrize("x", [80.0, 80.3, 80.5, 80.8])
def test_a_fall_that_another_curve_crosses_is_one_at_its_middle(x: float, width: float) -> None:
    """Oracle: the stroke that was drawn; its ink ends where the other curve lies over it, and is no level there."""
    falls = {x: 60.0}
    ink = drawn(falls, width)
    alpha = ink.copy()
    alpha[62:65] = 0.0
    stair = staircase(alpha, ink, path_of(falls))
    assert stair is not None
    assert stair.y == pytest.approx([TOP, TOP + 60.0], abs=0.1)
    assert stair.x[1] == pytest.approx(x, abs=0.15)


def test_two_falls_nearer_than_the_stroke_is_wide_are_two() -> None:
    """Law: the middle of a stroke is the same in all rows between its levels, but for those that others cross."""
    falls = {80.0: 30.0, 81.6: 30.0}
    alpha = drawn(falls, 2.6)
    stair = staircase(alpha, alpha, path_of(falls))
    assert stair is not None
    assert stair.y.size == 3
    ink = alpha.copy()
    ink[60:63, 60:100] = 1.0
    assert np.isnan(straight_center(alpha, ink, 80.0, 81.6, TOP, TOP + 60.0, 2.6))
    ink = drawn({80.0: 60.0}, 2.6)
    one = ink.copy()
    one[40:48, 70:90] = 0.0  # another curve lies over it
    assert straight_center(one, ink, 80.0, 80.0, TOP, TOP + 60.0, 2.6) == pytest.approx(80.0, abs=0.05)
    assert np.isnan(straight_center(ink, ink, 80.0, 80.0, TOP, TOP + 60.0, 2.6))
