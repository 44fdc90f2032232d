"""What stands out of a curve on either side of it: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from ipdrecon.trace.censor.upright.kernels import BEYOND_INK, PHASES, SURPLUS, overlap

#: Share of the squared ink of one side that must be seen to tell of it.
SEEN = 0.25
#: What missing ink counts against ink, ink right beyond the end, and rows looked at there.
MISSING, BEYOND, BEYOND_ROWS = 1.25, 0.7, 2
#: Coverage there against that of the part, from which it does not end but goes on.
GOES_ON = 0.6


@njit(cache=True, nogil=True)
def sides_of(ink, free, levels, half, reach, wide):
    """Evidence for the part of an upright above and below each place of a curve, in pixels of ink.

    ink, free (h, w) float32; levels (w,) rows, -1 outside the curve; half: of the stroke's width; reach: of the upright
    from the middle of the line; wide: its width. Returns (2, w * PHASES); 0 where too little of the side is seen.
    """
    height, width = ink.shape
    out = np.zeros((2, width * PHASES))
    for c in range(width):
        level = levels[c]
        if level < 0:
            continue
        for side in range(2):
            top = level - reach if side == 0 else level + half
            bottom = level - half if side == 0 else level + reach
            r0, r1 = int(np.floor(top + 0.5)), int(np.ceil(bottom - 0.5))
            if r0 < 0 or r1 >= height:
                continue
            for phase in range(PHASES):
                x = place_of(c * PHASES + phase)
                left, right = x - wide / 2, x + wide / 2
                worth = 0.0
                shown = 0.0
                whole = 0.0
                seen = 0.0
                held = 0.0
                bare = 0.0
                after = 0.0
                for k in range(max(0, int(np.floor(left + 0.5))), min(width - 1, int(np.ceil(right - 0.5))) + 1):
                    across = overlap(left, right, k)
                    for r in range(r0, r1 + 1):
                        t = across * overlap(top, bottom, r)
                        told = free[r, k] * t
                        worth += told * (2 * min(ink[r, k], t + SURPLUS) - MISSING * t)
                        shown += told * t
                        whole += t * t
                        seen += told
                        held += told * ink[r, k]
                    for away in range(1, BEYOND_ROWS + 1):
                        r = r0 - away if side == 0 else r1 + away
                        if 0 <= r < height:
                            worth -= BEYOND * across * free[r, k] * max(0.0, ink[r, k] - BEYOND_INK)
                            bare += across * free[r, k]
                            after += across * free[r, k] * ink[r, k]
                if shown >= SEEN * whole and after * seen <= GOES_ON * held * bare:
                    out[side, c * PHASES + phase] = max(0.0, worth)
    return out


@njit(cache=True, nogil=True)
def place_of(k):
    """The column, in pixels, of the place with number ``k``."""
    return (k + 0.5) / PHASES - 0.5


@njit(cache=True, nogil=True)
def meetings_of(sides, shift, apart):
    """Where both sides (2, n) stand out at one place, the lower one ``shift`` places along the curve, and what the
    weaker of them is worth there: the best of any ``apart`` places to either side. Returns numbers and worths (m,)."""
    count = sides.shape[1]
    both = np.zeros(count)
    for k in range(count):
        if 0 <= k + shift < count:
            both[k] = min(sides[0, k], sides[1, k + shift])
    at = np.zeros(count, np.int64)
    found = 0
    for k in range(count):
        if both[k] <= 0.0:
            continue
        best = True
        for j in range(max(0, k - apart), min(count, k + apart + 1)):
            if both[j] > both[k] or (both[j] == both[k] and j < k):
                best = False
                break
        if best:
            at[found] = k
            found += 1
    return at[:found], both[at[:found]]
