"""Symbols along a curve: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from ipdrecon.trace.censor.along.kernels import column_energy, near_levels, take

#: Coverage beyond that of the shape that still speaks for it: more is something else's.
SURPLUS = 0.25
#: Evidence a row beside the curve's own costs, per pixel, and a place between two levels.
OFF_LEVEL, BETWEEN = 0.05, 0.6
#: Coverage below which a stamp's pixel is not of it.
FAINT = 0.02
#: How much of a pixel is gone with a symbol that covers it.
GONE = 1.5


@njit(cache=True, nogil=True)
def points_of(stamps):
    """The pixels of each stamp with ink: (p, p, m, 2) offsets from its middle, (p, p, m) coverage, 0 at the end."""
    phases, n = stamps.shape[0], stamps.shape[2]
    most = 0
    for i in range(phases):
        for j in range(phases):
            most = max(most, int((stamps[i, j] > FAINT).sum()))
    place = np.zeros((phases, phases, most, 2), np.int64)
    cover = np.zeros((phases, phases, most))
    for i in range(phases):
        for j in range(phases):
            count = 0
            for r in range(n):
                for c in range(n):
                    if stamps[i, j, r, c] > FAINT:
                        place[i, j, count, 0], place[i, j, count, 1] = r - n // 2, c - n // 2
                        cover[i, j, count] = stamps[i, j, r, c]
                        count += 1
    return place, cover


@njit(cache=True, nogil=True)
def _weigh(ink, free, place, cover, row, column, missing):
    """Evidence for a stamp whose middle pixel lies at (row, column), and the ink of it that could be seen.

    Under Gaussian noise a pixel that should hold t and holds r is worth 2rt - t²; missing ink counts ``missing`` times.
    """
    height, width = ink.shape
    worth = 0.0
    shown = 0.0
    for k in range(cover.size):
        t = cover[k]
        r, c = row + place[k, 0], column + place[k, 1]
        if t <= 0 or r < 0 or r >= height or c < 0 or c >= width:
            continue
        f = free[r, c]
        v = min(ink[r, c], t + SURPLUS)
        worth += f * t * (2 * v - missing * t)
        shown += f * t * t
    return worth, shown


@njit(cache=True, nogil=True)
def best_at(ink, free, place, cover, high, low, levels, c, missing, roughly, taken):
    """The best place for a symbol in a column: phases of a quarter pixel, levels the curve has nearby.

    roughly: every other phase, whole rows, and none between two levels; taken (w, p): places too near to a symbol
    already found. Returns evidence, column, row, ink that could be seen and the stamp's number.
    """
    phases = cover.shape[0]
    best, x, y, most, which = 0.0, float(c), levels[c], 0.0, -1
    top, bottom, middle = high[c], low[c], levels[c]
    down = 1.0 if roughly else 0.5
    steps = int(np.ceil((bottom - top) / down))
    around = int(1.0 / down)
    for j in range(1 if roughly else 0, phases, 2 if roughly else 1):
        if taken[c, j]:
            continue
        at = c + (j + 0.5) / phases - 0.5
        for k in range(-around, steps + around + 1):
            line = min(top + down * k, bottom + 1.0)
            row = int(np.round(line))
            near = min(abs(line - middle), min(abs(line - top), abs(line - bottom)))
            if roughly and near > 1.0:
                continue
            i = min(phases - 1, max(0, int(np.floor((line - row + 0.5) * phases))))
            worth, shown = _weigh(ink, free, place[i, j], cover[i, j], row, c, missing)
            worth -= OFF_LEVEL * abs(line - middle) if near <= 1.0 else BETWEEN
            if worth > best:
                best, x, y, most, which = worth, at, line, shown, i * phases + j
    return best, x, y, most, which


@njit(cache=True, nogil=True)
def match_stamps(ink, free, levels, stamps, least, part, missing, near, apart, roughly):
    """Symbols by matching pursuit: the place with the most evidence first, its pixels then tell no more.

    ink (h, w) float32 coverage; free (h, w) float32 share of each pixel that tells; levels (w,) rows, -1 outside the
    curve; stamps (p, p, n, n); least: evidence needed, in pixels of ink; part: share of the ink that could be seen that
    must speak for it; near: columns to either side whose levels it may stand on; apart: columns between any two;
    roughly: as in ``best_at``. Returns (m,) columns, (m,) rows, (m,) evidence, (m,) ink that could be seen.
    """
    left = free.copy()
    height, width = ink.shape
    phases, n = stamps.shape[0], stamps.shape[2]
    half = n // 2
    place, cover = points_of(stamps)
    high, low = near_levels(levels, near)
    lit = np.zeros(width)
    for c in range(width):
        lit[c] = column_energy(ink, left, high, low, c, half, half)
    score, at, row, seen = np.zeros(width), np.zeros(width), np.zeros(width), np.zeros(width)
    which = np.full(width, -1)
    dirty = levels >= 0
    found, where = np.empty(2 * width), np.empty(2 * width)
    strength, visible = np.empty(2 * width), np.empty(2 * width)
    taken = np.zeros((width, phases), np.bool_)
    count = 0
    while count < 2 * width:
        best = -1
        for c in range(width):
            if dirty[c]:
                dirty[c] = False
                score[c] = 0.0
                most = 0.0
                for q in range(max(0, c - half), min(width, c + half + 1)):
                    most += lit[q]
                if most < least * missing:
                    continue
                s, at[c], row[c], seen[c], which[c] = best_at(
                    ink, left, place, cover, high, low, levels, c, missing, roughly, taken
                )
                score[c] = s if s >= part * seen[c] else 0.0
            if score[c] >= least and (best < 0 or score[c] > score[best] + 1e-9):
                best = c
        if best < 0:
            break
        found[count], where[count] = at[best], row[best]
        strength[count], visible[count] = score[best], seen[best]
        take(taken, 0.5 / phases - 0.5, at[best], apart)
        count += 1
        stamp = stamps[which[best] // phases, which[best] % phases]
        middle = int(np.round(row[best]))
        for c in range(max(0, best - half), min(width, best + half + 1)):
            for i in range(n):
                r = middle - half + i
                if 0 <= r < height:
                    left[r, c] *= max(0.0, 1.0 - GONE * stamp[i, c - best + half])
            lit[c] = column_energy(ink, left, high, low, c, half, half)
        for c in range(max(0, best - n), min(width, best + n + 1)):
            dirty[c] = levels[c] >= 0
    return found[:count], where[:count], strength[:count], visible[:count]
