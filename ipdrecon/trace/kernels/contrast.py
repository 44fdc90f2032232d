"""Distances between the colours of pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def largest_difference(rgb, colors):
    """Largest difference of a channel, (n,) float32; rgb (n, 3) of any number, colors (n or 1, 3) float32."""
    out = np.empty(len(rgb), np.float32)
    each = len(colors) > 1
    for i in range(len(rgb)):
        to = i if each else 0
        most = np.float32(0)
        for channel in range(3):
            most = max(most, abs(np.float32(rgb[i, channel]) - colors[to, channel]))
        out[i] = most
    return out


@njit(cache=True, nogil=True)
def euclidean(rgb, colors):
    """Euclidean distance, (n,) float32; shapes as of :func:`largest_difference`."""
    out = np.empty(len(rgb), np.float32)
    each = len(colors) > 1
    for i in range(len(rgb)):
        to = i if each else 0
        total = np.float32(0)
        for channel in range(3):
            total += (np.float32(rgb[i, channel]) - colors[to, channel]) ** 2
        out[i] = np.sqrt(total)
    return out
