"""Arms with marks of their own. Oracle: the marks that were drawn."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.ground import ground_of
from ipdrecon.trace.censor.likeliest import marks_in
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.censor.own_shape import with_own_shapes
from ipdrecon.trace.censor.symbol import Kind, Symbol
from ipdrecon.trace.censor.symbols import symbols_as
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.uprights import marks_as
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from tests.ipdrecon.trace.censor.test_symbol import drawn
from tests.ipdrecon.trace.censor.test_upright import (
    END,
    LEVEL,
    SHAPE,
    STEPS_X,
    STEPS_Y,
    STROKE,
    box,
    ground,
    marked,
    over,
    stair,
)
from tests.ipdrecon.trace.drawn import coverage

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


def test_ticks_that_gain_nothing_are_no_marks_of_an_arm_with_crosses() -> None:
    """Law: the strokes of any symbol look like thin ticks, each hardly worth its cost; the symbol gains far more."""
    beside = [ground(drawn(Symbol(Kind.CROSS, 4.3, 0.9)))]
    ticks = marks_as(beside, Upright(3.7, 3.7, 0.63))
    assert ticks is not None
    assert ticks[0].x.size > LEVEL.size
    (own,) = with_own_shapes(ticks, beside, HALF[:1])
    assert own.x.size == LEVEL.size
    assert np.abs(own.x - LEVEL).max() < 0.6


def test_another_symbol_that_gains_far_more_need_not_explain_what_lies_beside_its_arm() -> None:
    """Law: ink of another curve beside an arm says nothing against marks of its own that gain far more."""
    page = drawn(Symbol(Kind.CIRCLE, 4.3, 1.5))
    for left, right, level in ((12, 60, 14), (152, 190, 90), (192, 240, 113), (292, 330, 171)):
        page[level + 7 : level + 9, left:right] = 1.0
    triangle = Symbol(Kind.TRIANGLE, 6.3, 1.5)
    beside = [ground(drawn(triangle)), ground(page)]
    other, own = with_own_shapes(symbols_as(beside, triangle), beside, HALF)
    assert other.shape == triangle
    assert isinstance(own.shape, Symbol)
    assert own.shape.kind is Kind.CIRCLE


def test_small_ticks_that_gain_nothing_are_not_replaced_by_wider_ones() -> None:
    """Law: only another symbol is a shape of an arm's own where the common one explains its ink: ticks as small are
    hardly worth their cost, and are those of the other arms however wide they look on one."""
    beside = [ground(marked(np.arange(20.0, 430.0, 9.0), 2.6, 0.9))]
    ticks = marks_as(beside, Upright(2.6, 2.6, 0.4))
    assert ticks is not None
    assert ticks[0].gain == 0
    assert with_own_shapes(ticks, beside, HALF[:1])[0] is ticks[0]


def test_few_squares_are_no_crowd_of_ticks_of_which_they_explain_less() -> None:
    """Law: a comb of low ticks on a thick line holds the sides of squares; these gain more, for they are few, but leave
    ticks over, and those of the other arms do not."""
    width, half = 3.76, 3.2
    stroke = attrs.evolve(stair(), y=np.round(STEPS_Y), width=width)
    image = np.asarray(coverage(SHAPE, STEPS_X, stroke.y, END, width), np.float32)
    at = np.round(np.sort(np.random.default_rng(1).uniform(14, 436, 250))) + 0.5
    for x, level in zip(at, levels_at(stroke, at), strict=True):
        image = over(image, box(level - half, level + half, x - 1.0, x + 1.0))
    beside = [ground_of(image, stroke, stroke_mask(SHAPE, stroke, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))]
    ticks = marks_as(beside, Upright(3.0, 3.5, 0.9))
    assert ticks is not None
    assert marks_in(beside, [width / 2])[0].x.size < ticks[0].x.size / 2
    assert with_own_shapes(ticks, beside, [width / 2])[0] is ticks[0]
