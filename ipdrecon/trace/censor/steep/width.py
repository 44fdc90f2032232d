"""How wide the falls of curves are drawn: as wide as their level stretches, and marks hardly lie over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.steep.kernels import fall_runs
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.lines.level import MAX_WIDTH_PX

#: Coverage from which a row of a fall is drawn, and below which a run ends; coverage against its neighbour's from which
#: a row is none of the rounded ends of a dash; columns by which a fall may be read off.
DRAWN, FLOOR, ENDS, ASIDE = 0.5, 0.1, 0.8, 2
#: Which of the rows of a fall tells its width, in rising order: a level joins it at both ends, marks stand beside it.
THIN = 0.3
#: Pixels, and share, by which falls of one width differ; fewest of them that tell it, and share of all.
SAME_PX, SAME_SHARE, LEAST, MOST = 0.3, 0.05, 3, 0.5


def widths_of_falls(curves: Sequence[Marked], covered: Sequence[Mask]) -> list[float | None]:
    """Width of the falls of each curve, of those of all where its own tell none; None where these tell none either.

    ``covered`` is where other strokes lie, for each curve.
    """
    falls = [
        fall_runs(c.alpha, hidden, c.stair.x, c.stair.y, DRAWN, FLOOR, ENDS, ASIDE, MAX_WIDTH_PX, THIN)
        for c, hidden in zip(curves, covered, strict=True)
    ]
    common = _usual(np.concatenate(falls)) if falls else None
    return [own if (own := _usual(widths)) is not None else common for widths in falls]


def _usual(widths: Floats) -> float | None:
    """The width that most of them have; None where marks, corners and neighbours add ink to too many."""
    widths = np.sort(widths)
    if not widths.size:
        return None
    count = np.searchsorted(widths, widths * (1 + SAME_SHARE) + SAME_PX, side="right") - np.arange(widths.size)
    first = int(np.argmax(count))
    if count[first] < max(LEAST, MOST * widths.size):
        return None
    return float(np.median(widths[first : first + count[first]]))
