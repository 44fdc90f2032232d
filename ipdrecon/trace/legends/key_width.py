"""How wide the lines on the keys of a legend are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_mark import covers_of

#: Least width that tells, in pixels: a thinner line covers no pixel wholly for sure, and looks as wide as it lies.
LEAST_PX = 3.0
#: Coverage from which a column shows the line, and coverage below which it has ended.
SHOWN, ENDED = 0.8, 0.1
#: Share by which keys of curves that are drawn alike differ at most.
ALIKE = 0.15


def width_of_keys(figure: Figure, entries: Sequence[LegendEntry]) -> float | None:
    """Width in pixels of the lines on the keys; None where they are thin, or drawn in several widths.

    Nothing crowds on a key: there a line is as wide as it is drawn, where on its curve the rims of circles may recur
    more often.
    """
    widths = [None if cover is None else _width_of(cover) for cover in covers_of(figure, entries)]
    known = [width for width in widths if width is not None]
    if not known or len(known) < len(widths) or min(known) < LEAST_PX or max(known) > (1 + ALIKE) * min(known):
        return None
    return float(np.median(known))


def _width_of(cover: Floats) -> float | None:
    """Ink down the columns of one key (h, w) that is its line's: a mark on it, and ends of dashes, take few of them."""
    row = int(np.argmax(cover.mean(axis=1)))
    columns = cover[:, cover[row] >= SHOWN]
    if not columns.size:
        return None
    ended = columns < ENDED
    above, below = ended[row::-1], ended[row:]  # what lies beyond the line in a column, another key say, is not its
    first = row + 1 - np.where(above.any(axis=0), above.argmax(axis=0), len(above))
    stop = row + np.where(below.any(axis=0), below.argmax(axis=0), len(below))
    rows = np.arange(len(cover))[:, None]
    return float(np.median(np.where((rows >= first) & (rows < stop), columns, 0.0).sum(axis=0)))
