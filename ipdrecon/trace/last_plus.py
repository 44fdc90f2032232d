"""Curves that end in a plus whose arm is thinner than their line."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.walk import OWN

#: How much thinner than the line an arm is at least: pixels, and share of the line's width.
THINNER_PX, THINNER = 1.0, 0.2
#: Shortest arm that is seen, and by how much its thickness may vary, in pixels.
LEAST_PX, EVEN_PX = 3, 0.8
#: Pixels by which the upright stands out of the line on either side, at least.
OUT_PX = 1.5
#: How far an arm may differ from half the height of its upright: share of it, and pixels.
AS_LONG, AS_LONG_PX = 0.2, 1.5


def begin_of_arm(stair: Staircase, alpha: Layer, every: Layer) -> float | None:
    """Column of the middle of the plus a curve ends in, along whose arm it seems to go on; None where it does not.

    A line has one width all along. A thinner end of it is the arm of a plus where an upright stands at the beginning
    that is twice as high as the arm is long; its middle is half its thickness, which is the arm's, before the arm.
    ``alpha`` (h, w) is the coverage by the curve's own colour, ``every`` by any ink.
    """
    row, width = float(stair.y[-1]), stair.width
    last = min(round(stair.end), alpha.shape[1] - 1)
    first = max(int(np.ceil(stair.x[-1] + width / 2)), last - 2 * int(reach_px((alpha.shape[0], alpha.shape[1]))), 0)
    rows = slice(max(0, int(row - width / 2 - 1)), int(np.ceil(row + width / 2 + 1)) + 1)
    across = alpha[rows, first : last + 1].sum(axis=0).astype(np.float64)
    whole = np.flatnonzero(across > width - max(THINNER_PX, THINNER * width))
    if not whole.size or across.size - whole[-1] - 1 < LEAST_PX:
        return None
    arm = across[whole[-1] + 2 : -1]  # its ends are blurred
    thick = float(np.median(arm))
    if thick < OWN or np.ptp(arm) > EVEN_PX or thick > width - max(THINNER_PX, THINNER * width):
        return None
    begin = int(whole[-1]) + 1
    blurred = float(np.clip((across[begin] - thick) / (width - thick), 0.0, 1.0))
    end = first + begin - 0.5 + blurred - thick / 2
    high = _height(every[:, round(end)], round(row))
    differs = abs((stair.end - end) - high / 2)
    if end <= stair.x[-1] or high < width + 2 * OUT_PX or differs > max(AS_LONG_PX, AS_LONG * high / 2):
        return None
    return float(end)


def ended_at(stair: Staircase, end: float) -> Staircase:
    """The curve ended in a column, on the level it has there."""
    kept = max(1, int(np.searchsorted(stair.x, end)))
    return attrs.evolve(stair, x=stair.x[:kept], y=stair.y[:kept], y_se=stair.y_se[:kept], end=end)


def _height(column: Floats | Layer, row: int) -> int:
    """Rows of ink in a column that hang together with one of them."""
    bare = np.flatnonzero(column < OWN)
    above, below = bare[bare < row], bare[bare > row]
    return int(below[0] if below.size else column.size) - int(above[-1] if above.size else -1) - 1
