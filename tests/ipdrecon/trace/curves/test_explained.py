"""Curves led where they explain their ink, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.explained import ODD, explained
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.explained import costs_along, counted, mixed
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import box, coverage, with_marks

SHAPE, WIDE, END = (220, 420), 2.0, 400.0
TICK = Upright(up=9.3, down=9.3, width=1.6, runs=12)
PLUS = attrs.evolve(TICK, arm=9.3)
#: Where the levels of the true curve begin, where they are, and marks so near that they leave no gap.
X, Y = np.arange(10.0, 390.0, 60.0), 40.2 + 3.0 * np.arange(7.0)
CROWD = np.arange(100.0, 300.0, 1.4)
#: The same curve read too high in its field of marks, and too low.
HIGH = (np.array([10.0, 70.0, 300.0, 310.0, 370.0]), np.array([40.2, 43.2, 52.2, 55.2, 58.2]))
LOW = (np.array([10.0, 70.0, 102.0, 310.0, 370.0]), np.array([40.2, 43.2, 52.2, 55.2, 58.2]))


def drawn(shape: Upright, at: Floats) -> Floats:
    """Coverage by the true curve and its marks."""
    return with_marks(coverage(SHAPE, X, Y, END, WIDE), shape, at, X, Y)


def led(cover: Floats, over: Floats, stair: Staircase, *, shape: Upright | None, dark: bool = False) -> Staircase:
    """A curve as read, once led where it explains its ink."""
    return led_among(cover, over, [attrs.evolve(stroke_of(stair, shape), dark=dark)])


def led_among(cover: Floats, over: Floats, strokes: list[Stroke]) -> Staircase:
    """The first of the curves, once led where it explains its ink; ``over`` is what another colour covers."""
    alpha = np.stack([np.where(over > 0, 0.0, cover), over]).astype(np.float32)
    layers = Layers(np.array([[200, 0, 0], [0, 0, 200]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    return explained(strokes, layers, np.zeros(SHAPE, np.bool_))[0].stair


def stroke_of(stair: Staircase, shape: Upright | None) -> Stroke:
    """A curve of the first colour as read, with marks where they crowd."""
    rows = np.full(SHAPE[1], -1)
    columns = np.arange(int(stair.x[0]) + 1, int(stair.end))
    rows[columns] = np.round(levels_at(stair, columns.astype(float))).astype(int)
    marks = attrs.evolve(no_marks(SHAPE), x=CROWD, shape=shape)
    return Stroke(np.array([200, 0, 0], np.float32), 0, Walk(rows, rows, 400.0, 0.5), stair, False, marks)


def stairs(x: Floats, y: Floats) -> Staircase:
    return Staircase(x, y, np.full(x.size, 0.1), END, WIDE, np.ones(SHAPE[1], np.bool_))


def off(stair: Staircase) -> Floats:
    """How far a curve runs from the true one in columns half a pixel apart."""
    columns = np.arange(12.0, 396.0, 0.5)
    return np.asarray(np.abs(levels_at(stair, columns) - Y[np.searchsorted(X, columns, side="right") - 1]))


@pytest.mark.parametrize("shape", [TICK, PLUS])
def test_a_curve_read_along_the_edge_of_its_field_of_marks_runs_through_its_middle(shape: Upright) -> None:
    """Law: a mark reaches as far above its curve as below, so only the middle explains both edges of a field."""
    for read in (HIGH, LOW):
        assert float(np.mean(off(stairs(*read)))) > 2.0
        assert float(np.mean(off(led(drawn(shape, CROWD), np.zeros(SHAPE), stairs(*read), shape=shape)))) < 0.6


def test_a_curve_beneath_another_ones_field_is_as_far_from_the_ends_of_its_marks_as_these_reach() -> None:
    """Law: paper where a curve or its marks must be seen says that it runs elsewhere, other ink does not."""
    columns = np.arange(SHAPE[1])
    level = Y[np.clip(np.searchsorted(X, columns, side="right") - 1, 0, None)]
    over = np.zeros(SHAPE)
    over[(np.arange(SHAPE[0])[:, None] < level + 1) & (columns > 95) & (columns < 305)] = 1.0
    low = stairs(*LOW)
    assert float(np.mean(off(led(drawn(TICK, CROWD), over, low, shape=TICK)))) < 0.6


def test_a_curve_that_explains_its_ink_stays_as_it_was_measured() -> None:
    """Law: only where other levels explain far more are they taken."""
    true = stairs(X, Y)
    assert led(drawn(PLUS, X + 20.0), np.zeros(SHAPE), true, shape=PLUS) is true


def test_falls_of_the_curve_as_read_stay_to_the_part_of_a_pixel() -> None:
    """Law: what is led elsewhere for a stretch is measured as it was before and behind it."""
    stair = led(drawn(TICK, CROWD), np.zeros(SHAPE), stairs(LOW[0] + 0.3, LOW[1]), shape=TICK)
    assert {10.3, 70.3, 370.3} <= set(stair.x)
    assert np.all(np.diff(stair.y) > 0) and np.all(np.diff(stair.x) > 0)
    assert stair.y_se[0] == 0.1 and float(stair.y_se.max()) == 0.3


@pytest.mark.parametrize(
    ("shape", "dark"),
    [(None, False), (attrs.evolve(TICK, up=1.5), False), (attrs.evolve(TICK, down=0.0), False), (TICK, True)],
)
def test_curves_whose_marks_are_unknown_low_black_or_stand_above_them_are_left(
    shape: Upright | None, *, dark: bool
) -> None:
    """Law: only marks that reach beyond their line, in its ink, to both sides, tell where it runs."""
    low = stairs(*LOW)
    assert led(drawn(TICK, CROWD), np.zeros(SHAPE), low, shape=shape, dark=dark) is low


@pytest.mark.parametrize("own", [True, False])
def test_marks_of_a_curve_that_reach_to_both_sides_deny_that_they_stand_above_it(*, own: bool) -> None:
    """Law: the upper half of a field whose lower half another colour hides looks like ticks that stand on their line;
    the marks of that other curve say nothing of these."""
    low, other = stairs(*LOW), attrs.evolve(stroke_of(stairs(X, Y + 60.0), TICK), layer=1)
    above = attrs.evolve(stroke_of(low, TICK if own else None), beneath=True)
    found = led_among(drawn(TICK, CROWD), np.zeros(SHAPE), [above, other])
    assert float(np.mean(off(found))) < 0.6 if own else found is low


def test_dashed_curves_are_left() -> None:
    """Law: the gap of a dash is paper on which its curve runs."""
    cover = drawn(TICK, CROWD)
    cover[:, np.arange(SHAPE[1]) % 12 < 5] = 0.0
    low = stairs(*LOW)
    assert led(cover, np.zeros(SHAPE), low, shape=TICK) is low


@pytest.mark.parametrize("seen", [True, False])
def test_other_levels_are_taken_where_ink_of_the_curve_shows(*, seen: bool) -> None:
    """Law: where no ink of its colour shows, paper on its way does not say where a curve went."""
    alpha, every = np.zeros((60, 40), np.float32), np.zeros((60, 40), np.float32)
    every[25:36] = 1.0
    alpha[29:32] = 1.0 if seen else 0.0
    nothing, base, line = np.zeros((60, 40), np.bool_), np.zeros(40, np.int64), (1.0, 6.0, 6.0, 2.0, 0.0)
    own, bare = counted(alpha, every, nothing, nothing, base, 60)
    levels, other = np.full(40, 12.0), np.full(40, 30.0)
    out = mixed(own, bare, base, levels, other, line, 0.5, 2.5, 12)
    np.testing.assert_array_equal(out, other if seen else levels)


def test_ink_of_another_curve_of_the_colour_need_not_be_explained() -> None:
    """Law: what another curve of its colour and its marks draw is no reason to lead a curve there."""
    true, other = stairs(X, Y), stairs(X, Y + 30.0)
    cover = np.maximum(drawn(TICK, CROWD), with_marks(coverage(SHAPE, X, Y + 30.0, END, WIDE), TICK, CROWD, X, Y + 30))
    strokes = [stroke_of(true, TICK), stroke_of(other, TICK)]
    assert led_among(cover, np.zeros(SHAPE), strokes) is true


@pytest.mark.parametrize("whose", ["limit", "mark"])
def test_ink_of_limits_and_of_higher_marks_of_another_curve_is_no_reason_to_fall_early(whose: str) -> None:
    """Law: where other ink lies over a curve, it does not fall to what its limits or another one's marks draw."""
    true = stairs(np.array([10.0, 300.0]), np.array([40.2, 60.2]))
    cover, over = coverage(SHAPE, true.x, true.y, END, WIDE), np.zeros(SHAPE)
    over[37:44, 100:299] = 1.0
    cover = np.maximum(cover, box(SHAPE, 99.5, 299.5, 59.2, 61.2))
    alone = stroke_of(true, TICK)
    assert float(levels_at(led_among(cover, over, [alone]), np.array([200.0]))[0]) > 58.0
    if whose == "limit":
        limit = attrs.evolve(stairs(np.array([100.0]), np.array([60.2])), end=300.0)
        strokes = [attrs.evolve(alone, limits=(limit,))]
    else:
        marks = attrs.evolve(alone.marks, mask=box(SHAPE, 99.5, 299.5, 58.5, 62.5) > 0)
        strokes = [alone, attrs.evolve(stroke_of(stairs(X[:1], np.array([100.0])), TICK), marks=marks)]
    assert led_among(cover, over, strokes) is true


def test_a_curve_is_led_through_its_own_ink_though_one_of_another_colour_runs_there() -> None:
    """Law: only curves of its colour can have drawn what it does not explain."""
    strokes = [stroke_of(stairs(*LOW), TICK), attrs.evolve(stroke_of(stairs(X, Y), TICK), layer=1)]
    assert float(np.mean(off(led_among(drawn(TICK, CROWD), np.zeros(SHAPE), strokes)))) < 0.6


@pytest.mark.parametrize("end", [28.0, 32.0, 45.0, 60.0])
def test_a_curve_shorter_than_its_marks_are_high_is_led_as_any_other(end: float) -> None:
    """Law: how far marks reach says nothing of how long a curve is."""
    x, y = np.array([10.0, 26.0]), np.array([40.2, 52.2])
    cover = with_marks(coverage(SHAPE, x, y, end, WIDE), TICK, np.arange(12.0, 20.0, 1.4), x, y)
    read = attrs.evolve(stairs(np.array([10.0, 22.0]), np.array([44.2, 52.2])), end=end)
    stair = led(cover, np.zeros(SHAPE), read, shape=TICK)
    assert stair.x[-1] == pytest.approx(26.0, abs=0.6)


@pytest.mark.parametrize("end", [19.0, 24.0, 45.0])
def test_a_short_curve_that_was_read_right_stays(end: float) -> None:
    """Law: only where other levels explain far more are they taken, in few columns as in many."""
    x, y = np.array([10.0, 16.0]), np.array([40.2, 52.2])
    cover = with_marks(coverage(SHAPE, x, y, end, WIDE), TICK, np.arange(11.0, end, 1.4), x, y)
    read = attrs.evolve(stairs(x, y), end=end)
    assert led(cover, np.zeros(SHAPE), read, shape=TICK) is read


def test_a_curve_between_two_columns_is_left() -> None:
    """Law: where no column shows a curve nothing says that it runs elsewhere."""
    true = stairs(X[:1], Y[:1])
    read = attrs.evolve(stairs(X[:1] + 0.2, Y[:1]), end=10.8)
    stroke = attrs.evolve(stroke_of(true, TICK), stair=read)
    assert led_among(coverage(SHAPE, X[:1], Y[:1], END, WIDE), np.zeros(SHAPE), [stroke]) is read


@pytest.mark.parametrize("shape", [TICK, PLUS])
@pytest.mark.parametrize("top", [2.2, 4.2])
def test_a_curve_at_the_edge_of_its_picture_stays_though_its_marks_are_cut_there(shape: Upright, top: float) -> None:
    """Law: what lies outside of a picture is not seen, so it is no paper on which a mark should be."""
    y = top + 3.0 * np.arange(X.size)
    cover = with_marks(coverage(SHAPE, X, y, END, WIDE), shape, np.arange(12.0, 300.0, 1.4), X, y)
    true = stairs(X, y)
    assert led(cover, np.zeros(SHAPE), true, shape=shape) is true


@pytest.mark.parametrize("at", [45.0, 55.0])
@pytest.mark.parametrize(
    "shape",
    [Upright(up=7.0, down=7.0, width=14.0, runs=12), attrs.evolve(PLUS, up=6.0, down=6.0, arm=8.0)],
    ids=["broad", "armed"],
)
def test_marks_beside_a_fall_are_explained_where_they_reach_beyond_it(shape: Upright, at: float) -> None:
    """Law: a mark stands on the level of its middle, on both sides of a fall."""
    x, y, columns = np.array([0.0, 50.0]), np.array([30.5, 60.5]), np.arange(100)
    cover = with_marks(coverage((100, 100), x, y, 99.0, WIDE), shape, np.array([at]), x, y)
    cost = costs_along(*bands(cover), y[np.searchsorted(x, columns, side="right") - 1], line_of(shape))
    assert float(cost[5:95].max()) <= ODD


def test_a_curve_beneath_text_is_not_on_paper() -> None:
    """Law: the ground of a legend is bright, but a curve may run beneath it."""
    cover, hidden = coverage((100, 100), np.zeros(1), np.array([30.5]), 99.0, WIDE), np.zeros((100, 100), np.bool_)
    cover[20:40, 30:70] = 0.0
    assert float(costs_along(*bands(cover, hidden), np.full(100, 30.5), line_of(TICK))[35:65].min()) > ODD
    hidden[20:40, 30:70] = True
    assert float(costs_along(*bands(cover, hidden), np.full(100, 30.5), line_of(TICK))[5:95].max()) <= ODD


@pytest.mark.parametrize("apart", [1.0, 1.5])
def test_levels_within_a_pixel_stay_as_they_were_measured(apart: float) -> None:
    """Law: levels that are tried lie half a pixel apart, so they say nothing against one measured within a pixel."""
    cover = coverage((100, 100), np.zeros(1), np.array([30.5]), 99.0, WIDE)
    read, other = np.full(100, 30.5 + apart), np.full(100, 30.5)
    out = mixed(*bands(cover), read, other, line_of(TICK), 0.5, 2.5, 12)
    np.testing.assert_array_equal(out, read if apart <= 1.0 else other)


def bands(cover: Floats, hidden: Mask | None = None) -> tuple[Floats, Floats, Floats]:
    """Own ink, paper and first rows of a picture's columns, counted over all rows."""
    alpha, nothing = cover.astype(np.float32), np.zeros(cover.shape, np.bool_)
    base = np.zeros(cover.shape[1], np.int64)
    own, bare = counted(alpha, alpha, nothing if hidden is None else hidden, nothing, base, cover.shape[0])
    return own, bare, base


def line_of(shape: Upright) -> tuple[float, float, float, float, float]:
    return WIDE / 2, float(shape.up), float(shape.down), float(shape.width), float(shape.arm)
