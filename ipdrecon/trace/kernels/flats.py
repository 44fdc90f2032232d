"""The loop over pixels that tells the rims of even areas from ink, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: How far a rim's blends lie from the areas on both sides, in pixels, by how many grey levels they may leave what is
#: between these, and within how many a pixel has a line's own colour.
REACH, SLACK, OWN = 2, 2.0, 2.5


@njit(cache=True, nogil=True)
def without_rims(rgb, paper, area, colors, cores, grid):
    """The paper (h, w, 3), with each pixel that is a blend of even areas beside it, or of a grid, as paper.

    rgb, paper (h, w, 3) float32; area (h, w): which of the colors (n, 3) is even there, or -1; cores (k, 3): what is in
    a line's own colour is none of it; grid (h, w) bool.
    """
    height, width = area.shape
    out = paper.copy()
    low = np.empty(3, np.float32)
    high = np.empty(3, np.float32)
    for r in range(height):
        for c in range(width):
            if area[r, c] >= 0 or _is_own(rgb[r, c], cores):
                continue
            first = -1
            several = False
            for i in range(max(0, r - REACH), min(height, r + REACH + 1)):
                for j in range(max(0, c - REACH), min(width, c + REACH + 1)):
                    a = area[i, j]
                    if a < 0 or a == first:
                        continue
                    several = first >= 0
                    for k in range(3):
                        low[k] = min(low[k], colors[a, k]) if first >= 0 else colors[a, k]
                        high[k] = max(high[k], colors[a, k]) if first >= 0 else colors[a, k]
                    if first < 0:
                        first = a
            between = several
            for k in range(3):
                between = between and low[k] - SLACK <= rgb[r, c, k] <= high[k] + SLACK
            if between or grid[r, c]:
                for k in range(3):
                    out[r, c, k] = rgb[r, c, k]
    return out


@njit(cache=True, nogil=True)
def _is_own(color, cores):
    """Whether a pixel has the colour of a line."""
    for i in range(len(cores)):
        own = True
        for k in range(3):
            own = own and abs(color[k] - cores[i, k]) <= OWN
        if own:
            return True
    return False
