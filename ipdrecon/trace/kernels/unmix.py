"""The loop over pixels that parts their ink among the curves' colours, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Contrast below which a pixel is paper and not looked at.
SEEN = 6.0
#: Coverage beyond which a colour is not that of the pixel, and how dear the excess is: a half-covered dark edge must
#: not pass as a fully covered pale line, nor the reverse.
FULL, EXCESS = 1.05, 6.0
#: Most that a blend's misfit may exceed the best one's, and a misfit's limit: at no contrast, and how it grows with it.
NEAR, TOLERANCE, TOLERANCE_SHARE = 6.0, 18.0, 0.22
#: Coverage from which a pixel's ink is explained, and misfit against its contrast up to which it is at any coverage:
#: the pale edge of a stroke.
EXPLAINED, PLAIN_SHARE = 0.3, 0.08


@njit(cache=True, nogil=True)
def blends(rgb, paper, contrast, rules, cores, page, veil):
    """Coverage (k, h, w) of each pixel by each core, and other ink (h, w), both float32.

    rgb, paper (h, w, 3), contrast (h, w) float32, rules (h, w) bool, cores (k, 3), page (3,); veil (h, w): opacity of
    bands over the page, empty where there are none.
    """
    height, width = contrast.shape
    count = len(cores)
    alpha = np.zeros((count, height, width), np.float32)
    other = np.zeros((height, width), np.float32)
    share = np.empty(count, np.float32)
    misfit = np.empty(count, np.float32)
    offset = np.empty(3, np.float32)
    above = np.empty(3, np.float32)
    under = np.empty(3, np.float32)
    for r in range(height):
        for c in range(width):
            strength = np.float32(min(1.0, contrast[r, c] / 120.0))
            most = 0.0
            nearest = np.inf
            if contrast[r, c] > SEEN:
                for j in range(3):
                    offset[j] = rgb[r, c, j] - paper[r, c, j]
                for i in range(count):
                    for j in range(3):
                        above[j] = cores[i, j] - paper[r, c, j]
                    a, rest = _coverage(offset, above)
                    if veil.size:
                        # A line beneath the bands keeps its direction and is weakened by them; one above has its own
                        # colour.
                        for j in range(3):
                            under[j] = (cores[i, j] - page[j]) * (1.0 - veil[r, c])
                        weaker, left = _coverage(offset, under)
                        if left < rest:
                            a, rest = weaker, left
                    share[i] = a
                    misfit[i] = rest + EXCESS * max(0.0, a - FULL)
                    nearest = min(nearest, misfit[i])
                if not rules[r, c]:
                    for i in range(count):
                        if misfit[i] <= nearest + NEAR and misfit[i] <= TOLERANCE + TOLERANCE_SHARE * contrast[r, c]:
                            alpha[i, r, c] = min(share[i], np.float32(1.0))
                            most = max(most, alpha[i, r, c])
            plain = most > 0.0 and nearest <= PLAIN_SHARE * contrast[r, c]
            other[r, c] = 0.0 if most > EXPLAINED or plain else strength
    return alpha, other


@njit(cache=True, nogil=True)
def _coverage(offset, line):
    """Coverage by a line, and the distance of a colour from the nearest blend; an offset (3,) from the paper."""
    length = max(line[0] ** 2 + line[1] ** 2 + line[2] ** 2, np.float32(1.0))
    along = (offset[0] * line[0] + offset[1] * line[1] + offset[2] * line[2]) / length
    a = min(max(along, np.float32(0.0)), np.float32(1.15))
    rest = np.float32(0.0)
    for j in range(3):
        rest += (offset[j] - a * line[j]) ** 2
    return a, np.sqrt(rest)
