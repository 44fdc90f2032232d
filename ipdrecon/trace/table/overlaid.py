"""Cells with a second count in brackets that are wider than their columns: each hides the edges of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from ipdrecon.figure import Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Line

#: A bracket that opens before the last one was closed.
LOST = re.compile(r"\([^)]*\(")


def doubt_overlaid(rows: Sequence[Line], words: Sequence[Word], place: Floats) -> None:
    """Doubt the cells of words that lost brackets: the first figures of some counts may lie beneath the same print.

    Which these are cannot be seen: "(17)16" reads as "(17)6" as well as "(1716".
    """
    torn = [word for word in words if LOST.search(word.text)]
    for row in rows:
        for word in torn:
            if abs(word.box.center[1] - row.y) > 0.5 * row.height:
                continue
            for column, cell in row.cells.items():
                if word.box.left < place[column] < word.box.right:
                    row.cells[column] = attrs.evolve(cell, score=min(cell.score, 0.5 * SURE))
