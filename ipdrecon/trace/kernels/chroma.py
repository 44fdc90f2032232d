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


#: Sectors of hue, and steps of colour for brightness up to the strongest there is, in which inks are told.
HUES, RATIOS, STRONGEST = 36, 64, 4.0
#: Share of a hue's pixels that have less colour for their brightness than its ink, and of that what is no other ink:
#: where a black mark lies over the line, JPEG keeps the line's colour and the mark's brightness.
BELOW_INK, PURE = 0.9, 0.75


@njit(cache=True, nogil=True)
def pair_steps(pixels):
    """Mean square steps (2, 2, 2) of colour and of brightness between neighbours: columns, rows; from even to odd ones,
    from odd to even.

    pixels (h, w, 3) uint8.
    """
    height, width = pixels.shape[:2]
    total = np.zeros((2, 2, 2))
    count = np.zeros((2, 2))
    for r in range(height - 1):
        for c in range(width - 1):
            red, green, blue = float(pixels[r, c, 0]), float(pixels[r, c, 1]), float(pixels[r, c, 2])
            for axis in range(2):
                k, i = (r, c + 1) if axis == 0 else (r + 1, c)
                dr, dg, db = pixels[k, i, 0] - red, pixels[k, i, 1] - green, pixels[k, i, 2] - blue
                step = max(abs(0.5 * db - 0.1687 * dr - 0.3313 * dg), abs(0.5 * dr - 0.4187 * dg - 0.0813 * db))
                parity = (c if axis == 0 else r) % 2
                total[0, axis, parity] += min(step, MOST_STEP) ** 2
                total[1, axis, parity] += min(abs(0.299 * dr + 0.587 * dg + 0.114 * db), MOST_STEP) ** 2
                count[axis, parity] += 1.0
    return total / np.maximum(count, 1.0)


@njit(cache=True, nogil=True)
def _hue_and_ratio(red, green, blue, kept):
    """Sector of the hue of a colour without brightness, and how much of it there is for the brightness kept."""
    across, up = -0.1687 * red - 0.3313 * green + 0.5 * blue, 0.5 * red - 0.4187 * green - 0.0813 * blue
    hue = int((np.arctan2(up, across) / (2 * np.pi) + 0.5) * HUES) % HUES
    return hue, np.sqrt(across * across + up * up) / kept


@njit(cache=True, nogil=True)
def ink_ratios(pixels, paper, bright, blurred):
    """How much colour for their brightness the inks of each sector of hue have, (HUES,); see :func:`redrawn`."""
    height, width = bright.shape
    count = np.zeros((HUES, RATIOS))
    for r in range(height):
        for c in range(width):
            kept = abs(blurred[r, c])
            if kept > TOLD:
                full = bright[r, c]
                hue, ratio = _hue_and_ratio(
                    pixels[r, c, 0] - paper[r, c, 0] - full,
                    pixels[r, c, 1] - paper[r, c, 1] - full,
                    pixels[r, c, 2] - paper[r, c, 2] - full,
                    kept,
                )
                count[hue, min(int(ratio / STRONGEST * RATIOS), RATIOS - 1)] += ratio
    limits = np.zeros(HUES)
    for hue in range(HUES):
        # Inks are told apart by a sector and its neighbours: a hue that JPEG shifted a little is the same ink's.
        near = count[hue] + count[(hue + 1) % HUES] + count[hue - 1]
        enough, seen = BELOW_INK * near.sum(), 0.0
        for k in range(RATIOS):
            seen += near[k]
            if seen >= enough:
                limits[hue] = k * STRONGEST / RATIOS
                break
    return limits


@njit(cache=True, nogil=True)
def redrawn(pixels, paper, bright, blurred):
    """The picture (h, w, 3) uint8 whose colour is as much as the blurred one is against the blurred brightness.

    Where that is less colour than its hue's ink has for its brightness, a black mark lies over it: it is left.
    pixels (h, w, 3) uint8, paper (h, w, 3), bright and blurred (h, w) float32: contrast in brightness with the paper,
    in full and as the colour was kept.
    """
    height, width = bright.shape
    limits = ink_ratios(pixels, paper, bright, blurred)
    out = np.empty(pixels.shape, np.uint8)
    for r in range(height):
        for c in range(width):
            full, kept = bright[r, c], blurred[r, c]
            share = min(max((kept * full + TOLD**2) / (kept * kept + TOLD**2), 0.0), MOST)
            red = pixels[r, c, 0] - paper[r, c, 0] - full
            green = pixels[r, c, 1] - paper[r, c, 1] - full
            blue = pixels[r, c, 2] - paper[r, c, 2] - full
            if share > 1.0 and abs(kept) > TOLD:
                hue, ratio = _hue_and_ratio(red, green, blue, abs(kept))
                if ratio < PURE * limits[hue]:
                    share = 1.0
            # A channel is brightness and colour: the former stays.
            for j, color in enumerate((red, green, blue)):
                out[r, c, j] = np.uint8(min(max(paper[r, c, j] + full + share * color + 0.5, 0.0), 255.0))
    return out
