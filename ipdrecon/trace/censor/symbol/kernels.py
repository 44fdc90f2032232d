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
def shifted(drawn, fine, phases, n):
    """Coverage of n x n pixels by a shape, moved down and right by shares of a pixel, (phases, phases, n, n) float32.

    drawn (m, m) bool: which points belong to it, ``fine`` of them a pixel, a pixel more than n.
    """
    size = len(drawn)
    summed = np.zeros((size + 1, size + 1), np.int32)
    for r in range(size):
        total = 0
        for c in range(size):
            total += drawn[r, c]
            summed[r + 1, c + 1] = summed[r, c + 1] + total
    out = np.empty((phases, phases, n, n), np.float32)
    step = fine // phases
    for i in range(phases):
        for j in range(phases):
            # A symbol further down by one step is seen in a window further up by one.
            top, left = fine // 2 + step // 2 + (1 - i) * step, fine // 2 + step // 2 + (1 - j) * step
            for r in range(n):
                for c in range(n):
                    a, b = top + fine * r, left + fine * c
                    covered = summed[a + fine, b + fine] - summed[a, b + fine] - summed[a + fine, b] + summed[a, b]
                    out[i, j, r, c] = covered / fine**2
    return out


@njit(cache=True, nogil=True)
def points_of(stamps, stride):
    """The pixels of each stamp with ink: (p, p, m) steps from its middle through a page of ``stride`` columns, and
    (p, p, m) coverage, 0 at the end."""
    phases, n = stamps.shape[0], stamps.shape[2]
    place = np.zeros((phases, phases, n * n), np.int32)
    cover = np.zeros((phases, phases, n * n), np.float32)
    most = 0
    for i in range(phases):
        for j in range(phases):
            count = 0
            for r in range(n):
                for c in range(n):
                    if stamps[i, j, r, c] > FAINT:
                        place[i, j, count] = (r - n // 2) * stride + c - n // 2
                        cover[i, j, count] = stamps[i, j, r, c]
                        count += 1
            most = max(most, count)
    return place[:, :, :most].copy(), cover[:, :, :most].copy()


@njit(cache=True, nogil=True)
def on_margin(page, margin):
    """A (h, w) page with so many empty pixels around it, in which stamps lie that reach over its edges."""
    height, width = page.shape
    wide = np.zeros((height + 2 * margin, width + 2 * margin), page.dtype)
    wide[margin : margin + height, margin : margin + width] = page
    return wide


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract"})
def _weigh(ink, free, place, cover, middle, missing):
    """Evidence for a stamp whose middle is that pixel of the (h * w,) page, and the ink of it that could be seen.

    Under Gaussian noise a pixel that should hold t and holds r is worth 2rt - t²; missing ink counts ``missing`` times.
    """
    worth = np.float32(0.0)
    shown = np.float32(0.0)
    for k in range(cover.size):
        t = cover[k]
        seen = free[middle + place[k]] * t
        v = min(ink[middle + place[k]], t + np.float32(SURPLUS))
        worth += seen * (v + v - missing * t)
        shown += seen * t
    return worth, shown


@njit(cache=True, nogil=True)
def best_at(ink, free, stride, margin, place, cover, high, low, levels, c, missing, roughly, taken):
    """The best place for a symbol in a column: phases of a quarter pixel, levels the curve has nearby.

    ink, free: pages with a ``margin`` as deep as the stamps reach and two pixels more, row by row in (h * stride,);
    roughly: every other phase, whole rows, and none between two levels; taken (w, p): places too near to a symbol
    already found. Returns evidence, column, row, ink that could be seen and the stamp's number.
    """
    phases = cover.shape[0]
    best, x, y, most, which = 0.0, float(c), levels[c], 0.0, -1
    top, bottom, middle = high[c], low[c], levels[c]
    down = 1.0 if roughly else 0.5
    steps = int(np.ceil((bottom - top) / down))
    around = int(1.0 / down)
    height = ink.size // stride - 2 * margin
    for j in range(1 if roughly else 0, phases, 2 if roughly else 1):
        if taken[c, j]:
            continue
        at = c + (j + 0.5) / phases - 0.5
        for k in range(-around, steps + around + 1):
            line = min(top + down * k, bottom + 1.0)
            row = int(np.round(line))
            near = min(abs(line - middle), min(abs(line - top), abs(line - bottom)))
            if (roughly and near > 1.0) or row < -1 or row > height:
                continue
            i = min(phases - 1, max(0, int(np.floor((line - row + 0.5) * phases))))
            middle_pixel = (row + margin) * stride + c + margin
            worth, shown = _weigh(ink, free, place[i, j], cover[i, j], middle_pixel, missing)
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
    height, width = ink.shape
    phases, n = stamps.shape[0], stamps.shape[2]
    half = n // 2
    margin = half + 2
    stride = width + 2 * margin
    page, around = on_margin(ink, margin).ravel(), on_margin(free, margin)
    rest = around.ravel()  # the same memory row by row
    left = around[margin : margin + height, margin : margin + width]
    place, cover = points_of(stamps, stride)
    price = np.float32(missing)
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
                    page, rest, stride, margin, place, cover, high, low, levels, c, price, roughly, taken
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
