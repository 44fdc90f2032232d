"""Ends of ticks that stick out of another curve's field of ticks: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Pixels by which ink may differ from a line of the curve's width that lies on a field.
SAME_PX = 0.5


@njit(cache=True, nogil=True)
def tip_levels(cover, own, field, near, up, down, half):
    """Levels that ends of ticks tell, of a curve whose line a field of another colour hides.

    cover (h, w) float32 is the coverage by the curve's colour, own (h, w) where that is lit, field (h, w) where the
    other colours are, near (h, w) where ends are looked for; up, down: how far a tick reaches from the middle of the
    line; half: of the line's width. A run of own ink that ends on a field, is too short to hold the line as well, and
    whose line would lie in the field, is the end of a tick, unless it is as thick as the line and so may be that.
    Returns (2, w): level told by the upper and by the lower end in each column, -1 where none does.
    """
    height, width = own.shape
    out = np.full((2, width), -1.0)
    for c in range(width):
        r = 0
        while r < height:
            if not own[r, c]:
                r += 1
                continue
            first = r
            while r < height and own[r, c]:
                r += 1
            last = r - 1
            if not near[first, c] and not near[last, c]:
                continue
            mass = 0.0
            for i in range(max(0, first - 1), min(height - 1, last + 1) + 1):
                mass += cover[i, c]
            # The pixel between two inks is neither's.
            below = last + 1 < height and (field[last + 1, c] or (last + 2 < height and field[last + 2, c]))
            above = first > 0 and (field[first - 1, c] or (first > 1 and field[first - 2, c]))
            if below == above or abs(mass - 2 * half) < SAME_PX:
                continue
            if below and mass < up - half:
                edge = first + 0.5 - (cover[first - 1, c] if first > 0 else 0.0) - cover[first, c]
                level = edge + up
                row = int(np.round(level))
                if row < height and field[row, c]:
                    out[0, c] = level
            elif above and mass < down - half:
                edge = last - 0.5 + cover[last, c] + (cover[last + 1, c] if last + 1 < height else 0.0)
                level = edge - down
                row = int(np.round(level))
                if row >= 0 and field[row, c]:
                    out[1, c] = level
    return out
