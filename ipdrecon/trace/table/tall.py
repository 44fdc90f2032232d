"""Counts of two close rows that were read as one word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Word
from ipdrecon.trace.table.line import Cell, Line, groups_of

#: Height of a word of two rows against that of a count.
TALL = 1.25
#: Share of the words up to which the lowest ones are of one row, where many are of two.
FEW_TALL = 0.25
#: What counts of two rows are read as, the digits of full width among them, and what stands for either meanwhile.
DIGITS, UNREAD = re.compile(r"^[^A-Za-z]*\d[^A-Za-z]*$"), "0"


def once_a_row(words: Sequence[Word]) -> list[Word]:
    """The words, each that was read over the middles of two rows as a count of either, to be read one by one.

    It would make one row of them: its middle lies between theirs.
    """
    usual = float(np.quantile([word.box.height for word in words], FEW_TALL)) if words else 0.0
    tall = {id(word) for word in words if word.box.height >= TALL * usual and DIGITS.match(word.text)}
    lines = groups_of([word for word in words if id(word) not in tall]) if tall else []
    middles = [float(np.mean([word.box.center[1] for word in line])) for line in lines]
    apart: list[Word] = []
    for word in words:
        over = [y for y in middles if word.box.top < y < word.box.bottom] if id(word) in tall else []
        if len(over) < 2:
            apart.append(word)
            continue
        for y in over:
            box = attrs.evolve(word.box, top=y - usual / 2, bottom=y + usual / 2)
            apart.append(attrs.evolve(word, text=UNREAD, box=box, score=0.0))
    return apart


def without_tall(rows: Sequence[Line]) -> None:
    """Take out of the rows what was read over the middles of two of them: its places are to be read one by one."""
    heights = [cell.box.height for row in rows for cell in row.cells.values()]
    usual = float(np.median(heights)) if heights else 0.0
    middles = [row.y for row in rows]

    def stays(cell: Cell) -> bool:
        tall = cell.box.height >= TALL * usual
        return cell.score > 0 and not (tall and sum(cell.box.top < y < cell.box.bottom for y in middles) > 1)

    for row in rows:
        row.cells = {column: cell for column, cell in row.cells.items() if stays(cell)}
