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
#: How far from both columns beside it a bracket between them stands at least, in spacings: it is printed half-way, and
#: one behind its count may stand nearly so far. And the share that do so in a table that says them there.
BETWEEN, MOSTLY = 0.42, 0.7


def add_brackets(rows: Sequence[Line], words: Sequence[Word], place: Floats) -> None:
    """Give each cell that lacks a bracket the one that stands alone in its row at its column.

    Those half-way between columns count from one to the next (Stata), and so belong to the next; up to the first column
    there is none, and none stands beyond the last.
    """
    spacing = spacing_of(place)
    alone = [
        (row, word, float(found.group(1)))
        for word in words
        if (found := BRACKET_ALONE.match(word.text.strip()))
        for row in rows
        if abs(row.y - word.box.center[1]) < 0.5 * min(row.height, word.box.height)
    ]
    behind = np.array([word.box.center[0] for _, word, _ in alone if word.box.center[0] > place[0]])
    away = np.abs(place - behind[:, None]).min(axis=1) > BETWEEN * spacing
    between = behind.size > 0 and bool(behind.max() < place[-1]) and float(np.mean(away)) > MOSTLY
    for row, word, count in alone:
        x = word.box.center[0]
        column = int(np.searchsorted(place, x)) if between else int(np.argmin(np.abs(place - x)))
        if between or abs(place[column] - x) <= BEHIND * spacing:
            _put(row, column, count)
    if between:
        for row in rows:
            first = min(row.cells, default=-1)
            if first == 0 and any(np.isfinite(cell.bracket) for cell in row.cells.values()):
                row.cells[first] = attrs.evolve(row.cells[first], bracket=0.0)


def _put(row: Line, column: int, count: float) -> None:
    """Set the bracket of the cell in a column, where it has none."""
    cell = row.cells.get(column)
    if cell is not None and np.isfinite(cell.count) and np.isnan(cell.bracket):
        row.cells[column] = attrs.evolve(cell, bracket=count)
