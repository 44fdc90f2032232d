"""Labels of rows that run up to their first counts, against printed tables."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.table.labels import without_last_letters
from ipdrecon.trace.table.line import Cell, Line
from tests.ipdrecon.trace.printed import LINE, Sheet

PLACE = np.array([150.0, 300.0, 450.0, 600.0])
#: Advance of a figure of the tests' print, in pixels.
DIGIT = 15.3


@pytest.mark.parametrize(("printed", "kept"), [("131", 131.0), ("31", 31.0)])
def test_the_right_edge_tells_a_figure_from_the_letter_before_it(printed: str, kept: float) -> None:
    """Law: where counts stand about their columns, the right edge of one that was read as 131 says whether it has three
    figures or two and a letter; the box that was read with the label, and holds the room between, says nothing."""
    sheet = Sheet(700, 120)
    cells = {}
    for column, text in enumerate([printed, "20", "17", "6"]):
        box = sheet.text(text, PLACE[column] - DIGIT * len(text) / 2, 40)
        cells[column] = Cell(float(text), float("nan"), box, 0.99)
    first = cells[0].box
    end = PLACE[0] - 1.5 * DIGIT - 0.8 * DIGIT
    cells[0] = attrs.evolve(cells[0], count=131.0, box=attrs.evolve(first, left=end))
    label = sheet.text("bev", end - 45, 40)
    row = Line(40, LINE, "bev", attrs.evolve(label, right=end), cells)
    without_last_letters(sheet.figure(), [row], PLACE, ticks=PLACE)
    assert row.cells[0].count == kept
