"""Distances between the colours of pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def differences(rgb, colors, euclidean):
    """Difference of pixels from colours, (n,) float32: the Euclidean distance, or the largest one of a channel.

    rgb (n, 3) of any number; colors (n or 1, 3) float32; euclidean: which of the two.
    """
    out = np.empty(len(rgb), np.float32)
    each = len(colors) > 1
    for i in range(len(rgb)):
        to = i if each else 0
        most, total = np.float32(0), np.float32(0)
        for channel in range(3):
            gap = abs(np.float32(rgb[i, channel]) - colors[to, channel])
            most = max(most, gap)
            total += gap * gap
        out[i] = np.sqrt(total) if euclidean else most
    return out


@njit(cache=True, nogil=True)
def medians(rgb):
    """Median of each channel, (k,) float32, NaN of no pixels: counted, not sorted; rgb (n, k) uint8."""
    channels = rgb.shape[1]
    counts = np.zeros((channels, 256), np.int64)
    for i in range(len(rgb)):
        for channel in range(channels):
            counts[channel, rgb[i, channel]] += 1
    out = np.full(channels, np.nan, np.float32)
    low, high = (len(rgb) - 1) // 2, len(rgb) // 2
    if len(rgb) == 0:
        return out
    for channel in range(channels):
        total, below = 0, -1
        for value in range(256):
            total += counts[channel, value]
            if below < 0 and total > low:
                below = value
            if total > high:
                out[channel] = np.float32(0.5) * (below + value)
                break
    return out


@njit(cache=True, nogil=True)
def spreads(rgb):
    """Largest less smallest channel of pixels, (n,) float32; rgb (n, 3) float32."""
    out = np.empty(len(rgb), np.float32)
    for i in range(len(rgb)):
        red, green, blue = rgb[i, 0], rgb[i, 1], rgb[i, 2]
        out[i] = max(red, green, blue) - min(red, green, blue)
    return out


@njit(cache=True, nogil=True)
def darker(rgb, color, by):
    """Which pixels are darker than a colour in any channel, by more than ``by``, (n,) bool; rgb (n, 3), color (3,)."""
    out = np.empty(len(rgb), np.bool_)
    for i in range(len(rgb)):
        out[i] = max(color[0] - rgb[i, 0], color[1] - rgb[i, 1], color[2] - rgb[i, 2]) > by
    return out
