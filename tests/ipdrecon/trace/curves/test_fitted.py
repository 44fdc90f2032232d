"""Curves fitted to their ink, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.fitted import fitted
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.fitted import misfits
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import box, coverage, with_marks

SHAPE, WIDE, END = (160, 320), 2.0, 300.0
TICK = Upright(up=8.0, down=8.0, width=1.4, runs=12)
PLUS = attrs.evolve(TICK, arm=8.0)
#: Where the levels of the true curve begin, and where they are; marks that stand beside its falls.
X, Y = np.arange(10.3, 290.0, 30.0), 20.2 + 9.0 * np.arange(10.0)
BESIDE = np.sort(np.concatenate([X[1:] - 2.5, X[1:] + 3.0]))
#: The curve as read: each fall begins with a small one, which is a mark's ink, and stands too late.
READ_X = np.concatenate([X[:1], np.sort(np.concatenate([X[1:] - 3.0, X[1:] + 1.2]))])
READ_Y = np.concatenate([Y[:1], np.sort(np.concatenate([Y[:-1] + 2.0, Y[1:]]))])


def fit(
    cover: Floats,
    stair: Staircase,
    *,
    shape: Upright | None = None,
    at: Floats = BESIDE,
    over: Floats | None = None,
    dark: bool = False,
    above: bool = False,
    others: tuple[Staircase, ...] = (),
    limits: tuple[Staircase, ...] = (),
) -> Staircase:
    """A curve with marks ``at`` columns, once fitted; ``over`` is another colour's ink, ``others`` are of its own."""
    other = np.zeros(SHAPE) if over is None else over
    alpha = np.stack([np.where(other >= 1, 0.0, cover), other]).astype(np.float32)
    layers = Layers(np.array([[200, 0, 0], [0, 0, 200]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    rows = np.full(SHAPE[1], -1)
    columns = np.arange(int(stair.x[0]) + 1, int(stair.end))
    rows[columns] = np.round(levels_at(stair, columns.astype(float))).astype(int)
    marks = attrs.evolve(no_marks(SHAPE), x=at, shape=shape)
    core, walk = np.array([200, 0, 0], np.float32), Walk(rows, rows, 400.0, 0.5)
    stroke = Stroke(core, 0, walk, stair, False, marks, dark=dark, beneath=above, limits=limits)
    beside = [attrs.evolve(stroke, stair=each, marks=no_marks(SHAPE), limits=()) for each in others]
    hidden: Mask = np.zeros(SHAPE, np.bool_)
    return fitted([stroke, *beside], layers, hidden)[0].stair


def stairs(x: Floats, y: Floats) -> Staircase:
    return Staircase(x, y, np.full(x.size, 0.1), END, WIDE, np.ones(SHAPE[1], np.bool_))


def off(stair: Staircase) -> float:
    """Root mean squared distance in rows from the true curve, in columns a tenth of a pixel apart."""
    columns = np.arange(12.0, 296.0, 0.1)
    true = Y[np.searchsorted(X, columns, side="right") - 1]
    return float(np.sqrt(np.mean((levels_at(stair, columns) - true) ** 2)))


@pytest.mark.parametrize("shape", [TICK, PLUS])
def test_falls_beside_marks_stand_where_they_are_drawn(shape: Upright) -> None:
    """Law: a mark's ink is the mark's, so the small fall before a true one goes, and that one is where its ink is."""
    cover, read = with_marks(coverage(SHAPE, X, Y, END, WIDE), shape, BESIDE, X, Y), stairs(READ_X, READ_Y)
    assert off(read) > 1.4
    found = fit(cover, read, shape=shape)
    assert off(found) < 0.35
    assert np.all(np.diff(found.x) > 0) and np.all(np.diff(found.y) > 0)


def test_falls_of_a_curve_without_marks_are_moved_by_parts_of_a_pixel() -> None:
    """Law: what is drawn differs from the ink by the part of a pixel that a fall is off."""
    found = fit(coverage(SHAPE, X, Y, END, WIDE), stairs(X + 0.6, Y), at=np.zeros(0))
    assert np.abs(found.x[1:] - X[1:]).max() < 0.2


def test_a_curve_that_fits_its_ink_stays_as_it_was_measured() -> None:
    """Law: nothing is moved that does not fit better elsewhere."""
    true = stairs(X, Y)
    found = fit(with_marks(coverage(SHAPE, X, Y, END, WIDE), PLUS, BESIDE, X, Y), true, shape=PLUS)
    assert np.array_equal(found.x, true.x) and np.array_equal(found.y, true.y)


def test_levels_in_a_field_of_marks_that_were_not_found_stay() -> None:
    """Law: a move is believed where its columns' ink is explained after it, and not where a part of it is."""
    cover, read = coverage(SHAPE, X, Y, END, WIDE), stairs(X, Y + 1.0)
    field = np.clip(coverage(SHAPE, X, Y - 3.0, END, 12.0) + cover, 0.0, 1.0)
    found = fit(field, read, at=np.zeros(0))
    assert np.abs(found.y - read.y).max() < 0.6


def test_what_lies_beneath_other_ink_is_not_moved() -> None:
    """Law: pixels that other ink covers say nothing for or against a fall."""
    over = box(SHAPE, 0.0, 320.0, 0.0, 160.0)
    read = stairs(READ_X, READ_Y)
    found = fit(coverage(SHAPE, X, Y, END, WIDE), read, shape=TICK, over=over)
    assert np.array_equal(found.x, read.x) and np.array_equal(found.y, read.y)


@pytest.mark.parametrize(("shape", "dark", "above"), [(None, False, False), (TICK, True, False), (TICK, False, True)])
def test_curves_whose_marks_are_unknown_black_or_stand_above_them_are_left(
    shape: Upright | None, *, dark: bool, above: bool
) -> None:
    """Law: only with the marks that its ink shows can a curve be drawn."""
    cover, read = with_marks(coverage(SHAPE, X, Y, END, WIDE), TICK, BESIDE, X, Y), stairs(READ_X, READ_Y)
    assert fit(cover, read, shape=shape, dark=dark, above=above) is read


def test_what_is_drawn_is_what_the_stroke_covers() -> None:
    """Law: a staircase and its marks explain all ink that they drew, and a column of it that is off costs its rows."""
    alpha = with_marks(coverage(SHAPE, X, Y, END, WIDE), PLUS, X[1:] + 12.0, X, Y).astype(np.float32)
    lengths = (PLUS.up, PLUS.down, PLUS.width, PLUS.arm)
    known: Mask = np.ones(SHAPE, np.bool_)
    cost = misfits(alpha, known, X, Y, END, WIDE, X[1:] + 12.0, lengths, X[1], X[-1])
    assert cost.max() < 0.5 and np.median(cost) < 0.01
    assert misfits(alpha, known, X, Y + 1.0, END, WIDE, X[1:] + 12.0, lengths, X[1], X[-1]).min() > 0.5
    assert not misfits(alpha, ~known, X, Y, END, WIDE, X[1:] + 12.0, lengths, X[1], X[-1]).any()


def test_ink_where_other_curves_of_a_colour_or_its_limits_run_moves_nothing() -> None:
    """Law: ink that another line of the same colour may have drawn says nothing for or against a fall."""
    cover, read, line = coverage(SHAPE, X, Y, END, WIDE), stairs(X + 0.6, Y), attrs.evolve(stairs(X, Y), width=40.0)
    assert np.array_equal(fit(cover, read, at=np.zeros(0), others=(line,)).x, read.x)
    assert np.array_equal(fit(cover, read, at=np.zeros(0), limits=(line,)).x, read.x)


def test_dashed_curves_are_left() -> None:
    """Law: the gaps between dashes are no ink that a fall could explain."""
    cover = coverage(SHAPE, X, Y, END, WIDE) * (np.arange(SHAPE[1]) % 12 < 6)
    read = stairs(X + 0.6, Y)
    assert fit(cover, read, at=np.zeros(0)) is read


def cost(alpha: Floats, x: Floats, y: Floats, left: float, right: float, up: float = 0.0) -> Floats:
    """Misfits of a staircase, with a tick at column 100 where it reaches up."""
    known: Mask = np.ones(SHAPE, np.bool_)
    marks = np.array([100.0]) if up else np.zeros(0)
    found: Floats = misfits(alpha.astype(np.float32), known, x, y, END, WIDE, marks, (up, 0.0, 2.0, 0.0), left, right)
    return found


def test_every_row_of_a_tick_that_is_not_in_the_ink_counts() -> None:
    """Law: a mark is compared with the ink as far up as it reaches."""
    x, y = np.array([10.0]), np.array([80.0])
    alpha = coverage(SHAPE, x, y, END, WIDE)
    taller, shorter = cost(alpha, x, y, 100.0, 100.0, 40.0), cost(alpha, x, y, 100.0, 100.0, 20.0)
    assert taller.sum() > shorter.sum() + 5.0


def test_nothing_is_drawn_beyond_the_end_nor_before_the_first_step() -> None:
    """Law: a curve explains no ink where it does not run, and asks for none there."""
    x, y = np.array([50.0, 90.0]), np.array([40.0, 80.0])
    assert not cost(np.zeros(SHAPE), x, y, END + 8.0, END + 12.0).any()
    assert not cost(np.zeros(SHAPE), x, y, 30.0, 40.0).any()


def test_what_lies_outside_the_picture_costs_nothing() -> None:
    """Law: no pixel, no misfit: neither beyond the last column nor above the first row."""
    x, y = np.array([10.0, 90.0]), np.array([40.0, 80.0])
    assert cost(np.zeros(SHAPE), x, y, SHAPE[1] + 80.0, SHAPE[1] + 90.0).sum() == 0.0
    assert cost(np.zeros(SHAPE), x, y - 300.0, 80.0, 95.0).sum() == 0.0
