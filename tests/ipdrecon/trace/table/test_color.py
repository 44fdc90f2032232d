"""The colour of a row is that of its own sample, label or counts."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.table.color import row_color
from ipdrecon.trace.table.line import Cell, Line
from tests.ipdrecon.trace.printed import BLACK, LINE, RED, Sheet


def _row(sheet: Sheet) -> Line:
    label = sheet.text("Placebo", 200, 40)
    box = sheet.text("77", 340, 40, BLACK)
    return Line(40, LINE, "Placebo", label, {0: Cell(77.0, float("nan"), box, 0.99)})


def test_count_of_the_panel_beside_gives_a_row_no_colour() -> None:
    sheet = Sheet(700, 120)
    sheet.text("7", 200 - 4 * LINE, 40, RED)
    assert row_color(sheet.figure(), _row(sheet), ()) is None


def test_dash_before_a_label_gives_its_row_its_colour() -> None:
    sheet = Sheet(700, 120)
    for x in (130, 145, 160):  # a dashed one too
        sheet.text("-", x, 40, RED)
    found = row_color(sheet.figure(), _row(sheet), ())
    assert found is not None
    assert np.abs(np.subtract(found, RED)).max() < 60
