"""Strokes that are no curves."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.prune import as_expected, without_frame, without_shadows
from ipdrecon.trace.stroke import Stroke
from ipdrecon.trace.walk import Walk

SHAPE = (300, 480)
WHITE = np.full(3, 255.0, np.float32)


def level_stroke(color: tuple[int, int, int], layer: int, row: int, width: float, score: float) -> Stroke:
    """A line through the whole plot, level but for one small fall."""
    rows = np.full(SHAPE[1], row)
    path = Walk(rows, rows, score, 1.0)
    seen = np.ones(SHAPE[1], np.bool_)
    fall = np.array([float(row), row + 4.0])
    stair = Staircase(np.array([0.0, SHAPE[1] / 2]), fall, np.full(2, 0.1), SHAPE[1] - 1.0, width, seen)
    marks = Marks(np.zeros(0), np.zeros(SHAPE, np.bool_))
    return Stroke(np.array(color, np.float32), layer, path, stair, False, marks)


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


@pytest.mark.parametrize(("seen_px", "expected", "kept"), [(60, 2, 2), (60, 1, 1), (60, None, 1), (6, 2, 1)])
def test_a_dark_line_that_another_crosses_again_and_again_is_the_curve_the_figure_names(
    seen_px: int, expected: int | None, kept: int
) -> None:
    """Law: a line shows in stretches, black marks in pieces; it is a curve only where one is wanting."""
    curve = level_stroke((213, 138, 50), 0, 100, 4.0, 900.0)
    line = level_stroke((36, 55, 74), 1, 106, 4.0, 800.0)
    seen = np.arange(SHAPE[1]) % (4 * seen_px // 3) < seen_px
    line = attrs.evolve(line, neutral=True, stair=attrs.evolve(line.stair, seen=seen))
    assert len(without_shadows([curve, line], SHAPE, {}, expected)) == kept


@pytest.mark.parametrize(("row", "expected", "kept"), [(150.0, 2, 2), (150.0, 1, 1), (106.0, 2, 1)])
def test_a_dark_line_seen_where_no_curve_is_within_reach_is_no_row_of_marks(
    row: float, expected: int, kept: int
) -> None:
    """Law: black marks stand on their curve; a stretch of ink beyond their reach is the curve that the figure names."""
    colored = level_stroke((230, 159, 0), 0, 100, 2.0, 900.0)
    dark = attrs.evolve(level_stroke((0, 0, 0), 1, 106, 2.0, 400.0), neutral=True)
    apart = SHAPE[1] - 80
    seen = (np.arange(SHAPE[1]) % 8 < 4) | (np.arange(SHAPE[1]) > apart)
    steps = {"x": np.array([0.0, apart]), "y": np.array([106.0, row]), "y_se": np.zeros(2)}
    dark = attrs.evolve(dark, stair=attrs.evolve(dark.stair, seen=seen, **steps))
    assert len(without_shadows([colored, dark], SHAPE, {}, expected)) == kept


@pytest.mark.parametrize(("expected", "kept"), [(2, 2), (1, 1)])
def test_dashes_beyond_the_reach_of_marks_are_the_dark_curve_that_is_wanting(expected: int, kept: int) -> None:
    """Law: a dashed line has no stretch as long as marks are wide; a quarter of it far from any other is no marks'."""
    colored = level_stroke((140, 140, 0), 0, 100, 2.0, 900.0)
    dashed = attrs.evolve(level_stroke((0, 0, 0), 1, 106, 2.0, 600.0), neutral=True)
    apart = 0.75 * SHAPE[1]
    steps = {"x": np.array([0.0, apart]), "y": np.array([106.0, 150.0]), "y_se": np.zeros(2)}
    dashed = attrs.evolve(dashed, stair=attrs.evolve(dashed.stair, seen=np.arange(SHAPE[1]) % 8 < 5, **steps))
    assert len(without_shadows([colored, dashed], SHAPE, {}, expected)) == kept


@pytest.mark.parametrize(
    ("marks", "expected", "seen", "styles", "kept"),
    [(12, 2, 4, {}, 2), (2, 2, 4, {}, 1), (12, 1, 4, {}, 1), (12, 2, 1, {}, 1), (12, 2, 1, {0: 1, 1: 1}, 2)],
)
def test_a_dark_line_beside_a_curve_with_marks_in_its_own_colour_is_no_row_of_marks(
    marks: int, expected: int, seen: int, styles: dict[int, int], kept: int
) -> None:
    """Law: marks are drawn in one way: where a curve's are in its colour, black pieces beside it are the curve that the
    figure names and the marks cover, however little is seen of one whose colour the legend shows."""
    colored = level_stroke((230, 159, 0), 0, 100, 2.0, 900.0)
    colored = attrs.evolve(colored, marks=attrs.evolve(colored.marks, x=np.linspace(50.0, 500.0, marks)))
    dark = attrs.evolve(level_stroke((0, 0, 0), 1, 106, 2.0, 800.0), neutral=True)
    dark = attrs.evolve(dark, stair=attrs.evolve(dark.stair, seen=np.arange(SHAPE[1]) % 8 < seen))
    assert len(without_shadows([colored, dark], SHAPE, styles, expected)) == kept


@pytest.mark.parametrize(("row", "kept"), [(150.0, 2), (108.0, 1)])
def test_a_dark_line_that_parts_from_a_coloured_one_is_a_curve_though_no_one_counts_it(row: float, kept: int) -> None:
    """Law: rims of crowded marks run beside their curve as far as marks reach, and no farther."""
    colored = level_stroke((230, 159, 0), 0, 100, 2.0, 900.0)
    dark = attrs.evolve(level_stroke((0, 0, 0), 1, 108, 2.0, 800.0), neutral=True)
    seen = (np.arange(SHAPE[1]) < 240) | (np.arange(SHAPE[1]) > 440)
    steps = {"x": np.array([0.0, 440.0]), "y": np.array([108.0, row]), "y_se": np.zeros(2)}
    dark = attrs.evolve(dark, stair=attrs.evolve(dark.stair, seen=seen, **steps))
    assert len(without_shadows([colored, dark], SHAPE, {}, 1)) == kept


@pytest.mark.parametrize(("row", "kept"), [(110, 2), (102, 1)])
def test_a_grey_line_that_a_black_one_covers_here_and_there_is_no_shadow(row: int, kept: int) -> None:
    """Law: a shadow touches its line; a line as wide with paper between the two is a curve, though no one counts it."""
    black = attrs.evolve(level_stroke((0, 0, 0), 0, 100, 2.0, 900.0), neutral=True)
    grey = attrs.evolve(level_stroke((128, 128, 128), 1, row, 2.0, 800.0), neutral=True)
    grey = attrs.evolve(grey, stair=attrs.evolve(grey.stair, seen=np.arange(SHAPE[1]) < 240))
    assert len(without_shadows([black, grey], SHAPE, {})) == kept


@pytest.mark.parametrize(("far", "kept"), [(140, 3), (106, 2)])
def test_a_blend_of_two_colours_is_seen_where_both_curves_run(far: int, kept: int) -> None:
    """Law: a dotted curve whose colour the legend names runs on beside one of two others that are far apart."""
    one, two = level_stroke((27, 158, 119), 0, 100, 3.0, 900.0), level_stroke((231, 41, 138), 1, far, 3.0, 800.0)
    dotted = level_stroke((117, 112, 179), 2, 103, 3.0, 200.0)
    dotted = attrs.evolve(dotted, stair=attrs.evolve(dotted.stair, seen=np.arange(SHAPE[1]) % 16 < 4))
    assert len(without_shadows([one, two, dotted], SHAPE, {0: 1, 1: 1, 2: 1}, 3)) == kept
    assert len(without_shadows([one, two, dotted], SHAPE, {0: 1, 1: 1}, 3)) == 2


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


@pytest.mark.parametrize(("expected", "rule", "kept"), [(2, 41, 2), (3, 41, 3), (2, 90, 3)])
def test_the_line_of_the_frame_is_no_curve_where_there_are_enough_others(expected: int, rule: int, kept: int) -> None:
    """Law: a line at one level on the frame's own is the frame, whatever names its colour; else it is counted on."""
    falling = [
        level_stroke(color, i, 100 + 60 * i, 2.0, 900.0) for i, color in enumerate([(200, 30, 30), (30, 30, 200)])
    ]
    top = level_stroke((0, 0, 0), 2, 40, 2.0, 950.0)
    top = attrs.evolve(top, stair=attrs.evolve(top.stair, y=np.array([40.0, 40.4])))
    rules = np.zeros(SHAPE, np.bool_)
    rules[rule] = True
    assert len(without_frame([*falling, top], rules, expected)) == kept
