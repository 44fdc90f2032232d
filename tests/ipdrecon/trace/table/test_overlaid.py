"""Cells wider than their columns."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.overlaid import doubt_overlaid

PLACE = np.array([100.0, 145.0, 190.0, 235.0])


@pytest.mark.parametrize(
    ("text", "y", "sure"),
    [
        ("60(1257(1552(17)6(17)", 50.0, False),
        ("60(12)57(15)52(17)6(17", 50.0, True),  # the edge of the picture cuts the last bracket
        ("60(1257(1552(17)6(17)", 90.0, True),  # of another row
    ],
)
def test_cells_of_a_row_that_lost_brackets_are_doubted(text: str, y: float, sure: bool) -> None:
    """Law: print that hides brackets may hide figures."""
    cells = {
        c: Cell(n, 17.0, Box(x - 20, 40, x + 20, 60), 1.0)
        for c, (x, n) in enumerate(zip(PLACE, (60.0, 57.0, 52.0, 6.0), strict=True))
    }
    row = Line(50.0, 20.0, "A", None, cells)
    doubt_overlaid([row], [Word(text, Box(80.0, y - 10, 255.0, y + 10))], PLACE)
    assert [cell.score >= SURE for cell in row.cells.values()] == [sure] * 4
