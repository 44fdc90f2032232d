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


@njit(cache=True, nogil=True)
def even_fill(alpha, faint, drawn, even):
    """Coverage of the pixels in the middle of 3 x 3 that are all pale and alike, 0 elsewhere, and whether any is one.

    alpha (h, w) float32; faint, drawn: between which all are; even: range of their coverage. Beyond its edges a layer
    goes on as pale.
    """
    height, width = alpha.shape
    out = np.zeros((height, width), np.float32)
    found = False
    for r in range(height):
        for c in range(width):
            if not faint < alpha[r, c] < drawn:
                continue
            least, most = alpha[r, c], alpha[r, c]
            for i in range(max(0, r - 1), min(height, r + 2)):
                for j in range(max(0, c - 1), min(width, c + 2)):
                    least, most = min(least, alpha[i, j]), max(most, alpha[i, j])
            if least > faint and most < drawn and most - least <= even:
                out[r, c] = alpha[r, c]
                found = True
    return out, found


@njit(cache=True, nogil=True)
def without_level(alpha, level):
    """Coverage beyond that of what lies beneath, (h, w) float32: ``level`` (h, w) float32 of it, and never more."""
    height, width = alpha.shape
    out = np.empty((height, width), np.float32)
    one = np.float32(1.0)
    for r in range(height):
        for c in range(width):
            a = alpha[r, c]
            under = min(level[r, c], a)
            out[r, c] = a if under <= 0 else (a - under) / (one - under) if under < one else np.float32(0.0)
    return out
