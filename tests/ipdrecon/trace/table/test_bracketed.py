"""First counts with others in brackets that labels run into, against printed tables."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.table.bracketed import read_bracketed
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from tests.ipdrecon.trace.printed import LINE, Sheet

PLACE = np.array([150.0, 330.0, 510.0, 690.0])


def printed(sheet: Sheet, counts: list[tuple[int, int]], y: float) -> Line:
    """A row of counts with brackets about their columns as they were read."""
    found = {}
    for column, ((count, second), x) in enumerate(zip(counts, PLACE, strict=True)):
        text = f"{count} ({second})"
        wide = sheet.text(text, 0.0, -100.0).width - 4.0
        found[column] = Cell(float(count), float(second), sheet.text(text, x - wide / 2, y), 0.99)
    return Line(y, LINE, "", None, found)


@pytest.mark.parametrize(("name", "read"), [("IO", 10500.0), ("2", 2500.0)])
def test_a_name_that_runs_into_a_count_is_none_of_it(name: str, read: float) -> None:
    """Law: a cell reaches as far left of its column as right of it, whatever was read before it."""
    sheet = Sheet(800, 120)
    row = printed(sheet, [(500, 0), (186, 15), (41, 25), (11, 31)], 40)
    cell = row.cells[0]
    wide = sheet.text(name, 0.0, -100.0).width - 4.0
    label = sheet.text(name, cell.box.left + 1 - wide, 40)
    row.cells[0] = Cell(read, 0.0, label.union(cell.box), 0.99)
    read_bracketed(sheet.figure(), PLACE, [row], 0, None)
    assert (row.cells[0].count, row.cells[0].bracket) == (500.0, 0.0)
    assert row.cells[0].score > SURE


def test_a_cell_about_its_column_stays_as_it_was_read() -> None:
    sheet = Sheet(800, 120)
    row = printed(sheet, [(500, 0), (186, 15), (41, 25), (11, 31)], 40)
    row.label_box = Box(10.0, 30.0, 60.0, 50.0)
    before = row.cells[0]
    read_bracketed(sheet.figure(), PLACE, [row], 0, None)
    assert row.cells[0] is before
