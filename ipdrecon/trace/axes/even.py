"""Whether numbers are the labels of an axis: their steps are made of one."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats

#: Most parts of the shortest step of an axis that others are made of (months of 30 days, and a year of 365), and how
#: far from a whole number of them a step may be.
MOST_PARTS, UNEVEN = 6, 0.02
#: Shortest step of an axis of survival, as a share alive.
LEAST_STEP = 0.05


def are_even(ticks: Floats) -> bool:
    """Whether all steps between times are multiples of one that is not far shorter than the shortest of them."""
    steps = np.diff(ticks)
    if steps.size == 0:
        return True
    parts = steps[:, None] * np.arange(1, MOST_PARTS + 1)[None, :] / float(steps.min())
    return bool((np.abs(parts - np.round(parts)) < UNEVEN).all(axis=0).any())


def are_all_read(ticks: Floats) -> bool:
    """Whether values stand in equal steps, as labels of an axis do of which none between others was overlooked."""
    steps = np.diff(ticks)
    return steps.size == 0 or bool(np.ptp(steps) < UNEVEN * steps.min())


def are_shares(ticks: Floats) -> bool:
    """Whether values are as on an axis of survival: in equal steps that are not small, or multiples of half a step.

    Counts that were taken for shares are neither.
    """
    if ticks.size < 2:
        return True
    steps = np.diff(ticks)
    if steps.min() >= LEAST_STEP and are_all_read(ticks):
        return True
    halves = 2 * ticks / float(steps.min())
    return bool((np.abs(halves - np.round(halves)) < 2 * UNEVEN).all())
