"""Second counts in brackets, read apart from their counts."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.brackets import add_brackets
from ipdrecon.trace.table.line import Cell, Line

PLACE = np.array([100.0, 200.0, 300.0])


def test_a_bracket_alone_belongs_to_the_count_before_it() -> None:
    """Law: of a row and a column there is one count, and the bracket that stands there is its own."""
    cells = {c: Cell(9.0 - c, float("nan"), Box(x - 18, 40, x, 60), 1.0) for c, x in enumerate(PLACE)}
    row = Line(50.0, 20.0, "", None, cells)
    below = Word("(7)", Box(102.0, 64.0, 120.0, 84.0))
    add_brackets([row], [Word("(6)", Box(202.0, 40.0, 220.0, 60.0)), below, Word("(n)", Box(302, 40, 320, 60))], PLACE)
    assert [row.cells[c].bracket for c in range(3)] == pytest.approx([np.nan, 6.0, np.nan], nan_ok=True)


def test_brackets_between_columns_count_up_to_the_next() -> None:
    """Law: brackets half-way between columns belong to the counts behind them, none to the first (Stata)."""
    cells = {c: Cell(9.0 - c, float("nan"), Box(x - 8, 40, x + 8, 60), 1.0) for c, x in enumerate(PLACE)}
    row = Line(50.0, 20.0, "", None, cells)
    add_brackets([row], [Word("(6)", Box(139.0, 40.0, 157.0, 60.0)), Word("(4)", Box(242.0, 40.0, 260.0, 60.0))], PLACE)
    assert [row.cells[c].bracket for c in range(3)] == [0.0, 6.0, 4.0]
