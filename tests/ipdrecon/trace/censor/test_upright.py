"""Ticks and pluses on a staircase drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor import symbols, uprights
from ipdrecon.trace.censor.as_marks import all_marks
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.marks import Marks, Template, reach_px
from ipdrecon.trace.censor.symbol import Kind, Symbol
from ipdrecon.trace.censor.upright import Upright, learn_upright, place_hidden, place_uprights
from ipdrecon.trace.censor.uprights import find_hairlines, find_low_uprights, find_uprights
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from tests.ipdrecon.trace.drawn import coverage

SHAPE = HEIGHT, WIDTH = 300, 460
STROKE = 2.0
STEPS_X = np.array([10.0, 60.3, 100.6, 150.2, 190.5, 240.1, 290.4, 330.7, 371.2])
STEPS_Y = np.array([14.0, 40.3, 62.1, 90.4, 113.0, 141.2, 170.6, 201.3, 229.0])
END = 440.0


def box(top: float, bottom: float, left: float, right: float) -> Layer:
    """Coverage of the pixels by a box with edges between them."""
    rows, columns = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[None, :]
    tall = np.clip(np.minimum(bottom, rows + 0.5) - np.maximum(top, rows - 0.5), 0.0, 1.0)
    wide = np.clip(np.minimum(right, columns + 0.5) - np.maximum(left, columns - 0.5), 0.0, 1.0)
    return np.asarray(tall * wide, np.float32)


def line() -> Layer:
    return np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, STROKE), np.float32)


def marked(at: Floats, half: float, width: float, *, arms: bool = False, above_only: bool = False) -> Layer:
    """The line with an upright at each column, on the level of the curve there."""
    image = line()
    for x, level in zip(at, levels_at(stair(), at), strict=True):
        image = over(image, box(level - half, level + (0 if above_only else half), x - width / 2, x + width / 2))
        if arms:
            image = over(image, box(level - width / 2, level + width / 2, x - half, x + half))
    return image


def over(image: Layer, drawn: Layer) -> Layer:
    """Coverage where something is drawn over a picture: of a half covered pixel it covers half of the rest."""
    return np.asarray(1.0 - (1.0 - image) * (1.0 - drawn), np.float32)


def stair(shift: float = 0.0) -> Staircase:
    """The staircase as it is traced, its times read ``shift`` pixels too late."""
    seen = np.ones(WIDTH, np.bool_)
    return Staircase(STEPS_X + shift, STEPS_Y, np.full(STEPS_X.size, 0.1), END, STROKE, seen)


def ground(image: Layer, shift: float = 0.0) -> Ground:
    where = stair(shift)
    return ground_of(image, where, stroke_mask(SHAPE, where, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))


LEVEL = np.array(
    [25.0, 33.25, 78.5, 85.75, 120.0, 130.5, 165.25, 172.0, 210.5, 262.3, 275.0, 310.1, 350.6, 395.0, 420.4]
)


@pytest.mark.parametrize(("half", "width"), [(5.0, 1.0), (6.5, 1.6), (9.0, 3.0)])
def test_ticks_are_found_where_they_stand_between_the_pixels(half: float, width: float) -> None:
    """Law: every tick on a level stretch is found, to the search's step of a quarter of a pixel and its rounding."""
    beside = [ground(marked(LEVEL, half, width))]
    shape = learn_upright(beside, [STROKE / 2])
    assert shape is not None
    assert (shape.up, shape.down) == pytest.approx((half, half), abs=0.6)
    assert shape.width == pytest.approx(width, abs=0.35)
    placed = place_uprights(beside[0], shape)
    assert placed.x.size == LEVEL.size
    assert np.abs(placed.x - LEVEL).max() < 0.4


def test_pluses_in_the_midst_of_falls_are_found_by_their_arms() -> None:
    """Law: on a fall a plus sticks out to the left and the right; a figure of pluses is known by that."""
    falls = np.sort(np.concatenate([LEVEL, STEPS_X[[2, 4, 6]] + 0.5]))
    (found,) = find_uprights([ground(marked(falls, 6.0, 1.5, arms=True))], [STROKE / 2]) or [None]
    assert found is not None
    missed = [x for x in falls if np.abs(found.x - x).min() > 1.0]
    assert not missed


def test_a_tick_that_stands_on_the_line_is_a_mark_as_well() -> None:
    """Law: marks above the line only are found, and none is read twice."""
    (found,) = find_uprights([ground(marked(LEVEL, 7.0, 1.5, above_only=True))], [STROKE / 2]) or [None]
    assert found is not None
    assert found.x.size == LEVEL.size
    assert np.abs(found.x - LEVEL).max() < 0.6


@pytest.mark.parametrize("shift", [0.0, 0.8, -0.8])
def test_a_line_without_marks_has_none_where_its_times_are_read_amiss(shift: float) -> None:
    """Law: what a fall read part of a pixel too early or too late leaves beside it is no mark."""
    assert find_uprights([ground(line(), shift)], [STROKE / 2]) is None


def test_ink_noise_makes_no_marks() -> None:
    """Law: noise of JPEG's strength along a line is no recurring upright."""
    rng = np.random.default_rng(8)
    noisy = np.clip(line() + rng.normal(0.0, 0.08, SHAPE), 0.0, 1.0).astype(np.float32)
    assert find_uprights([ground(noisy)], [STROKE / 2]) is None


def test_a_comb_is_flagged_and_its_single_neighbours_tell_the_width() -> None:
    """Law: marks that touch are a lower bound of their number; none is found outside the comb."""
    comb = np.arange(395.0, 430.0, 1.5)
    (found,) = find_uprights([ground(marked(np.concatenate([LEVEL[:10], comb]), 6.0, 2.0))], [STROKE / 2]) or [None]
    assert found is not None
    assert found.merged
    assert found.width == pytest.approx(2.0, abs=0.4)
    inside = found.x[found.x > 300]
    assert inside.size
    assert inside.min() > 393.5
    assert inside.max() < 431.0


def test_marks_do_not_hide_beneath_their_neighbours() -> None:
    """Law: ticks two clear pixels apart are two."""
    pairs = np.array([25.0, 29.0, 78.0, 82.0, 120.0, 124.0, 165.0, 169.0, 262.0, 266.0, 310.0])
    shape = Upright(up=6.0, down=6.0, width=2.0)
    placed = place_uprights(ground(marked(pairs, 6.0, 2.0)), shape)
    assert placed.x.size == pairs.size
    assert np.abs(placed.x - pairs).max() < 0.4


@pytest.mark.parametrize("arms", [False, True])
def test_thin_marks_dulled_by_jpeg_are_found_on_falls_as_well(arms: bool) -> None:
    """Law: a mark needs ink in proportion to what it holds: half as strong ones are found where they are half seen."""
    at = np.sort(np.concatenate([LEVEL, STEPS_X[[2, 4, 6]] - 2.0]))
    bare = line()
    dull = np.maximum(bare, 0.5 * marked(at, 6.0, 1.0, arms=arms)).astype(np.float32)
    (found,) = find_uprights([ground(dull)], [STROKE / 2]) or [None]
    assert found is not None
    assert found.width < 0.8
    assert np.abs(found.x[:, None] - at[None, :]).min(axis=0).max() <= 1.0
    assert np.abs(found.x[:, None] - at[None, :]).min(axis=1).max() <= 1.0


@pytest.mark.parametrize(("half", "width"), [(2.2, 1.4), (2.4, 1.0), (2.8, 0.8)])
def test_low_ticks_of_a_clean_drawing_are_all_found(half: float, width: float) -> None:
    """Law: where there is no noise a pale row on either side of the line is enough, and how pale tells the height."""
    (found,) = find_uprights([ground(marked(LEVEL, half, width))], [STROKE / 2]) or [None]
    assert found is not None
    assert found.x == pytest.approx(LEVEL, abs=0.6)


def test_ticks_less_than_a_pixel_beyond_their_line_are_found_where_nearly_all_are_plain() -> None:
    """Law: what recurs on both sides of level stretches, whole and alone, are marks, however little sticks out."""
    low = [ground(marked(LEVEL, 1.8, 1.3))]
    (found,) = find_uprights(low, [STROKE / 2]) or find_low_uprights(low, [STROKE / 2]) or [None]
    assert found is not None
    assert found.x.size >= 0.75 * LEVEL.size
    assert np.abs(found.x[:, None] - LEVEL[None, :]).min(axis=1).max() < 0.6


def test_hairlines_of_a_third_of_a_pixel_are_found_on_clean_paper() -> None:
    """Law: where there is no noise, ink that recurs whole and alone on both sides of a line is a mark, however pale."""
    pale = [ground(marked(LEVEL, 3.4, 0.36))]
    assert find_uprights(pale, [STROKE / 2]) is None
    (found,) = find_hairlines(pale, [STROKE / 2]) or [None]
    assert found is not None
    assert found.x == pytest.approx(LEVEL, abs=0.8)


@pytest.mark.parametrize("spread", [0.0, 0.01, 0.02])
def test_hairlines_that_are_most_of_the_ink_are_found_in_noise_and_where_they_crowd(spread: float) -> None:
    """Law: one pale tick hardly stands out of noise, but a row of them explains most of what lies beside a line."""
    rng = np.random.default_rng(3)
    at = np.sort(np.concatenate([LEVEL, np.arange(305.0, 328.0, 5.0), np.arange(375.0, END - 8.0, 5.0)]))
    noise = rng.normal(0.0, spread, SHAPE) if spread else np.zeros(SHAPE)
    image, bare = (np.clip(drawn + noise, 0.0, 1.0).astype(np.float32) for drawn in (marked(at, 4.0, 0.4), line()))
    assert find_hairlines([ground(bare)], [STROKE / 2]) is None
    (found,) = find_hairlines([ground(image)], [STROKE / 2]) or [None]
    assert found is not None
    assert np.mean(np.abs(found.x[:, None] - at).min(axis=0) <= 1.0) >= 0.8
    assert np.mean(np.abs(found.x[:, None] - at).min(axis=1) <= 1.0) >= 0.9


def test_hairlines_half_of_which_something_hides_are_found_where_they_are_most_of_the_ink() -> None:
    """Law: the more of the ink pale ticks explain, the fewer of them must be seen whole."""
    at = np.arange(16.0, 430.0, 8.0)
    noise = np.random.default_rng(3).normal(0.0, 0.02, SHAPE)
    image = np.clip(marked(at, 3.5, 0.4) + noise, 0.0, 1.0).astype(np.float32)
    columns = np.arange(WIDTH, dtype=np.float64)
    below = np.arange(HEIGHT)[:, None] > np.nan_to_num(levels_at(stair(), columns)) + 1.5
    hidden = below & (columns >= 150.0)
    half_seen = ground_of(image, stair(), stroke_mask(SHAPE, stair(), reach_px(SHAPE)), hidden)
    (found,) = find_hairlines([half_seen], [STROKE / 2]) or [None]
    assert found is not None
    assert np.abs(found.x[:, None] - at).min(axis=1).max() <= 1.0
    assert found.x.size >= 0.6 * at.size


@pytest.mark.parametrize("shift", [0.0, 0.8, -0.8])
def test_a_line_read_amiss_has_no_low_ticks(shift: float) -> None:
    """Law: what a misread fall or noise leaves beside a line is not on both sides of it."""
    rng = np.random.default_rng(8)
    noisy = np.clip(line() + rng.normal(0.0, 0.08, SHAPE), 0.0, 1.0).astype(np.float32)
    assert find_low_uprights([ground(line(), shift)], [STROKE / 2]) is None
    assert find_low_uprights([ground(noisy, shift)], [STROKE / 2]) is None


def test_weak_columns_of_a_rim_do_not_tell_the_width_of_strong_marks() -> None:
    """Law: a mark is as strong above its line as below; JPEG's rims recur in the same height, weak on one side."""
    at = LEVEL[::3]
    image = marked(at, 6.0, 3.0)
    for x in np.setdiff1d(np.arange(300.0, 440.0, 2.0), at):
        level = float(levels_at(stair(), np.array([x]))[0])
        image = np.maximum(image, 0.5 * box(level - 6.0, level, x - 0.5, x + 0.5))
        image = np.maximum(image, 0.32 * box(level, level + 6.0, x - 0.5, x + 0.5))
    shape = learn_upright([ground(image)], [STROKE / 2])
    assert shape is not None
    assert shape.width == pytest.approx(3.0, abs=0.35)


def test_ticks_that_stand_on_the_line_two_by_two_are_no_sides_of_crosses() -> None:
    """Law: a cross stands out on both sides of its line; what stands above it only are ticks, however close."""
    at = np.sort(np.concatenate([LEVEL[8:] - 1.5, LEVEL[8:] + 1.5, LEVEL[[0, 2]]]))
    (found,) = find_uprights([ground(marked(at, 6.0, 1.0, above_only=True))], [STROKE / 2]) or [None]
    assert found is not None
    assert found.x.size == at.size


def test_a_square_that_happens_to_stand_in_combs_is_not_their_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: where ticks explain nearly all of the ink, a symbol that explains far less of it is none of the marks."""
    at = np.sort(np.concatenate([LEVEL[::2], np.arange(263.0, 272.0), np.arange(340.0, 349.0)]))
    beside = [ground(marked(at, 8.0, 1.0, above_only=True))]
    ticks = find_uprights(beside, [STROKE / 2])
    assert ticks is not None
    monkeypatch.setattr(symbols, "learn_symbol", lambda *_: Symbol(Kind.BLOCK, 3.0, 1.0))
    monkeypatch.setattr(symbols, "is_seen", lambda *_, **__: True)
    monkeypatch.setattr(symbols, "MANY_PX", 10.0)
    assert symbols.find_symbols(beside, [STROKE / 2]) is not None
    assert symbols.find_symbols(beside, [STROKE / 2], ticks) is None


def test_edges_of_ticks_that_stand_two_by_two_are_no_sides_of_crosses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: what stands two by two and is next to nothing beside the ticks is their own edges, and denies none."""
    beside = [ground(marked(LEVEL, 9.0, 3.0, above_only=True))]
    shapes = [Upright(9.0, 0.0, 3.0, 0.0, LEVEL.size), Upright(3.0, 0.0, 0.5, 0.0, LEVEL.size)]
    monkeypatch.setattr(uprights, "learn_uprights", lambda *_: shapes)
    monkeypatch.setattr(uprights, "pairs_apart", lambda _, shape: 1.0 if shape.width < 1 else None)
    monkeypatch.setattr(uprights, "_are_all_above", lambda *_: False)
    found = find_uprights(beside, [STROKE / 2])
    assert found is not None
    assert found[0].x.size == LEVEL.size
    monkeypatch.setattr(uprights, "pairs_apart", lambda *_: 1.0)
    assert find_uprights(beside, [STROKE / 2]) is None


def test_the_line_itself_read_a_pixel_off_is_no_cross_bar() -> None:
    """Law: where a plus would show its upright and does not, there is none, whatever lies along the line."""
    where = attrs.evolve(stair(), y=STEPS_Y - 1.0)
    image = marked(LEVEL, 3.5, 0.8, arms=True)
    beside = ground_of(image, where, stroke_mask(SHAPE, where, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))
    placed = place_uprights(beside, Upright(up=3.5, down=3.5, width=0.8, arm=3.5))
    gaps = np.abs(placed.x[:, None] - LEVEL[None, :])
    assert gaps.min(axis=0).max() < 1.0
    assert gaps.min(axis=1).max() < 1.2


def test_a_plus_explains_its_two_bars_only() -> None:
    """Law: what lies between the bars of a plus, as the corners of squares do, is not explained by it."""
    image = np.maximum(marked(LEVEL, 6.0, 1.0, arms=True), box(STEPS_Y[0] + 4.0, STEPS_Y[0] + 5.0, 28.0, 30.0))
    shape = Upright(6.0, 6.0, 1.0, 6.0)
    (found,) = all_marks([ground(image)], shape, [place_uprights(ground(image), shape)])
    assert found.mask[round(STEPS_Y[0]) + 4, 25]
    assert not found.mask[round(STEPS_Y[0]) + 4 : round(STEPS_Y[0]) + 6, 28:31].any()


def test_a_symbol_that_gains_far_more_than_ticks_needs_not_be_seen_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: where squares crowd, their sides make more and weaker ticks, which leave the other sides out."""
    beside = [ground(marked(LEVEL, 6.0, 1.0))]
    symbol = Symbol(Kind.SQUARE, 6.0, 1.0)
    whole = Template(np.ones((13, 13), np.float32), 6, 1.0)
    mark = Marks(LEVEL, np.zeros(SHAPE, np.bool_), template=whole, explained=(60.0, 100.0), worth=500.0, shape=symbol)
    ticks = [attrs.evolve(mark, explained=(70.0, 100.0), gain=100.0)]
    monkeypatch.setattr(symbols, "learn_symbol", lambda *_: symbol)
    monkeypatch.setattr(symbols, "is_seen", lambda *_, **__: False)
    for gain, believed in ((300.0, True), (150.0, False)):
        squares = [attrs.evolve(mark, gain=gain)]
        monkeypatch.setattr(symbols, "symbols_as", lambda *_, found=squares: found)
        assert (symbols.find_symbols(beside, [STROKE / 2], ticks) is not None) == believed


def test_the_end_of_a_mark_is_enough_on_clean_paper() -> None:
    """Law: what alone is seen of a mark is as wide as the known marks and ends where they do; what goes on is none."""
    shape = Upright(8.5, 8.5, 3.0)
    fall, level = float(STEPS_X[4]), float(STEPS_Y[4])
    hides = box(level - 9.5, level + 7.5, fall - 2.0, fall + 14.0) > 0
    for beyond, found in ((0.0, 1), (2.5, 0)):
        end = box(level + 7.5, level + 8.5 + beyond, fall + 4.5, fall + 7.5)
        beside = ground(np.asarray(np.maximum(line(), end), np.float32))
        beside = attrs.evolve(beside, free=np.where(hides, np.float32(0.0), beside.free))
        assert place_uprights(beside, shape, 0.8).x.size == 0
        assert place_hidden(beside, shape, 0.8).x == pytest.approx([fall + 6.0] * found, abs=0.6)


@pytest.mark.parametrize(("off", "found"), [(0.0, 1), (None, 0)])
def test_a_tick_may_hide_the_short_level_it_stands_on(off: float | None, found: int) -> None:
    """Law: between two falls less than a tick apart its level is not seen, but its upper and its lower end are."""
    x, y = np.array([10.0, 200.0, 203.0]), np.array([60.0, 68.0, 76.0])
    image = np.asarray(coverage(SHAPE, x, y, 380.0, 5.0), np.float32)
    if off is not None:
        image = over(image, box(68.0 - 13.0, 68.0 + 13.0, 202.0 - 3.0, 202.0 + 3.0))
    traced = Staircase(
        np.array([10.0, 201.0]), np.array([60.0, 76.0]), np.full(2, 0.1), 380.0, 5.0, np.ones(WIDTH, np.bool_)
    )
    beside = ground_of(image, traced, stroke_mask(SHAPE, traced, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))
    assert beside.beside_falls is not None
    hidden = beside.beside_falls(np.zeros(SHAPE, np.bool_))
    assert place_uprights(hidden, Upright(13.0, 13.0, 6.0)).x.size == 0
    placed = place_uprights(hidden, Upright(13.0, 13.0, 6.0), between=True)
    assert placed.x == pytest.approx([202.0] * found, abs=0.6)
