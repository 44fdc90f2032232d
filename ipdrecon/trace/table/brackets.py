"""Second counts in brackets that were read apart from the counts they stand behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.line import Line, spacing_of

#: A number in brackets alone.
BRACKET_ALONE = re.compile(r"^\(\s*(\d{1,6})\s*\)$")
#: How far from its column a bracket behind a count may stand, in spacings of columns.
BEHIND = 0.5


def add_brackets(rows: Sequence[Line], words: Sequence[Word], place: Floats) -> None:
    """Give each cell that lacks a bracket the one that stands alone in its row at its column."""
    for word in words:
        found = BRACKET_ALONE.match(word.text.strip())
        if found is None:
            continue
        column = int(np.argmin(np.abs(place - word.box.center[0])))
        if abs(place[column] - word.box.center[0]) > BEHIND * spacing_of(place):
            continue
        for row in rows:
            cell = row.cells.get(column)
            level = abs(row.y - word.box.center[1]) < 0.5 * min(row.height, word.box.height)
            if level and cell is not None and np.isfinite(cell.count) and np.isnan(cell.bracket):
                row.cells[column] = attrs.evolve(cell, bracket=float(found.group(1)))
