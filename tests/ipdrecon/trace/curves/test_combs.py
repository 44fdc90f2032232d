"""Curves in fields of their own marks."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.symbol.shape import Kind, Symbol
from ipdrecon.trace.curves.combs import in_middle_of_combs
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk

SHAPE = (120, 200)
RED = np.array([200.0, 30.0, 30.0], np.float32)
#: Where the levels of the true curve begin, and where they are.
TIMES, LEVELS = np.array([10.0, 60.0, 110.0, 150.0]), np.array([30.0, 36.0, 44.0, 60.0])


def stroke_at(levels: Floats) -> Stroke:
    columns = np.arange(SHAPE[1])
    rows = levels[np.clip(np.searchsorted(TIMES, columns, side="right") - 1, 0, None)].astype(int)
    rows[:10] = -1
    path = Walk(rows, rows, 400.0, 1.0)
    stair = Staircase(TIMES, levels, np.full(4, 0.1), 199.0, 2.0, np.ones(SHAPE[1], np.bool_))
    return Stroke(RED, 0, path, stair, False, Marks(np.zeros(0), np.zeros(SHAPE, np.bool_)))


def picture(last: int) -> Floats:
    """The curve with marks 16 px high in every column up to one, but for a gap now and then."""
    rgb: Floats = np.full((*SHAPE, 3), 255.0)
    for column in range(10, SHAPE[1]):
        level = int(LEVELS[np.searchsorted(TIMES, column, side="right") - 1])
        reach = 8 if column <= last and column % 37 else 1
        rgb[level - reach : level + reach + 1, column] = RED
    return rgb


@pytest.mark.parametrize("shift", [-8.0, 8.0])
def test_a_curve_along_the_edge_of_a_field_of_marks_runs_in_its_middle(shift: float) -> None:
    """Law: a mark reaches as far above its curve as below: in the middle of a field of marks runs the curve."""
    rgb = picture(150).astype(np.float32)
    read = np.where(TIMES < 150, LEVELS + shift, LEVELS)
    moved = in_middle_of_combs([stroke_at(np.maximum.accumulate(read))], rgb)[0]
    columns = np.arange(20.0, 190.0)
    off = levels_at(moved.stair, columns) - levels_at(stroke_at(LEVELS).stair, columns)
    assert float(np.mean(np.abs(off) < 0.6)) > 0.95  # a fall beside the field is placed within its margin


def test_a_curve_whose_ticks_stand_above_it_stays_at_the_edge_of_their_field() -> None:
    """Law: of marks that stand above their line that line is the lower edge of their field."""
    low = stroke_at(np.maximum.accumulate(np.where(TIMES < 150, LEVELS + 8.0, LEVELS)))
    assert in_middle_of_combs([low], picture(150).astype(np.float32))[0] is not low
    known = attrs.evolve(low, beneath=True)
    assert in_middle_of_combs([known], picture(150).astype(np.float32))[0] is known


def test_a_curve_in_the_middle_of_its_marks_or_without_a_field_stays() -> None:
    """Law: what is read in the middle is right, and so is a bare line; falls are no field."""
    right = stroke_at(LEVELS)
    assert in_middle_of_combs([right], picture(150).astype(np.float32))[0] is right
    off = attrs.evolve(right, stair=attrs.evolve(right.stair, y=LEVELS + 1.0))
    assert in_middle_of_combs([off], picture(0).astype(np.float32))[0] is off


@pytest.mark.parametrize("field", [40, 60])
def test_a_short_field_as_high_as_the_marks_of_a_curve_is_theirs(field: int) -> None:
    """Law: where the marks are known, a field of them need not be a good part of the curve; where they overlap on small
    steps it is a little higher, and the curve in the middle all the same."""
    rgb: Floats = np.full((*SHAPE, 3), 255.0)
    columns = np.arange(10, SHAPE[1])
    true = np.where(columns < field, 30 + (columns - 10) // 15 * 3, 60)
    for column, level in zip(columns, true, strict=True):
        rgb[level - 1 : level + 2, column] = RED
    for column, level in zip(columns, true, strict=True):
        if column < field:
            rgb[level - 8 : level + 9, max(10, column - 4) : column + 5] = RED
    x = np.append(np.arange(10.0, field, 15), field)
    y = np.append(38.0 + 3 * np.arange(x.size - 1), 60.0)  # along the lower edge
    stair = attrs.evolve(stroke_at(LEVELS).stair, x=x, y=y, y_se=np.ones(x.size))
    unknown = attrs.evolve(stroke_at(LEVELS), stair=stair)
    shape = Symbol(Kind.BLOCK, 8.5, 1.0)
    known = attrs.evolve(unknown, marks=attrs.evolve(unknown.marks, shape=shape))
    moved = in_middle_of_combs([known], rgb.astype(np.float32))[0]
    off = np.abs(levels_at(moved.stair, columns.astype(float)) - true)
    assert float(off[columns < field - 8].mean()) < 2.0
    assert float(off[columns > field + 8].max()) < 0.6


def test_a_curve_behind_the_field_of_another_is_half_a_mark_from_the_edge_it_shows() -> None:
    """Law: marks of one panel are equally high: where one edge of a field is seen, its middle is known."""
    rgb = picture(150)
    blue = np.array([30.0, 30.0, 200.0], np.float32)
    behind = np.full((*SHAPE, 3), 255.0)
    for column in range(10, SHAPE[1]):  # the same curve and its marks, 7 px higher
        level = int(LEVELS[np.searchsorted(TIMES, column, side="right") - 1]) - 7
        reach = 8 if column <= 150 and column % 37 else 1
        behind[level - reach : level + reach + 1, column] = blue
    both = np.where((rgb == 255.0).all(axis=2, keepdims=True), behind, rgb).astype(np.float32)
    front = stroke_at(np.where(TIMES < 150, LEVELS - 8, LEVELS))
    back = attrs.evolve(stroke_at(np.where(TIMES < 150, LEVELS - 10, LEVELS - 7)), color=blue, layer=1)
    moved = in_middle_of_combs([front, back], both)
    columns = np.arange(20.0, 190.0)
    for stroke, level in zip(moved, (LEVELS, LEVELS - 7), strict=True):
        off = levels_at(stroke.stair, columns) - levels_at(stroke_at(level).stair, columns)
        assert float(np.mean(np.abs(off) < 1.1)) > 0.9


def test_a_curve_moved_to_the_middle_of_its_field_keeps_the_fall_it_ends_in() -> None:
    """Law: a fall that is longer than a mark is high is the curve's own, and at its end the last patient's event."""
    rgb = picture(199)
    rgb[60:110, 197:199] = RED
    read = stroke_at(LEVELS - 8.0)
    stair = attrs.evolve(
        read.stair, x=np.append(TIMES, 198.0), y=np.append(LEVELS - 8.0, 109.0), y_se=np.full(5, 0.1), end=198.5
    )
    moved = in_middle_of_combs([attrs.evolve(read, stair=stair)], rgb.astype(np.float32))[0]
    assert moved.stair.y[0] == pytest.approx(LEVELS[0], abs=0.6)
    assert (moved.stair.x[-1], moved.stair.y[-1]) == (198.0, 109.0)
