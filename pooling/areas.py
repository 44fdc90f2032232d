"""Area under a pooled curve that is linear between its times: restricted mean survival time."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats


def area_weights(time: Floats, horizon: float) -> Floats:
    """Weights (k,) whose product with S at ``time`` (k,), from 0, is the area up to ``horizon`` by trapezes.

    The curve is linear between its times; inside an interval the horizon cuts the trapeze.
    """
    weights = np.zeros(time.size)
    for j in range(1, time.size):
        left, right = time[j - 1], min(time[j], horizon)
        if right <= left:
            break
        width, share = right - left, (right - left) / (time[j] - left)
        # S at the cut is (1 - share) S[j-1] + share S[j].
        weights[j - 1] += width * (1.0 - share / 2)
        weights[j] += width * share / 2
    return weights
