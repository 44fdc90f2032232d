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
#: How far from both columns beside it a bracket between them stands at least, in spacings, and the share that do so in
#: a table that says them there.
BETWEEN, MOSTLY = 0.35, 0.7


def add_brackets(rows: Sequence[Line], words: Sequence[Word], place: Floats) -> None:
    """Give each cell that lacks a bracket the one that stands alone in its row at its column.

    Those half-way between columns count from one to the next (Stata), and so belong to the next; up to the first column
    there is none.
    """
    spacing = spacing_of(place)
    alone = [(word, float(found.group(1))) for word in words if (found := BRACKET_ALONE.match(word.text.strip()))]
    inner = [(word, count) for word, count in alone if place[0] < word.box.center[0] < place[-1]]
    away = np.array([np.abs(place - word.box.center[0]).min() for word, _ in inner])
    between = place.size > 1 and away.size > 0 and float(np.mean(away > BETWEEN * spacing)) > MOSTLY
    for word, count in inner if between else alone:
        x = word.box.center[0]
        column = int(np.searchsorted(place, x)) if between else int(np.argmin(np.abs(place - x)))
        if between or abs(place[column] - x) <= BEHIND * spacing:
            _put(rows, word, column, count)
    if between:
        for row in rows:
            first = min(row.cells, default=-1)
            if first == 0 and any(np.isfinite(cell.bracket) for cell in row.cells.values()):
                row.cells[first] = attrs.evolve(row.cells[first], bracket=0.0)


def _put(rows: Sequence[Line], word: Word, column: int, count: float) -> None:
    """Set the bracket of the cell in a column that stands at a word's height, where it has none."""
    for row in rows:
        cell = row.cells.get(column)
        level = abs(row.y - word.box.center[1]) < 0.5 * min(row.height, word.box.height)
        if level and cell is not None and np.isfinite(cell.count) and np.isnan(cell.bracket):
            row.cells[column] = attrs.evolve(cell, bracket=count)
