"""What level stretches show of a stroke: the loop over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Columns beside the edge of a fall, rows beyond the edge of the stroke, fewest columns of a level, and coverage of its
#: middle from which a column is none of a dashed line's gaps.
ASIDE_PX, BEYOND_PX, LEAST_COLUMNS, DRAWN = 2.0, 2.0, 8, 0.5
#: The quantile of a level's columns that is its cover: marks stand on fewer than the rest.
QUANTILE = 0.75


@njit(cache=True, nogil=True)
def no_more_than_shown(ink, known, own, x, y, end, half):
    """The cover ``own`` (h, w) float32, row by row at most the quantile of the ``known`` ink of each level's columns.

    x, y (k,) where each level begins and its row; end: its last column; half: of the stroke's width.
    """
    height, width = ink.shape
    out = own.copy()
    values, at = np.empty(width, np.float32), np.empty(width, np.int64)
    for i in range(x.size):
        stop = x[i + 1] if i + 1 < x.size else end
        first = max(0, int(np.ceil(x[i] + half + ASIDE_PX)))
        last = min(width - 1, int(np.floor(stop - half - ASIDE_PX)))
        middle = int(np.round(y[i]))
        if last - first + 1 < LEAST_COLUMNS or middle < 0 or middle >= height:
            continue
        count = 0
        for c in range(first, last + 1):
            if ink[middle, c] >= DRAWN:
                at[count] = c
                count += 1
        reach = half + BEYOND_PX
        for r in range(max(0, int(y[i] - reach)), min(height - 1, int(y[i] + reach) + 1) + 1):
            seen = 0
            for k in range(count):
                if known[r, at[k]]:
                    values[seen] = ink[r, at[k]]
                    seen += 1
            if seen < LEAST_COLUMNS:
                continue
            most = np.sort(values[:seen])[int(QUANTILE * (seen - 1))]
            for k in range(count):
                out[r, at[k]] = min(out[r, at[k]], most)
    return out
