"""Curves that end in a plus whose arm is thinner than their line."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.walk import OWN

#: How much thinner than the line an arm is at least: pixels, and share of the line's width.
THINNER_PX, THINNER = 0.8, 0.12
#: Least difference of two levels, in pixels.
SAME_LEVEL_PX = 1.0
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
    begins = float(
        stair.x[int(np.argmax(stair.y >= row - max(SAME_LEVEL_PX, width / 4)))]
    )  # an arm may lie a little beside the line
    last = min(round(stair.end), alpha.shape[1] - 1)
    first = max(int(np.ceil(begins + width / 2)), last - 2 * int(reach_px((alpha.shape[0], alpha.shape[1]))), 0)
    rows = slice(max(0, int(row - width / 2 - 1)), int(np.ceil(row + width / 2 + 1)) + 1)
    across = alpha[rows, first : last + 1].sum(axis=0).astype(np.float64)
    middle = slice(max(0, round(row) - 1), round(row) + 2)
    covered = (every - alpha)[middle, first : last + 1].max(axis=0, initial=0.0) >= OWN
    thin = width - max(THINNER_PX, THINNER * width)
    whole = np.flatnonzero((across > thin) & ~covered)
    arm = np.flatnonzero(~covered)
    arm = arm[arm > whole[-1]] if whole.size else arm
    if not whole.size or arm.size < LEAST_PX:
        return None
    inner = across[arm][1 : -1 - int(width / 2)]  # its ends are blurred, or round
    thick = float(np.median(inner)) if inner.size else 0.0
    if thick < OWN or np.subtract(*np.quantile(inner, (0.9, 0.1))) > EVEN_PX or thick > thin:
        return None
    before, begin = int(whole[-1]), int(arm[0])
    if begin > before + 1:  # another curve's upright hides this one's
        end = first + (before + begin) / 2
    else:
        blurred = float(np.clip((across[begin] - thick) / (width - thick), 0.0, 1.0))
        end = first + begin - 0.5 + blurred - thick / 2
    high = _height(every[:, round(end)], round(row))
    differs = abs((stair.end - end) - high / 2)
    if end <= begins or high < width + 2 * OUT_PX or differs > max(AS_LONG_PX, AS_LONG * high / 2):
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
