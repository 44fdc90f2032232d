"""Marks that are no uprights, on a staircase drawn with exact coverage."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor import together
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.likeliest import _leave_next_to_nothing, _or_paler, marks_in
from ipdrecon.trace.censor.marks import Marks, Template, are_uprights, gain_of, no_marks, reach_px
from ipdrecon.trace.censor.shape import learn_template
from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.symbols import find_symbols, uprights_alone
from ipdrecon.trace.censor.together import (
    _are_black_on_colors,
    _are_of_own_color,
    _are_some_of,
    _few_black,
    _is_better,
    _is_plain,
    _outweighs,
    marks_together,
)
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.uprights import find_hairlines, paired_apart
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
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


def crossed(half: float, at: Floats = LEVEL) -> Layer:
    """The line with a cross (two diagonals) at each column."""
    image = line()
    rows, columns = np.arange(image.shape[0])[:, None], np.arange(image.shape[1])[None, :]
    for x, level in zip(at, levels_at(stair(), at), strict=True):
        dx, dy = columns - x, rows - level
        inside = (np.abs(dx) <= half) & (np.abs(dy) <= half)
        for off in (np.abs(dx - dy), np.abs(dx + dy)):
            image = np.maximum(image, np.where(inside, np.clip(1.5 - off / np.sqrt(2), 0.0, 1.0), 0.0))
    return np.asarray(image, np.float32)


def test_crosses_are_read_as_crosses_and_each_once() -> None:
    """Law: the two sides of a cross are one mark, in the middle between them."""
    beside = [ground(crossed(6.0))]
    assert paired_apart(beside, [STROKE / 2]) is not None
    found = marks_in(beside, [STROKE / 2])
    assert not are_uprights(found)
    assert abs(found[0].x.size - LEVEL.size) <= 2
    gaps = np.abs(found[0].x[:, None] - LEVEL[None, :]).min(axis=1)
    assert np.mean(gaps <= 1.0) >= 0.9


def test_ticks_are_no_sides_of_anything() -> None:
    """Law: marks that stand alone are not paired, however they are spaced."""
    assert paired_apart([ground(marked(LEVEL, 6.0, 1.5))], [STROKE / 2]) is None


def ticks(count: int, each: float) -> list[Marks]:
    """So many marks that reach 4 px, each with this evidence."""
    evidence, shape = np.full(count, each), Template(np.ones((9, 1), np.float32), 4, 1.0, upright=True)
    return [
        Marks(
            np.arange(count, dtype=np.float64),
            np.zeros((9, 9), np.bool_),
            template=shape,
            explained=(0.9, 1.0),
            worth=float(evidence.sum()),
            gain=gain_of(evidence, 4.0),
        )
    ]


def test_a_rim_read_as_hundreds_of_weak_marks_is_not_believed_before_few_plain_ones() -> None:
    """Law: evidence counts beyond what each mark costs, or a rim would outweigh every row of ticks."""
    assert not _is_better(ticks(600, 1.7), ticks(60, 6.0))
    assert _is_better(ticks(600, 6.0), ticks(60, 6.0))


def test_ticks_that_leave_next_to_nothing_are_the_marks_whatever_so_many_cost() -> None:
    """Law: a clump of a comb that recurs costs as one mark, and leaves what no clump holds."""
    (every,) = ticks(240, 2.0)
    assert _leave_next_to_nothing(
        [attrs.evolve(every, explained=(96.0, 100.0))], [attrs.evolve(every, explained=(65.0, 100.0))]
    )
    assert not _leave_next_to_nothing(
        [attrs.evolve(every, explained=(80.0, 100.0))], [attrs.evolve(every, explained=(40.0, 100.0))]
    )
    assert not _leave_next_to_nothing(
        [attrs.evolve(every, explained=(96.0, 100.0))], [attrs.evolve(every, explained=(94.0, 100.0))]
    )


def test_small_black_pluses_upon_a_thick_line_are_seen_with_their_cross_bars() -> None:
    """Law: black pluses stand whole upon a coloured line, so one with its cross-bar stands alone, where a tick does
    not; other black ink may lie near the line."""
    half, reach = 2.0, 3.4
    levels = levels_at(stair(), np.arange(SHAPE[1]))
    ink = np.zeros(SHAPE, np.float32)
    for x, y in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        ink = np.maximum(ink, box(y - reach, y + reach, x - 0.5, x + 0.5))
        ink = np.maximum(ink, box(y - 0.5, y + 0.5, x - reach, x + reach))
    other = np.asarray(box(STEPS_Y[0] - 12.0, STEPS_Y[0] - 6.0, STEPS_X[0] + 3.0, STEPS_X[1]), np.float32)
    beside = [Ground(np.maximum(ink, other), np.ones(SHAPE, np.float32), levels)]
    found, _ = uprights_alone(beside, [half])
    assert found is not None
    assert np.abs(found[0].x[:, None] - LEVEL[None, :]).min(axis=0).max() <= 0.5
    rims = [Ground(other, np.ones(SHAPE, np.float32), levels)]
    assert uprights_alone(rims, [half])[0] is None


def test_dark_ink_that_recurs_where_curves_cross_is_no_row_of_black_marks() -> None:
    """Law: marks whose evidence is hardly more than their cost are none, where nothing else was found too."""
    assert not _outweighs(ticks(90, 1.65), [])
    assert _outweighs(ticks(90, 6.0), [])


def test_few_pale_symbols_that_explain_little_of_the_ink_beside_a_curve_are_none() -> None:
    """Law: where most of what is left is something else, few pale shapes in it are chance; many plain ones are not."""
    rest = line()
    for left, right, level in zip(STEPS_X, [*STEPS_X[1:], END], STEPS_Y, strict=True):
        rest = np.maximum(rest, box(level + 7.0, level + 10.0, left + 8.0, right - 8.0))
    few = ground(np.maximum(rest, 0.75 * crossed(5.0, LEVEL[:8])).astype(np.float32))
    many = ground(np.maximum(rest, crossed(5.0, LEVEL[:10])))
    assert find_symbols([few], [STROKE / 2]) is None
    assert find_symbols([many], [STROKE / 2]) is not None


def test_the_fill_of_a_band_is_no_row_of_squares() -> None:
    """Law: of marks other than ticks some stand apart; ink all along a curve that is not in its colour is a band."""
    square = Template(np.ones((9, 9), np.float32), 4, 0.5)
    (full,) = ticks(300, 6.0)
    full = attrs.evolve(full, template=square)
    loose = attrs.evolve(full, x=np.where(np.arange(300) < 290, full.x, 20.0 * full.x))
    assert not _is_better([full], [])
    assert _is_better([loose], [])


def test_ticks_on_clean_paper_are_sought_in_no_other_ink() -> None:
    """Law: nothing dulls thin marks there, and what lies beside them is a band's."""
    found = [attrs.evolve(marks, explained=(0.4, 1.0)) for marks in ticks(30, 4.0)]
    clean = ground(line())
    assert _is_plain(found, [clean])
    assert not _is_plain(found, [attrs.evolve(clean, noise=0.1)])


def test_the_rim_of_a_line_read_too_low_is_no_row_of_ticks() -> None:
    """Law: ticks above a line that hardly stick out of it stand alone somewhere; a rim goes all along it."""
    width, low = 6.0, attrs.evolve(stair(), width=6.0, y=np.append(STEPS_Y[:-1], STEPS_Y[-1] + 4.0))
    drawn = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, width), np.float32)
    beside = ground_of(drawn, low, stroke_mask(SHAPE, low, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))
    assert find_symbols([beside], [width / 2]) is None


def hairlines() -> list[Marks]:
    found = find_hairlines([ground(marked(LEVEL, 4.0, 0.4))], [STROKE / 2])
    assert found is not None
    return found


def test_the_palest_of_thin_ticks_are_looked_for_where_few_were_seen() -> None:
    """Law: where ticks are so thin that they are pale, those that fall between two columns are paler still."""
    (every,) = hairlines()
    some = attrs.evolve(every, x=every.x[::4], explained=(0.25 * every.explained[0], every.explained[1]))
    beside = [ground(marked(LEVEL, 4.0, 0.4))]
    assert _or_paler([some], beside, [STROKE / 2])[0].x.size == every.x.size
    thick = attrs.evolve(some, width=1.5)
    assert _or_paler([thick], beside, [STROKE / 2]) == [thick]


def test_the_dark_of_pale_ticks_is_no_other_mark() -> None:
    """Law: marks that are seen in two inks are the ones of which most are seen."""
    (every,) = hairlines()
    template = Template(np.ones((9, 3), np.float32), 4, 2.0)
    some = attrs.evolve(every, x=every.x[::2] + 0.5, template=template)
    assert _are_some_of([some], [every])
    assert not _are_some_of([attrs.evolve(some, x=every.x[::2] + 4.0)], [every])
    assert not _are_some_of([every], [attrs.evolve(every, x=every.x[::2])])


def test_black_marks_are_not_weighed_against_their_own_ink_seen_as_any() -> None:
    """Law: any ink holds the black too; weak marks in it, which others' lie among, are none in the curves' colours."""
    black, weak, strong, none = ticks(90, 6.0), ticks(300, 2.2), ticks(90, 4.5), [no_marks((9, 9))]
    assert _are_black_on_colors(black, none, weak)
    assert not _are_black_on_colors(black, none, strong)
    assert not _are_black_on_colors(black, weak, weak)


def test_a_curve_keeps_marks_of_its_colour_that_are_more_and_plainer_than_black_ones() -> None:
    """Law: many that are weak are the rims of black marks, and few plain ones are where black ones lie over it."""
    (black,) = ticks(20, 6.0)
    assert _are_of_own_color(ticks(60, 6.0)[0], black)
    assert not _are_of_own_color(ticks(60, 2.0)[0], black)
    assert not _are_of_own_color(ticks(15, 30.0)[0], black)


def test_dashes_that_run_beside_a_curve_are_none_of_its_marks() -> None:
    """Law: marks stand on their line or across it; pieces that recur with bare paper between are another line's."""
    apart, standing = line(), line()
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        apart = np.maximum(apart, box(level - 9.5, level - 3.5, x - 2.0, x + 2.0))
        standing = np.maximum(standing, box(level - 7.5, level, x - 2.0, x + 2.0))
    assert learn_template([ground(apart)]) is None
    assert learn_template([ground(standing)]) is not None


def test_black_pluses_too_few_for_their_lengths_to_recur_are_found() -> None:
    """Law: few black marks beside falls are known by their whole shape, as few in the curve's own colour are."""
    at = np.array([64.0, 104.5, 154.3, 244.8, 294.2])
    dark = np.maximum(marked(at, 7.0, 2.0, arms=True) - line(), 0.0)
    for x, level in zip(at, levels_at(stair(), at), strict=True):
        dark = np.maximum(dark, box(level - 7.0, level + 7.0, x - 1.0, x + 1.0))
    nothing = np.zeros(SHAPE, np.float32)
    curve = Marked(stair(), 0, np.where(dark > 0, 0.0, line()).astype(np.float32), False, no_marks(SHAPE))
    (found,) = marks_together([curve], nothing, np.asarray(dark, np.float32), np.zeros(SHAPE, np.bool_))
    assert found.x == pytest.approx(at, abs=0.6)


def test_a_line_that_is_dark_all_along_has_no_black_marks_for_that() -> None:
    """Law: few black marks leave most of their line bare; JPEG takes the colour of thin lines."""
    x = np.linspace(5.0, SHAPE[1] - 34.0, 90).round()
    falling = Staircase(
        x, np.linspace(12.3, SHAPE[0] - 20.0, x.size), np.full(x.size, 0.1), SHAPE[1] - 10.0, 2.0, stair().seen
    )
    drawn = np.asarray(coverage(SHAPE, falling.x, falling.y, falling.end, 2.0), np.float32)
    hidden = np.zeros(SHAPE, np.bool_)
    dull = np.where(drawn > 0.2, 0.8 * drawn, np.float32(0.0)).astype(np.float32)
    assert _few_black([Marked(falling, 0, drawn, False, no_marks(SHAPE))], dull, hidden) == []
    curve = Marked(stair(), 0, line(), False, no_marks(SHAPE))
    black = np.asarray(np.where(marked(LEVEL, 5.0, 1.5) > line() + 0.1, 1.0, 0.0), np.float32)
    assert _few_black([curve], black, hidden)[0].x.size >= 0.8 * LEVEL.size


def test_few_black_symbols_none_of_which_stands_alone_are_left_by_a_black_curve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: pieces of a black curve right below a coloured one may fit triangles, but none is seen whole."""
    symbol = Symbol(Kind.TRIANGLE, 4.7, 1.1)
    fitted = attrs.evolve(no_marks(SHAPE), x=LEVEL, shape=symbol)
    monkeypatch.setattr(together, "find_symbols", lambda *_: [fitted])
    curve = Marked(stair(), 0, line(), False, no_marks(SHAPE))
    hidden = np.zeros(SHAPE, np.bool_)
    assert _few_black([curve], np.roll(line(), 5, axis=0), hidden) == []
    whole = np.zeros(SHAPE, np.float32)
    stamp = stamps_of(symbol)[1, 1]
    side = stamp.shape[0] // 2
    for x, level in zip(LEVEL[2:], levels_at(stair(), LEVEL[2:]), strict=True):
        at = slice(round(level) - side, round(level) + side + 1), slice(round(x) - side, round(x) + side + 1)
        whole[at] = np.maximum(whole[at], stamp)
    assert _few_black([curve], whole, hidden)[0].x.size


@pytest.mark.parametrize(("reach", "believed"), [(STROKE / 2 + 0.6, False), (STROKE / 2 + 4.0, True)])
def test_black_uprights_reach_out_of_a_line_that_is_dark_itself(
    monkeypatch: pytest.MonkeyPatch, reach: float, believed: bool
) -> None:
    """Law: what is dark within a dull line is no row of uprights; crowds of black ones make it as dark, but tall."""
    dull = np.asarray(0.8 * line(), np.float32)
    found = [attrs.evolve(no_marks(SHAPE), x=LEVEL, shape=Upright(reach, reach, 1.4))]
    monkeypatch.setattr(together, "uprights_alone", lambda *_: (found, True))
    curve = Marked(stair(), 0, line(), False, no_marks(SHAPE))
    assert bool(together._black([curve], dull, np.zeros(SHAPE, np.bool_))) == believed


def test_one_arm_may_have_black_marks_though_another_has_them_in_its_own_colour() -> None:
    """Law: black marks on one coloured curve are weighed against what is in that curve's colour alone."""
    dark = np.zeros(SHAPE, np.float32)
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        dark = np.maximum(dark, box(level - 6.0, level + 6.0, x - 1.0, x + 1.0))
    down = 40
    below = attrs.evolve(stair(), y=STEPS_Y + down)
    own = np.roll(marked(LEVEL + 4.0, 6.0, 2.0), down, axis=0)
    own[:down] = 0.0
    beneath = np.asarray(line() * (1.0 - dark), np.float32)
    none = no_marks(SHAPE)
    curves = [Marked(stair(), 0, beneath, False, none), Marked(below, 1, own, False, none)]
    first, second = marks_together(curves, np.zeros(SHAPE, np.float32), dark, np.zeros(SHAPE, np.bool_))
    assert first.x == pytest.approx(LEVEL, abs=0.6)
    assert second.x == pytest.approx(LEVEL + 4.0, abs=0.6)


def test_one_curve_may_have_marks_in_its_colour_where_those_of_the_other_are_black() -> None:
    """Law: black marks of another curve that lie over one are not its own where it has more in its own colour."""
    down, tall = 40, 6.0
    below = attrs.evolve(stair(), y=STEPS_Y + down)
    dark = np.zeros(SHAPE, np.float32)
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        dark = np.maximum(dark, box(level - tall, level + tall, x - 1.0, x + 1.0))
    over = LEVEL[7:8] + 6.0
    for x, level in zip(over, levels_at(below, over), strict=True):
        dark = np.maximum(dark, box(level - tall, level + tall, x - 1.0, x + 1.0))
    at = LEVEL[LEVEL < 300.0] - 5.0
    own = np.roll(marked(at, 5.0, 1.0), down, axis=0)
    own[:down] = 0.0
    none = no_marks(SHAPE)
    curves = [
        Marked(stair(), 0, np.asarray(line() * (1.0 - dark), np.float32), False, none),
        Marked(below, 1, np.asarray(own * (1.0 - dark), np.float32), False, none),
    ]
    first, second = marks_together(curves, np.zeros(SHAPE, np.float32), dark, np.zeros(SHAPE, np.bool_))
    assert first.x == pytest.approx(LEVEL, abs=0.6)
    assert second.x == pytest.approx(at, abs=0.6)
