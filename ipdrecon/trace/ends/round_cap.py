"""Lines with round ends reach half their width beyond where they end."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.ends.last_plus import ended_at
from ipdrecon.trace.ends.thick_end import thickness
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import levels_at

#: Width of a line, in pixels, from which the form of its end is seen.
LEAST_PX = 2.5
#: Ink of the last half width of a line against a straight end's: a round one holds π/4 of it, and lies nearer to that.
ROUND, STRAIGHT = np.pi / 4, 1.0
#: Widths before the end over most of which a line must be as thick as it is, and share of its width and pixels that may
#: lack.
BEFORE, LACKS, LACKS_PX = 1.5, 0.12, 0.5
#: Columns beyond the end in which the blur of a line lies.
BLUR_PX = 2


def without_round_cap(stair: Staircase, alpha: Layer, every: Layer) -> Staircase:
    """A curve that ends bare with a round end, ended in the middle of that.

    ``alpha`` (h, w) is the coverage by its colour, ``every`` by any: where another curve begins to hide one it may look
    as if it ended so.
    The rim of a round end leads down from its level, which is no last step.
    """
    width, half, begin = stair.width, stair.width / 2, stair.end - stair.width / 2
    if width < LEAST_PX or begin - BEFORE * width <= stair.x[0] or stair.end + BLUR_PX >= alpha.shape[1]:
        return stair
    level = float(levels_at(stair, np.array([begin - half]))[0])
    if stair.y[-1] - level > half:
        return stair
    first = int(np.ceil(begin + 0.5))
    before = thickness(alpha, level, width, int(begin - BEFORE * width), first)
    if abs(float(np.median(before)) - width) > max(LACKS_PX, LACKS * width):
        return stair
    behind = thickness(alpha, level, width, first, int(stair.end) + BLUR_PX + 1)
    if (thickness(every, level, width, first, int(stair.end) + BLUR_PX + 1) - behind).max(initial=0.0) > LACKS_PX:
        return stair
    ink = float(behind.sum()) + (first - 0.5 - begin) * width
    if ink >= (ROUND + STRAIGHT) / 2 * half * width:
        return stair
    return attrs.evolve(ended_at(stair, begin - half), end=begin)
