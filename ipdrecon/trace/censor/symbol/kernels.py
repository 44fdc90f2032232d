"""Symbols along a curve: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Coverage beyond that of the shape that still speaks for it: more is something else's.
SURPLUS = 0.25
#: Evidence a row beside the curve's own costs, per pixel, and a place between two levels.
OFF_LEVEL, BETWEEN = 0.05, 0.6
#: Coverage below which a stamp's pixel is not of it, and pixels of ink without which nothing stands at a column.
FAINT, WORTH_A_LOOK = 0.02, 0.3
#: Pixels around a stamp that tell whether it stands alone, and coverage there that is blur.
MARGIN, BLUR = 1, 0.3
#: Coverage from which a symbol reaches as far as a column.
END_INK = 0.3
#: Rows a curve may fall within NEAR columns where single symbols are looked for.
LEVEL_ROWS = 2.0
#: How much of a pixel is gone with a symbol that covers it.
GONE = 1.5


@njit(cache=True)
def _points(stamps):
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


@njit(cache=True)
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


@njit(cache=True)
def _fit(ink, free, stamp, row, column):
    """Squared ink in and around a stamp at (row, column), and what of it is left where the stamp is taken away."""
    height, width = ink.shape
    half = stamp.shape[0] // 2
    reach = half + MARGIN
    whole = 0.0
    rest = 0.0
    for r in range(max(0, row - reach), min(height, row + reach + 1)):
        for c in range(max(0, column - reach), min(width, column + reach + 1)):
            i, j = r - row + half, c - column + half
            inside = 0 <= i < stamp.shape[0] and 0 <= j < stamp.shape[1]
            v = ink[r, c]
            gap = v - (stamp[i, j] if inside else 0.0)
            whole += free[r, c] * v * v
            rest += free[r, c] * gap * gap
    return whole, rest


@njit(cache=True)
def _near_levels(levels, near):
    """The highest and the lowest level within ``near`` columns of each column."""
    high, low = levels.copy(), levels.copy()
    for c in range(levels.size):
        for q in range(max(0, c - near), min(levels.size, c + near + 1)):
            if levels[c] >= 0 and levels[q] >= 0:
                high[c] = min(high[c], levels[q])
                low[c] = max(low[c], levels[q])
    return high, low


@njit(cache=True)
def _lit(ink, free, high, low, c, half):
    """Free ink of a column within ``half`` rows of the curve."""
    total = 0.0
    if high[c] >= 0:
        for r in range(max(0, int(high[c]) - half), min(ink.shape[0], int(low[c]) + half + 2)):
            total += ink[r, c] * free[r, c]
    return total


@njit(cache=True)
def _best_at(ink, free, place, cover, high, low, levels, c, missing, first, taken, apart):
    """The best place for a symbol in a column: phases of a quarter pixel, levels the curve has nearby.

    first: the first phase that is tried, every other one where it is not 0; taken (m,): columns of symbols already
    found, within ``apart`` of which another one does not stand. Returns evidence, column, row, ink that could be seen
    and the stamp's number.
    """
    phases = cover.shape[0]
    best, x, y, most, which = 0.0, float(c), levels[c], 0.0, -1
    top, bottom, middle = high[c], low[c], levels[c]
    steps = int(np.ceil((bottom - top) * 2))
    for j in range(first, phases, 2 if first else 1):
        at = c + (j + 0.5) / phases - 0.5
        clear = True
        for other in taken:
            clear = clear and abs(other - at) >= apart
        if not clear:
            continue
        for k in range(-2, steps + 3):
            line = min(top + 0.5 * k, bottom + 1.0)
            row = int(np.round(line))
            i = min(phases - 1, max(0, int(np.floor((line - row + 0.5) * phases))))
            worth, shown = _weigh(ink, free, place[i, j], cover[i, j], row, c, missing)
            near = min(abs(line - middle), min(abs(line - top), abs(line - bottom)))
            worth -= OFF_LEVEL * abs(line - middle) if near <= 1.0 else BETWEEN
            if worth > best:
                best, x, y, most, which = worth, at, line, shown, i * phases + j
    return best, x, y, most, which


@njit(cache=True)
def lone_stamps(ink, free, levels, stamps, visible, left_over, missing, near):
    """Symbols that are seen whole and stand alone on level stretches: how many, and how much better they fit than
    they must, in squared ink.

    visible: ink of one that must be seen; left_over: share of the squared ink in and around it that it may leave; the
    rest as in ``match_stamps``.
    """
    width = levels.size
    half = stamps.shape[2] // 2
    place, cover = _points(stamps)
    high, low = _near_levels(levels, near)
    lit = np.zeros(width)
    for c in range(width):
        lit[c] = _lit(ink, free, high, low, c, half)
    wide = 0
    for k in range(cover.shape[2]):
        if cover[1, 1, k] > END_INK:
            wide = max(wide, abs(place[1, 1, k, 1]))
    count = 0
    total = 0.0
    last, held = -1.0e9, 0.0
    for c in range(half + 1, width - half - 1):
        if levels[c] < 0 or low[c] - high[c] > LEVEL_ROWS:
            continue
        # It reaches to its ends, and not beyond.
        mass = lit[c - half : c + half + 1].sum()
        ends = min(lit[c - wide] + lit[c - wide + 1], lit[c + wide] + lit[c + wide - 1])
        if ends < END_INK or mass < visible or lit[c - half - 1] + lit[c + half + 1] > left_over * mass + half * BLUR:
            continue
        _worth, _x, y, shown, which = _best_at(ink, free, place, cover, high, low, levels, c, missing, 1, lit[:0], 0.0)
        if shown < visible:
            continue
        stamp = stamps[which // stamps.shape[1], which % stamps.shape[1]]
        whole, rest = _fit(ink, free, stamp, int(np.round(y)), c)
        better = whole - rest / left_over
        if better <= 0:
            continue
        if c - last > half:
            count += 1
            total += better
            last, held = c, better
        elif better > held:
            total += better - held
            last, held = c, better
    return count, total


@njit(cache=True)
def match_stamps(ink, free, levels, stamps, least, part, missing, near, apart):
    """Symbols by matching pursuit: the place with the most evidence first, its pixels then tell no more.

    ink (h, w) float32 coverage; free (h, w) float32 share of each pixel that tells; levels (w,) rows, -1 outside the
    curve; stamps (p, p, n, n); least: evidence needed, in pixels of ink; part: share of the ink that could be seen that
    must speak for it; near: columns to either side whose levels it may stand on; apart: columns between any two.
    Returns (m,) columns, (m,) rows, (m,) evidence, (m,) ink that could be seen.
    """
    left = free.copy()
    height, width = ink.shape
    phases, n = stamps.shape[0], stamps.shape[2]
    half = n // 2
    place, cover = _points(stamps)
    high, low = _near_levels(levels, near)
    lit = np.zeros(width)
    for c in range(width):
        lit[c] = _lit(ink, left, high, low, c, half)
    score, at, row, seen = np.zeros(width), np.zeros(width), np.zeros(width), np.zeros(width)
    which = np.full(width, -1)
    dirty = levels >= 0
    found, where = np.empty(2 * width), np.empty(2 * width)
    strength, visible = np.empty(2 * width), np.empty(2 * width)
    count = 0
    while count < 2 * width:
        best = -1
        for c in range(width):
            if dirty[c]:
                dirty[c] = False
                score[c] = 0.0
                mass = 0.0
                for q in range(max(0, c - half), min(width, c + half + 1)):
                    mass += lit[q]
                if mass < WORTH_A_LOOK:
                    continue
                s, at[c], row[c], seen[c], which[c] = _best_at(
                    ink, left, place, cover, high, low, levels, c, missing, 0, found[:count], apart
                )
                score[c] = s if s >= part * seen[c] else 0.0
            if score[c] >= least and (best < 0 or score[c] > score[best] + 1e-9):
                best = c
        if best < 0:
            break
        found[count], where[count] = at[best], row[best]
        strength[count], visible[count] = score[best], seen[best]
        count += 1
        stamp = stamps[which[best] // phases, which[best] % phases]
        middle = int(np.round(row[best]))
        for c in range(max(0, best - half), min(width, best + half + 1)):
            for i in range(n):
                r = middle - half + i
                if 0 <= r < height:
                    left[r, c] *= max(0.0, 1.0 - GONE * stamp[i, c - best + half])
            lit[c] = _lit(ink, left, high, low, c, half)
        for c in range(max(0, best - n), min(width, best + n + 1)):
            dirty[c] = levels[c] >= 0
    return found[:count], where[:count], strength[:count], visible[:count]
