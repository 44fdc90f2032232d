"""Loops over runs of pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def upright_runs(ink):
    """For each pixel of a mask (h, w) the length of the upright run it stands in, (h, w); 0 where there is none."""
    height, width = ink.shape
    run = np.zeros((height, width))
    for c in range(width):
        begin = 0
        for r in range(height + 1):
            if r < height and ink[r, c]:
                continue
            for i in range(begin, r):
                run[i, c] = r - begin
            begin = r + 1
    return run


@njit(cache=True, nogil=True)
def inked_around(ink, rows, columns):
    """How far a mask (h, w) is lit without a gap above and below some pixels (k), in pixels: two (k,) float."""
    above, below = np.zeros(rows.size), np.zeros(rows.size)
    for k in range(rows.size):
        r, c = rows[k], columns[k]
        if not ink[r, c]:
            continue
        top = r
        while top > 0 and ink[top - 1, c]:
            top -= 1
        bottom = r
        while bottom < ink.shape[0] - 1 and ink[bottom + 1, c]:
            bottom += 1
        above[k], below[k] = r - top, bottom - r
    return above, below


@njit(cache=True, nogil=True)
def nearest_lit(ink, rows, columns, reach):
    """The row nearest to each of some pixels (k) in which a mask (h, w) is lit, within so many pixels; else its own."""
    found = rows.copy()
    for k in range(rows.size):
        for d in range(reach + 1):
            up, down = rows[k] - d, rows[k] + d
            if up >= 0 and ink[up, columns[k]]:
                found[k] = up
                break
            if down < ink.shape[0] and ink[down, columns[k]]:
                found[k] = down
                break
    return found
