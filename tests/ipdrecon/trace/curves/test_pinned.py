"""Curves led through the middles of their marks, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.pinned import pinned_to_marks
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import box, coverage, with_marks

SHAPE, WIDE, END = (260, 420), 2.0, 400.0
PLUS = Upright(up=9.3, down=9.3, width=1.6, arm=9.3, runs=12)
TICK = attrs.evolve(PLUS, arm=0.0)
#: Where the levels of the true curve begin, where they are, and where its marks stand.
X, Y = np.arange(10.0, 390.0, 20.0), 30.2 + 11.0 * np.arange(19.0)
MARKS = np.sort(np.concatenate([X + 4.3, X + 11.8]))


def ink_of(shape: Upright, at: Floats) -> Floats:
    """Coverage by the true curve and its marks."""
    return with_marks(coverage(SHAPE, X, Y, END, WIDE), shape, at, X, Y)


def field_over() -> Floats:
    """The field of another curve's marks, which covers the line and all above it."""
    columns = np.arange(SHAPE[1])
    level = np.interp(columns, X + 20.0, Y)
    rows = np.arange(SHAPE[0])[:, None]
    return ((rows > level - 30) & (rows < level + 5) & (columns > 10) & (columns < END)).astype(float)


def held(
    cover: Floats,
    over: Floats,
    *,
    shape: Upright,
    dark: bool = False,
    twice: bool = False,
    greys: bool = False,
    hidden: Mask | None = None,
) -> Staircase:
    """The curve, read 6 px too low, once held to its marks."""
    alpha = np.stack([np.where(over > 0, 0.0, cover), over]).astype(np.float32)
    layers = Layers(np.array([[200, 0, 0], [0, 0, 200]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    rows = np.full(SHAPE[1], -1)
    stair = Staircase(X, Y + 6.0, np.full(X.size, 0.1), END, WIDE, np.ones(SHAPE[1], np.bool_))
    marks = attrs.evolve(no_marks(SHAPE), x=MARKS, shape=shape)
    stroke = Stroke(layers.cores[0], 0, Walk(rows, rows, 400.0, 0.5), stair, greys, marks, dark)
    strokes = [stroke, attrs.evolve(stroke, layer=0 if twice else 1)] if twice or greys else [stroke]
    return pinned_to_marks(strokes, layers, np.zeros(SHAPE, np.bool_) if hidden is None else hidden)[0].stair


def off(stair: Staircase) -> Floats:
    """How far a curve runs from the true one in columns half a pixel apart."""
    columns = np.arange(12.0, 396.0, 0.5)
    return np.asarray(np.abs(levels_at(stair, columns) - Y[np.searchsorted(X, columns, side="right") - 1]))


@pytest.mark.parametrize("shape", [PLUS, TICK])
def test_a_curve_beneath_another_ones_marks_runs_through_the_middles_that_ends_of_its_own_tell(shape: Upright) -> None:
    """Law: an end of an arm lies a known length from the middle of its mark, and the curve runs through that."""
    error = off(held(ink_of(shape, MARKS), field_over(), shape=shape))
    assert float(np.mean(error < 0.8)) > 0.6  # between its marks a level is known to lie between theirs
    assert float(np.mean(error)) < 2.0
    bare = off(held(ink_of(shape, MARKS[:0]), field_over(), shape=shape))
    assert float(np.min(bare)) > 5.0


def test_arms_that_no_whole_mark_goes_on_from_are_none() -> None:
    """Law: a mark is ink all over, its own or what lies over it: ends of dashes tell no level."""
    cover = coverage(SHAPE, X, Y, END, WIDE)
    for x in MARKS:
        y = float(Y[np.searchsorted(X, x, side="right") - 1])
        cover = np.maximum(cover, box(SHAPE, x - 0.8, x + 0.8, y + 14.0, y + 18.0))
    error = off(held(cover, np.zeros(SHAPE), shape=TICK))
    assert float(np.median(error)) == pytest.approx(6.0)  # it stays where it was read


@pytest.mark.parametrize(
    ("shape", "dark", "twice"),
    [
        (attrs.evolve(PLUS, runs=2), False, False),
        (attrs.evolve(PLUS, width=0.9), False, False),
        (PLUS, True, False),
        (PLUS, False, True),
    ],
)
def test_marks_of_unsure_lengths_black_ones_and_those_of_two_curves_of_a_colour_hold_none(
    shape: Upright, *, dark: bool, twice: bool
) -> None:
    """Law: only lengths that recurred tell a middle, and only of the curve in whose colour the marks are."""
    error = off(held(ink_of(shape, MARKS), field_over(), shape=shape, dark=dark, twice=twice))
    assert float(np.min(error)) > 5.0


def test_a_single_end_that_those_behind_it_contradict_holds_nothing() -> None:
    """Law: a curve never rises: of ends that contradict each other the greater number is believed."""
    cover = ink_of(PLUS, MARKS)
    astray = 207.0
    y = float(Y[np.searchsorted(X, astray, side="right") - 1]) + 16.0
    cover = np.maximum(cover, box(SHAPE, astray - 0.8, astray + 0.8, y - 9.3, y + 9.3))
    cover = np.maximum(cover, box(SHAPE, astray - 9.3, astray + 9.3, y - 0.8, y + 0.8))
    error = off(held(cover, np.zeros(SHAPE), shape=PLUS))
    behind = (np.arange(error.size) / 2 + 12.0 > astray + 2.0) & (np.arange(error.size) / 2 + 12.0 < astray + 30.0)
    assert float(np.mean(error[behind])) < 1.5


def test_levels_that_marks_tell_are_known_to_the_place_of_their_ends() -> None:
    """Law: what was moved has another error than what was measured."""
    at = MARKS[MARKS < 200]
    stair = held(ink_of(TICK, at), field_over(), shape=TICK)
    assert np.all(stair.y_se[stair.x > 240] == 0.1)
    assert np.all(stair.y_se[(stair.x > 30) & (stair.x < 190)] == 0.4)


def test_what_stands_beside_hidden_ink_is_no_end() -> None:
    """Law: beneath text and legends nothing is known to be paper."""
    error = off(held(ink_of(TICK, MARKS), field_over(), shape=TICK, hidden=np.ones(SHAPE, np.bool_)))
    assert float(np.min(error)) > 5.0


def test_greys_of_several_curves_hold_none() -> None:
    """Law: where marks of two greys lie over each other they are as dark as a third."""
    assert float(np.min(off(held(ink_of(PLUS, MARKS), field_over(), shape=PLUS, greys=True)))) > 5.0


def test_marks_that_were_found_best_with_a_lesser_width_hold_their_curve_all_the_same() -> None:
    """Law: an arm is known by the ink across it, and not by the width with which marks stood out best."""
    drawn = attrs.evolve(TICK, width=2.4)
    narrow = attrs.evolve(TICK, width=0.7 * 2.4)
    cover = np.maximum(ink_of(drawn, MARKS), coverage(SHAPE, X, Y, END, WIDE))
    error = off(held(cover, field_over(), shape=narrow))
    assert float(np.mean(error)) < 2.5
