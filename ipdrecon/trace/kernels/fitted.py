"""A staircase fitted to its ink by drawing it, one fall or level at a time: loops, compiled.

A stroke along a staircase y(x) that never goes up covers in each column x the rows from y(x - w/2) - w/2 to
y(x + w/2) + w/2. A pixel is drawn as ``PARTS`` columns; the rows that a column covers are exact.
"""

from __future__ import annotations

import numpy as np
from numba import njit

#: Columns as which a pixel is drawn.
PARTS = 3
#: Largest misfit of one pixel, a squared difference of coverage: what no move explains must not outweigh what one does.
MOST = 0.5
#: Pixels by which a fall is moved at a time, and a level, the coarsest first; most times by each.
ACROSS, DOWN, TIMES = (4.0, 1.5, 0.5, 0.15), (1.5, 0.5, 0.15), 8
#: Longest level that is moved, in pixels: a longer one is measured well where it lies bare.
LONG = 40.0
#: Misfit that is left as it is, by which a move must lessen it, and of a column up to which its ink is explained: sums
#: over pixels of squared differences of coverage.
FITS, GAIN, GOOD = 0.3, 0.05, 1.0
#: Share of what is gained that columns gain whose ink is then explained.
SURE = 0.3
#: Rounds, for a fall is seen where it stands only when the levels beside it are; a move that asks for another one.
ROUNDS, MOVED = 3, 0.1
#: Least fall and length of a level, in pixels.
LEAST = 1e-3


@njit(cache=True, nogil=True)
def _step(x, at):
    """Step of x (k,) that column ``at`` lies on; the first one before them."""
    a, b = 0, x.size
    while b - a > 1:
        m = (a + b) // 2
        if x[m] <= at:
            a = m
        else:
            b = m
    return a


@njit(cache=True, nogil=True)
def _cover(rows, top, foot):
    """Cover rows (n,), each in [0, 1], between two edges in rows, where row r goes from r - 1/2 to r + 1/2."""
    for r in range(max(0, int(np.floor(top + 0.5))), min(rows.size - 1, int(np.ceil(foot - 0.5))) + 1):
        rows[r] = max(rows[r], min(r + 0.5, foot) - max(r - 0.5, top))


@njit(cache=True, nogil=True)
def misfits(alpha, known, x, y, end, width, marks, shape, left, right):
    """Squared difference of ink and what is drawn, where ink is known, in each column that falls from column ``left``
    to ``right`` may change: (n,), n of them within the picture, none where it ends before the first.

    alpha (h, w) coverage in [0, 1], known (h, w) whether it tells; x, y (k,) columns of falls and rows of levels, both
    rising; end, its last column; width of its line; marks (m,) columns, which must rise; shape: how far marks reach up
    and down, width of their upright and reach of their arms. All lengths are in pixels.
    """
    up, down, wide, arm = shape
    half, reach = width / 2, max(wide / 2, arm)
    first = max(0, int(np.floor(left - half - reach - 1.0)))
    last = min(alpha.shape[1] - 1, int(np.ceil(right + half + reach + 1.0)))
    out = np.zeros(max(0, last - first + 1))
    a, b = _step(x, first - 1.0 - half - reach), _step(x, last + 1.0 + half + reach)
    top = max(0, int(np.floor(y[a] - max(half, up))) - 2)
    rows = min(alpha.shape[0] - 1, int(np.ceil(y[b] + max(half, down))) + 2) - top + 1
    if rows <= 0 or last < first:
        return out
    begin, stop = np.searchsorted(marks, first - reach - 1.0), np.searchsorted(marks, last + reach + 1.0)
    levels = np.empty(stop - begin)
    for m in range(begin, stop):
        levels[m - begin] = y[_step(x, marks[m])] - top
    drawn, part = np.empty(rows), np.empty(rows)
    high, low = a, a
    for c in range(first, last + 1):
        drawn[:] = 0.0
        for p in range(PARTS):
            at = c - 0.5 + (p + 0.5) / PARTS
            part[:] = 0.0
            if at - half <= end and at + half >= x[0]:
                while high < b and x[high + 1] <= at - half:
                    high += 1
                while low < b and x[low + 1] <= min(at + half, end):
                    low += 1
                _cover(part, y[high] - half - top, y[low] + half - top)
            while begin < stop and marks[begin] < at - reach:
                begin += 1
            m = begin
            while m < stop and marks[m] <= at + reach:
                level, off = levels[levels.size - stop + m], abs(at - marks[m])
                if off <= wide / 2:
                    _cover(part, level - up, level + down)
                elif off <= arm:
                    _cover(part, level - wide / 2, level + wide / 2)
                m += 1
            for r in range(rows):
                drawn[r] += part[r]
        for r in range(rows):
            if known[top + r, c]:
                d = drawn[r] / PARTS - alpha[top + r, c]
                out[c - first] += min(d * d, MOST)
    return out


@njit(cache=True, nogil=True)
def fitted(alpha, known, x, y, end, width, marks, shape):
    """Steps and levels (k,) moved to where what is drawn fits the ink better: see ``misfits``.

    The first step, the last level and the end stay. Marks (m,) must rise.
    """
    x, y = x.copy(), y.copy()
    stale = np.ones(x.size + 1, np.bool_)
    for _ in range(ROUNDS):
        again = np.zeros(x.size + 1, np.bool_)
        for i in range(1, x.size):
            if not stale[i - 1 : i + 2].any():
                continue
            stop = x[i + 1] if i + 1 < x.size else end
            if misfits(alpha, known, x, y, end, width, marks, shape, x[i], x[i]).sum() > FITS:
                again[i] |= _moved(alpha, known, x, y, end, width, marks, shape, i, stop)
            if i + 1 < x.size and stop - x[i] <= LONG:
                again[i] |= _lowered(alpha, known, x, y, end, width, marks, shape, i, stop)
        if not again.any():
            break
        stale = again
    return x, y


@njit(cache=True, nogil=True)
def _moved(alpha, known, x, y, end, width, marks, shape, i, stop):
    """Move fall i to where it fits best; whether it was moved by much."""
    begin, low, high = x[i], x[i - 1] + LEAST, stop - LEAST
    for step in ACROSS:
        for sign in (-1.0, 1.0):
            for _ in range(TIMES):
                old, to = x[i], x[i] + sign * step
                if not low < to < high:
                    break
                a, b = min(old, to), max(old, to)
                before = misfits(alpha, known, x, y, end, width, marks, shape, a, b).sum()
                x[i] = to
                if misfits(alpha, known, x, y, end, width, marks, shape, a, b).sum() >= before - GAIN:
                    x[i] = old
                    break
    found = x[i]
    if found == begin:
        return False
    a, b = min(begin, found), max(begin, found)
    after = misfits(alpha, known, x, y, end, width, marks, shape, a, b)
    x[i] = begin
    if not _explained(misfits(alpha, known, x, y, end, width, marks, shape, a, b), after):
        return False
    x[i] = found
    return abs(found - begin) > MOVED


@njit(cache=True, nogil=True)
def _lowered(alpha, known, x, y, end, width, marks, shape, i, stop):
    """Move level i, which goes to column ``stop``, to where it fits best; whether it was moved by much."""
    begin, low, high = y[i], y[i - 1] + LEAST, y[i + 1] - LEAST
    before = misfits(alpha, known, x, y, end, width, marks, shape, x[i], stop)
    best = before.sum()
    if best <= FITS:
        return False
    for step in DOWN:
        for sign in (-1.0, 1.0):
            for _ in range(TIMES):
                old, to = y[i], y[i] + sign * step
                if not low < to < high:
                    break
                y[i] = to
                now = misfits(alpha, known, x, y, end, width, marks, shape, x[i], stop).sum()
                if now >= best - GAIN:
                    y[i] = old
                    break
                best = now
    if y[i] == begin:
        return False
    if not _explained(before, misfits(alpha, known, x, y, end, width, marks, shape, x[i], stop)):
        y[i] = begin
    return abs(y[i] - begin) > MOVED


@njit(cache=True, nogil=True)
def _explained(before, after):
    """Whether most of what columns (n,) gain is gained where what is drawn then explains their ink.

    Where marks are missed, or others' ink lies over it, levels that lie wrong may fit a little better.
    """
    every, sure = 0.0, 0.0
    for c in range(before.size):
        gain = before[c] - after[c]
        if gain > 0.0:
            every += gain
            sure += gain if after[c] <= GOOD else 0.0
    return sure >= SURE * every
