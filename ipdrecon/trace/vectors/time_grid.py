"""Times that were recorded to few decimals, as the paths of a vector figure show them: all lie on one grid."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats

#: Most decimals that are looked for, and the chance that times lie as near to a grid without being recorded on it.
DECIMALS, CHANCE = 3, 1e-9
#: Most of the grid's width over which times may lie about its places: times of another grid keep away from some places.
NEAR = 0.25


def decimals_of(time: Floats, digits: float) -> int | None:
    """The fewest decimals to which all times can be rounded without moving any by more than the file's ``digits`` do.

    Times (k,) that know nothing of a grid of width g lie anywhere between its places, so that all are within m of one
    with probability (2 m / g)^k. None where no grid is that unlikely by chance: times that crowd about whole months,
    as those of scheduled visits do, are not recorded in months.
    """
    own = np.unique(time[time > 0])
    for decimals in range(DECIMALS + 1):
        off = float(np.abs(own - np.round(own, decimals)).max(initial=0.0))
        share = max(2.0 * off * 10.0**decimals, 1e-6)
        if off <= digits and share <= NEAR and own.size * np.log(share) < np.log(CHANCE):
            return decimals
    return None


def recorded(time: Floats, decimals: int | None, digits: float) -> Floats:
    """Times as they were recorded; those that lie off the grid by more than the file's ``digits`` are not of it."""
    if decimals is None:
        return time
    whole = np.round(time, decimals)
    return np.asarray(np.where(np.abs(time - whole) <= digits, whole, time))
