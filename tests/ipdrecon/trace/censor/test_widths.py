"""Widths of curves whose strokes others cover."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.kernels import level_runs
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_X, STEPS_Y, box, stair
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


def line_of(width: float, falls: float) -> Layer:
    """The line so wide, as the columns of marks on it make it, its falls so wide as they are drawn."""
    image = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, falls), np.float32)
    for left, right, level in zip(STEPS_X, np.append(STEPS_X[1:], END), STEPS_Y, strict=True):
        bar = box(level - width / 2, level + width / 2, left - falls / 2, right + falls / 2)
        near = slice(round(level) - 5, round(level) + 6), slice(round(left + falls), round(right - falls))
        image[near] = bar[near]
    return image


def crowded(width: float) -> Marked:
    """A line of 2 px, measured so wide, that shows in every tenth column, between marks of 5 and 8 px."""
    line, low, high = (line_of(w, 2.0) for w in (2.0, 5.0, 8.0))
    turn = np.arange(SHAPE[1])[None, :] % 10
    alpha = np.where(turn == 0, line, np.where(turn < 4, low, high)).astype(np.float32)
    return Marked(attrs.evolve(stair(), width=width), 0, alpha, False, no_marks(SHAPE))


def test_marks_that_crowd_on_all_lines_make_none_wider() -> None:
    """Law: where marks cover nearly all columns, the thinner ones are marks' too, and the measured width stands."""
    (curve,) = as_wide_as_others([crowded(2.0)])
    assert curve.stair.width <= 2.1


def test_a_line_is_as_wide_as_its_thinnest_columns_where_marks_crowd() -> None:
    """Law: marks only add ink, so the least that recurs between them is the line."""
    (curve,) = as_wide_as_others([crowded(8.0)])
    assert np.isclose(curve.stair.width, 2.0, atol=0.2)


def test_a_line_as_wide_as_marks_are_tall_is_full_of_them() -> None:
    """Law: where one curve shows a thin line between its marks, another that looks as wide as these is one too."""
    shape = (SHAPE[0] + 60, SHAPE[1])
    full = np.zeros(shape, np.float32)
    full[60:] = line_of(8.0, 2.0)
    comb = crowded(8.0)
    curves = [
        attrs.evolve(comb, alpha=np.vstack([comb.alpha, np.zeros((60, SHAPE[1]), np.float32)])),
        Marked(attrs.evolve(stair(), width=8.0, y=STEPS_Y + 60), 1, full, False, no_marks(shape)),
    ]
    assert np.allclose([curve.stair.width for curve in as_wide_as_others(curves)], 2.0, atol=0.2)


def test_cross_bars_in_the_gaps_of_dashes_are_no_line_between_marks() -> None:
    """Law: where much of a line is bare paper it is dashed, and what is thin there is no stroke that runs on."""
    shape = (SHAPE[0] + 60, SHAPE[1])
    bar, dash = (np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, w), np.float32) for w in (2.0, 8.0))
    turn = np.arange(SHAPE[1])[None, :] % 40
    dashed, solid = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    dashed[:-60] = np.where(turn < 12, 0.0, np.where(turn < 24, bar, dash))
    solid[60:] = dash
    stairs = attrs.evolve(stair(), width=8.0), attrs.evolve(stair(), width=8.0, y=STEPS_Y + 60)
    curves = [
        Marked(s, i, a, False, no_marks(shape)) for i, (s, a) in enumerate(zip(stairs, (dashed, solid), strict=True))
    ]
    assert np.allclose([curve.stair.width for curve in as_wide_as_others(curves)], 8.0, atol=0.5)


def test_the_rim_of_a_circle_is_no_part_of_the_line_it_is_on() -> None:
    """Law: where coverage falls below half that of a stroke's middle and rises again, another stroke begins."""
    x, y = np.array([10.0]), np.array([40.0])
    line = np.asarray(coverage(SHAPE, x, y, END, 2.0), np.float32)
    hollow = line.copy()
    hollow[34:36] = hollow[45:47] = 1.0  # rims, with the pale inside of small circles
    hollow[36:39] = hollow[42:45] = 0.2
    where = Staircase(x, y, np.full(1, 0.1), END, 2.0, np.ones(SHAPE[1], np.bool_))
    runs = level_runs(hollow, np.zeros(SHAPE, np.bool_), where.x, where.y, where.end, 0.1, 14)
    assert runs.size > 0.9 * (END - 10.0)
    assert runs.max() <= 2.0 + 6 * 0.2 + 1e-3


def test_marks_of_one_height_are_no_line_where_a_thin_one_recurs_between_them() -> None:
    """Law: columns that are nearly all alike are marks' where a far thinner line shows between some of them."""
    line, tall = (np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, w), np.float32) for w in (2.0, 8.0))
    alpha = np.where(np.arange(SHAPE[1])[None, :] % 8 == 0, line, tall)
    curve = Marked(attrs.evolve(stair(), width=8.0), 0, alpha, False, no_marks(SHAPE))
    assert np.isclose(as_wide_as_others([curve])[0].stair.width, 2.0, atol=0.2)


def test_what_is_as_wide_as_the_falls_is_the_line() -> None:
    """Law: marks hardly lie over falls, so where columns as wide as these are the most, thinner ones are a part of the
    line that something else covers, or arms beyond its end."""
    thin, line = line_of(2.0, 6.0), line_of(6.0, 6.0)
    alpha = np.where(np.arange(SHAPE[1])[None, :] % 12 == 0, thin, line)
    curve = Marked(attrs.evolve(stair(), width=6.0), 0, alpha, False, no_marks(SHAPE))
    assert np.isclose(as_wide_as_others([curve])[0].stair.width, 6.0, atol=0.2)


def test_a_line_wider_than_its_falls_is_full_of_marks() -> None:
    """Law: where no thin column shows between marks that are all alike, the falls tell the width."""
    curve = Marked(attrs.evolve(stair(), width=8.0), 0, line_of(8.0, 2.0), False, no_marks(SHAPE))
    assert np.isclose(as_wide_as_others([curve])[0].stair.width, 2.0, atol=0.2)


def test_few_columns_that_nothing_covers_tell_no_width() -> None:
    """Law: where other strokes cover nearly all of a curve, what is left of it may be marks."""
    x, y = np.array([10.0]), np.array([40.0])
    line, tall = (np.asarray(coverage(SHAPE, x, y, END, w), np.float32) for w in (4.0, 10.0))
    at = np.arange(SHAPE[1])[None, :]
    shown = np.where(at < 30, tall, line)
    stair_of = Staircase(x, y, np.full(1, 0.1), END, 4.0, np.ones(SHAPE[1], np.bool_))
    beneath = attrs.evolve(stair_of, x=np.array([30.0]), y=y + 5.0)
    curves = [
        Marked(stair_of, 0, np.asarray(shown, np.float32), False, no_marks(SHAPE)),
        Marked(beneath, 1, np.zeros(SHAPE, np.float32), False, no_marks(SHAPE)),
    ]
    assert np.isclose(as_wide_as_others(curves)[0].stair.width, 4.0, atol=0.2)


def test_falls_wider_than_most_columns_are_full_of_marks() -> None:
    """Law: arms of pluses that crowd on falls make these as wide as marks; no line is that thin in most columns."""
    line, low, high = (line_of(w, 10.0) for w in (2.0, 4.0, 9.0))
    turn = np.arange(SHAPE[1])[None, :] % 10
    alpha = np.where(turn == 0, line, np.where(turn < 9, low, high)).astype(np.float32)
    curve = Marked(attrs.evolve(stair(), width=9.0), 0, alpha, False, no_marks(SHAPE))
    assert np.isclose(as_wide_as_others([curve])[0].stair.width, 2.0, atol=0.2)


def test_falls_as_wide_as_the_marks_that_crowd_on_another_line_are_full_of_them() -> None:
    """Law: where one curve shows its thin line between marks, falls of another nearly as wide as these are tall tell no
    width: marks crowd on them."""
    line, tall = line_of(2.0, 2.0), line_of(9.0, 2.0)
    seen = np.where(np.arange(SHAPE[1])[None, :] % 6 == 0, line, tall).astype(np.float32)
    lower = attrs.evolve(stair(), y=STEPS_Y + 20.0, width=9.0)
    full = np.roll(line_of(9.0, 8.0), 20, axis=0).astype(np.float32)
    curves = [
        Marked(lower, 0, full, False, no_marks(SHAPE)),
        Marked(attrs.evolve(stair(), width=9.0), 1, seen, False, no_marks(SHAPE)),
    ]
    assert [curve.stair.width for curve in as_wide_as_others(curves)] == pytest.approx([2.0, 2.0], abs=0.2)


def test_marks_that_touch_all_along_one_line_are_no_line() -> None:
    """Law: what is far wider in all its columns than any of the curves was measured is marks, not a line."""
    high = 40.0 + 0.1 * STEPS_Y  # falls so low that they tell no width
    full = np.asarray(coverage(SHAPE, STEPS_X, high, END, 12.0), np.float32)
    curves = [Marked(attrs.evolve(stair(), width=3.0, y=high), 0, full, False, no_marks(SHAPE))]
    assert as_wide_as_others(curves)[0].stair.width <= 3.5
