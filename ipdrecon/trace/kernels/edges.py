"""Loops over edge points, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def unevenness(along, across, weights, cos, sin, bin_px, off):
    """Sum of squares of the differences of the profile of points on a turned axis, over that of their weights.

    along, across, weights (n,): a point lies at ``along cos + across sin`` and is shared among the two bins of
    ``bin_px`` it lies between; off: where the first bin begins before the first point, in bins.
    """
    places = (along * cos + across * sin) / bin_px
    low = places.min() - off
    profile = np.zeros(int(np.floor(places.max() - low)) + 2)
    total = 0.0
    for i in range(places.size):
        place = places[i] - low
        below = int(np.floor(place))
        profile[below] += weights[i] * (below + 1 - place)
        profile[below + 1] += weights[i] * (place - below)
        total += weights[i]
    rough = 0.0
    for i in range(1, profile.size):
        rough += (profile[i] - profile[i - 1]) ** 2
    return rough / total**2
