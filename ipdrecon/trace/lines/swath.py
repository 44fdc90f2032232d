"""Where a staircase is drawn: its level in each column, and the pixels of its stroke."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.kernels.stroke import fill_swath, swath_bounds
from ipdrecon.trace.lines.level import Staircase


def levels_at(stair: Staircase, columns: Floats) -> Floats:
    """Level of a staircase at columns; NaN outside it."""
    index = np.searchsorted(stair.x, columns, side="right") - 1
    inside = (columns >= stair.x[0]) & (columns <= stair.end)
    return np.where(inside, stair.y[np.clip(index, 0, None)], np.nan)


def stroke_mask(shape: tuple[int, int], stair: Staircase, margin: float) -> Mask:
    """Pixels the drawn staircase covers, widened by ``margin`` on all sides."""
    low, high = swath_bounds(stair.x, stair.y, stair.end, stair.width / 2 + margin, shape[1])
    mask: Mask = fill_swath(shape[0], low, high)
    return mask
