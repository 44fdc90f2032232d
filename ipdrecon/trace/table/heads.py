"""Lines between the rows of a table: heads that say what the rows below them count, and names of arms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np

from ipdrecon.trace.table.kinds import kind_of
from ipdrecon.trace.table.line import WORD_GAP, Cell, Line

#: How far above the first row its head may stand, in line heights and in distances of rows.
HEAD_ABOVE, HEAD_ROWS = 2.2, 1.3
#: Longest name of an arm that stands in a line of its own.
LONGEST_NAME = 60


def within(lines: Sequence[Line], rows: Sequence[Line]) -> list[Line]:
    """Lines from the head of a table to its last row."""
    top, bottom = rows[0].y, rows[-1].y
    apart = min((b.y - a.y for a, b in itertools.pairwise(rows)), default=0.0)
    return [
        line
        for line in lines
        if top - max(HEAD_ABOVE * line.height, HEAD_ROWS * apart) <= line.y <= bottom + 0.5 * line.height
    ]


def set_kinds(lines: Sequence[Line], rows: Sequence[Line]) -> None:
    """Say of each row what it counts: its own label does, or the last head above it."""
    block = "at_risk"
    for line in within(lines, rows):
        if any(line is row for row in rows):
            line.kind = kind_of(line.label) or block
        elif len(line.cells) <= 1 and kind_of(line.label):
            # What stands in brackets, "(number censored)", speaks of counts in brackets.
            block = kind_of(re.sub(r"\(.*", "", line.label)) or block


def _follows(line: Line, cell: Cell) -> bool:
    """Whether a number is a word of the name before it: it was read with it, or stands no further than words do."""
    name = line.label_box
    return cell.joined or (name is not None and 0 <= cell.box.left - name.right < WORD_GAP * line.height)


def heading_of(line: Line) -> str:
    """Name of an arm that stands in a line of its own, above its rows; "" where the line is none."""
    if len(line.cells) > 1 or kind_of(line.label):
        return ""
    # A stratum may be called by a number, which stands alone in its line, or its name ends in one ("Stage 2").
    lone = next(iter(line.cells.values()), None)
    text = line.label.strip()
    if lone is not None and np.isfinite(lone.count) and (not text or _follows(line, lone)):
        text = f"{text} {lone.count:g}".strip()
    return text if len(text) < LONGEST_NAME and not re.search(r"^time|month|year|day|week", text, re.I) else ""
