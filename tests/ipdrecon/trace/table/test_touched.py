"""First counts that a symbol runs into."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.touched import doubt_touched


@pytest.mark.parametrize(
    ("right", "color", "sure"), [(71, (178, 93, 145), False), (64, (178, 93, 145), True), (71, None, True)]
)
def test_a_count_that_begins_where_a_symbol_ends_is_doubted(
    right: int, color: tuple[int, int, int] | None, sure: bool
) -> None:
    """Law: of a figure that begins where a symbol ends a part may be hidden; paper between them shows it whole."""
    pixels = np.full((60, 300, 3), 255, np.uint8)
    for left in (72, 172, 252):  # counts of two figures
        for x in (left, left + 12):
            pixels[20:40, x : x + 2] = pixels[20:40, x + 7 : x + 9] = 0
            pixels[[20, 39], x : x + 9] = 0
    if color is not None:
        pixels[18:42, 50:right] = color
    cells = {c: Cell(66.0, float("nan"), Box(x - 4, 16, x + 26, 44), 1.0) for c, x in enumerate((72, 172, 252))}
    row = Line(30.0, 28.0, "", None, cells)
    doubt_touched(Figure(pixels=pixels, source=Source("drawn.png")), [row], 0)
    assert (row.cells[0].score >= SURE) == sure
    assert row.cells[1].score >= SURE
