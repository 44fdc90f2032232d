"""Lines with crowded ticks above them, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.curves.beneath_ticks import without_ticks_above
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.curves.test_chosen import BLUE, HEIGHT, WIDTH, blank, read
from tests.ipdrecon.trace.drawn import coverage, paint

WIDE, TALL = 2.4, 11
X, Y, END = np.array([10.0, 60.0, 130.0, 200.0, 280.0, 350.0]), np.array([30.0, 47.4, 61.0, 82.2, 101.0, 124.6]), 450.0
#: Single ticks first, then ones that crowd without a gap.
TIMES = np.concatenate([np.arange(20.0, 70.0, 7.0), np.arange(80.0, 420.0), np.arange(424.0, 450.0, 9.0)])


def level(time: Floats) -> Floats:
    return np.asarray(Y[np.searchsorted(X, time, side="right") - 1])


def line() -> Floats:
    return coverage((HEIGHT, WIDTH), X, Y, END, WIDE)


def ticked(up: float, down: float, times: Floats = TIMES) -> Floats:
    """The line with ticks a pixel wide that reach so far above and below it."""
    cover = line()
    rows = np.arange(HEIGHT)
    for time, at in zip(times, level(times), strict=True):
        tall = np.clip(np.minimum(rows + 0.5, at + down) - np.maximum(rows - 0.5, at - up), 0.0, 1.0)
        cover[:, int(time)] = np.maximum(cover[:, int(time)], tall)
    return cover


def along() -> Walk:
    columns = np.arange(WIDTH)
    rows = np.where((columns >= X[0]) & (columns < END), np.round(level(np.maximum(columns, X[0]))), -1).astype(
        np.int64
    )
    return Walk(rows, rows, 400.0, 1.0)


def test_of_a_field_of_ticks_above_it_the_line_is_left() -> None:
    """Law: ticks that all stand on their line end with it below: what is left is the line, falls and all."""
    clean = without_ticks_above(ticked(TALL, 0.0).astype(np.float32), along(), TALL)
    assert clean is not None
    assert np.abs(clean - line()).max(axis=0)[12:440].mean() < 0.1


@pytest.mark.parametrize(("up", "down"), [(TALL / 2, TALL / 2), (0.0, TALL), (0.0, 0.0)])
def test_other_lines_are_left_as_they_are(up: float, down: float) -> None:
    """Law: a field of marks on both sides has its line in the middle, and a bare line is all of its own."""
    assert without_ticks_above(ticked(up, down).astype(np.float32), along(), TALL) is None


def test_arms_of_pluses_beside_the_falls_of_a_thick_line_are_no_line() -> None:
    """Law: the bare line of ticks above it has nothing over it; arms have the stroke itself, and it is all kept."""
    x, wide, arm = np.arange(10.0, 450.0, 40.0), 15.0, 16
    y = 20.0 + 12.0 * np.arange(x.size)
    cover, columns = coverage((HEIGHT, WIDTH), x, y, END, wide), np.arange(x[0], END).astype(np.int64)
    at = y[np.searchsorted(x, columns, side="right") - 1].astype(np.int64)
    rows = np.full(WIDTH, -1)
    rows[columns] = at + 3
    for time, below in zip(x[1:].astype(np.int64), y[1:].astype(np.int64), strict=True):
        cover[below - 1 : below + 2, time - arm : time + arm + 1] = 1.0
        rows[time - arm : time + 1] = below
    assert without_ticks_above(cover.astype(np.float32), Walk(rows, rows, 400.0, 1.0), wide) is None


def test_a_field_of_ticks_hides_a_line_that_was_measured_as_thin_as_it_is() -> None:
    """Law: where most of a line is bare its width is its own, and its levels in a field are that field's middle."""
    times = np.concatenate([np.arange(20.0, 300.0, 7.0), np.arange(310.0, 345.0), np.arange(360.0, 450.0, 7.0)])
    clean = without_ticks_above(ticked(TALL, 0.0, times).astype(np.float32), along(), WIDE)
    assert clean is not None
    assert np.abs(clean - line()).max(axis=0)[312:344].max() < 0.1


def test_single_ticks_on_a_line_that_was_measured_as_thin_as_it_is_hide_nothing() -> None:
    times = np.arange(20.0, 450.0, 7.0)
    assert without_ticks_above(ticked(TALL, 0.0, times).astype(np.float32), along(), WIDE) is None


def test_a_curve_beneath_a_field_of_ticks_is_read_at_its_lower_edge() -> None:
    """Law: where ticks above a curve crowd its level is the one of the line beneath them."""
    (found,) = read(paint(blank(), ticked(TALL, 0.0), BLUE))
    columns = np.arange(30.0, 440.0)
    near = np.abs(columns[:, None] - X[None, :]).min(axis=1) < 3
    off = np.abs(levels_at(found.stair, columns) - level(columns))[~near]
    assert np.quantile(off, 0.95) < 0.6
