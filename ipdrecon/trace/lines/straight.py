"""Falls drawn as one vertical stroke that were read as several: where another curve crosses or touches a fall, its ink
ends there, and levels of single columns are left between the two it joins."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.stroke import straight_center

#: Longest level, in columns, that may be the blur of a fall, and beyond the stroke's width how far its falls lie apart.
SHORT_PX, BEYOND_PX = 2.0, 0.5


def with_straight_falls(
    alpha: Layer, ink: Layer, x: Floats, y: Floats, length: Floats, width: float
) -> tuple[Floats, Floats, Floats]:
    """Steps (k,), levels (k,) and their columns (k,) without the levels within one straight vertical stroke.

    ``alpha`` and ``ink`` (h, w) are the coverage by the curve's own colour and by any, ``width`` its stroke's. A stroke
    is straight where its middle is the same in every row between the levels above and below it: of two falls, however
    near, it is not.
    """
    kept = np.ones(x.size, np.bool_)
    x = x.copy()
    i = 1
    while i < x.size - 1:
        last = i
        while last < x.size - 1 and length[last] <= SHORT_PX and x[last + 1] - x[i] <= width + BEYOND_PX:
            last += 1
        for j in range(last, i, -1):
            center = straight_center(alpha, ink, x[i], x[j], y[i - 1], y[j], width)
            if np.isfinite(center):
                kept[i:j], x[j], i = False, center, j
                break
        i += 1
    return x[kept], y[kept], length[kept]
