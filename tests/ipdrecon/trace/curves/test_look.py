"""Marks of panels that are drawn alike, on strokes whose place is known to the sub-pixel."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.keyed import KeyedMark
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves import look as look_module
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.curves.look import Bare, with_common_marks
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import Layer, read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

HEIGHT, WIDTH, END = 300, 480, 460.0
SHAPE, BLUE = (HEIGHT, WIDTH), (31, 119, 180)
LEVEL = np.array([40.0, 75.0, 110.0, 190.0, 230.0, 260.0, 340.0, 370.0, 410.0])
#: A curve that falls every 12 px, with marks right behind some falls.
FALLS = np.arange(22.0, 440.0, 12.0)
CLOSE = FALLS[3:34:3] + 2.0
CROSSES = np.array([40.0, 46.0, 110.0, 190.0, 196.0, 203.0, 260.0, 340.0, 346.0, 352.0, 410.0, 416.0])


def bare(x: Floats, y: Floats, times: Floats, up: int = 4) -> Bare:
    """A curve with ticks at these times, before its marks are looked for."""
    image = paint(np.full((HEIGHT, WIDTH, 3), 255.0), coverage(SHAPE, x, y, END, 2.0), BLUE)
    for time, level in zip(times, y[np.searchsorted(x, times, side="right") - 1], strict=True):
        tick = np.zeros(SHAPE)
        tick[int(level) - up : int(level) + up + 1, int(time) : int(time) + 1] = 1.0
        image = paint(image, tick, BLUE)
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    return find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0))


def crossed() -> Bare:
    """A curve with small crosses, whose corners look like ticks."""
    x, y = np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0])
    image = paint(np.full((HEIGHT, WIDTH, 3), 255.0), coverage(SHAPE, x, y, END, 4.0), BLUE)
    stamp = stamps_of(Symbol(Kind.CROSS, 5.0, 1.2))[1, 1]
    half = len(stamp) // 2
    for time, level in zip(CROSSES, y[np.searchsorted(x, CROSSES, side="right") - 1], strict=True):
        cross = np.zeros(SHAPE)
        at = slice(int(level) - half, int(level) + half + 1), slice(int(time) - half, int(time) + half + 1)
        cross[at] = stamp
        image = paint(image, cross, BLUE)
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    return find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0))


def plain(up: int = 4) -> Bare:
    """A panel that shows its marks plainly."""
    return bare(np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0]), LEVEL, up)


def steep(times: Floats) -> Bare:
    """A panel whose curve falls often, which hides its marks in part."""
    return bare(np.append(10.0, FALLS), np.linspace(12.0, 270.0, FALLS.size + 1).round(), times)


def test_a_panel_tells_another_one_the_shape_of_its_marks() -> None:
    """Law: marks whose shape falls hide are found where another panel tells it."""
    alone = steep(CLOSE).look()
    assert sum(m.x.size for m in alone.marks) == 0
    _, found = with_common_marks([plain().look(), alone])
    (marks,) = found.marks
    assert [float(np.abs(marks.x - time).min()) for time in CLOSE] == pytest.approx([0.0] * CLOSE.size, abs=1.0)
    assert marks.x.size == CLOSE.size


def test_a_panel_without_marks_has_none_whatever_the_others_show() -> None:
    """Law: what is told of marks is no reason to see any."""
    _, found = with_common_marks([plain().look(), steep(np.zeros(0)).look()])
    assert sum(m.x.size for m in found.marks) == 0


def test_a_panel_that_shows_other_marks_keeps_them() -> None:
    """Law: a shape that explains far less of a panel's ink than its own is not that panel's."""
    tall, low = plain(7).look(), plain(3).look()
    for before, after in zip((tall, low), with_common_marks([tall, low]), strict=True):
        assert after is before


def test_keys_tell_the_shape_of_a_mark_that_stands_alone() -> None:
    """Law: one tick recurs nowhere; where the legend shows such ticks it is a mark."""
    alone = bare(np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0]), LEVEL[4:5])
    assert sum(m.x.size for m in alone.look().marks) == 0
    (marks,) = attrs.evolve(alone, keyed=KeyedMark(Upright(4.5, 4.5, 1.0))).look().marks
    assert marks.x == pytest.approx(LEVEL[4:5], abs=1.0)


def test_marks_are_what_the_keys_show_where_these_explain_as_much() -> None:
    """Law: of the marks on curves those are believed that the legend shows, unless they explain far less."""
    ticks = plain().look()
    (as_others,) = attrs.evolve(plain(), keyed=KeyedMark(Symbol(Kind.CIRCLE, 12.0, 1.0))).look().marks
    assert as_others.x == pytest.approx(ticks.marks[0].x)
    crosses = crossed()
    keyed = KeyedMark(Symbol(Kind.CROSS, 5.0, 1.2))
    (marks,) = attrs.evolve(crosses, keyed=keyed).look().marks
    assert marks.shape == keyed.shape
    assert np.abs(marks.x[:, None] - CROSSES).min(axis=1).max() <= 1.2
    assert marks.x.size >= 0.75 * CROSSES.size  # some of three that touch
    (alone,) = crosses.look().marks
    assert alone.x.size > CROSSES.size  # their corners are seen as ticks


def test_a_curve_that_ends_in_a_symbol_ends_before_no_side_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: an end in the middle of a known mark is one; an upright before it is that mark's own side."""
    look = plain().look()
    (marks,) = look.marks
    asked: list[float] = []
    monkeypatch.setattr(look_module, "are_uprights", lambda _: False)

    def ask(stair: Staircase, _: Layer) -> Staircase:
        asked.append(stair.end)
        return stair

    monkeypatch.setattr(look_module, "without_last_arm", ask)
    last = attrs.evolve(marks, x=np.append(marks.x, look.strokes[0].stair.end), rows=np.append(marks.rows, 180))
    attrs.evolve(look, marks=[attrs.evolve(last, shape=None)]).finished()
    assert not asked
    look.finished()
    assert asked


def test_a_curve_that_was_ended_in_a_symbol_does_not_go_on_along_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: ink that ends as high as a symbol is that; a mark found too small leaves its rim, which is no line."""
    look = plain().look()
    end = look.strokes[0].stair.end - 5.0
    monkeypatch.setattr(look_module, "without_last_symbol", lambda stair, *_: attrs.evolve(stair, end=end))
    monkeypatch.setattr(look_module, "end_at_last_mark", lambda stair, *_: attrs.evolve(stair, end=stair.end - 1.0))
    monkeypatch.setattr(look_module, "beyond_last_symbol", lambda *_: end + 5.0)
    monkeypatch.setattr(look_module, "without_last_arm", lambda stair, _: stair)
    assert look.finished()[0].stair.end == end - 1.0


def test_keys_whose_marks_stand_nowhere_take_none_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: marks that explain next to nothing are still more than none."""
    poor = [attrs.evolve(m, gain=0.0) for m in plain().look().marks]
    monkeypatch.setattr(look_module, "marks_together", lambda *_: poor)
    monkeypatch.setattr(look_module, "marks_as_keyed", lambda *_, **__: [no_marks(SHAPE)])
    (marks,) = attrs.evolve(plain(), keyed=KeyedMark(Symbol(Kind.CIRCLE, 12.0, 1.0))).look().marks
    assert marks.x.size == poor[0].x.size


def test_a_curve_is_not_measured_anew_for_a_mark_that_explains_next_to_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: where one mark in which a curve ends is all that is known, the rest of the ink beside it is something else,
    and no reason to doubt the curve."""
    x, y = np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0])
    image = paint(np.full((HEIGHT, WIDTH, 3), 255.0), coverage(SHAPE, x, y, END, 2.0), BLUE)
    tick = np.zeros(SHAPE)
    tick[174:187, int(END)] = 1.0
    for left in range(20, 440, 40):  # pieces of an edge along the line
        level = int(y[np.searchsorted(x, left + 20, side="right") - 1])
        tick[level + 6 : level + 9, left : left + 13 + left % 7] = 1.0
    ink = read_ink(as_pixels(paint(image, tick, BLUE)), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    before = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0))
    led: list[Stroke] = []

    def leading(strokes: list[Stroke], *_: object) -> list[Stroke]:
        led.extend(strokes)
        return strokes

    monkeypatch.setattr(look_module, "through_marks", leading)
    found = before.look()
    assert found.marks[0].x == pytest.approx([END], abs=0.5)
    assert found.strokes == before.strokes
    assert not led


def test_ticks_far_paler_than_others_are_found_in_noise() -> None:
    """Law: a thin tick between two columns is paler in each, and has hardly any colour in JPEG."""
    x, y, times = np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0]), np.arange(40.0, 450.0, 17.0)
    image = paint(np.full((HEIGHT, WIDTH, 3), 255.0), coverage(SHAPE, x, y, END, 2.0), BLUE)
    for k, (time, level) in enumerate(zip(times, y[np.searchsorted(x, times, side="right") - 1], strict=True)):
        tick = np.zeros(SHAPE)
        rows, wide = slice(int(level) - 7, int(level) + 8), 1 if k % 2 else 2
        tick[rows, int(time) : int(time) + wide] = 1.0 if wide == 1 else 0.25
        gray = (90, 115, 130) if wide == 2 else BLUE  # of the same brightness
        image = paint(image, tick, gray)
    image = image + np.random.default_rng(4).uniform(-30.0, 0.0, (HEIGHT, WIDTH, 1))
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    layers = find_layers(ink, np.array([BLUE], np.float32))
    (marks,) = find_curves(ink, layers, (12.0, 10.0)).look().marks
    missed = [time for time in times if np.abs(marks.x - time).min() > 1.2]
    assert len(missed) <= 2
    assert marks.x.size == pytest.approx(times.size, abs=3)
