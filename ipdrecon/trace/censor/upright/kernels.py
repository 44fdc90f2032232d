"""Uprights along a curve: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from ipdrecon.trace.censor.along.kernels import column_energy, near_levels, take

#: Share of its strongest pixel that the other pixels of an upright hold.
ALIKE = 0.5
#: Share of a pixel that must be free for it to tell.
TELLS = 0.5
#: Rows beside the line in which an upright must begin.
BEGIN_ROWS = 3
#: Columns to either side in which a curve must run level where shapes are learned, and rows by which it may differ.
LEVEL_COLUMNS, LEVEL_ROWS = 2, 0.6
#: Widths of an upright, and pixels, within which two of them cannot be told from one.
APART, APART_PX = 0.8, 1.0
#: What speaks for a mark between two levels against what is seen of it, and that against its whole ink, at least.
BETWEEN_GOOD, BETWEEN_SEEN = 0.65, 0.3
#: Places between two pixels at which marks are tried.
PHASES = 4
#: Coverage beyond that of the shape that still speaks for it: more is something else's.
SURPLUS = 0.25
#: Coverage beyond the ends of an upright that may be blur.
BEYOND_INK = 0.3


@njit(cache=True, nogil=True)
def column_heights(ink, free, levels, half, reach, lit, faint):
    """How far ink reaches from the line, column by column, where the curve runs level.

    ink, free (h, w) float32; levels (w,) rows, -1 outside the curve; half: of the stroke's width; reach: rows looked
    at; lit: coverage from which a pixel may belong to an upright; faint: whether the mean leaves out the partly covered
    row it ends in, which is much of a low hairline. Returns (w, 4): height above and below the middle of the line (0:
    none, -1: not seen), and mean coverage of either part.
    """
    height, width = ink.shape
    out = np.zeros((width, 4))
    out[:, :2] = -1.0
    for c in range(width):
        level = levels[c]
        if level < 0:
            continue
        flat = True
        for d in range(-LEVEL_COLUMNS, LEVEL_COLUMNS + 1):
            if 0 <= c + d < width and levels[c + d] >= 0 and abs(levels[c + d] - level) > LEVEL_ROWS:
                flat = False
        if not flat:
            continue
        for side in range(2):
            step = -1 if side == 0 else 1
            row = int(np.round(level + step * half))
            last = row + step * BEGIN_ROWS
            while row != last and 0 <= row < height and free[row, c] < TELLS:
                row += step
            if row == last or row < 0 or row >= height:
                continue
            begin = step * (row - level) - 0.5
            peak = 0.0
            for k in range(BEGIN_ROWS):
                r = row + step * k
                if 0 <= r < height and free[r, c] >= TELLS:
                    peak = max(peak, ink[r, c])
            if peak < lit:
                out[c, side] = 0.0
                continue
            mass = 0.0
            whole = 0.0
            count = 0
            r = row
            seen = True
            while 0 <= r < height and step * (r - level) <= reach:
                if free[r, c] < TELLS:
                    seen = False
                    break
                if ink[r, c] < ALIKE * peak:
                    mass += ink[r, c]
                    break
                mass += ink[r, c]
                whole = mass
                count += 1
                r += step
            if not seen or step * (r - level) > reach:
                continue
            out[c, side] = begin + mass / peak if count else 0.0
            out[c, 2 + side] = (whole if faint else mass) / count if count else 0.0
    return out


@njit(cache=True, nogil=True)
def overlap(low, high, at):
    """Share of the pixel at ``at`` between two edges."""
    return max(0.0, min(high, at + 0.5) - max(low, at - 0.5))


@njit(cache=True, nogil=True)
def _weigh(ink, free, level, x, up, down, wide, arm, missing, beyond):
    """Evidence for an upright at (level, x), in pixels of ink, and the ink of it that could be seen.

    Under Gaussian noise a pixel that should hold t and holds r is worth 2rt - t²; missing ink counts ``missing`` times.
    """
    height, width = ink.shape
    top, bottom = level - up, level + down
    left, right = x - wide / 2, x + wide / 2
    worth = 0.0
    shown = 0.0
    c0, c1 = int(np.floor(left + 0.5)), int(np.ceil(right - 0.5))
    r0, r1 = int(np.floor(top + 0.5)), int(np.ceil(bottom - 0.5))
    # Only the first and the last row are covered in part.
    head, foot = overlap(top, bottom, r0), overlap(top, bottom, r1)
    for c in range(max(0, c0), min(width - 1, c1) + 1):
        across = overlap(left, right, c)
        if across <= 0.02:
            continue
        for r in range(max(0, r0), min(height - 1, r1) + 1):
            f = free[r, c]
            if f <= 0:
                continue
            t = across * (head if r == r0 else foot if r == r1 else 1.0)
            v = min(ink[r, c], t + SURPLUS)
            worth += f * t * (2 * v - missing * t)
            shown += f * t * t
        for r in (r0 - 1, r0 - 2, r1 + 1, r1 + 2):
            if 0 <= r < height:
                worth -= beyond * across * free[r, c] * max(0.0, ink[r, c] - BEYOND_INK)
    # Where the upright can be seen and is not there, cross-bars are the line itself, read a pixel off.
    if arm > 0 and worth >= 0:
        low, high = level - wide / 2, level + wide / 2
        for r in range(max(0, int(np.floor(low + 0.5))), min(height - 1, int(np.ceil(high - 0.5))) + 1):
            tall = overlap(low, high, r)
            for c in range(max(0, int(np.floor(x - arm + 0.5))), min(width - 1, int(np.ceil(x + arm - 0.5))) + 1):
                t = tall * (overlap(x - arm, x + arm, c) - overlap(left, right, c))
                f = free[r, c]
                if t <= 0.02 or f <= 0:
                    continue
                worth += f * t * (2 * min(ink[r, c], t + SURPLUS) - missing * t)
                shown += f * t * t
    return worth, shown


@njit(cache=True, nogil=True)
def _best_at(ink, free, high, low, levels, c, up, down, wide, arm, missing, beyond, taken, between):
    """The best place for an upright in a column: phases of a quarter pixel, levels the curve has nearby.

    taken (w, p): places too near to a mark already found; between: whether a mark may hide the short level it stands
    on, between two others, where nearly all that is seen speaks for it.
    """
    best, x, y, most = 0.0, float(c), levels[c], 0.0
    whole = (up + down) * wide * min(1.0, wide)
    top, bottom = high[c], low[c]
    middle = levels[c]
    steps = int(np.ceil((bottom - top) * 2))
    for phase in range(PHASES):
        if taken[c, phase]:
            continue
        at = c - 0.5 + phase / PHASES
        for k in range(-2, steps + 3):
            row = min(top + 0.5 * k, bottom + 1.0)
            near = min(abs(row - middle), min(abs(row - top), abs(row - bottom)))
            hides = near > 1.0 and arm <= 0
            if hides and not between:
                continue
            worth, shown = _weigh(ink, free, row, at, up, down, wide, arm, missing, beyond)
            if hides and (worth < BETWEEN_GOOD * shown or shown < BETWEEN_SEEN * whole):
                continue
            worth -= 0.05 * abs(row - middle) if near <= 1.0 else 0.6
            if worth > best:
                best, x, y, most = worth, at, row, shown
    return best, x, y, most


@njit(cache=True, nogil=True)
def match_uprights(ink, free, levels, up, down, wide, arm, least, part, missing, beyond, near, guard, between):
    """Uprights by matching pursuit: the place with the most evidence first, its pixels then tell no more.

    levels (w,) rows, -1 outside the curve; least: evidence needed, in pixels of ink; part: share of the ink that could
    be seen which must speak for it; near: columns to either side whose levels a mark may stand on; guard: pixels
    beside an upright that are its blur; between: whether it may hide the level it stands on. Returns (m,) columns,
    (m,) rows, (m,) evidence, (m,) ink that could be seen.
    """
    left = free.copy()
    width = levels.size
    high, low = near_levels(levels, near)
    above, below, aside = int(up) + 2, int(down) + 2, int(max(wide / 2, arm)) + 1
    energy = np.zeros(width)
    for c in range(width):
        energy[c] = column_energy(ink, left, high, low, c, above, below)
    taken = np.zeros((width, PHASES), np.bool_)
    score, at, row, seen = np.zeros(width), np.zeros(width), np.zeros(width), np.zeros(width)
    dirty = levels >= 0
    found, where = np.empty(2 * width), np.empty(2 * width)
    strength, visible = np.empty(2 * width), np.empty(2 * width)
    count = 0
    apart = max(APART * wide, APART_PX)
    while count < 2 * width:
        best = -1
        for c in range(width):
            if dirty[c]:
                dirty[c] = False
                score[c] = 0.0
                if energy[max(0, c - aside) : c + aside + 1].sum() < least * missing:
                    continue
                s, at[c], row[c], seen[c] = _best_at(
                    ink, left, high, low, levels, c, up, down, wide, arm, missing, beyond, taken, between
                )
                score[c] = s if s >= part * seen[c] else 0.0
            if score[c] >= least and (best < 0 or score[c] > score[best] + 1e-9):
                best = c
        if best < 0:
            break
        found[count], where[count] = at[best], row[best]
        strength[count], visible[count] = score[best], seen[best]
        count += 1
        x, y = at[best], row[best]
        a, b = x - wide / 2 - guard, x + wide / 2 + guard
        for c in range(max(0, int(a) - 1), min(width - 1, int(b) + 2) + 1):
            gone = overlap(a, b, c)
            for r in range(max(0, int(y - up) - 1), min(left.shape[0] - 1, int(y + down) + 2) + 1):
                left[r, c] *= 1.0 - gone
        if arm > 0:
            for c in range(max(0, int(x - arm)), min(width - 1, int(x + arm) + 1) + 1):
                for r in range(
                    max(0, int(np.floor(y - wide / 2))), min(left.shape[0] - 1, int(np.ceil(y + wide / 2))) + 1
                ):
                    left[r, c] *= 0.3
        take(taken, -0.5, x, apart)
        score[best] = 0.0
        reach = int(max(wide, arm) + wide + 2)
        for c in range(max(0, best - reach), min(width, best + reach + 1)):
            dirty[c] = levels[c] >= 0
            energy[c] = column_energy(ink, left, high, low, c, above, below)
    return found[:count], where[:count], strength[:count], visible[:count]
