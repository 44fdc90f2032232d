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


@njit(cache=True, nogil=True)
def fall_runs(ink, covered, x, y, drawn, floor, ends, aside, reach, share):
    """Ink across each fall of a staircase, in its thinner rows: at its ends a level joins it, and marks add ink.

    ink (h, w) float32; covered (h, w): other strokes; x, y (k,) where each level begins and its row; drawn: coverage
    from which a row of a dashed stroke is drawn; floor: that below which a run ends; ends: coverage against its
    neighbour's from which a row is none of the rounded ends of a dash; aside: columns by which a fall may be read off;
    reach: columns a run is followed to either side; share: of its rows, in rising order, the one that tells. Returns
    (m,) coverage, of falls of which no row is covered or runs on beyond the reach.
    """
    height, columns = ink.shape
    out = np.empty(max(0, x.size - 1))
    runs = np.empty(height)
    count = 0
    for i in range(1, x.size):
        middle = int(np.round(x[i]))
        rows = 0
        for r in range(max(1, int(np.ceil(y[i - 1])) + 1), min(height - 1, int(np.floor(y[i])))):
            c = middle
            for other in range(max(0, middle - aside), min(columns, middle + aside + 1)):
                if 0 <= c < columns and ink[r, other] > ink[r, c]:
                    c = other
            if not 0 <= c < columns or ink[r, c] < drawn or min(ink[r - 1, c], ink[r + 1, c]) < ends * ink[r, c]:
                continue
            total = ink[r, c]
            bare = not covered[r, c]
            for step in (-1, 1):
                q = c + step
                while 0 <= q < columns and abs(q - c) <= reach and ink[r, q] >= floor:
                    total += ink[r, q]
                    bare = bare and not covered[r, q]
                    q += step
                bare = bare and 0 <= q < columns and abs(q - c) <= reach and not covered[r, q]
            if bare:
                runs[rows] = total
                rows += 1
        if rows > 0:
            out[count] = np.sort(runs[:rows])[int(share * (rows - 1))]
            count += 1
    return out[:count]
