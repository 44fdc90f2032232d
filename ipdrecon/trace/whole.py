"""The way of a whole line, which its path may leave for the dashes of a limit where both fall at once."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.kernels.path import bare_runs
from ipdrecon.trace.level import stroke_width
from ipdrecon.trace.walk import OWN, Walk, cut_at_gap, walk

#: Share of a path, from its start, without a gap where its line is whole.
WHOLE = 0.3
#: Gaps of dashes beyond it, at least, and pixels of bare paper that are one.
LEAST_GAPS, GAP_PX = 3, 2
#: Columns of its own ink on which the line must go on without them: pixels, and stroke widths.
LEAST_PX, LEAST_WIDTHS = 8, 4.0
#: What a pixel of bare paper costs a whole line.
BARE_COST = 50.0


def line_along(gain: Layer, begin: Layer, lit: Mask, alpha: Layer) -> Walk | None:
    """The best path, up to where it would jump, without the dashes of another line; None where nothing gains.

    Parameters
    ----------
    gain, begin : (h, w)    As of :func:`walk`.
    lit : (h, w) bool       Where the line is drawn or may run on beneath something.
    alpha : (h, w)          Coverage by the line's colour.
    """
    path = walk(gain, begin)
    if path is None:
        return None
    width = stroke_width(alpha, path)
    path = cut_at_gap(path, lit, width)
    begins, lengths = bare_runs(lit, path.top, path.bottom)
    gaps = begins[lengths >= GAP_PX]
    if gaps.size < LEAST_GAPS or gaps[0] < path.first + WHOLE * (path.last - path.first):
        return path
    turn = int(gaps[0])
    dear = gain.copy()
    dear[:, turn:][~lit[:, turn:]] = -BARE_COST
    whole = walk(dear, begin)
    if whole is None or not _is_same(whole, path, turn - 1):
        return path
    on = np.flatnonzero(whole.top >= 0)
    on = on[on > turn]
    own = (alpha[whole.top[on], on] >= OWN) | (alpha[whole.bottom[on], on] >= OWN)
    return cut_at_gap(whole, lit, width) if own.sum() >= max(LEAST_PX, LEAST_WIDTHS * width) else path


def _is_same(path: Walk, other: Walk, end: int) -> bool:
    """Whether two paths are one up to a column."""
    both = slice(other.first, end)
    return bool(
        np.array_equal(path.top[both], other.top[both]) and np.array_equal(path.bottom[both], other.bottom[both])
    )
