"""How well symbols fit the ink around them: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from ipdrecon.trace.censor.along.kernels import near_levels
from ipdrecon.trace.censor.symbol.kernels import best_at, on_margin, points_of

#: Pixels around a stamp that tell whether it stands alone, and coverage there that is blur.
MARGIN, BLUR = 1, 0.3
#: Coverage from which a symbol reaches as far as a column.
END_INK = 0.3
#: Rows a curve may fall within NEAR columns where single symbols are looked for.
LEVEL_ROWS = 2.0


@njit(cache=True, nogil=True)
def _lit(ink, free, high, low, c, half):
    """Free ink of a column within ``half`` rows of the curve."""
    total = 0.0
    if high[c] >= 0:
        for r in range(max(0, int(high[c]) - half), min(ink.shape[0], int(low[c]) + half + 2)):
            total += ink[r, c] * free[r, c]
    return total


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def lone_stamps(ink, free, levels, stamps, visible, left_over, missing, near):
    """Symbols that are seen whole and stand alone on level stretches: how many, and how much better they fit than
    they must, in squared ink.

    visible: ink of one that must be seen; left_over: share of the squared ink in and around it that it may leave; the
    rest as in ``match_stamps``.
    """
    width = levels.size
    half = stamps.shape[2] // 2
    margin = half + 2
    stride = width + 2 * margin
    page, rest_of_page = on_margin(ink, margin).ravel(), on_margin(free, margin).ravel()
    place, cover = points_of(stamps, stride)
    high, low = near_levels(levels, near)
    lit = np.zeros(width)
    for c in range(width):
        lit[c] = _lit(ink, free, high, low, c, half)
    wide = 0
    for k in range(cover.shape[2]):
        if cover[1, 1, k] > END_INK:
            wide = max(wide, abs((place[1, 1, k] + half * (stride + 1)) % stride - half))
    count = 0
    total = 0.0
    last, held = -1.0e9, 0.0
    taken = np.zeros((width, stamps.shape[0]), np.bool_)
    price = np.float32(missing)
    for c in range(half + 1, width - half - 1):
        if levels[c] < 0 or low[c] - high[c] > LEVEL_ROWS:
            continue
        # It reaches to its ends, and not beyond.
        mass = lit[c - half : c + half + 1].sum()
        ends = min(lit[c - wide] + lit[c - wide + 1], lit[c + wide] + lit[c + wide - 1])
        if ends < END_INK or mass < visible or lit[c - half - 1] + lit[c + half + 1] > left_over * mass + half * BLUR:
            continue
        _worth, _x, y, shown, which = best_at(
            page, rest_of_page, stride, margin, place, cover, high, low, levels, c, price, False, taken
        )
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


@njit(cache=True, nogil=True)
def drawn_with(shape, stamps, x, y):
    """The picture of symbols at (m,) columns x and rows y on a page of (h, w) pixels; where they lie over each other,
    what either leaves free is left free by both."""
    height, width = shape
    phases, n = stamps.shape[0], stamps.shape[2]
    half = n // 2
    bare = np.ones((height, width), np.float32)
    for k in range(x.size):
        row, column = int(np.round(y[k])), int(np.round(x[k]))
        i = min(phases - 1, max(0, int(np.floor((y[k] - row + 0.5) * phases))))
        j = min(phases - 1, max(0, int(np.floor((x[k] - column + 0.5) * phases))))
        for r in range(max(0, row - half), min(height, row + half + 1)):
            for c in range(max(0, column - half), min(width, column + half + 1)):
                bare[r, c] *= 1.0 - stamps[i, j, r - row + half, c - column + half]
    return 1.0 - bare


@njit(cache=True, nogil=True)
def left_over_shares(ink, free, drawn, x, y, reach, least):
    """Share of the squared ink within ``reach`` pixels of each of (m,) places that the drawn symbols leave over, above
    and below the line, (m, 2); all of it where less than ``least`` lies there."""
    height, width = ink.shape
    out = np.ones((x.size, 2))
    for k in range(x.size):
        row, column = int(np.round(y[k])), int(np.round(x[k]))
        for side in range(2):
            whole = 0.0
            rest = 0.0
            first, last = (row - reach, row) if side == 0 else (row + 1, row + reach + 1)
            for r in range(max(0, first), min(height, last)):
                for c in range(max(0, column - reach), min(width, column + reach + 1)):
                    v = ink[r, c]
                    gap = v - drawn[r, c]
                    whole += free[r, c] * v * v
                    rest += free[r, c] * gap * gap
            if whole >= least:
                out[k, side] = rest / whole
    return out
