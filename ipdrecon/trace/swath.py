"""Where a staircase is drawn: its level in each column, and the pixels of its stroke."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.kernels.stroke import fill_swath
from ipdrecon.trace.level import Staircase


def levels_at(stair: Staircase, columns: Floats) -> Floats:
    """Level of a staircase at columns; NaN outside it."""
    index = np.searchsorted(stair.x, columns, side="right") - 1
    inside = (columns >= stair.x[0]) & (columns <= stair.end)
    return np.where(inside, stair.y[np.clip(index, 0, None)], np.nan)


def stroke_mask(shape: tuple[int, int], stair: Staircase, margin: float) -> Mask:
    """Pixels the drawn staircase covers, widened by ``margin`` on all sides."""
    half = stair.width / 2 + margin
    low = np.full(shape[1], np.inf)
    high = np.full(shape[1], -np.inf)
    ends = np.append(stair.x[1:], stair.end)
    for begin, end, level, before in zip(stair.x, ends, stair.y, np.append(stair.y[0], stair.y[:-1]), strict=True):
        a, b = max(0, int(np.floor(begin - half + 0.5))), min(shape[1], int(np.ceil(end + half + 0.5)))
        low[a:b] = np.minimum(low[a:b], level - half)
        high[a:b] = np.maximum(high[a:b], level + half)
        c = min(shape[1], int(np.ceil(begin + half + 0.5)))  # the vertical stroke down to this level
        low[a:c] = np.minimum(low[a:c], before - half)
        high[a:c] = np.maximum(high[a:c], level + half)
    mask: Mask = fill_swath(shape[0], low, high)
    return mask
