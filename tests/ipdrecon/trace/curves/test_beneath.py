"""Curves that run on beneath others."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.stroke import Stroke
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

SHAPE = 300, 480
BLACK, BLUE, RED = (0, 0, 0), (31, 119, 180), (214, 39, 40)


def drawn(end: float) -> dict[str, Stroke]:
    """A blue curve that meets a red one at 180 and runs on right beneath it, to 440 or up to ``end`` beyond that."""
    image: Floats = np.full((*SHAPE, 3), 255.0)
    under = coverage(SHAPE, np.array([10.0, 60.0, 180.0]), np.array([12.0, 120.0, 240.0]), end, 2.0)
    over = coverage(SHAPE, np.array([10.0, 90.0, 150.0]), np.array([12.0, 80.0, 240.0]), 440.0, 2.0)
    image = paint(paint(image, under, BLUE), over, RED)
    ink = read_ink(as_pixels(image), Box(0, 0, SHAPE[1] - 1, SHAPE[0] - 1), margin=0)
    strokes = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0)).look().finished()
    return {"red" if s.color[0] > s.color[2] else "blue": s for s in strokes}


def test_a_curve_is_followed_beneath_another_to_where_it_is_seen_again() -> None:
    """Law: ink of its colour beyond the other's end is its own, however long the other hides it."""
    found = drawn(465.0)
    assert found["blue"].stair.end == pytest.approx(465.0, abs=2.0)
    assert found["red"].stair.end == pytest.approx(440.0, abs=2.0)


def test_a_curve_that_is_not_seen_again_ends_where_it_was_last_seen() -> None:
    """Law: beneath another curve nothing says that one goes on."""
    assert drawn(300.0)["blue"].stair.end < 200.0


def test_a_curve_that_shows_beside_the_one_that_covers_it_goes_on() -> None:
    """Law: a rim of its colour along another curve is a curve's own where it is more than that stroke's rim."""
    image: Floats = np.full((*SHAPE, 3), 255.0)
    under = coverage(SHAPE, np.array([10.0, 60.0, 180.0]), np.array([12.0, 120.0, 238.0]), 380.0, 4.0)
    over = coverage(SHAPE, np.array([10.0, 90.0, 260.0]), np.array([12.0, 80.0, 240.0]), 440.0, 4.0)
    image = paint(paint(image, under, BLACK), over, RED)
    ink = read_ink(as_pixels(image), Box(0, 0, SHAPE[1] - 1, SHAPE[0] - 1), margin=0)
    strokes = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0)).look().finished()
    black = next(s for s in strokes if s.neutral)
    assert black.stair.end == pytest.approx(380.0, abs=2.5)
