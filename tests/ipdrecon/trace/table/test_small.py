"""Small print is doubted."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.small import doubt_small


@pytest.mark.parametrize(("height", "sure"), [(8.5, False), (12.0, True)])
def test_figures_of_few_pixels_are_doubted(height: float, sure: bool) -> None:
    """Law: counts in print of some five pixels are never sure, however sure their reader is; larger ones stay so."""
    row = Line(50.0, height, "A", None, {0: Cell(380.0, float("nan"), Box(0, 45, 12, 55), 1.0)})
    doubt_small([row])
    assert (row.cells[0].score >= SURE) is sure
