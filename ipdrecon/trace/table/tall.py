"""Counts of two close rows that were read as one word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.trace.table.line import Line

#: Height of a word of two rows against that of a count.
TALL = 1.25


def without_tall(rows: Sequence[Line]) -> None:
    """Take out of the rows what was read over the middles of two of them: its places are to be read one by one."""
    heights = [cell.box.height for row in rows for cell in row.cells.values()]
    usual = float(np.median(heights)) if heights else 0.0
    middles = [row.y for row in rows]
    for row in rows:
        row.cells = {
            column: cell
            for column, cell in row.cells.items()
            if cell.box.height < TALL * usual or sum(cell.box.top < y < cell.box.bottom for y in middles) < 2
        }
