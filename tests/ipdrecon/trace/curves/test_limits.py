"""Confidence limits drawn as lines."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.curves.limits import middle_path, without_limits, without_limits_again
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import Walk

SHAPE = (300, 480)


def line(row: int, last: int) -> Stroke:
    """A level line from the left edge to a column."""
    on = np.arange(SHAPE[1]) <= last
    rows = np.where(on, row, -1)
    stair = Staircase(np.zeros(1), np.array([float(row)]), np.full(1, 0.1), float(last), 2.0, on)
    marks = Marks(np.zeros(0), np.zeros(SHAPE, np.bool_))
    return Stroke(np.zeros(3, np.float32), 0, Walk(rows, rows, float(last), 1.0), stair, False, marks)


def test_where_the_ink_shows_three_lines_the_middle_one_is_the_curve() -> None:
    """Law: a stroke that could not reach the tail left to it ends early; its ink goes on between the limits."""
    alpha = np.zeros(SHAPE, np.float32)
    for row in (60, 100, 140):
        alpha[row : row + 2] = 1.0
    strokes = [line(60, 479), line(140, 479), line(100, 300)]
    path = middle_path(strokes, alpha)
    assert path is not None
    assert path.last == 479
    assert abs(int(path.bottom[450]) - 100) <= 1
    alpha[100:102, 301:] = 0.0  # limits may go on alone
    path = middle_path(strokes, alpha)
    assert path is not None
    assert path.last == 300


def test_one_line_that_goes_on_alone_for_long_is_no_limit() -> None:
    """Law: where a long line has two short ones beside it (marks that crowd), these are no curve with its limits."""
    alpha = np.zeros(SHAPE, np.float32)
    assert middle_path([line(60, 479), line(140, 210), line(100, 200)], alpha) is None
    assert middle_path([line(60, 240), line(140, 210), line(100, 200)], alpha) is not None


def test_dashes_out_of_step_are_three_lines_too() -> None:
    """Law: few columns cut dashes of all three lines, but between two dashes each line goes on."""
    alpha = np.zeros(SHAPE, np.float32)
    columns = np.arange(SHAPE[1])
    for row, phase in ((60, 0), (100, 3), (140, 6)):
        alpha[row : row + 2, (columns + phase) % 9 < 5] = 1.0
    path = middle_path([line(60, 479), line(140, 479), line(100, 300)], alpha)
    assert path is not None
    assert abs(int(path.bottom[450]) - 100) <= 1


def test_a_whole_line_among_dashed_ones_is_the_curve_by_itself() -> None:
    """Law: where the lines cross at their ends, the middle of them is not the curve that is drawn as a whole."""

    def dashed(row: int) -> Stroke:
        stroke = line(row, 479)
        return attrs.evolve(stroke, stair=attrs.evolve(stroke.stair, seen=np.arange(SHAPE[1]) % 10 < 6))

    strokes = [line(60, 479), dashed(100), dashed(140)]
    assert middle_path(strokes, np.zeros(SHAPE, np.float32)) is None
    assert middle_path([dashed(row) for row in (60, 100, 140)], np.zeros(SHAPE, np.float32)) is not None


def test_the_middle_of_three_lines_begins_no_lower_than_it_stands() -> None:
    """Law: where all three begin on each other and their paths a row too low, the column they begin in is one row."""

    def parting(row: int) -> Stroke:
        stroke = line(row, 479)
        rows = np.where(np.arange(SHAPE[1]) < 100, 21, row)
        stair = attrs.evolve(stroke.stair, x=np.array([0.0, 100.0]), y=np.array([20.0, row]), y_se=np.full(2, 0.1))
        return attrs.evolve(stroke, path=Walk(rows, rows, 479.0, 1.0), stair=stair)

    path = middle_path([parting(row) for row in (60, 100, 140)], np.zeros(SHAPE, np.float32))
    assert path is not None
    assert (path.top <= path.bottom).all()


def test_a_time_axis_is_none_of_three_lines() -> None:
    """Law: incidences rise from an axis in their colour; with it there are four lines, two of which are not one."""

    def falling(row: int) -> Stroke:
        stroke = line(row, 479)
        rows = np.where(np.arange(SHAPE[1]) < 100, 21, row)
        stair = attrs.evolve(stroke.stair, x=np.array([0.0, 100.0]), y=np.array([20.0, row]), y_se=np.full(2, 0.1))
        return attrs.evolve(stroke, path=Walk(rows, rows, 479.0, 1.0), stair=stair)

    path = middle_path([falling(row) for row in (150, 200, 225)] + [line(20, 479)], np.zeros(SHAPE, np.float32))
    assert path is not None
    assert int(path.bottom[300]) == 200


def test_limits_seen_again_in_a_paler_shade_are_limits() -> None:
    """Law: thin dashes show blends of their ink; a line along the limits of another colour is no curve, but one that
    the legend shows."""
    curve = attrs.evolve(line(100, 479), limits=(line(60, 479).stair, line(140, 479).stair))
    again, apart = (attrs.evolve(line(row, 479), layer=1) for row in (61, 200))
    assert without_limits_again([curve, again, apart], {}) == [curve, apart]
    assert without_limits_again([curve, again, apart], {1: 1}) == [curve, again, apart]


def test_dashes_in_a_dull_shade_that_bracket_a_curve_are_its_limits() -> None:
    """Law: small files print thin dashes in a shade of their own; whatever else is drawn in it is no curve either."""

    def dull(row: int, color: tuple[int, int, int]) -> Stroke:
        stroke = attrs.evolve(line(row, 479), layer=1, color=np.array(color, np.float32), neutral=True)
        return attrs.evolve(stroke, stair=attrs.evolve(stroke.stair, width=1.0, seen=np.arange(SHAPE[1]) % 10 < 5))

    curve = attrs.evolve(line(100, 479), color=np.array((159, 38, 46), np.float32))
    limits = [dull(row, (124, 90, 93)) for row in (60, 140)]
    rule = dull(110, (124, 90, 93))
    assert without_limits_again([curve, *limits, rule], {}) == [curve]
    assert without_limits_again([curve, *limits], {1: 2}) == [curve, *limits]
    paler = [dull(row, (207, 120, 126)) for row in (60, 140)]  # of as much hue: two arms in a lighter shade
    assert without_limits_again([curve, *paler], {}) == [curve, *paler]
    others = [dull(row, (100, 100, 104)) for row in (60, 140)]  # of no hue: two grey arms
    assert without_limits_again([curve, *others], {}) == [curve, *others]


def test_limits_that_were_exchanged_at_their_beginning_are_limits() -> None:
    """Law: where three lines begin together a path may take up another one's, for a short way."""

    def dashed(rows: tuple[int, int]) -> Stroke:
        stroke = line(rows[1], 479)
        stair = attrs.evolve(
            stroke.stair,
            x=np.array([0.0, 20.0]),
            y=np.array(rows, np.float64),
            y_se=np.full(2, 0.1),
            seen=np.arange(SHAPE[1]) % 10 < 6,
        )
        return attrs.evolve(stroke, stair=stair)

    curve = line(100, 479)
    assert without_limits([dashed((140, 60)), curve, dashed((60, 140))]) == [curve]
    late = [
        attrs.evolve(s, stair=attrs.evolve(s.stair, x=np.array([0.0, 455.0])))
        for s in (dashed((60, 140)), dashed((140, 60)))
    ]
    assert without_limits([late[0], curve, late[1]]) == [late[0], curve, late[1]]


def test_paths_of_limits_that_go_on_along_each_other_early_are_limits() -> None:
    """Law: where a curve falls fast its limits cross its path here and there; later they keep to their sides."""
    columns = np.arange(SHAPE[1])

    def dashed(rows: tuple[int, int], change: int) -> Stroke:
        stroke = line(rows[1], 479)
        stair = attrs.evolve(
            stroke.stair,
            x=np.array([0.0, float(change)]),
            y=np.array(rows, np.float64),
            y_se=np.full(2, 0.1),
            seen=columns % 10 < 6,
        )
        return attrs.evolve(stroke, stair=stair)

    curve = line(100, 479)
    assert without_limits([curve, dashed((110, 60), 50), dashed((140, 140), 50)]) == [curve]  # for a tenth of its way
    assert len(without_limits([curve, dashed((110, 60), 110), dashed((140, 140), 50)])) == 3  # for nearly a quarter
    late = dashed((60, 110), 430)
    assert len(without_limits([curve, late, dashed((140, 140), 50)])) == 3  # one has taken the curve's tail
