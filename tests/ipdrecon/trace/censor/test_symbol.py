"""Circles, crosses and squares on a staircase: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.ground import ground_of
from ipdrecon.trace.censor.likeliest import marks_in
from ipdrecon.trace.censor.marks import are_uprights, reach_px
from ipdrecon.trace.censor.recurring import find_recurring
from ipdrecon.trace.censor.symbol import Kind, Symbol, explained_well, learn, learn_symbol, place_symbols, stamps_of
from ipdrecon.trace.censor.symbol.learn import _fits, _larger, _likeliest_kind
from ipdrecon.trace.censor.symbols import find_low_symbols, find_symbols, uprights_alone
from ipdrecon.trace.censor.uprights import find_uprights
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from tests.ipdrecon.trace.censor.test_upright import (
    END,
    LEVEL,
    SHAPE,
    STEPS_X,
    STEPS_Y,
    STROKE,
    box,
    ground,
    line,
    marked,
    stair,
)
from tests.ipdrecon.trace.drawn import coverage

HALF = [STROKE / 2]


def drawn(symbol: Symbol) -> Layer:
    """The line with a symbol at each column, painted point by point between the pixels."""
    image = line()
    stamps = stamps_of(symbol)
    side = stamps.shape[2] // 2
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        row, column = round(level), round(x)
        stamp = stamps[int((level - row + 0.5) * 4 - 1e-9), int((x - column + 0.5) * 4 - 1e-9)]
        at = slice(max(0, row - side), row + side + 1), slice(column - side, column + side + 1)
        image[at] = np.maximum(image[at], stamp[-image[at].shape[0] :])
    return image


@pytest.mark.parametrize("kind", list(Kind))
def test_a_stamp_holds_the_area_of_its_symbol_wherever_its_middle_lies(kind: Kind) -> None:
    """Law: between the pixels a symbol keeps its area, and its ink moves as its middle does."""
    stamps = stamps_of(Symbol(kind, 5.0, 1.5))
    areas = stamps.sum(axis=(2, 3))
    assert areas == pytest.approx(np.full((4, 4), areas[0, 0]), rel=0.01)
    columns = np.arange(stamps.shape[3]) - stamps.shape[3] // 2
    middles = (stamps * columns).sum(axis=(2, 3)) / areas
    assert middles[0] == pytest.approx([-0.375, -0.125, 0.125, 0.375], abs=0.08)


def test_a_triangle_stands_with_its_middle_on_the_line() -> None:
    """Oracle: R's symbols 2 and 17 reach twice as far above their place as below, and sqrt(3) times as far aside."""
    filled = stamps_of(Symbol(Kind.WEDGE, 8.0, 1.0))[1, 1]
    assert filled.sum() == pytest.approx(0.75 * np.sqrt(3.0) * 8.0**2, rel=0.02)
    rows, columns = (np.flatnonzero(filled.max(axis=axis) > 0.5) - filled.shape[0] // 2 for axis in (1, 0))
    assert (rows[0], rows[-1]) == pytest.approx((-8.0, 4.0), abs=1.3)
    assert (columns[0], columns[-1]) == pytest.approx((-6.9, 6.9), abs=1.3)
    empty = stamps_of(Symbol(Kind.TRIANGLE, 8.0, 1.0))[1, 1]
    assert empty.sum() == pytest.approx(3 * np.sqrt(3.0) * 8.0, rel=0.05)


@pytest.mark.parametrize(
    "kind",
    [Kind.CIRCLE, Kind.CROSS, Kind.LETTER, Kind.SQUARE, Kind.DISC, Kind.BLOCK, Kind.TRIANGLE, Kind.WEDGE],
)
def test_symbols_are_known_by_those_that_stand_alone_and_found_once_each(kind: Kind) -> None:
    """Law: the sides of a circle, cross or square are not marks, however many touch; the symbol itself is."""
    beside = [ground(drawn(Symbol(kind, 4.5, 1.2)))]
    symbol = learn_symbol(beside, HALF, 12.0)
    assert symbol is not None
    assert symbol.kind is kind
    assert symbol.reach == pytest.approx(4.5, abs=0.6)
    (found,) = find_symbols(beside, HALF) or [None]
    assert found is not None
    assert abs(found.x.size - LEVEL.size) <= 1
    assert np.abs(found.x[:, None] - LEVEL[None, :]).min(axis=0).max() <= 1.0
    best = marks_in(beside, HALF)
    # A filled square is a wide tick as well, if a clumsier one.
    assert kind.filled or not are_uprights(best)
    assert np.abs(best[0].x[:, None] - LEVEL[None, :]).min(axis=0).max() <= (1.6 if kind.filled else 1.0)


@pytest.mark.parametrize("arms", [False, True])
def test_ticks_and_pluses_are_no_other_symbols(arms: bool) -> None:
    """Law: what a tick or a plus explains is one of these, and a bare line, its times read amiss, has none."""
    (found,) = find_symbols([ground(marked(LEVEL, 6.0, 1.5, arms=arms))], HALF) or [None]
    assert found is not None
    assert are_uprights([found])
    assert find_symbols([ground(line(), 0.8)], HALF) is None


@pytest.mark.parametrize("arms", [False, True])
def test_two_marks_on_a_long_line_are_marks(arms: bool) -> None:
    """Law: marks too few for their lengths to recur are known by those that stand alone, whole and clean."""
    at = np.array([25.0, 350.6])
    (found,) = marks_in([ground(marked(at, 6.0, 1.5, arms=arms))], HALF)
    assert found.x == pytest.approx(at, abs=0.5)
    assert find_uprights([ground(marked(at, 6.0, 1.5, arms=arms))], HALF) is None


def test_the_rim_of_a_line_is_no_row_of_low_ticks() -> None:
    """Law: low ticks of which none stands alone are the rim of a line that was read too thin; single ones are marks."""
    image = line()
    for left, right in ((64.0, 71.0), (108.0, 110.0), (155.0, 180.0), (245.0, 250.0), (340.0, 352.0), (380.0, 410.0)):
        level = float(levels_at(stair(), np.array([(left + right) / 2]))[0])
        image = np.maximum(image, 0.8 * box(level - 2.6, level + 2.6, left, right))
        image = np.maximum(image, 0.7 * box(level - 5.5, level - 4.5, left, right))
    rim = [ground(image.astype(np.float32))]
    assert find_uprights(rim, HALF) is not None
    assert uprights_alone(rim, HALF) == (None, False)
    marks, alone = uprights_alone([ground(marked(LEVEL, 3.0, 1.5))], HALF)
    assert marks is not None
    assert alone


def test_what_hardly_stands_above_a_line_is_its_rim() -> None:
    """Law: a line that was read a pixel too low leaves low blocks above itself, which are no ticks; high ones are."""
    assert find_symbols([ground(drawn(Symbol(Kind.ABOVE, 3.2, 2.2)))], HALF) is None
    (found,) = find_symbols([ground(drawn(Symbol(Kind.ABOVE, 4.5, 2.2)))], HALF) or [None]
    assert found is not None
    assert found.x == pytest.approx(LEVEL, abs=0.5)


def test_low_symbols_are_asked_for_less_where_nothing_else_is_seen() -> None:
    """Law: letters that hardly stick out of their line are marks where they explain the ink beside it; rims do not."""
    low = [ground(drawn(Symbol(Kind.LETTER, 2.8, 0.8)))]
    assert find_symbols(low, HALF) is None
    (found,) = marks_in(low, HALF)
    assert found.x == pytest.approx(LEVEL, abs=0.5)
    noisy = [attrs.evolve(low[0], noise=0.1)]
    assert find_low_symbols(noisy, HALF) is None
    assert all(find_low_symbols([ground(line(), shift)], HALF) is None for shift in (-0.8, 0.8))


@pytest.mark.parametrize("kind", [Kind.CROSS, Kind.LETTER])
def test_the_arms_of_a_cross_on_a_thick_line_are_one_mark(kind: Kind) -> None:
    """Law: a shape that needs fewer marks for the same ink is likelier: two ticks at the ends of a cross are none."""
    width = 7.0
    where = attrs.evolve(stair(), width=width)
    image = np.maximum(drawn(Symbol(kind, 9.0, 1.6)), np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, width)))
    zone = stroke_mask(SHAPE, where, reach_px(SHAPE))
    beside = [ground_of(image.astype(np.float32), where, zone, np.zeros(SHAPE, np.bool_))]
    best = marks_in(beside, [width / 2])
    assert not are_uprights(best)
    off = np.abs(best[0].x[:, None] - LEVEL[None, :])
    assert off.min(axis=0).max() <= 1.0
    assert off.min(axis=1).max() <= 1.0


def test_a_rim_on_one_side_of_a_line_is_explained_by_no_symbol() -> None:
    """Law: a symbol is seen on both sides of its line; what lies on one side only is the edge of a line read amiss."""
    symbol = Symbol(Kind.CIRCLE, 4.5, 1.2)
    whole = ground(drawn(symbol))
    placed = place_symbols(whole, symbol)
    assert explained_well(whole, symbol, placed).mean() > 0.9
    above = attrs.evolve(whole, ink=np.where(np.arange(SHAPE[0])[:, None] < whole.levels[None, :], whole.ink, 0.0))
    assert not explained_well(above, symbol, placed).any()


def test_a_comb_of_ticks_is_no_row_of_squares() -> None:
    """Law: where ticks whose lengths recur may be the marks, another symbol must be seen alone to be believed."""
    combs = np.concatenate([x + np.arange(0.0, 24.0, 6.0) for x in (64.0, 105.0, 155.0, 196.0, 245.0, 296.0, 335.0)])
    (found,) = marks_in([ground(marked(combs, 4.5, 1.0))], HALF)
    assert are_uprights([found])
    assert np.abs(found.x[:, None] - combs[None, :]).min(axis=0).max() <= 1.0


@pytest.mark.parametrize(("share", "ticks"), [(0.5, False), (0.58, True)])
def test_sides_of_squares_that_seem_to_stand_alone_are_no_ticks(
    share: float, ticks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: where curves hide parts of squares some sides stand alone; all of them explain about half of the ink."""
    beside = [ground(drawn(Symbol(Kind.SQUARE, 6.0, 1.5)))]
    (sides,) = uprights_alone(beside, HALF)[0] or []
    whole = sides.explained[1]
    few = attrs.evolve(sides, explained=(share * whole, whole))
    monkeypatch.setattr("ipdrecon.trace.censor.likeliest.uprights_alone", lambda *_: ([few], True))
    assert are_uprights(marks_in(beside, HALF)) is ticks


def test_strokes_as_thick_as_a_symbol_reaches_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a blob on a thick line is no cross of low strokes."""
    blob = Symbol(Kind.CROSS, 4.0, 4.4)
    monkeypatch.setattr("ipdrecon.trace.censor.symbols.learn_symbol", lambda *_: blob)
    assert find_low_symbols([ground(drawn(blob))], [STROKE / 2]) is None


def test_letters_and_crosses_are_told_apart_by_what_they_explain() -> None:
    """Law: two kinds so alike stand alone by chance where all crowd; other kinds are told by those that do."""
    cross, letter, circle = (Symbol(kind, 4.0, 1.0) for kind in (Kind.CROSS, Kind.LETTER, Kind.CIRCLE))
    alone = {cross: 1.0, letter: 2.0, circle: 3.0}
    assert _likeliest_kind([(61.0, cross), (55.0, letter), (30.0, circle)], alone.__getitem__) == cross
    assert _likeliest_kind([(61.0, cross), (55.0, letter), (50.0, circle)], alone.__getitem__) == circle


def test_a_symbol_taken_too_small_fits_a_little_larger() -> None:
    """Law: a letter off its line explains most when cut at one end, and fits only where it is as large as drawn."""
    true = Symbol(Kind.LETTER, 6.0, 1.4)
    beside = [ground(drawn(true))]
    cut = attrs.evolve(true, reach=5.1)
    found = _larger(beside, cut, 1.0)
    assert len(found) == 1
    assert found[0][1].reach > cut.reach
    assert _fits(beside, found[0][1], 1.0)
    assert _larger(beside, Symbol(Kind.TICK, 5.1, 1.4), 1.0) == []


def test_another_kind_that_explains_half_is_not_believed_for_a_size_that_does_not_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: ticks explain one stroke of each letter; where the letters explain far more, their size is what is amiss."""
    true = Symbol(Kind.LETTER, 6.0, 1.4)
    monkeypatch.setattr(learn, "_fits", lambda _beside, symbol, *_: symbol.kind is Kind.TICK or symbol.reach > 6.1)
    beside = [ground(drawn(true))]
    known = learn_symbol(beside, HALF, reach_px(SHAPE))
    assert known is not None
    assert known.kind is Kind.LETTER


def test_a_symbol_of_which_the_stretches_hold_but_one_is_known_by_those_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: poor stretches of dashed curves hold stubs of dashes and one circle; all curves hold more of these."""
    true = Symbol(Kind.CIRCLE, 5.0, 1.2)
    beside = [ground(drawn(true))]
    left_out = np.where(np.abs(np.arange(SHAPE[1]) - 165.25) < 20, beside[0].ink, np.float32(0.0))
    lone = attrs.evolve(beside[0], ink=np.where(np.arange(SHAPE[1]) < 168, left_out, np.float32(0.0)))
    monkeypatch.setattr(learn, "stretches_of", lambda *_: [lone])
    found = learn_symbol(beside, HALF, reach_px(SHAPE))
    assert found is not None
    assert found.kind is Kind.CIRCLE
    assert learn_symbol([lone], HALF, reach_px(SHAPE)) is None


@pytest.mark.parametrize(("share", "are_circles"), [(1.0, True), (0.8, False)])
def test_circles_that_recur_are_circles(share: float, are_circles: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a symbol that explains as much as the shape that recurs, with as many marks, is that shape, though a picture
    of it made from its own members fits them better."""
    beside = [ground(drawn(Symbol(Kind.CIRCLE, 6.3, 1.8)))]
    (recurs,) = find_recurring(beside)
    (circles,) = find_symbols(beside, HALF) or [recurs]
    own, whole = circles.explained
    worse = attrs.evolve(circles, gain=0.9 * recurs.gain, explained=(share * own, whole))
    monkeypatch.setattr("ipdrecon.trace.censor.likeliest.find_symbols", lambda *_: [worse])
    (found,) = marks_in(beside, HALF)
    assert isinstance(found.shape, Symbol) is are_circles


def test_few_symbols_of_which_none_is_seen_whole_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a symbol too large for its stubs explains a part of each; marks so few are seen whole somewhere."""
    true = Symbol(Kind.CIRCLE, 5.0, 1.2)
    whole = ground(drawn(true))
    rows, columns = np.arange(SHAPE[0])[:, None], np.arange(SHAPE[1])[None, :]
    some = (columns > 160) & (columns < 280)
    cut = (rows < whole.levels[None, :] - 3.0) & some
    stubs = attrs.evolve(whole, ink=np.where(some, whole.ink, np.float32(0.0)), free=np.where(cut, whole.free, 0.0))
    monkeypatch.setattr("ipdrecon.trace.censor.symbols.learn_symbol", lambda *_: true)
    assert find_symbols([stubs], HALF) is None
    few = attrs.evolve(whole, ink=stubs.ink)
    (found,) = find_symbols([few], HALF) or [None]
    assert found is not None


def test_low_symbols_none_of_which_stands_alone_are_the_rim_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a line drawn without half tones is a pixel thicker here and there."""
    image = line()
    for left, level in zip(STEPS_X, STEPS_Y, strict=True):
        first = round(left) + 2
        image[round(level - STROKE / 2) - 1, first : first + 6] = 1.0
        image[round(level + STROKE / 2) + 1, first + 6 : first + 12] = 1.0
    monkeypatch.setattr("ipdrecon.trace.censor.symbols.learn_symbol", lambda *_: Symbol(Kind.WEDGE, 2.5, 1.0))
    assert find_low_symbols([ground(image)], HALF) is None
