"""Dashed and dotted lines of one row of pixels: dashes and gaps that are each alike."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace import cv
from ipdrecon.trace.lines.spans import edges_of

#: Share of a line that its dashes cover, and its fewest gaps.
DASHED, FEWEST_GAPS = (0.3, 0.85), 4
#: Widest gap or dash against the median one, pixels more, the narrowest gap that is seen, and the share of dashes that
#: are even: crossings lengthen some.
EVEN, EVEN_PX, GAP_PX, MOST_DASHES = 1.5, 3.0, 1, 0.8


def is_dashed(lit: Bools) -> bool:
    """Whether dashes and gaps are each alike and run from end to end of a line of pixels."""
    if lit.size < 2 * FEWEST_GAPS or not DASHED[0] <= lit.mean() <= DASHED[1]:
        return False
    on, off = _lengths(lit)
    if off.size < FEWEST_GAPS:
        return False
    usual_on, usual_off = float(np.median(on)), float(np.median(off))
    even = np.mean(np.abs(on - usual_on) <= EVEN_PX + (EVEN - 1.0) * usual_on) > MOST_DASHES
    return bool(even and usual_off >= GAP_PX and off.max() <= EVEN * usual_off + EVEN_PX)


def dashes_in(lit: Bools) -> Bools:
    """The pixels of a dashed line that lie in its dashes, and not where something longer lies over it."""
    edges = edges_of(lit)
    first, length = edges[::2], edges[1::2] - edges[::2]
    found = np.zeros(lit.size, np.bool_)
    most = EVEN * np.median(length) + EVEN_PX if length.size else 0.0
    for a, n in zip(first, length, strict=True):
        found[a : a + n] = n <= most
    return found


def across_gaps(drawn: Bools, right: int, down: int) -> Bools:
    """Ink (h, w) with the gaps of dashed lines up to so many pixels, none of which is known to end at an edge."""
    wide = np.pad(drawn, ((down, down), (right, right)))
    whole = wide | cv.close(wide, right + 1, 1) | cv.close(wide, 1, down + 1)
    return np.asarray(whole[down : down + drawn.shape[0], right : right + drawn.shape[1]])


def _lengths(lit: Bools) -> tuple[Ints, Ints]:
    """Lengths of the dashes and of the gaps."""
    edges = np.flatnonzero(np.diff(lit.astype(np.int8)))
    lengths = np.diff(np.concatenate([[-1], edges, [lit.size - 1]]))
    on, off = (lengths[k::2] for k in ((0, 1) if lit[0] else (1, 0)))
    return on, off
