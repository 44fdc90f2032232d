"""Ends of bars that stick out into paper: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Coverage from which a pixel belongs to a run; how far its ink may be from the bar's width: share of it, and pixels.
LIT, OTHER_WIDTH, OTHER_PX = 0.35, 0.2, 0.25
#: Pixels by which the middles of neighbouring lines of one bar differ, and those of a bar that goes on before.
STRAIGHT_PX, SAME_BAR_PX = 0.45, 0.6
#: Least coverage within a bar against which that of its end is held.
LEAST_INSIDE = 0.2


@njit(cache=True, nogil=True)
def bar_ends(cover, paper, near, width, least):
    """Ends of bars that run across the lines of pixels (the first axis) and begin after paper.

    cover (n, m) float32 is coverage, paper (n, m) where there is no ink of any colour, near (n, m) where bars are
    looked for; width: of a bar in pixels; least: lines that one is seen in. In each of these it has paper on both
    sides, and paper in the line before the first one. Returns (k, 3): where along the first axis it begins, its middle
    along the second one, lines it is seen in.
    """
    lines, size = cover.shape
    begin = np.zeros(lines + 1, np.int64)
    middle = [0.0 for _ in range(0)]
    most = OTHER_WIDTH * width + OTHER_PX
    for c in range(lines):
        begin[c] = len(middle)
        r = 1
        while r < size - 1:
            if cover[c, r] < LIT or not near[c, r]:
                r += 1
                continue
            first = r
            while r < size - 1 and cover[c, r] >= LIT:
                r += 1
            last = r - 1
            if first < 2 or last + 2 >= size or cover[c, first - 1] >= LIT:
                continue
            if not (paper[c, first - 2] and paper[c, last + 2]):
                continue
            mass, moment = 0.0, 0.0
            for i in range(first - 1, last + 2):
                mass += cover[c, i]
                moment += cover[c, i] * i
            if abs(mass - width) <= most:
                middle.append(moment / mass)
    begin[lines] = len(middle)
    ends = [(0.0, 0.0, 0.0) for _ in range(0)]
    for c in range(2, lines - 1):
        for i in range(begin[c], begin[c + 1]):
            goes_on = False
            for k in range(begin[c - 1], begin[c]):
                goes_on = goes_on or abs(middle[k] - middle[i]) < SAME_BAR_PX
            at = int(np.round(middle[i]))
            if goes_on or not (paper[c - 2, at - 1] and paper[c - 2, at] and paper[c - 2, at + 1]):
                continue
            total, count, line = middle[i], 1, c + 1
            while line < lines:
                found = -1
                for k in range(begin[line], begin[line + 1]):
                    if abs(middle[k] - total / count) < STRAIGHT_PX:
                        found = k
                        break
                if found < 0:
                    break
                total += middle[found]
                count += 1
                line += 1
            if count < least:
                continue
            at = int(np.round(total / count))
            inside = max(cover[c + 1, at], LEAST_INSIDE)
            edge = c + 0.5 - min(cover[c, at] / inside, 1.0) - min(cover[c - 1, at] / inside, 1.0)
            ends.append((edge, total / count, float(count)))
    out = np.empty((len(ends), 3))
    for i in range(len(ends)):
        out[i, 0], out[i, 1], out[i, 2] = ends[i]
    return out


@njit(cache=True, nogil=True)
def falling_chain(rows, tolerance):
    """The most points, given from left to right, of which none lies above one before it by more than ``tolerance``.

    rows (n,) float64. Returns (n,) bool.
    """
    n = rows.size
    length, before = np.ones(n, np.int64), np.full(n, -1, np.int64)
    for i in range(n):
        for j in range(i):
            if rows[j] <= rows[i] + tolerance and length[j] + 1 > length[i]:
                length[i], before[i] = length[j] + 1, j
    kept = np.zeros(n, np.bool_)
    i = int(np.argmax(length)) if n else -1
    while i >= 0:
        kept[i] = True
        i = before[i]
    return kept
