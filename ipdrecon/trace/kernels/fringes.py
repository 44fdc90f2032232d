"""Fringes of level lines, pixel by pixel, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def alike_after(contrast, alike, noise):
    """Pixels from which on a row stays as it is for ``alike`` columns, to ``noise`` grey levels, (h, w) bool."""
    height, width = contrast.shape
    out = np.zeros((height, width), np.bool_)
    for r in range(height):
        run = 0
        for c in range(width - 2, -1, -1):
            run = run + 1 if abs(contrast[r, c + 1] - contrast[r, c]) <= noise else 0
            out[r, c] = run >= alike
    return out


@njit(cache=True, nogil=True)
def fringe_pairs(contrast, level, line, faintest, strongest, widest, noise):
    """Fringes (m, 2) above and below level lines, in grey levels of difference from the ground above them.

    contrast (h, w) float32; level (h, w) bool: where a row stays as it is; line, faintest: least contrast of a line and
    of the fringe above it; strongest: share of the line's a fringe has at most; widest: rows of a line; noise: grey
    levels within which the ground below is that above.
    """
    height, width = contrast.shape
    out = np.empty((height * width // 2 + 1, 2), np.float32)
    count = 0
    for r in range(height - 2):
        for c in range(width):
            if not (level[r, c] and level[r + 1, c] and level[r + 2, c]):
                continue
            ground = contrast[r, c]
            fringe, strength = contrast[r + 1, c] - ground, contrast[r + 2, c] - ground
            toward = fringe if strength > 0 else -fringe
            if abs(strength) <= line or toward < faintest or abs(fringe) >= strongest * abs(strength):
                continue
            below = r + 2
            for _ in range(widest):  # to the first row beneath the line itself
                if (contrast[below, c] - ground) / strength <= strongest:
                    break
                below = min(below + 1, height - 1)
            beneath = min(below + 1, height - 1)
            if below < height - 1 and level[below, c] and abs(contrast[beneath, c] - ground) < noise:
                out[count, 0], out[count, 1] = abs(fringe), abs(contrast[below, c] - ground)
                count += 1
    return out[:count]
