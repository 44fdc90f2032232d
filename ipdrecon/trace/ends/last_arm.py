"""Curves that end in pluses that crowd: the far arm of the last one is no follow-up."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Ints
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.runs import inked_around
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.walk import OWN

#: How far a plus stands out of its line at least, on either side, and how far its two ends may differ, in pixels.
OUT_PX, UNEVEN_PX = 2.0, 1.5
#: Pixels by which a bare line is thicker than its stroke at most, where its rows lie between those of the picture.
BARE_PX = 1.5
#: Pixels by which an arm may be longer than its plus is high, and shorter by half the upright that stands on it.
LONGER_PX, SHORTER_PX = 0.6, 2.6
#: Rows on either side in which a line's middle is measured.
NEAR_ROWS = 3
#: Pixels beyond the end of a curve in which its ink may go on.
BEYOND_PX = 6


def without_last_arm(stair: Staircase, alpha: Layer) -> Staircase:
    """A curve that goes on beyond its last upright as far as that is high, on one level, ends in its middle.

    The last patient is censored and marked, or falls: so a line beyond the last mark, without a fall, is a part of it.
    ``alpha`` (h, w) is the coverage by the curve's own colour.
    """
    row, reach = round(float(stair.y[-1])), int(reach_px(alpha.shape))
    if not 0 <= row < len(alpha):
        return stair
    first = max(0, round(stair.end) - 3 * reach)
    columns = np.arange(first, min(alpha.shape[1], round(stair.end) + BEYOND_PX + 1))
    lit = np.asarray(alpha >= OWN)
    on = lit[row, columns]
    if not 0 <= round(stair.end) - first - 1 < on.size:
        return stair
    last = int(np.argmin(on[round(stair.end) - first - 1 :])) if not on[round(stair.end) - first - 1 :].all() else 0
    last += round(stair.end) - first - 2
    if last <= 0 or not on[: last + 1].any():
        return stair
    above, below = inked_around(lit, np.full(last + 1, row), columns[: last + 1])
    tall = above + below + 1 > stair.width + BARE_PX
    if not tall.any() or tall[-1]:
        return stair
    mark = int(np.flatnonzero(tall)[-1])
    near = slice(max(0, mark - 1), mark + 1)
    level = _middle(alpha, row, columns[mark + 1 : last + 1])
    up, down = float(above[near].max()) + 0.5 + level, float(below[near].max()) + 0.5 - level
    half, arm = (up + down) / 2, last - mark
    even = abs(up - down) <= UNEVEN_PX and min(up, down) >= stair.width / 2 + OUT_PX and half < reach
    if not even or not half - SHORTER_PX <= arm <= half + LONGER_PX:
        return stair
    end = float(columns[last]) + 0.5 - half
    kept = int(np.searchsorted(stair.x, end))
    if kept == 0 or abs(float(stair.y[kept - 1]) - float(stair.y[-1])) > UNEVEN_PX:
        return stair
    return attrs.evolve(stair, x=stair.x[:kept], y=stair.y[:kept], y_se=stair.y_se[:kept], end=end)


def _middle(alpha: Layer, row: int, columns: Ints) -> float:
    """Middle of the line in some columns, in rows below the one it runs through: among marks it is measured amiss."""
    rows = np.arange(max(0, row - NEAR_ROWS), min(len(alpha), row + NEAR_ROWS + 1))
    ink = alpha[rows[:, None], columns[None, :]].sum(axis=1)
    return float((ink * rows).sum() / max(float(ink.sum()), 1e-9)) - row
