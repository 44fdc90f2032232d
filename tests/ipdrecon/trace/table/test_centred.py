"""First counts that labels and lines run into, against printed tables."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.centred import Print, _choose, _is_whole, figures_at, print_of, read_first
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from tests.ipdrecon.trace.printed import BLACK, LINE, RED, Sheet

PLACE = np.array([150.0, 300.0, 450.0, 600.0])
#: Advance of a figure of the tests' print, in pixels.
DIGIT = 15.3


def printed(sheet: Sheet, counts: list[int], y: float, color: tuple[int, int, int] = BLACK) -> Line:
    """A row of counts about their columns as they were read."""
    found = {}
    for column, (count, x) in enumerate(zip(counts, PLACE, strict=True)):
        box = sheet.text(str(count), x - DIGIT * len(str(count)) / 2, y, color)
        found[column] = Cell(float(count), float("nan"), box, 0.99)
    return Line(y, LINE, "", None, found)


def read(row: Line, count: float) -> None:
    """Let the first count be misread."""
    row.cells[0] = Cell(count, float("nan"), row.cells[0].box, 0.99)


def test_a_letter_before_a_count_is_no_figure() -> None:
    """Law: the right edge says that a count about its column has two figures, whatever was read before it."""
    sheet = Sheet(700, 120)
    label = sheet.text("l", 118, 40)
    row = printed(sheet, [77, 75, 64, 20], 40)
    row.label, row.label_box = "l", Box(label.left, label.top, 134, label.bottom)
    read(row, 177)
    read_first(sheet.figure(), PLACE, [row], 0, None, ticks=PLACE)
    assert row.cells[0].count == 77


def test_a_first_count_read_with_a_letter_does_not_say_that_counts_end_in_line() -> None:
    """Law: "l77" as 177 has its middle left of 77's and ends as all do, for a label is near it."""
    sheet = Sheet(700, 120)
    label = sheet.text("l", 122, 40)
    row = printed(sheet, [77, 75, 64, 20], 40)
    row.label, row.label_box = "l", Box(label.left - 20, label.top, label.right, label.bottom)
    box = row.cells[0].box
    row.cells[0] = Cell(177.0, float("nan"), Box(label.left, box.top, box.right, box.bottom), 0.99)
    read_first(sheet.figure(), PLACE, [row], 0, None, ticks=PLACE)
    assert row.cells[0].count == 77


def test_a_figure_beneath_a_label_of_another_color_is_read() -> None:
    """Oracle: a red count of three figures, the first of which a grey label runs into."""
    sheet = Sheet(700, 120)
    row = printed(sheet, [233, 165, 84, 20], 40, RED)
    label = sheet.text("PlaB", 85, 40, (110, 110, 110))
    row.label, row.label_box = "PlaB", label
    read(row, 33)
    read_first(sheet.figure(), PLACE, [row], 0, None, ticks=PLACE)
    assert row.cells[0].count == 233
    assert row.cells[0].score >= SURE  # in an ink of its own no letter is taken for a figure


def test_a_count_about_its_column_and_clear_of_its_label_is_whole() -> None:
    """Law: 141 about its column is no 41 with a letter before it, however wide figures are taken for; 177 is."""
    sheet = Sheet(700, 120)
    row = printed(sheet, [141, 40, 4, 0], 40)
    row.label, row.label_box = "l", Box(100, 30, 112, 50)
    how = Print(1.2 * DIGIT, 0.0)
    assert _is_whole(sheet.figure(), row, 0, PLACE[0], how, None)
    assert not _is_whole(sheet.figure(), row, 0, PLACE[0] + DIGIT / 2, how, None)
    row.label_box = Box(100, 30, row.cells[0].box.left - 1, 50)
    assert not _is_whole(sheet.figure(), row, 0, PLACE[0], how, None)


def test_counts_that_begin_at_their_columns_say_nothing() -> None:
    """Law: only counts that stand about their columns are told by their right edges."""
    sheet = Sheet(700, 120)
    cells = {}
    for column, (text, x) in enumerate(zip(["1077", "755", "64", "2"], PLACE, strict=True)):
        cells[column] = Cell(float(text), float("nan"), sheet.text(text, x, 40), 0.99)
    assert print_of(sheet.figure(), PLACE, [Line(40, LINE, "", None, cells)], 0, ticks=PLACE) is None


def test_readings_that_differ_are_doubted() -> None:
    """Law: where the last letter of a label lies over the first figure, one reading says 417, another 117."""
    box = Box(140, 30, 180, 50)
    row = Line(40, LINE, "folfox", None, {0: Cell(417.0, float("nan"), box, 0.99)})
    _choose(row, 0, 3, [Word("417", box, 0.99), Word("1117", box, 0.95)])
    assert row.cells[0].score < SURE
    _choose(row, 0, 3, [Word("417", box, 0.99), Word("1417", box, 0.95)])
    assert row.cells[0].score >= SURE


def test_counts_that_end_at_their_ticks_keep_their_first_figure() -> None:
    """Law: where 142 ends as 80, 48 and 4 do, its right edge does not say that it has two figures."""
    sheet = Sheet(700, 120)
    row = Line(40, LINE, "Pal", sheet.text("Pal", 60, 40), {})
    place = PLACE - np.array([1.0, 1.0, 1.0, 0.5]) * DIGIT
    for column, count in enumerate([142, 80, 48, 4]):
        box = sheet.text(str(count), PLACE[column] - DIGIT * len(str(count)), 40)
        row.cells[column] = Cell(float(count), float("nan"), box, 0.99, joined=column == 0)
    read_first(sheet.figure(), place, [row], 0, None, ticks=PLACE)
    assert row.cells[0].count == 142


@pytest.mark.parametrize(("counts", "figures"), [([101, 85, 54, 24], 3), ([108, 85, 54, 24], None)])
def test_a_last_one_leaves_room_behind_it(counts: list[int], figures: int | None) -> None:
    """Law: where a count ends half a figure short it ends in a one, if in any figure: 101 is none of two."""
    sheet = Sheet(700, 120)
    row = printed(sheet, counts, 40)
    assert figures_at(sheet.figure(), row, 0, float(PLACE[0]) + 0.25 * DIGIT, Print(DIGIT, 0.0)) == figures


def test_counts_that_end_at_their_ticks_are_told_by_a_first_one_clear_of_its_label() -> None:
    """Law: where all others have one figure, a first count of two that ends as they do is whole: the columns' middles
    are those of one figure each."""
    sheet = Sheet(700, 120)
    cells = {}
    for column, (count, x) in enumerate(zip([66, 6, 4, 2], PLACE, strict=True)):
        text = str(count)
        cells[column] = Cell(float(count), float("nan"), sheet.text(text, x - DIGIT * len(text), 40), 0.99)
    row = Line(40, LINE, "At risk", Box(20, 30, 100, 50), cells)
    read_first(sheet.figure(), PLACE - DIGIT / 2, [row], 0, None, ticks=PLACE)
    assert row.cells[0].count == 66


def test_a_first_figure_that_the_label_took_is_doubted_in_one_ink() -> None:
    """Law: where "Plan" and "372" were read as "Plan3" and 72, a part of its last letter may be read there."""
    sheet = Sheet(700, 120)
    row = printed(sheet, [372, 165, 84, 20], 40)
    row.label, row.label_box = "Plan3", sheet.text("Plan", 72, 40)
    row.cells[0] = Cell(72.0, float("nan"), Box(142, 30, 173, 50), 0.99)
    read_first(sheet.figure(), PLACE, [row], 0, None, ticks=PLACE)
    assert row.cells[0].score < SURE
