"""A last fall that runs on beside the name of its curve is followed down to where its ink ends."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.spans import first_run
from ipdrecon.trace.lines.walk import OWN

#: Widths of the stroke that a last level is long at most where the curve was cut off within its fall, and by which that
#: runs on at least.
SHORT, LONGER = 1.0, 2.0
#: Share of its rows beside which other ink of its colour stands at most: a letter's stem has bows and bars.
BESIDE = 0.25


def down_to_foot(stair: Staircase, alpha: Layer) -> Staircase:
    """A curve that ends in its last fall, with all of that; ``alpha`` (h, w) is the coverage by its colour.

    Ink without a gap that is as wide as a stroke is the same fall.
    """
    if stair.x.size < 2 or stair.end - stair.x[-1] > SHORT * stair.width:
        return stair
    level, column = round(float(stair.y[-1])), min(round(float(stair.x[-1])), alpha.shape[1] - 1)
    run = first_run(alpha[level:, column] >= OWN)
    if run <= LONGER * stair.width:
        return stair
    apart = round(stair.width) + 1
    sides = alpha[level : level + run, [max(0, column - apart), min(alpha.shape[1] - 1, column + apart)]]
    if float((sides >= OWN).mean(axis=0).max()) > BESIDE:
        return stair
    rest = float(alpha[level + run, column]) if level + run < alpha.shape[0] else 0.0
    return attrs.evolve(stair, y=np.append(stair.y[:-1], level + run - 0.5 + rest))
