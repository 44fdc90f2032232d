"""Loops over the pixels of one stroke, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Fewest rows in which a stroke is seen to be straight, how far its middle may be off in any of them, in pixels, and
#: the share of its rows that other curves may cross.
STRAIGHT_ROWS, STRAIGHT_PX, CROSSED = 4, 0.3, 0.25
#: Coverage from which other ink touches a stroke.
OTHER = 0.3


@njit(cache=True, nogil=True)
def fill_swath(height, low, high):
    """Mask (height, w) of the rows from ``low`` to ``high`` (w,) in each column; empty where low > high."""
    mask = np.zeros((height, low.size), np.bool_)
    for c in range(low.size):
        if low[c] > high[c]:
            continue
        for r in range(max(0, int(np.ceil(low[c]))), min(height - 1, int(np.floor(high[c]))) + 1):
            mask[r, c] = True
    return mask


@njit(cache=True, nogil=True)
def swath_bounds(x, y, end, half, width):
    """First and last row (w,) that a staircase reaches in each column, made wider by ``half``; inf, -inf beside it.

    x, y (k,): where each level begins and its row; end: its last column.
    """
    low, high = np.full(width, np.inf), np.full(width, -np.inf)
    for i in range(x.size):
        stop = x[i + 1] if i + 1 < x.size else end
        first = max(0, int(np.floor(x[i] - half + 0.5)))
        last = min(width, int(np.ceil(stop + half + 0.5)))
        for c in range(first, last):
            low[c], high[c] = min(low[c], y[i] - half), max(high[c], y[i] + half)
        if i > 0:  # the vertical stroke down to this level
            for c in range(first, min(width, int(np.ceil(x[i] + half + 0.5)))):
                low[c], high[c] = min(low[c], y[i - 1] - half), max(high[c], y[i - 1] + half)
    return low, high


@njit(cache=True, nogil=True)
def vertical_centers(alpha, x, y, width):
    """Times of the steps, from the centre of ink of each vertical stroke where it stands clear of both levels.

    alpha (h, w) float32 coverage; x, y (k,) steps and levels in pixels, y never falling; width: stroke width.
    Returns (k,): x where a stroke is too short, or its ink is not one stroke's.
    """
    height, columns = alpha.shape
    refined = x.copy()
    half = width / 2
    for i in range(1, x.size):
        top = int(np.ceil(y[i - 1] + half + 0.5))
        bottom = int(np.floor(y[i] - half - 0.5))
        if bottom < top:
            continue
        left = max(0, int(np.floor(x[i] - half - 1.5)))
        right = min(columns - 1, int(np.ceil(x[i] + half + 1.5)))
        mass = 0.0
        moment = 0.0
        for r in range(max(0, top), min(height - 1, bottom) + 1):
            for c in range(left, right + 1):
                mass += alpha[r, c]
                moment += alpha[r, c] * c
        rows = bottom - top + 1
        if mass <= 0 or abs(mass / rows - width) > 0.35 * width + 0.25:
            continue
        center = moment / mass
        low = refined[i - 1] + 1e-3
        high = x[i + 1] - 1e-3 if i + 1 < x.size else center
        if abs(center - x[i]) <= 1.5 and low < center <= high:
            refined[i] = center
    return refined


@njit(cache=True, nogil=True)
def _run_ink(alpha, row, column, down, along, floor, reach):
    """Coverage summed along a straight run of ink through a pixel, with the rims where it ends."""
    height, width = alpha.shape
    total = alpha[row, column]
    for sign in (-1, 1):
        for d in range(1, reach + 1):
            r, c = row + sign * d * down, column + sign * d * along
            if r < 0 or r >= height or c < 0 or c >= width:
                break
            total += alpha[r, c]
            if alpha[r, c] < floor:
                break
    return total


@njit(cache=True, nogil=True)
def stroke_widths(alpha, ink, top, bottom, floor, reach):
    """Thickness of a stroke at each inked pixel of its path, the smaller of its runs down and along.

    alpha, ink (h, w) float32 coverage by the stroke's colour and by any; top, bottom (w,) path rows, -1 outside; floor:
    coverage below which a run ends; reach: pixels a run is followed. Returns (n,) widths and (n,) those of all ink.
    """
    height, width = alpha.shape
    found = np.empty((2, height + width))
    count = 0
    for c in range(width):
        if top[c] < 0:
            continue
        for r in range(top[c], bottom[c] + 1):
            if alpha[r, c] < floor or count >= found.shape[1]:
                continue
            for i in range(2):
                layer = alpha if i == 0 else ink
                down, along = _run_ink(layer, r, c, 1, 0, floor, reach), _run_ink(layer, r, c, 0, 1, floor, reach)
                found[i, count] = min(down, along)
            count += 1
    return found[0, :count], found[1, :count]


@njit(cache=True, nogil=True)
def straight_center(alpha, ink, left, right, high, low, width):
    """Middle column of one vertical stroke between two levels that other ink touches; NaN where none does, where it is
    not straight, or too short to tell.

    alpha, ink (h, w) float32 coverage by the own colour and by any; left, right: columns about which it stands; high,
    low: rows of the two levels.
    """
    half = width / 2
    top, bottom = max(0, int(np.ceil(high + half + 0.5))), min(alpha.shape[0] - 1, int(np.floor(low - half - 0.5)))
    first, last = max(0, int(np.floor(left - half - 1.5))), min(alpha.shape[1] - 1, int(np.ceil(right + half + 1.5)))
    if bottom - top + 1 < STRAIGHT_ROWS:
        return np.nan
    touched = False
    for r in range(max(0, int(high - half) - 1), min(alpha.shape[0] - 1, int(low + half) + 1) + 1):
        for c in range(first, last + 1):
            touched |= ink[r, c] - alpha[r, c] >= OTHER
    mass, moment, crossed = 0.0, 0.0, 0
    for r in range(top, bottom + 1):
        own, at = 0.0, 0.0
        for c in range(first, last + 1):
            own += alpha[r, c]
            at += alpha[r, c] * c
        if own <= 0.0 or abs(own - width) > 0.2 * width + 0.15:
            crossed += 1
            continue
        mass += own
        moment += at
        if abs(at / own - moment / mass) > STRAIGHT_PX:
            return np.nan
    return moment / mass if touched and crossed <= CROSSED * (bottom - top + 1) else np.nan
