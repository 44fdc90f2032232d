"""Whether numbers are the labels of an axis: their steps are made of one."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats

#: Most parts of the shortest step of an axis that others are made of (months of 30 days, and a year of 365), and how
#: far from a whole number of them a step may be.
MOST_PARTS, UNEVEN = 6, 0.02


def are_even(ticks: Floats) -> bool:
    """Whether all steps between times are multiples of one that is not far shorter than the shortest of them."""
    steps = np.diff(ticks)
    if steps.size == 0:
        return True
    parts = steps[:, None] * np.arange(1, MOST_PARTS + 1)[None, :] / float(steps.min())
    return bool((np.abs(parts - np.round(parts)) < UNEVEN).all(axis=0).any())


def count_from_zero(ticks: Floats) -> bool:
    """Whether values are whole or half multiples of the shortest step between them, as the shares on an axis are."""
    if ticks.size < 2:
        return True
    halves = 2 * ticks / float(np.diff(ticks).min())
    return bool((np.abs(halves - np.round(halves)) < 2 * UNEVEN).all())
