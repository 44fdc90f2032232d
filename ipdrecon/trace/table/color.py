"""Colour of a row: of its label, its cells, or the dash or square beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Figure, Word
from ipdrecon.frozen import Bools
from ipdrecon.trace.table.line import Line

#: Difference between the channels of a pixel from which it is in a colour.
VIVID = 45
#: How far from its text a sample may end, in text heights.
NEAR = 2.2


def row_color(figure: Figure, row: Line, words: Sequence[Word]) -> tuple[int, int, int] | None:
    """Colour of the row's label, of its cells, or of the dash or square drawn left of them."""
    if row.color is not None:
        return row.color
    boxes = [cell.box for cell in row.cells.values() if cell.score > 0]
    inked = [w.color for w in words if w.box in boxes and w.color and max(w.color) - min(w.color) > 60]
    if len(inked) >= 0.6 * len(boxes):
        r, g, b = np.median(np.array(inked), axis=0)
        return int(r), int(g), int(b)
    if not boxes:
        return None
    first = min(box.left for box in boxes)
    text = int(row.label_box.left if row.label_box else first)
    left = max(0, text - int(6 * row.height))
    patch = figure.pixels[int(max(0, row.y - 0.4 * row.height)) : int(row.y + 0.4 * row.height) + 1, left : int(first)]
    if not patch.size:
        return None
    patch = patch.astype(np.float32)
    lit = np.ptp(patch, axis=2) > VIVID
    if row.label_box:
        lit[:, : _sample_begin(lit[:, : text - left], NEAR * row.height)] = False
    vivid = patch[lit]
    if len(vivid) < 4:
        return None
    chroma = np.ptp(vivid, axis=1)
    r, g, b = np.median(vivid[chroma >= np.quantile(chroma, 0.7)], axis=0)
    return int(r), int(g), int(b)


def _sample_begin(lit: Bools, near: float) -> int:
    """First column of the sample that ends near the right edge of a strip: what stands farther left is another's.

    In the row of a table beside this one the last counts may have the colours of that panel's curves.
    """
    columns = np.append(np.flatnonzero(lit.any(axis=0)), lit.shape[1])
    gaps = np.flatnonzero(np.diff(columns) > near)
    return int(columns[gaps[-1] + 1]) if gaps.size else 0
