"""Levels that what comes before or after them denies, where another curve's mark or its blur lies over the stroke."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.lines.spans import edges_of

#: Columns before or after one that are asked, and pixels by which most of them must lie beyond its level.
NEAR, BEYOND_PX = 9, 0.75
#: Most columns side by side that are so: what is wider may be a level.
MOST_WIDE = 3


def without_denied(rise: Floats, fall: Floats) -> tuple[Floats, Floats]:
    """Levels told by the upper and the lower edge of a stroke (m,), in rows, which never decrease, where most of the
    columns after one tell no lower level, or most before it no higher one.

    A mark makes a stroke's upper edge higher and its lower edge lower, and never the other way round. So no level lies
    below the lower edges that follow it, nor above the upper ones before it.
    """
    after = _median_of_next(fall)
    before = -_median_of_next(-rise[::-1])[::-1]
    too_low, too_high = _narrow(rise > after + BEYOND_PX), _narrow(fall < before - BEYOND_PX)
    return np.where(too_low, after, rise), np.where(too_high, before, fall)


def _median_of_next(values: Floats) -> Floats:
    """Median of the columns that follow each one; infinite near the end, where these are too few to say anything."""
    padded = np.concatenate([values[1:], np.full(NEAR, np.inf)])
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, NEAR), axis=1))[: values.size]


def _narrow(on: Bools) -> Bools:
    """Where only few columns side by side are on."""
    edges = edges_of(on)
    narrow = np.zeros(on.size, np.bool_)
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        narrow[first:end] = end - first <= MOST_WIDE
    return narrow
