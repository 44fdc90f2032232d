"""Inks that marks may be drawn in."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.inks import Marked, any_ink, own_ink
from ipdrecon.trace.censor.marks import no_marks
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_X, STEPS_Y, stair
from tests.ipdrecon.trace.drawn import coverage


def test_what_neither_of_two_lines_explains_where_they_lie_over_each_other_is_no_mark() -> None:
    """Law: the blend of two colours on a neighbour's stroke is no ink of its own; off the strokes it is."""
    width, down = 6.0, 4.0
    over = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, width), np.float32)
    under = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y + down, END, width), np.float32)
    first = attrs.evolve(stair(), width=width)
    curves = [
        Marked(first, 0, over, False, no_marks(SHAPE)),
        Marked(attrs.evolve(first, y=STEPS_Y + down), 1, np.maximum(under - over, 0.0), False, no_marks(SHAPE)),
    ]
    level, column = int(STEPS_Y[0]), int(STEPS_X[0]) + 20
    other = np.zeros(SHAPE, np.float32)
    other[level + 5, column : column + 8] = 0.8
    other[level - 8 : level - 3, column] = 0.8
    ground = any_ink(curves, other, np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_))[0]
    assert ground.rest[level + 3 : level + 8].max() < 0.2
    assert ground.rest[level - 8 : level - 4, column].min() > 0.6


def test_the_soft_edge_of_a_black_mark_far_from_a_grey_curve_is_not_covered_by_it() -> None:
    """Law: a pixel half covered by black looks grey; farther from a grey curve than marks reach it is none of its."""
    alpha = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, 2.0), np.float32)
    level, column = int(STEPS_Y[0]), int(STEPS_X[0]) + 20
    alpha[level - 6 : level - 2, column] = 0.5
    grey = np.zeros(SHAPE, np.float32)
    grey[level - 6 : level - 2, column] = 1.0
    for down, neutral, free in ((60.0, True, 1.0), (4.0, True, 0.0), (60.0, False, 0.0)):
        curves = [
            Marked(stair(), 0, alpha, True, no_marks(SHAPE)),
            Marked(attrs.evolve(stair(), y=STEPS_Y + down), 1, grey, neutral, no_marks(SHAPE)),
        ]
        ground = own_ink(curves, np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_))[0]
        assert ground.free[level - 5, column] == free
