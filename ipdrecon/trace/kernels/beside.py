"""The loop over pixels that takes a curve's own stroke out of the ink around it, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Share of a pixel's paper, at least, by which ink beside a stroke is divided.
LEAST_FREE = np.float32(0.05)


@njit(cache=True, nogil=True)
def without_stroke(lit, own, hidden, beneath):
    """Ink beside a stroke, as a share of what the stroke leaves free, and that free share, both (h, w) float32.

    lit (h, w) float32: ink near the curve; own (h, w) float32: cover by its stroke; hidden (h, w) bool: where nothing
    tells; beneath (h, w) bool: where what lies beneath other ink does not, empty where there is none.
    """
    height, width = lit.shape
    ink, free = np.empty((height, width), np.float32), np.empty((height, width), np.float32)
    crossed = beneath.size > 0
    one, none = np.float32(1.0), np.float32(0.0)
    for r in range(height):
        for c in range(width):
            left = one - own[r, c]
            over = lit[r, c] - own[r, c]
            ink[r, c] = over / max(left, LEAST_FREE) if over > none else none
            free[r, c] = none if hidden[r, c] or (crossed and beneath[r, c]) else left
    return ink, free
