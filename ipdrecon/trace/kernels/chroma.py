"""Loops over the colour of pixels, Cb and Cr of JPEG (ITU-T T.871), compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Largest step of colour between two pixels that counts, so that a few strong edges do not decide.
MOST_STEP = 60.0
#: Grey levels of contrast in brightness below which that tells little of the colour: JPEG's noise beside strokes.
TOLD = 20.0
#: Most that the colour of a pixel is stronger than it was kept: of a line of one pixel that crosses another one.
MOST = 4.0


@njit(cache=True, nogil=True)
def pair_steps(pixels):
    """Mean square step of the colour (2, 2) between neighbours: columns, rows; from even to odd ones, from odd to even.

    pixels (h, w, 3) uint8.
    """
    height, width = pixels.shape[:2]
    total = np.zeros((2, 2))
    count = np.zeros((2, 2))
    for r in range(height - 1):
        for c in range(width - 1):
            red, green, blue = float(pixels[r, c, 0]), float(pixels[r, c, 1]), float(pixels[r, c, 2])
            for axis in range(2):
                k, i = (r, c + 1) if axis == 0 else (r + 1, c)
                dr, dg, db = pixels[k, i, 0] - red, pixels[k, i, 1] - green, pixels[k, i, 2] - blue
                step = max(abs(0.5 * db - 0.1687 * dr - 0.3313 * dg), abs(0.5 * dr - 0.4187 * dg - 0.0813 * db))
                parity = (c if axis == 0 else r) % 2
                total[axis, parity] += min(step, MOST_STEP) ** 2
                count[axis, parity] += 1.0
    return total / np.maximum(count, 1.0)


@njit(cache=True, nogil=True)
def redrawn(pixels, paper, bright, blurred):
    """The picture (h, w, 3) uint8 whose colour is as much as the blurred one is against the blurred brightness.

    pixels (h, w, 3) uint8, paper (h, w, 3), bright and blurred (h, w) float32: contrast in brightness with the paper,
    in full and as the colour was kept.
    """
    height, width = bright.shape
    out = np.empty(pixels.shape, np.uint8)
    for r in range(height):
        for c in range(width):
            full, kept = bright[r, c], blurred[r, c]
            share = min(max((kept * full + TOLD**2) / (kept * kept + TOLD**2), 0.0), MOST)
            for j in range(3):
                # A channel is brightness and colour: the former stays.
                color = pixels[r, c, j] - paper[r, c, j] - full
                out[r, c, j] = np.uint8(min(max(paper[r, c, j] + full + share * color + 0.5, 0.0), 255.0))
    return out
