"""Filled squares on a falling line, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.curves.beneath_blocks import without_blocks
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.curves.test_chosen import BLUE, HEIGHT, WIDTH, blank, read
from tests.ipdrecon.trace.drawn import coverage, paint

WIDE, HALF = 2.0, 5
X = np.arange(10.0, 440.0, 14.0)
Y, END = np.round(np.linspace(20.0, 250.0, X.size)), 450.0
#: Right before and right behind falls, which their squares hide.
TIMES = np.concatenate([X[4:28:4] - 3.0, X[6:28:4] + 3.0])


def level(time: Floats) -> Floats:
    return np.asarray(Y[np.searchsorted(X, time, side="right") - 1])


def line() -> Floats:
    return coverage((HEIGHT, WIDTH), X, Y, END, WIDE)


def squares() -> Floats:
    cover = line()
    for time, row in zip(TIMES.astype(int), level(TIMES).astype(int), strict=True):
        cover[row - HALF : row + HALF + 1, time - HALF : time + HALF + 1] = 1.0
    return cover


def along(cover: Floats) -> Walk:
    """The way along the lower edges of all ink, as far down as a monotone path goes."""
    columns = np.arange(WIDTH)
    lowest = np.array([np.flatnonzero(cover[:, c] > 0.5).max(initial=-1) for c in columns])
    rows = np.where((columns >= X[0]) & (columns < END), np.maximum.accumulate(lowest), -1)
    return Walk(rows, rows, 400.0, 1.0)


def test_beneath_filled_symbols_the_line_is_in_their_middle() -> None:
    """Law: of each square the line through its middle is left, and nothing of a line without squares is cut."""
    cover = squares()
    clean = without_blocks(cover.astype(np.float32), along(cover), WIDE)
    assert clean is not None
    for time, row in zip(TIMES.astype(int), level(TIMES), strict=True):
        lit = np.flatnonzero(clean[:, time] > 0.5)
        assert abs(lit.mean() - row) <= 1.0
    assert without_blocks(line().astype(np.float32), along(line()), WIDE) is None


def test_a_curve_is_as_high_as_the_squares_on_it() -> None:
    """Law: the level of a curve at a censored time is that of the middle of the symbol drawn there."""
    (found,) = read(paint(blank(), squares(), BLUE), styles={0: 1})
    at = levels_at(found.stair, TIMES)
    assert np.abs(at - level(TIMES)).max() < 1.5


def test_pieces_of_crowded_ticks_are_no_symbols() -> None:
    """Law: symbols are as long as high and all of one size; what ticks that crowd make up is of any size."""
    cover = line()
    for begin, wide in ((40, 12), (90, 34), (150, 60), (240, 46), (320, 80)):
        for column in range(begin, begin + wide):
            row = int(level(np.array([float(column)]))[0])
            cover[row - 9 : row + 10, column] = 1.0
    assert without_blocks(cover.astype(np.float32), along(cover), WIDE) is None
