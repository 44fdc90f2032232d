"""Rows that the detector overlooked."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Box
from ipdrecon.trace.table.gaps import missing_rows, neighbours
from ipdrecon.trace.table.line import Cell, Line
from tests.ipdrecon.trace.printed import Sheet

PLACE = np.array([100.0, 250.0, 400.0])
COLUMNS = np.array([0.0, 5.0, 10.0])


def row(y: float) -> Line:
    cells = {c: Cell(9.0 - c, float("nan"), Box(x - 8, y - 8, x + 8, y + 8), 1.0) for c, x in enumerate(PLACE)}
    return Line(y, 20.0, "", None, cells)


def test_print_in_a_gap_of_two_rows_is_a_row_and_the_frame_of_a_block_is_none() -> None:
    """Law: a line across all columns is ruled, however dark it is; figures there are a row."""
    rows = [row(40.0), row(64.0), row(112.0)]
    sheet = Sheet(500, 140)
    sheet.line([(60, 88), (460, 88)], width=3)
    assert missing_rows(sheet.figure(), PLACE, rows, rows, COLUMNS) == []
    sheet = Sheet(500, 140)
    for x in PLACE:
        sheet.text("7", x - 7, 88)
    assert [line.y for line in missing_rows(sheet.figure(), PLACE, rows, rows, COLUMNS)] == [88.0]


def test_rows_of_arms_that_ended_early_are_neighbours_of_neighbours() -> None:
    """Law: lines go on evenly above the rows of a table, with fewer counts, while they begin at its first column."""
    rows = [row(88.0), row(112.0)]
    short = [row(y) for y in (16.0, 40.0, 64.0)]
    for line in short:
        line.cells = {c: line.cells[c] for c in (0, 1)}
    short[0].cells = {c: row(16.0).cells[c] for c in (1, 2)}  # begins elsewhere
    assert [line.y for line in neighbours([*short, *rows], rows, COLUMNS)] == [64.0, 40.0]
