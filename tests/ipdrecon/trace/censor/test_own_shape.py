"""Arms with marks of their own. Oracle: the marks that were drawn."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor.likeliest import marks_in
from ipdrecon.trace.censor.own_shape import with_own_shapes
from tests.ipdrecon.trace.censor.test_upright import LEVEL, STROKE, ground, marked

HALF = [STROKE / 2, STROKE / 2]


def test_each_arm_may_have_a_symbol_of_its_own() -> None:
    """Law: where the shape common to all leaves most ink beside a curve, a shape learned on it alone is its own."""
    beside = [ground(marked(LEVEL, 11.0, 2.0, above_only=True)), ground(marked(LEVEL, 5.0, 1.5))]
    common = marks_in(beside, HALF)
    assert common[1].x.size < LEVEL.size / 2
    tall, short = with_own_shapes(common, beside, HALF)
    assert tall is common[0]
    assert short.x.size == LEVEL.size
    assert np.abs(short.x - LEVEL).max() < 0.6


def test_marks_of_the_common_shape_stay() -> None:
    beside = [ground(marked(LEVEL, 7.0, 2.0)), ground(marked(LEVEL[:6], 7.0, 2.0))]
    common = marks_in(beside, HALF)
    assert all(a is b for a, b in zip(with_own_shapes(common, beside, HALF), common, strict=True))
