"""Upright pieces of ink of one length: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Rows by which a run of lit pixels may be shorter or longer than its piece: those it ends in are covered in part.
PARTLY = 2


@njit(cache=True, nogil=True)
def upright_pieces(ink, where, lit, shortest, longest):
    """Runs of ink in single columns that are so long.

    ink (h, w) float32; where (h, w) bool: holds their middles; lit: coverage of their pixels; shortest, longest: in
    pixels. Returns their columns, middles in rows and ink, (m,) each.
    """
    height, width = ink.shape
    most = int(height * width / max(1.0, shortest - PARTLY)) + width + 1
    columns, middles, mass = np.empty(most), np.empty(most), np.empty(most)
    count = 0
    for c in range(width):
        r = 0
        while r < height:
            if ink[r, c] < lit:
                r += 1
                continue
            first = r
            while r < height and ink[r, c] >= lit:
                r += 1
            last = r - 1
            length = last - first + 1
            if length < shortest - PARTLY or length > longest + PARTLY or not where[(first + last) // 2, c]:
                continue
            # Where it begins and ends within a pixel the coverage says.
            whole = np.sort(ink[first : last + 1, c])[length // 2]
            head = min(1.0, ink[first, c] / whole)
            foot = min(1.0, ink[last, c] / whole)
            if first > 0:
                head += min(1.0, ink[first - 1, c] / whole)
            if last < height - 1:
                foot += min(1.0, ink[last + 1, c] / whole)
            top, bottom = first + 0.5 - head, last - 0.5 + foot
            if shortest <= bottom - top <= longest:
                columns[count], middles[count], mass[count] = c, (top + bottom) / 2, whole * (bottom - top)
                count += 1
    return columns[:count], middles[:count], mass[:count]
