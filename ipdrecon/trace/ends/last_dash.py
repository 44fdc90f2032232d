"""Dashed curves whose last dash is whole: they end somewhere in the gap behind it."""

from __future__ import annotations

import itertools

import attrs
import numpy as np

from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.spans import edges_of

#: Fewest dashes on a curve's last level that say how long dashes and gaps are, and by how many pixels these differ.
FEWEST, ALIKE_PX = 3, 2.0
#: Coverage against the usual one from which a column is of a dash, and ink in a gap up to which it is bare.
LIT, BARE = 0.5, 0.3
#: Pixels by which a whole dash may be shorter than others, and from its end to that of the curve.
SHORTER_PX, AT_END_PX = 1, 1.5


def in_last_gap(stair: Staircase, alpha: Layer, ink: Layer) -> Staircase:
    """The curve, which ends half a gap behind its last dash if that is as long as those before it.

    Had it ended within the dash, this were shorter; had it gone on beyond the gap, the next dash would be seen. Where
    ``ink`` of any colour lies in the gap, what is there may be hidden.
    """
    row, begin = round(float(stair.y[-1])), int(np.ceil(stair.x[-1] + stair.width))
    level = alpha[max(0, row - 1) : row + 2, begin : int(stair.end) + 3]
    if level.shape[0] == 0 or level.shape[1] < 2 * FEWEST:
        return stair
    cover = level.max(axis=0)
    usual = float(np.median(cover[cover > BARE])) if (cover > BARE).any() else 0.0
    lit = cover > LIT * usual
    edges = edges_of(lit)
    dashes = list(zip(edges[::2], edges[1::2], strict=True))
    if usual == 0.0 or len(dashes) < FEWEST + 1:
        return stair
    on = np.array([b - a for a, b in dashes[1:-1]])  # the first may begin before the level does
    off = np.array([two[0] - one[1] for one, two in itertools.pairwise(dashes)])
    if np.ptp(on) > ALIKE_PX or np.ptp(off) > ALIKE_PX:
        return stair
    first, last = dashes[-1]
    gap = float(np.median(off))
    beyond = ink[max(0, row - 1) : row + 2, begin + int(last) + 1 : begin + int(last + gap)]
    at_end = abs(begin + last - 0.5 - stair.end) <= AT_END_PX
    if not at_end or last - first < np.median(on) - SHORTER_PX or (beyond.size and beyond.max() > BARE):
        return stair
    if stair.end + gap > alpha.shape[1] - 1:
        return stair
    return attrs.evolve(stair, end=stair.end + gap / 2)
