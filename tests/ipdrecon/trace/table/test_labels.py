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


@pytest.mark.parametrize(("other", "kept"), [(1908.0, 1890.0), (895.0, 890.0)])
def test_a_first_count_is_like_those_of_the_other_arms(other: float, kept: float) -> None:
    """Law: arms are of like sizes; thousands that are parted make a count wider than its figures, and so would a letter
    before it: "Drug 1,890" beside "1,908", and "FOLFIRI 890" beside "895"."""
    sheet = Sheet(700, 120)
    rows = []
    for y, count, name in ((40, 1890.0, "bev"), (70, other, "")):
        cells = {}
        for column, text in enumerate(["890", "834", "300", "138"]):
            box = sheet.text(text, PLACE[column] - DIGIT * len(text) / 2, y)
            cells[column] = Cell(float(text), float("nan"), box, 0.99)
        left = PLACE[0] - 2.5 * DIGIT
        cells[0] = Cell(count, float("nan"), attrs.evolve(cells[0].box, left=left), 0.99)
        label = attrs.evolve(sheet.text(name, left - 45, y), right=left) if name else None
        rows.append(Line(y, LINE, name, label, cells))
    without_last_letters(sheet.figure(), rows, PLACE, ticks=PLACE + 20)
    assert rows[0].cells[0].count == kept
