"""Entries of a legend's columns that the reader missed."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.legends.column_keys import missing_below
from tests.ipdrecon.trace.printed import BLACK, BLUE, LINE, RED, Sheet

FIRST = Box(39.5, 58.5, 80.5, 61.5)


def legend(name: str, y: float = 100.0) -> tuple[Sheet, Box]:
    """A column of two keys with a mark on each: the box of the first one's text."""
    sheet = Sheet(400, 240)
    known = sheet.text("Control", 95, 60)
    for row, color in ((60.0, BLUE), (y, RED)):
        sheet.line([(40, row), (80, row)], color)
        sheet.line([(60, row - 8), (60, row + 8)], color, 2)
    sheet.text(name, 95, y)
    return sheet, known


@pytest.mark.parametrize("name", ["l", "B", "10"])
def test_a_short_name_behind_a_key_below_another_is_an_entry(name: str) -> None:
    """Law: what is drawn like a key, below one, is one, and the letter behind it names it; a bar alone is a letter."""
    sheet, known = legend(name)
    (found,) = missing_below(sheet.figure(), [FIRST], [known], (), LINE)
    assert found.word.text in ({"l", "I", "1", "|"} if name == "l" else {name})
    assert found.key.color == RED


def test_a_line_that_goes_on_or_has_been_read_with_its_text_is_no_further_key() -> None:
    """Law: a key stands free, and an entry is read once."""
    sheet, known = legend("Drug")
    word = Word("Drug", Box(95.0, 85.0, 150.0, 115.0))
    assert missing_below(sheet.figure(), [FIRST], [known], (word,), LINE) == []
    sheet.line([(80, 100), (90, 100)], RED)
    sheet.line([(20, 100), (40, 100)], RED)
    assert missing_below(sheet.figure(), [FIRST], [known], (), LINE) == []


def test_the_dashes_before_the_counts_of_a_table_are_no_entries() -> None:
    """Law: several numbers stand behind the sample of a row."""
    sheet, known = legend("326")
    counts = tuple(Word("326", Box(x, 85.0, x + 40.0, 115.0)) for x in (95.0, 180.0, 260.0))
    assert missing_below(sheet.figure(), [FIRST], [known], counts, LINE) == []


def test_keys_stand_evenly() -> None:
    """Law: two keys tell how far below them a third one stands."""
    sheet, known = legend("B", 105.0)
    second = Box(39.5, 103.5, 80.5, 106.5)
    sheet.line([(40, 150), (80, 150)], BLACK)
    sheet.text("C", 95, 150)
    sheet.line([(40, 215), (80, 215)], BLACK)
    sheet.text("D", 95, 215)
    found = missing_below(sheet.figure(), [FIRST, second], [known, known.shift(0.0, 45.0)], (), LINE)
    assert [one.word.text for one in found] == ["C"]


def test_a_whole_line_above_a_dashed_one_may_be_longer() -> None:
    """Law: of a dashed key the last gap is not seen."""
    sheet, known = legend("B")
    dashed = Box(39.5, 58.5, 75.5, 61.5)
    (found,) = missing_below(sheet.figure(), [dashed], [known], (), LINE)
    assert (found.word.text, found.key.box.right) == ("B", pytest.approx(80.5))


def test_keys_between_others_stand_in_an_even_part_of_their_step() -> None:
    """Law: where the name between two was read along with its key, the step of these is two of the column's."""
    sheet, known = legend("Drug", 150.0)
    last = Box(39.5, 148.5, 80.5, 151.5)
    sheet.line([(40, 105), (80, 105)], BLACK)
    sheet.text("B", 95, 105)
    read_along = Word("----B", Box(40.0, 90.0, 115.0, 120.0))
    found = missing_below(sheet.figure(), [FIRST, last], [known, known.shift(0.0, 90.0)], (read_along,), LINE)
    assert [one.word.text for one in found] == ["B"]


def test_a_text_close_behind_a_key_is_no_part_of_it() -> None:
    """Law: in small print a text stands nearer to its key than dashes seem shorter by their last gap."""
    sheet = Sheet(400, 240)
    known = sheet.text("Control", 89, 60)
    for row, color in ((60.0, BLUE), (100.0, RED)):
        sheet.line([(40, row), (80, row)], color)
    sheet.text("B", 88, 100)
    (found,) = missing_below(sheet.figure(), [FIRST], [known], (), LINE)
    assert (found.word.text, found.key.box.right) == ("B", pytest.approx(80.5))
