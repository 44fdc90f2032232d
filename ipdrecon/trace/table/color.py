"""Colour of a row: of its label, its cells, or the dash or square beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Figure, Word
from ipdrecon.trace.table.line import Line


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
    left = int(max(0, (row.label_box.left if row.label_box else first) - 6 * row.height))
    patch = figure.pixels[int(max(0, row.y - 0.4 * row.height)) : int(row.y + 0.4 * row.height) + 1, left : int(first)]
    patch = patch.reshape(-1, 3).astype(np.float32)
    vivid = patch[patch.max(axis=1) - patch.min(axis=1) > 45] if patch.size else patch
    if len(vivid) < 4:
        return None
    chroma = vivid.max(axis=1) - vivid.min(axis=1)
    r, g, b = np.median(vivid[chroma >= np.quantile(chroma, 0.7)], axis=0)
    return int(r), int(g), int(b)
