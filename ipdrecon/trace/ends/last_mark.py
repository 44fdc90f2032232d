"""Curves that end in a censor mark, whose lower half looks like a last fall."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase

#: Columns before the end, beyond the stroke's width, in which the fall along a mark begins, and least fall, in pixels.
NEAR_PX, LEAST_PX = 3.0, 3.0
#: Share of the fall by which a mark reaches above the level too, and coverage that shows it there.
ABOVE, SHOWN = 0.8, 0.5


def without_last_mark(stair: Staircase, every: Layer) -> Staircase:
    """The curve without a fall at its very end, where what it falls along reaches as far above its level.

    Nothing stands above the level of a curve that ends with an event. ``every`` (h, w) is the coverage by any ink.
    """
    near = np.flatnonzero(stair.x >= stair.end - stair.width - NEAR_PX)
    first = int(near[0]) if near.size else 0
    if first == 0:
        return stair
    level = float(stair.y[first - 1])
    fall = float(stair.y[-1]) - level
    top, bottom = int(np.ceil(level - ABOVE * fall)), int(np.floor(level - stair.width / 2 - 1.0))
    columns = slice(max(0, int(stair.end) - 2), int(stair.end) + 2)
    above = every[max(0, top) : bottom + 1, columns]
    if fall < max(LEAST_PX, stair.width) or top < 0 or not len(above) or above.max(axis=1).min() < SHOWN:
        return stair
    return attrs.evolve(stair, x=stair.x[:first], y=stair.y[:first], y_se=stair.y_se[:first])
