"""How well levels explain the ink of a curve's colour, and the falling ones that explain most: loops, compiled.

A line is (half its width, how far its marks reach up and down, the width of their uprights, the reach of their arms),
in pixels. Ink is counted in bands of rows: ``own`` and ``bare`` (n, rows + 1) hold how many rows of the curve's own
ink, and of paper, lie above each row of a column's band, which begins at row ``base`` (n,).
"""

from __future__ import annotations

import numpy as np
from numba import njit

#: Coverage from which ink is the curve's own, and below which by ink of any colour there is paper.
OWN, PAPER = 0.5, 0.3
#: Cost of a line or mark that lies on bare paper, of a line that lies wholly beneath other ink, of a mark, and of a row
#: of own ink that nothing explains; most that one column costs, as an odd one proves little.
VOID, BENEATH, MARK, ROW, MOST = 4.0, 0.03, 0.03, 0.35, 2.0
#: Cost of a cross-bar that reaches beyond a fall, and of a column from which one is looked for.
ARM, UNEXPLAINED = 0.05, 0.1
#: Share of the columns of a stretch that show own ink.
SEEN = 0.5
#: Rows at the rim of a line or mark that may be blurred; difference of levels, in pixels, that is a fall; that is none.
RIM_PX, FALL_PX, SAME_PX = 0.7, 0.5, 0.25


@njit(cache=True, nogil=True)
def counted(alpha, every, hidden, theirs, base, rows):
    """Rows of own ink and of paper above each row of a column's band: two (n, rows + 1).

    alpha, every (h, n) are coverage by the curve's own colour and by any, hidden (h, n) where paper is not seen, theirs
    (h, n) where ink of its colour may be that of others; base (n,).
    """
    height, n = alpha.shape
    own, bare = np.zeros((n, rows + 1), np.int32), np.zeros((n, rows + 1), np.int32)
    for c in range(n):
        for i in range(rows):
            r = base[c] + i
            inside = 0 <= r < height
            own[c, i + 1] = own[c, i] + (1 if inside and alpha[r, c] >= OWN and not theirs[r, c] else 0)
            paper = inside and every[r, c] < PAPER and not hidden[r, c]
            bare[c, i + 1] = bare[c, i] + (1 if paper else 0)
    return own, bare


@njit(cache=True, nogil=True)
def _within(counts, c, low, high):
    """Rows counted from low to high - 1 of a band."""
    last = counts.shape[1] - 1
    return counts[c, min(max(high, 0), last)] - counts[c, min(max(low, 0), last)]


@njit(cache=True, nogil=True)
def _column_cost(own, bare, c, core, drawn, mark):
    """Cost of a column whose line covers the rows of ``core``, whose ink may reach over those that are ``drawn``, and
    in which a mark, if there is one, covers those of ``mark``: pairs (upper edge, lower edge) within the band."""
    a, b = int(np.ceil(core[0] + RIM_PX - 0.5)), int(np.floor(core[1] - RIM_PX + 0.5)) + 1
    if b <= a:
        a = int(np.round((core[0] + core[1]) / 2))
        b = a + 1
    paper = _within(bare, c, a, b) / (b - a)
    line = VOID * paper + BENEATH * max(0.0, 1.0 - paper - _within(own, c, a, b) / (b - a))
    total = own[c, own.shape[1] - 1]
    a, b = int(np.ceil(drawn[0] - RIM_PX - 0.5)), int(np.floor(drawn[1] + RIM_PX + 0.5)) + 1
    alone = line + ROW * (total - _within(own, c, a, b))
    f, g = int(np.ceil(mark[0] + RIM_PX)), int(np.floor(mark[1] - RIM_PX)) + 1
    gone = _within(bare, c, f, g) / max(g - f, 1)
    a = int(np.ceil(min(drawn[0], mark[0]) - RIM_PX - 0.5))
    b = int(np.floor(max(drawn[1], mark[1]) + RIM_PX + 0.5)) + 1
    marked = line + MARK + VOID * gone + ROW * (total - _within(own, c, a, b))
    return min(alone, marked, MOST)


@njit(cache=True, nogil=True)
def _cost_at(own, bare, base, levels, c, line):
    """Cost of a column of a curve along levels (n,), its falls drawn."""
    half, up, down, wide, arm = line
    last = levels.size - 1
    near, far, across, reach = int(max(half - 0.5, 0.0)), int(np.ceil(half + 0.5)), int(np.ceil(wide / 2)), int(arm)
    here, zero = levels[c] - base[c], base[c]
    core = (levels[max(0, c - near)] - zero - half, levels[min(last, c + near)] - zero + half)
    drawn = (levels[max(0, c - far)] - zero - half, levels[min(last, c + far)] - zero + half)
    best = _column_cost(own, bare, c, core, drawn, (here - up, here + down))
    for q in (max(0, c - across), min(last, c + across)):
        if best > UNEXPLAINED and levels[q] != levels[c]:  # a mark that stands beyond a fall
            there = levels[q] - zero
            best = min(best, _column_cost(own, bare, c, core, drawn, (there - up, there + down)))
    if reach > 0 and best > UNEXPLAINED:
        upper = min(drawn[0], levels[max(0, c - reach)] - zero - wide / 2)
        lower = max(drawn[1], levels[min(last, c + reach)] - zero + wide / 2)
        best = min(best, ARM + _column_cost(own, bare, c, core, (upper, lower), (here - up, here + down)))
    return best


@njit(cache=True, nogil=True)
def costs_along(own, bare, base, levels, line):
    """Cost of each column of a curve along levels (n,), its falls drawn: (n,)."""
    cost = np.empty(levels.size)
    for c in range(levels.size):
        cost[c] = _cost_at(own, bare, base, levels, c, line)
    return cost


@njit(cache=True, nogil=True)
def _cost_between(own, bare, base, levels, begin, end, line, step):
    """Cost of columns begin <= c < end, and ``step`` for each fall."""
    total = 0.0
    for c in range(max(0, begin), min(levels.size, end)):
        total += _cost_at(own, bare, base, levels, c, line)
        if c > 0 and levels[c] - levels[c - 1] > FALL_PX:
            total += step
    return total


@njit(cache=True, nogil=True)
def falling_levels(own, bare, base, around, reach, parts, line, step):
    """The never rising levels (n,) of least cost, ``step`` for each fall, ``parts`` of a pixel apart.

    They lie within ``reach`` pixels of the rows ``around`` (n,). Each column is judged by its own level, falls are not
    drawn: it is for ``mixed`` to say where these are the better ones.
    """
    half, up, down, _, _ = line
    n, count = around.size, 2 * reach * parts + 1
    top = around.min() - reach
    size = (around.max() + reach - top) * parts + 1
    best = np.zeros(size, np.float32)
    came = np.zeros((n, size), np.int32)
    for c in range(n):
        off = (around[c] - reach - top) * parts
        new = np.full(size, np.inf, np.float32)
        least, at = np.float32(np.inf), -1
        for i in range(min(size, off + count)):
            value, a = best[i], i
            if c > 0 and least + step < value:
                value, a = least + step, at
            if best[i] < least:
                least, at = best[i], i
            if i >= off:
                y = top + i / parts - base[c]
                edges = (y - half, y + half)
                new[i] = value + _column_cost(own, bare, c, edges, edges, (y - up, y + down))
                came[c, i] = a
        best = new
    out = np.empty(n)
    i = int(np.argmin(best))
    for c in range(n - 1, -1, -1):
        out[c] = top + i / parts
        i = came[c, i]
    return out


@njit(cache=True, nogil=True)
def mixed(own, bare, base, levels, other, line, step, margin, most):
    """Levels (n,) with stretches of ``other`` ones (n,) where these explain more, by ``margin`` at least.

    A stretch goes from a fall of either to another one, over ``most`` of them at most, and shows own ink: where none is
    seen nothing says where the curve went. step: cost of a fall.
    """
    n = levels.size
    out, trial = levels.copy(), levels.copy()
    falls = (np.abs(np.diff(levels)) > SAME_PX) | (np.abs(np.diff(other)) > SAME_PX)
    breaks = np.concatenate((np.array([0]), np.flatnonzero(falls) + 1, np.array([n])))
    pad = int(np.ceil(line[0] + max(line[3], line[4]))) + 2
    i = 0
    while i < len(breaks) - 1:
        a, end, best, at = breaks[i], breaks[min(len(breaks) - 1, i + most)], margin, -1
        for j in range(i + 1, min(len(breaks), i + 1 + most)):
            b = breaks[j]
            _take(trial, other, out, a, b)
            seen = np.count_nonzero(own[a:b, -1])
            if np.abs(trial[a:b] - out[a:b]).max() <= 2 * FALL_PX or seen < SEEN * (b - a):
                continue
            before = _cost_between(own, bare, base, out, a - pad, b + pad, line, step)
            if before <= best:
                continue
            gain = before - _cost_between(own, bare, base, trial, a - pad, b + pad, line, step)
            if gain > best:
                best, at = gain, j
        if at >= 0:
            _take(out, other, out, a, breaks[at])
        trial[a:end] = out[a:end]
        i = at if at >= 0 else i + 1
    return out


@njit(cache=True, nogil=True)
def _take(levels, other, around, begin, end):
    """Set columns begin <= c < end of levels to other ones, within those ``around`` before and after."""
    for c in range(begin, end):
        level = max(other[c], around[begin - 1]) if begin > 0 else other[c]
        levels[c] = min(level, around[end]) if end < levels.size else level
