"""Thickness of a stroke across: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def as_thick_as_drawn(ink, known, own, steep, width, blur):
    """The share of each pixel that a staircase's stroke can cover, no thicker than it is drawn.

    A staircase that goes right and down, drawn with a square pen, is equally thick along every line that goes left and
    down, on levels, falls and corners alike. So of two pixels with ink that lie a width apart along such a line, one is
    not the stroke's, and neither is taken for it.

    ink (h, w) float32; known (h, w): where ink is the curve's colour for sure; own (h, w) float32: the cover by the
    staircase as it was read, a slack around it; steep (w,): columns asked; width: of the stroke, in pixels; blur: ink
    on the other side that is no more than its edge. Returns (h, w) float32.
    """
    height, columns = ink.shape
    out = own.copy()
    for c in range(columns):
        if not steep[c]:
            continue
        for r in range(height):
            if own[r, c] <= 0 or ink[r, c] <= blur:
                continue
            across = max(
                _ink_at(ink, known, r + width, c - width),
                _ink_at(ink, known, r - width, c + width),
            )
            out[r, c] = min(own[r, c], 1.0 - max(0.0, across - blur) / (1.0 - blur))
    return out


@njit(cache=True, nogil=True)
def _ink_at(ink, known, y, x):
    """Ink at a point between four pixels; 0 where one of them tells nothing."""
    height, columns = ink.shape
    r, c = int(np.floor(y)), int(np.floor(x))
    if r < 0 or c < 0 or r + 1 >= height or c + 1 >= columns:
        return 0.0
    if not (known[r, c] and known[r + 1, c] and known[r, c + 1] and known[r + 1, c + 1]):
        return 0.0
    down, right = y - r, x - c
    upper = (1 - right) * ink[r, c] + right * ink[r, c + 1]
    lower = (1 - right) * ink[r + 1, c] + right * ink[r + 1, c + 1]
    return (1 - down) * upper + down * lower
