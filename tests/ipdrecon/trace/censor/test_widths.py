"""Widths of curves whose strokes others cover."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.widths import as_wide_as_others
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_X, STEPS_Y, stair
from tests.ipdrecon.trace.drawn import coverage


def test_a_line_half_beneath_another_is_as_wide_as_that() -> None:
    """Law: where a curve's edge is another one's, its columns tell no width."""
    width, down = 6.0, 2.5
    over = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, width), np.float32)
    under = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y + down, END, width), np.float32)
    first = attrs.evolve(stair(), width=width)
    second = attrs.evolve(first, y=STEPS_Y + down)
    curves = [
        Marked(first, 0, over, False, no_marks(SHAPE)),
        Marked(second, 1, np.maximum(under - over, 0.0).astype(np.float32), False, no_marks(SHAPE)),
    ]
    widths = [curve.stair.width for curve in as_wide_as_others(curves)]
    assert np.allclose(widths, width, atol=0.6)


def test_marks_that_crowd_on_all_lines_make_none_wider() -> None:
    """Law: where marks cover nearly all columns, the thinner ones are marks' too, and the measured width stands."""
    line = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, 2.0), np.float32)
    low = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, 5.0), np.float32)
    high = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, 8.0), np.float32)
    turn = np.arange(SHAPE[1])[None, :] % 10
    alpha = np.where(turn == 0, line, np.where(turn < 4, low, high)).astype(np.float32)
    (curve,) = as_wide_as_others([Marked(attrs.evolve(stair(), width=2.0), 0, alpha, False, no_marks(SHAPE))])
    assert curve.stair.width <= 2.1
