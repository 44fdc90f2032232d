"""Curves led where they explain their ink, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.drawn import Printed, draw_curves
from ipdrecon.trace.curves.explained import explained
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.explained import counted, mixed
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint, with_marks

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


def led(
    cover: Floats,
    over: Floats,
    stair: Staircase,
    *,
    shape: Upright | None,
    dark: bool = False,
    above: bool = False,
    beside: Staircase | None = None,
) -> Staircase:
    """A curve as read, once led where it explains its ink; ``beside`` is one of its colour."""
    alpha = np.stack([np.where(over > 0, 0.0, cover), over]).astype(np.float32)
    layers = Layers(np.array([[200, 0, 0], [0, 0, 200]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    rows = np.full(SHAPE[1], -1)
    columns = np.arange(int(stair.x[0]) + 1, int(stair.end))
    rows[columns] = np.round(levels_at(stair, columns.astype(float))).astype(int)
    marks = attrs.evolve(no_marks(SHAPE), x=CROWD, shape=shape)
    stroke = Stroke(layers.cores[0], 0, Walk(rows, rows, 400.0, 0.5), stair, False, marks, dark, beneath=above)
    strokes = [stroke]
    if beside is not None:
        strokes.append(attrs.evolve(stroke, stair=beside, marks=attrs.evolve(no_marks(SHAPE), shape=shape)))
    return explained(strokes, layers, np.zeros(SHAPE, np.bool_))[0].stair


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
    ("shape", "dark", "above"),
    [(None, False, False), (attrs.evolve(TICK, up=1.5), False, False), (TICK, True, False), (TICK, False, True)],
)
def test_curves_whose_marks_are_unknown_low_black_or_stand_above_them_are_left(
    shape: Upright | None, *, dark: bool, above: bool
) -> None:
    """Law: only marks that reach beyond their line, in its ink, to both sides, tell where it runs."""
    low = stairs(*LOW)
    assert led(drawn(TICK, CROWD), np.zeros(SHAPE), low, shape=shape, dark=dark, above=above) is low


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
    assert led(cover, np.zeros(SHAPE), true, shape=TICK, beside=other) is true


def test_what_is_traced_was_led_where_it_explains_its_ink(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: curves are led there before their levels become shares."""

    def lowered(strokes: list[Stroke], layers: Layers, hidden: Mask) -> list[Stroke]:
        assert layers.any_ink.shape == hidden.shape
        return [attrs.evolve(s, stair=attrs.evolve(s.stair, y=s.stair.y + 30.0)) for s in strokes]

    image = paint(np.full((340, 540, 3), 255.0), coverage((340, 540), X + 10.0, Y, 430.0, 2.0), (200, 30, 40))
    axes = Axes(Axis(20.0, 10.0, 0.0, 50.0), Axis(319.0, -300.0, 0.0, 1.0), "months", y_title="Survival")
    frame = Frame(Box(20.0, 20.0, 519.0, 319.0), axes, direction_known=True)
    figure = Figure(as_pixels(image), Source("drawn.png"))
    read = [draw_curves(figure, frame, Printed((), (), ()), Hints()).traced()[0].curve.steps]
    monkeypatch.setattr("ipdrecon.trace.curves.drawn.explained", lowered)
    read.append(draw_curves(figure, frame, Printed((), (), ()), Hints()).traced()[0].curve.steps)
    assert float(read[0](20.0) - read[1](20.0)) == pytest.approx(0.1, abs=0.01)
