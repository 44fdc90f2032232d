"""Lines that run through the cells of a table."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.table.cells import fill
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.rule import rules_through
from tests.ipdrecon.trace.printed import LINE, Sheet

PLACE = np.array([100.0, 250.0, 400.0])


def rows(sheet: Sheet) -> list[Line]:
    found = []
    for y, counts in ((60, (84, 33, 0)), (110, (77, 40, 6))):
        boxes = {
            c: sheet.text(str(n), x - 7.6 * len(str(n)), y) for c, (n, x) in enumerate(zip(counts, PLACE, strict=True))
        }
        cells = {c: Cell(float(n), float("nan"), boxes[c], 0.99) for c, n in enumerate(counts)}
        found.append(Line(float(y), LINE, "", None, cells))
    return found


def test_the_frame_of_a_table_is_wiped_out_of_its_last_counts() -> None:
    """Law: the line of a frame that runs through the last column hides no count that shows on both sides of it."""
    sheet = Sheet(500, 170)
    table = rows(sheet)
    sheet.line([(400, 20), (400, 150)], width=2)
    for row in table:
        del row.cells[2]
    figure = sheet.figure()
    rules = rules_through(figure, PLACE, [0, 1, 2], table)
    assert list(rules) == [2]
    fill(figure, PLACE, [0, 1, 2], table, rules)
    assert [row.cells[2].count for row in table] == [0, 6]


def test_a_line_beside_a_table_runs_through_none_of_its_counts() -> None:
    sheet = Sheet(500, 170)
    table = rows(sheet)
    sheet.line([(40, 20), (40, 150)])
    assert rules_through(sheet.figure(), PLACE, [0, 1, 2], table) == {}


def test_each_block_of_a_table_may_have_a_frame_of_its_own() -> None:
    """Law: a line beside the counts of every row is the frame of their blocks, though it stops between these."""
    sheet = Sheet(500, 170)
    table = rows(sheet)
    for y in (60, 110):
        sheet.line([(85, y - 18), (85, y + 18)], width=2)
    assert list(rules_through(sheet.figure(), PLACE, [0, 1, 2], table)) == [0]
