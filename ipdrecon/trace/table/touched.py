"""First counts that the coloured symbol of their row runs into: it hides a part of their first figure."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.contrast import from_color, median_color, spread
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Line
from ipdrecon.trace.table.spots import INK_CONTRAST

#: Difference between its channels from which ink is coloured, share of a count's box that is where counts are printed
#: in colour, and share of a row's height that a symbol fills.
VIVID, IN_COLOR, FILLED = 30.0, 0.01, 0.3
#: Height of the figures of a row, and how far left of a count a symbol is looked for, in heights of its box.
FIGURES, BEFORE = 0.7, 1.0
#: Bare columns between a symbol and a figure up to which it may cover some of it, in pixels.
TOUCHES = 1


def doubt_touched(figure: Figure, rows: Sequence[Line], first: int) -> None:
    """Doubt the counts of the first column whose ink begins right where that of a coloured symbol ends.

    A 6 without its left edge reads as a 5, a 3 as an 8.
    """
    for row in rows:
        cell = row.cells.get(first)
        others = [c.box for column, c in row.cells.items() if column != first and c.score > 0]
        if cell is None or np.isnan(cell.count) or not others:
            continue
        if np.median([_colored(figure, box).mean() for box in others]) > IN_COLOR:
            continue
        half = 0.5 * FIGURES * row.height
        area = Box(max(0.0, cell.box.left - BEFORE * row.height), row.y - half, cell.box.right, row.y + half)
        if _touch(figure, area):
            row.cells[first] = attrs.evolve(cell, score=min(cell.score, 0.5 * SURE))


def _colored(figure: Figure, box: Box) -> Mask:
    """Where a box holds coloured ink."""
    return np.asarray(spread(_pixels(figure, box)) > VIVID)


def _touch(figure: Figure, area: Box) -> bool:
    """Whether ink without a colour goes on where a coloured symbol ends."""
    colored = _colored(figure, area)
    solid = np.flatnonzero(colored.mean(axis=0) > FILLED)
    if not solid.size:
        return False
    pixels = _pixels(figure, area)
    ink = (from_color(pixels, median_color(pixels[:, solid[-1] :])) > INK_CONTRAST) & ~colored
    after = np.flatnonzero(ink[:, solid[-1] + 1 :].any(axis=0))
    return bool(after.size) and int(after[0]) <= TOUCHES


def _pixels(figure: Figure, box: Box) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    rows = slice(max(0, int(box.top)), int(np.ceil(box.bottom)) + 1)
    return figure.pixels[rows, max(0, int(box.left)) : int(np.ceil(box.right)) + 1].astype(np.float32)
