"""Strokes that are no curves."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.curves.prune import as_expected
from ipdrecon.trace.lines.stroke import Stroke
from tests.ipdrecon.trace.strokes import SHAPE, level_stroke

WHITE = np.full(3, 255.0, np.float32)


@pytest.mark.parametrize(("rows", "kept"), [((100, 60, 140), 1), ((100, 140), 2)])
def test_lines_of_one_colour_beside_a_single_row_of_numbers_are_limits(rows: tuple[int, ...], kept: int) -> None:
    """Law: limits come in twos; a second line alone may be a curve whose row was not read."""
    strokes = [level_stroke((200, 30, 30), 0, row, 2.0, 900.0 - row) for row in rows]
    assert len(as_expected(strokes, 1, {}, sure=False)) == kept


def test_where_there_are_as_many_colours_as_rows_of_numbers_each_colour_is_one_curve() -> None:
    """Law: without a legend a second line of a colour, a row of its marks, displaces no other colour's curve."""
    red = [level_stroke((200, 30, 30), 0, row, 2.0, score) for row, score in ((100, 900.0), (106, 850.0), (94, 800.0))]
    blue = level_stroke((30, 30, 200), 1, 180, 2.0, 700.0)
    assert as_expected([*red, blue], 2, {}, sure=False) == [red[0], blue]
    black = level_stroke((0, 0, 0), 2, 240, 2.0, 700.0)  # its name, in black, was not counted
    assert as_expected([red[0], blue, black], 2, {}, sure=False) == [red[0], blue, black]


@pytest.mark.parametrize(("row", "whole", "kept"), [(108, True, 2), (180, True, 3), (108, False, 3)])
def test_a_second_line_of_a_grey_with_one_sample_within_reach_of_its_curve_is_the_arms_of_marks(
    row: int, whole: bool, kept: int
) -> None:
    """Law: a legend of whole lines, one for each grey, loses no curve that stays where marks on another one reach."""
    greys = [((51, 51, 51), 0, 60), ((204, 204, 204), 1, 100)]
    named = [attrs.evolve(level_stroke(c, layer, at, 2.5, 900.0), neutral=True) for c, layer, at in greys]
    other = attrs.evolve(level_stroke((204, 204, 204), 1, row, 2.5, 800.0), neutral=True)
    assert len(as_expected([*named, other], 2, {0: 1, 1: 1}, sure=False, whole=whole)) == kept


@pytest.mark.parametrize(("rows", "kept"), [((104, 196), 2), ((104, 150), 3)])
def test_a_further_line_of_a_black_with_two_samples_within_reach_of_either_curve_is_the_edges_of_marks(
    rows: tuple[int, int], kept: int
) -> None:
    """Law: edges of boxes that crowd are whole lines; one may follow those of one curve, then those of the other."""
    named = [attrs.evolve(level_stroke((0, 0, 0), 0, row, 2.0, 900.0), neutral=True) for row in (100, 200)]
    first = attrs.evolve(level_stroke((0, 0, 0), 0, rows[0], 2.0, 800.0), neutral=True)
    levels = np.array(rows, np.float64)
    stair = attrs.evolve(first.stair, y=levels)
    other = attrs.evolve(first, stair=stair)
    assert len(as_expected([*named, other], 2, {0: 2}, sure=False)) == kept


@pytest.mark.parametrize(("width", "kept"), [(0.7, 2), (2.4, 3)])
def test_a_hairline_in_no_colour_of_the_legend_is_an_edge(width: float, kept: int) -> None:
    """Law: a curve that the legend lost is drawn as wide as the others."""
    named = [level_stroke((0, 0, 0), 0, row, 2.5, 900.0) for row in (100, 200)]
    other = level_stroke((169, 169, 169), 1, 150, width, 800.0)
    assert len(as_expected([*named, other], 2, {0: 2}, sure=False)) == kept


@pytest.mark.parametrize(("color", "kept"), [((217, 95, 2), 2), ((90, 90, 90), 1)])
def test_a_dashed_curve_in_a_colour_of_its_own_stays_beside_the_one_its_legend_kept(
    color: tuple[int, int, int], kept: int
) -> None:
    """Law: dashes have less ink than a whole line, by the share that is seen of them."""
    whole = level_stroke((27, 158, 119), 0, 100, 2.0, 900.0)
    dashed = level_stroke(color, 1, 200, 2.0, 390.0)
    some = attrs.evolve(dashed.path, own=0.6)
    seen = np.arange(SHAPE[1]) % 10 < 6
    dashed = attrs.evolve(dashed, path=some, stair=attrs.evolve(dashed.stair, seen=seen))
    assert len(as_expected([whole, dashed], 1, {0: 1}, sure=False)) == kept


@pytest.mark.parametrize(("first", "kept"), [(200, 2), (0, 3)])
def test_a_further_line_seen_at_one_level_only_is_ruled(first: int, kept: int) -> None:
    """Law: a curve falls; what is seen at one level only, whatever it is said to do unseen, is a legend's frame."""
    named = [level_stroke(color, i, 100 + 60 * i, 2.0, 900.0) for i, color in enumerate(((200, 30, 30), (30, 30, 200)))]
    frame = level_stroke((0, 0, 0), 2, 150, 2.0, 800.0)
    seen = np.arange(SHAPE[1]) > SHAPE[1] / 2 + first - 160
    frame = attrs.evolve(frame, neutral=True, stair=attrs.evolve(frame.stair, seen=seen))
    assert len(as_expected([*named, frame], 2, {0: 1, 1: 1}, sure=False)) == kept


def test_dots_in_a_colour_of_the_legend_are_sooner_a_curve_than_a_frame() -> None:
    """Law: the line along the top of a panel shows more than dots do, but it is level and no name goes with it."""
    named = [level_stroke(color, i, 100 + 60 * i, 2.0, 900.0) for i, color in enumerate(((200, 30, 30), (30, 30, 200)))]
    dotted = level_stroke((0, 190, 195), 2, 200, 2.0, 128.0)
    dotted = attrs.evolve(dotted, stair=attrs.evolve(dotted.stair, seen=np.arange(SHAPE[1]) % 16 < 4))
    frame = level_stroke((78, 78, 78), 3, 10, 1.0, 500.0)
    frame = attrs.evolve(frame, neutral=True, stair=attrs.evolve(frame.stair, seen=np.arange(SHAPE[1]) < SHAPE[1] / 3))
    kept = as_expected([*named, dotted, frame], 3, {0: 1, 1: 1, 2: 1}, sure=True)
    assert [stroke.layer for stroke in kept] == [0, 1, 2]


def test_a_second_line_of_a_colour_with_one_sample_displaces_no_dots_of_another_one() -> None:
    """Law: a legend shows as many samples of a colour as there are curves of it; a row of marks is a further line."""
    named = [level_stroke(color, i, 100 + 60 * i, 2.0, 900.0) for i, color in enumerate(((0, 114, 178), (213, 94, 0)))]
    marks = level_stroke((213, 94, 0), 1, 170, 2.0, 300.0)
    dotted = level_stroke((0, 158, 115), 2, 240, 2.0, 400.0)
    dotted = attrs.evolve(dotted, stair=attrs.evolve(dotted.stair, seen=np.arange(SHAPE[1]) % 16 < 10))
    kept = as_expected([*named, marks, dotted], 3, {0: 1, 1: 1, 2: 1}, sure=False)
    assert [stroke.layer for stroke in kept] == [0, 1, 2]


def marked_in_black(stroke: Stroke, every: int, seen: int) -> Stroke:
    """A stroke with black marks, of which only ``seen`` of ``every`` so many columns are clear."""
    clear = np.arange(SHAPE[1]) % every < seen
    stair = attrs.evolve(stroke.stair, seen=clear)
    rows = np.arange(SHAPE[0])[:, None]
    on = (np.abs(rows - stroke.path.top) < 6) & ~clear
    return attrs.evolve(stroke, stair=stair, marks=attrs.evolve(stroke.marks, mask=on), dark=True)


def test_a_curve_that_black_marks_hide_is_sooner_one_than_the_black_ink_over_it() -> None:
    """Law: of a colour of the legend little shows between black marks, which have no name."""
    red = level_stroke((206, 30, 33), 0, 160, 2.5, 300.0)
    blue = marked_in_black(level_stroke((21, 111, 177), 1, 100, 2.5, 300.0), 10, 1)
    black = attrs.evolve(level_stroke((0, 0, 0), 2, 103, 4.6, 100.0), neutral=True)
    assert [s.layer for s in as_expected([red, black, blue], 2, {0: 1, 1: 1}, sure=True)] == [0, 1]


@pytest.mark.parametrize(("width", "kept"), [(14.0, 2), (4.0, 3)])
def test_black_ink_far_wider_than_the_curves_is_marks_that_have_merged(width: float, kept: int) -> None:
    """Law: the curves of a panel are about as thick as each other; marks are some times as high as that."""
    named = [level_stroke(color, i, 60 + 60 * i, 2.7, 600.0) for i, color in enumerate(((230, 75, 53), (84, 189, 213)))]
    black = attrs.evolve(level_stroke((0, 0, 0), 2, 200, width, 550.0), neutral=True)
    assert len(as_expected([*named, black], 2, {0: 1, 1: 1}, sure=False)) == kept


@pytest.mark.parametrize(("dark", "kept"), [(True, 2), (False, 1)])
def test_a_coloured_curve_without_a_name_is_plain_where_its_black_marks_do_not_hide_it(dark: bool, kept: int) -> None:
    """Law: what marks lie on cannot be seen; a line that is not seen between them either is none."""
    named = level_stroke((195, 159, 36), 0, 60, 3.0, 570.0)
    other = attrs.evolve(marked_in_black(level_stroke((30, 61, 100), 1, 200, 3.0, 370.0), 4, 1), dark=dark)
    assert len(as_expected([named, other], 1, {}, sure=False)) == kept
