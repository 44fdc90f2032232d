"""Cells at the edge of a table."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table.clip import doubt_clipped
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line

PLACE = np.array([100.0, 160.0, 220.0])


@pytest.mark.parametrize(("lost", "sure"), [(0, True), (4, False)])
def test_a_count_that_ends_at_an_edge_is_whole_where_its_print_stands_about_its_column(lost: int, sure: bool) -> None:
    """Law: what an edge cuts off moves the middle of the rest; the reader's boxes reach further on one side than on
    the other, and say nothing of that."""
    pixels = np.full((60, 300, 3), 255, np.uint8)
    cells = {}
    for column, x in enumerate(PLACE.astype(int)):
        for left in (x - 5, x + 1):  # two figures, 11 pixels wide
            pixels[24:32, left : left + 5] = 0
        cells[column] = Cell(24.0, float("nan"), Box(x - 5.5, 22, x + 8.5, 34), 1.0)
    edge = 226 - lost
    pixels[24:32, edge:] = 255
    cells[2] = Cell(24.0, float("nan"), Box(214.5, 22, edge + 0.5, 34), 1.0)
    row = Line(28.0, 12.0, "", None, cells)
    axes = Axes(Axis(100.0, 6.0, 0.0, 21.0), Axis(0.0, -300.0, 0.0, 1.0))
    frame = Frame(Box(100, -300, edge, 0), axes, bottom=20.0, label_rows=(5.0, 15.0))
    doubt_clipped(Figure(pixels=pixels, source=Source("drawn.png")), frame, PLACE, [row])
    assert [row.cells[c].score >= SURE for c in range(3)] == [True, True, sure]
