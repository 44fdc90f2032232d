"""Print too small to be told: its figures are some five pixels high, and a 3 looks as an 8 does."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Line

#: Height of the reader's boxes below which counts are doubted, in pixels; figures are about half as high.
SMALL = 9.6


def doubt_small(rows: Sequence[Line]) -> None:
    """Doubt every count of a table in small print."""
    if np.median([row.height for row in rows]) >= SMALL:
        return
    for row in rows:
        row.cells = {c: attrs.evolve(cell, score=min(cell.score, 0.5 * SURE)) for c, cell in row.cells.items()}
