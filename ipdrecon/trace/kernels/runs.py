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
