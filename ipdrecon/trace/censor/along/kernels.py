"""The walk along the columns of a curve on which marks are placed: loops over pixels, compiled."""

from __future__ import annotations

from numba import njit


@njit(cache=True, nogil=True)
def near_levels(levels, near):
    """The highest and the lowest level within ``near`` columns of each column; levels (w,) rows, -1 outside."""
    high, low = levels.copy(), levels.copy()
    for c in range(levels.size):
        for q in range(max(0, c - near), min(levels.size, c + near + 1)):
            if levels[c] >= 0 and levels[q] >= 0:
                high[c] = min(high[c], levels[q])
                low[c] = max(low[c], levels[q])
    return high, low


@njit(cache=True, nogil=True)
def column_energy(ink, free, high, low, c, up, down):
    """Free squared ink of a column from ``up`` rows above the curve to ``down`` rows below it.

    Under Gaussian noise a pixel that should hold t and holds v is worth t (2v - mt), where missing ink counts m times;
    that is never more than v² / m, so a mark is never worth more than the energy of its columns over m.
    """
    total = 0.0
    if high[c] >= 0:
        for r in range(max(0, int(high[c]) - up - 1), min(ink.shape[0], int(low[c]) + down + 3)):
            total += ink[r, c] * ink[r, c] * free[r, c]
    return total


@njit(cache=True, nogil=True)
def take(taken, first, x, apart):
    """Mark the places (w, p) within ``apart`` columns of x as taken; the first one of column 0 lies at ``first``."""
    width, phases = taken.shape
    for c in range(max(0, int(x - apart) - 1), min(width, int(x + apart) + 3)):
        for j in range(phases):
            if abs(c + first + j / phases - x) < apart:
                taken[c, j] = True
