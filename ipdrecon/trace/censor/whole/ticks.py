"""Ticks and pluses that are seen whole, wherever they stand: their ends tell where their line runs to part of a pixel,
also in the gap between two of its dashes."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.whole.kernels import upright_pieces
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer

#: Coverage of a column of a tick, as a share of what one of its width covers wholly, from which it is lit.
LIT = 0.4
#: Pixels by which one may be longer or shorter than those that are known, wider, and by which its columns may differ.
LONGER_PX, WIDER_PX, ALIKE_PX = 1.0, 1.2, 0.5
#: Pixels it reaches beyond the line on either side, at least, and mean coverage beside it there, at most.
BEYOND_PX, BESIDE = 1.5, 0.25


@attrs.frozen(eq=False)
class WholeTicks:
    """Columns and rows of the middles of ticks, (m,) both: there their line runs."""

    x: Floats
    y: Floats


def whole_ticks(ink: Layer, where: Mask, shape: Upright, line: float) -> WholeTicks:
    """Those of this shape in ``ink`` (h, w) whose middle is in ``where`` (h, w), and which have bare paper beside them.

    ``line`` is the width of the curve in pixels: nothing is known of ticks that hardly reach beyond it.
    """
    found: list[tuple[float, float]] = []
    if min(shape.up, shape.down) >= line / 2 + BEYOND_PX:
        tall = shape.up + shape.down
        lit = np.float32(LIT * min(1.0, shape.width))
        columns, middles, mass = upright_pieces(ink, where, lit, tall - LONGER_PX, tall + LONGER_PX)
        joined = _joined(columns, middles, mass, shape)
        found = [(x, y) for x, y in joined if _has_paper_beside(ink, shape, x, y, line)]
    x, y = (np.array([tick[k] for tick in found]) for k in (0, 1))
    return WholeTicks(x, y)


def _joined(columns: Floats, middles: Floats, mass: Floats, shape: Upright) -> list[tuple[float, float]]:
    """Ticks (column, row of the line) whose columns stand beside each other in the same rows."""
    found, left = [], list(range(columns.size))
    while left:
        own = [left.pop(0)]
        for k in list(left):
            if columns[k] > columns[own[-1]] + 1:
                break
            if columns[k] == columns[own[-1]] + 1 and abs(middles[k] - middles[own[0]]) <= ALIKE_PX:
                own.append(k)
                left.remove(k)
        if len(own) <= shape.width + 1 + WIDER_PX:
            x, y = (float(np.average(values[own], weights=mass[own])) for values in (columns, middles))
            found.append((x, y + (shape.up - shape.down) / 2))
    return found


def _has_paper_beside(ink: Layer, shape: Upright, x: float, y: float, line: float) -> bool:
    """Whether bare paper lies on one side of a tick at least, above its line and below it."""
    height, width = ink.shape
    rows = np.arange(max(0, int(np.ceil(y - shape.up))), min(height, int(np.floor(y + shape.down)) + 1))
    rows = rows[np.abs(rows - y) > line / 2 + 1.0]
    parts = rows[rows < y], rows[rows > y]
    aside = shape.width / 2 + WIDER_PX
    columns = [column for column in (round(x - aside), round(x + aside)) if 0 <= column < width]
    if not all(part.size for part in parts) or not columns:
        return False
    return min(max(float(ink[part, column].mean()) for part in parts) for column in columns) <= BESIDE
