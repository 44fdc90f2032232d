"""Where the last of a crowd of circles, crosses or squares stands, found or not: the curve ends in its middle."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.censor.symbol import Symbol, stamps_of
from ipdrecon.trace.ends.last_symbol import extents
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.spans import first_run
from ipdrecon.trace.lines.walk import OWN

#: Pixels behind the last mark that was found, from which a symbol is another one.
BEHIND_PX = 1.5
#: Pixels by which a symbol among others may be shorter than it was drawn, and by which one stands out of its line.
SHORTER_PX, OUT_PX = 1.0, 1.0
#: Share of the columns from the last mark that was found to the end in which symbols stand out of the line.
CROWDED = 0.8


def in_crowd(stair: Staircase, marks: Marks, own: Layer) -> float | None:
    """The middle of the last of a row of symbols behind those that were found; None where the line ends otherwise.

    Where symbols crowd none of them is seen, but the last one ends where the ink does, and its middle is half of it
    before that. ``own`` (h, w) is the coverage by the curve's own colour.
    """
    shape = marks.shape
    if not isinstance(shape, Symbol) or shape.upright or not marks.x.size:
        return None
    tall, wide = (float(n) / 2 for n in _size(shape))
    first = max(0, int(np.searchsorted(stair.x, marks.x[-1])) - 1)
    levels = range(stair.x.size - 1, first - 1, -1)  # a path may have followed the rim of the last one
    found = (_on_level(stair, k, own, round(float(marks.x[-1])), tall, wide) for k in levels)
    return next((middle for middle in found if middle is not None), None)


def _on_level(stair: Staircase, k: int, own: Layer, last: int, tall: float, wide: float) -> float | None:
    """The middle of a symbol of this half height and half width that ends the ink on level ``k`` of a curve.

    ``last`` is the column of the last symbol that was found.
    """
    level = float(stair.y[k])
    top = max(0, round(level - tall) - 1)
    ink = own[top : round(level + tall) + 2, last:] >= OWN
    end = last + first_run(np.asarray(ink.any(axis=0))) - 0.5
    middle = end - wide
    cut = end >= own.shape[1] - 1
    if cut or middle <= max(last + BEHIND_PX, float(stair.x[k])) or abs(end - stair.end) > wide:
        return None
    up, down = extents(ink[:, : int(end) - last + 1], level - top)
    out = np.minimum(up, down) >= stair.width / 2 + OUT_PX
    far = max(0, round(middle) - 1 - last)
    whole = min(up[far:].max(initial=0.0), down[far:].max(initial=0.0)) >= tall - SHORTER_PX
    return middle if whole and out[:far].mean() >= CROWDED else None


def _size(shape: Symbol) -> tuple[int, int]:
    """Rows and columns of the pixels that a symbol covers."""
    lit = stamps_of(shape)[1, 1] >= OWN
    return int(lit.any(axis=1).sum()), int(lit.any(axis=0).sum())
