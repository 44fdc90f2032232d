"""Curves that run on through the text over their end, or close along it, as names written on their curves are."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.runs import inked_around
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import OWN, dash_gap

#: Rows beside a level in which its line lies, and by how much its ink is thicker there than its stroke at most, pixels.
BESIDE_PX, THICKER_PX = 1, 1.5
#: Share of the inked columns along a level in which the ink is a line's and no letter's.
THIN = 0.85
#: Least stretch beneath text on which a curve is seen to run on: pixels, and widths of the stroke.
LEAST_PX, LEAST_WIDTHS = 8.0, 3.0
#: Columns before its end in which the gaps between a line's dashes are looked at, and by how much others may be wider.
BEFORE_PX, WIDER_PX = 150, 1


def through_text(stroke: Stroke, alpha: Layer, hidden: Mask) -> Stroke:
    """The curve, ended where its line is last seen on its last level beneath text.

    ``alpha`` (h, w) is the coverage by the curve's own colour, of which the text may be too; ``hidden`` (h, w) text.
    """
    stair = stroke.stair
    level, first = round(float(stair.y[-1])), round(stair.end) + 1
    if not 0 < level < alpha.shape[0] - 1 or first >= alpha.shape[1]:
        return stroke
    beside, gap = slice(level - BESIDE_PX, level + BESIDE_PX + 1), _widest_gap(stroke)
    if not hidden[beside, first : first + gap + 1].any():
        return stroke
    lit = alpha[beside, first:].max(axis=0) >= OWN
    inked = np.flatnonzero(np.append(lit, True))
    parted = np.flatnonzero(np.diff(inked, prepend=-1) > gap + 1)
    inked = inked[: int(parted[0]) if parted.size else inked.size - 1]
    thin = _is_thin(alpha[:, first:], inked, level, stair.width)
    if not inked.size or inked[-1] + 1 < max(LEAST_PX, LEAST_WIDTHS * stair.width) or thin.mean() < THIN:
        return stroke
    return attrs.evolve(stroke, stair=attrs.evolve(stair, end=float(first + inked[thin][-1]) + 0.5))


def _widest_gap(stroke: Stroke) -> int:
    """Most columns without ink between dashes of a line before its end, and a little more; few of a whole one."""
    last = round(stroke.stair.end)
    seen = stroke.stair.seen[max(int(stroke.stair.x[-1]), last - BEFORE_PX) : last]
    lit = np.flatnonzero(seen)
    widest = int(np.diff(lit).max(initial=1)) - 1
    return min(widest + WIDER_PX, dash_gap((stroke.stair.seen.size, stroke.stair.seen.size)))


def _is_thin(alpha: Layer, columns: Ints, level: int, width: float) -> Bools:
    """In which columns (k,) the ink on a level is no thicker than a stroke of this width."""
    ink = alpha >= OWN
    rows = np.where(ink[level, columns], level, np.where(ink[level - 1, columns], level - 1, level + 1))
    above, below = inked_around(ink, rows, columns)
    return np.asarray(above + below + 1 <= width + THICKER_PX)
