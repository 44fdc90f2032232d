"""Ink of a paler grey that passes for thin ink of a darker one.

A pixel that a thin black line covers by half looks as one that a grey line covers wholly. But wherever the black line
lies, it covers some pixel by half its width, or wholly where it is two pixels wide: what is far from all such pixels is
no stroke of it.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from ipdrecon.trace import cv
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer

#: Pixels across which the ink of a stroke is summed, and the quantile of it that crossings and falls add nothing to.
SPAN_PX, PLAIN = 7, 0.25
#: Least difference between what a grey covers and what the darker line covers somewhere, and how far between the two
#: the latter is seen.
LEAST, BETWEEN = 0.1, 0.4
#: Fewest pixels of full ink that say how wide the darker line is.
FEWEST = 40


def of_paler(darker: Layer, share: float, full: float, reach: float) -> Mask:
    """Where ink of a darker grey is that of a paler one, whose contrast is a ``share`` of its.

    ``full`` is the coverage from which it can be nothing else, ``reach`` how far its marks reach from its line, which
    may be thinner.
    """
    none = np.zeros(darker.shape, np.bool_)
    own = darker > full
    if own.sum() < FEWEST:
        return none
    across = np.minimum(
        *(SPAN_PX * uniform_filter1d(darker, SPAN_PX, axis=axis, mode="constant")[own] for axis in (0, 1))
    )
    somewhere = min(1.0, float(np.quantile(across, PLAIN)) / 2)
    if somewhere < share + LEAST:
        return none
    size = 2 * int(np.ceil(reach)) + 1
    return np.asarray((darker > 0) & ~cv.dilate(darker > share + BETWEEN * (somewhere - share), size, size))
