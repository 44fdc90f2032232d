"""A curve beneath the crowded ticks of another one, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import Marks, no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.beneath_fields import beneath_fields
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.curves.test_chosen import HEIGHT, WIDTH
from tests.ipdrecon.trace.drawn import coverage

SHAPE, WIDE, REACH, END = (HEIGHT, WIDTH), 2.0, 12, 450.0
X = np.array([10.0, 60.0, 250.0])
#: Levels of the curve drawn last, and of the one that its ticks hide: first above it, then below.
OVER, UNDER = np.array([12.0, 100.0, 100.5]), np.array([12.0, 92.0, 105.0])
#: Where the two lines are bare, on the one hand, and the rows the path took: ends of ticks above, then those below.
BARE, ALONG = (60, 66, 400), np.array([12, 82, 115])
AT = np.array([100.0, 160.0, 220.0, 280.0, 340.0, 390.0])


def ticked(y: Floats, *, ticks: bool = True) -> Floats:
    """Coverage by a curve, with a tick in each column between two."""
    cover = coverage(SHAPE, X, y, END, WIDE)
    for column in range(BARE[1], BARE[2]) if ticks else ():
        row = round(float(y[np.searchsorted(X, column, side="right") - 1]))
        cover[row - REACH : row + REACH + 1, column] = 1.0
    return cover


def stroke(layer: int, rows: Floats, own: float) -> Stroke:
    columns = np.arange(WIDTH)
    on = (columns >= X[0]) & (columns < END)
    taken = np.where(on, rows[np.searchsorted(X, np.maximum(columns, X[0]), side="right") - 1], -1).astype(np.int64)
    stair = Staircase(X, rows.astype(np.float64), np.full(X.size, 0.2), END, WIDE, on)
    color = np.array([200 * layer, 0, 200 * (1 - layer)], np.float32)
    return Stroke(color, layer, Walk(taken, taken, 400.0, own), stair, False, no_marks(SHAPE))


def led(
    *, ticks: bool = True, reaches: tuple[float | None, ...] = (REACH + 0.5, None), own: float = 0.8, more: int = 0
) -> list[Stroke]:
    over, under = ticked(OVER), ticked(UNDER, ticks=ticks)
    alpha = np.stack([over, np.where(over > 0, 0.0, under)]).astype(np.float32)
    layers = Layers(np.array([[0, 0, 200], [200, 0, 0]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    none = no_marks(SHAPE)
    marks: list[Marks] = [none if r is None else attrs.evolve(none, shape=Upright(r, r, 1.0)) for r in reaches]
    strokes = [stroke(0, OVER, 1.0), stroke(1, ALONG, own), *(stroke(1, ALONG, own) for _ in range(more))]
    marks += [none] * more
    return beneath_fields(strokes, marks, layers, np.zeros(SHAPE, np.bool_))


def test_the_ends_of_ticks_tell_the_level_of_a_line_that_others_hide() -> None:
    """Law: the line is as far from the ends of its ticks as a tick reaches, above another's field and below it."""
    over, under = led()
    assert levels_at(over.stair, AT) == pytest.approx(OVER[np.searchsorted(X, AT, side="right") - 1])
    assert levels_at(under.stair, AT) == pytest.approx(UNDER[np.searchsorted(X, AT, side="right") - 1], abs=1.0)


@pytest.mark.parametrize("others", [8.5, 15.5])
def test_each_curve_is_as_far_from_the_ends_as_its_own_ticks_reach(others: float) -> None:
    """Law: arms may have marks of their own; another arm's say nothing where those of a curve are known."""
    _, under = led(reaches=(others, REACH + 0.5))
    assert levels_at(under.stair, AT) == pytest.approx(UNDER[np.searchsorted(X, AT, side="right") - 1], abs=1.0)


@pytest.mark.parametrize(("own", "more"), [(0.99, 0), (0.8, 1)])
def test_a_curve_in_plain_sight_and_two_of_one_colour_stay(own: float, more: int) -> None:
    """Law: what is seen all along is not hidden, and ends of two arms' ticks in one colour do not say whose."""
    under = led(own=own, more=more)[1]
    assert levels_at(under.stair, AT) == pytest.approx(ALONG[np.searchsorted(X, AT, side="right") - 1])


def test_a_curve_without_ends_of_ticks_stays_where_it_was_read() -> None:
    """Law: where a hidden line shows no ink at all nothing tells its level."""
    _, under = led(ticks=False)
    assert levels_at(under.stair, AT) == pytest.approx(ALONG[np.searchsorted(X, AT, side="right") - 1])


@pytest.mark.parametrize("level", [85.0, 86.0])
def test_a_line_that_lies_bare_on_a_field_is_no_row_of_ends(level: float) -> None:
    """Law: what is as thick as the line may be the line; it stays where it is seen."""
    y = np.array([12.0, level, 140.0])
    over, under = ticked(OVER), coverage(SHAPE, X, y, END, WIDE)
    alpha = np.stack([over, np.where(over > 0, 0.0, under)]).astype(np.float32)
    layers = Layers(np.array([[0, 0, 200], [200, 0, 0]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    none = no_marks(SHAPE)
    marks = [attrs.evolve(none, shape=Upright(REACH + 0.5, REACH + 0.5, 1.0)), none]
    _, found = beneath_fields([stroke(0, OVER, 1.0), stroke(1, y, 0.9)], marks, layers, np.zeros(SHAPE, np.bool_))
    assert levels_at(found.stair, AT) == pytest.approx(y[np.searchsorted(X, AT, side="right") - 1], abs=1.0)
