"""Entries of a legend's rows that the reader missed."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.legends.row_keys import missing_entries, text_behind
from tests.ipdrecon.trace.printed import BLACK, BLUE, LINE, RED, Sheet


def test_the_other_keys_of_a_row_are_found_with_their_texts() -> None:
    """Oracle: a row of three entries of which the first is known."""
    sheet = Sheet(900, 120)
    sheet.line([(40, 60), (80, 60)], BLUE)
    known = sheet.text("Placebo", 95, 60)
    sheet.line([(240, 60), (280, 60)], RED)
    sheet.line([(260, 50), (260, 70)], RED, 2)
    sheet.text("Drug 10 mg", 295, 60)
    for x in (500, 516, 532):
        sheet.line([(x, 60), (x + 8, 60)], BLACK)
    sheet.text(">50 years", 555, 60)
    found = missing_entries(sheet.figure(), [Box(39.5, 58.5, 80.5, 61.5)], [known], LINE)
    assert [one.word.text for one in found] == ["Drug 10 mg", ">50 years"]
    assert found[0].key.color == RED
    assert found[0].key.dashes == ()
    assert found[1].key.dashes == pytest.approx((9, 7), abs=1)  # to the pixel


def test_signs_in_a_text_are_no_keys() -> None:
    """Law: a sign of equality has two strokes, and letters have strokes away from the row of the line."""
    sheet = Sheet(900, 120)
    sheet.line([(40, 60), (60, 60)], BLUE)
    known = sheet.text("Placebo (n = 134)", 75, 60)
    assert missing_entries(sheet.figure(), [Box(39.5, 58.5, 60.5, 61.5)], [known], LINE) == []


def test_a_text_that_reaches_over_the_next_key_is_read_again() -> None:
    sheet = Sheet(700, 120)
    sheet.line([(40, 60), (80, 60)], BLUE)
    one = sheet.text("F", 95, 60)
    sheet.line([(140, 60), (180, 60)], RED)
    sheet.text("Male", 195, 60)
    joined = Box(one.left, one.top, 182, one.bottom)
    found = missing_entries(sheet.figure(), [Box(39.5, 58.5, 80.5, 61.5)], [joined], LINE)
    assert [one.word.text for one in found] == ["F", "Male"]


def test_letters_that_begin_a_text_are_no_key() -> None:
    """Law: a known text may reach over a key, but its first letters ("- + B") are as long as one by chance."""
    sheet = Sheet(900, 120)
    sheet.line([(40, 60), (70, 60)], BLUE)
    sheet.line([(92, 60), (118, 60)], BLACK, 2)  # the thin bars of "r" and "t" in small print
    known = sheet.text("B", 136, 60).union(Box(90, 45, 120, 75))
    assert missing_entries(sheet.figure(), [Box(39.5, 58.5, 70.5, 61.5)], [known], LINE) == []


def test_a_coloured_key_is_told_from_black_letters_however_near_they_stand() -> None:
    """Law: ink in a colour between black texts is a key; a black line as near to letters may be part of them."""
    sheet = Sheet(900, 120)
    sheet.line([(40, 60), (80, 60)], BLUE)
    known = sheet.text("Placebo", 95, 60)
    left = round(known.right) + 5
    sheet.line([(left, 60), (left + 40, 60)], RED)
    sheet.line([(left + 20, 50), (left + 20, 70)], RED, 2)
    sheet.text("Drug", left + 55, 60)
    found = missing_entries(sheet.figure(), [Box(39.5, 58.5, 80.5, 61.5)], [known], LINE)
    assert [(one.word.text, one.key.color) for one in found] == [("Drug", RED)]


def test_a_text_that_reaches_over_a_key_that_is_known_is_read_again() -> None:
    """Law: the mark of the next key is no last letter, though that key has been found ("Q2 +")."""
    sheet = Sheet(700, 120)
    sheet.line([(40, 60), (80, 60)], BLUE)
    one = sheet.text("Q2", 95, 60)
    sheet.line([(150, 60), (190, 60)], RED)
    two = sheet.text("Q3", 205, 60)
    joined = Box(one.left, one.top, 185, one.bottom)
    keys = [Box(39.5, 58.5, 80.5, 61.5), Box(149.5, 58.5, 190.5, 61.5)]
    found = missing_entries(sheet.figure(), keys, [joined, two], LINE)
    assert [one.word.text for one in found] == ["Q2"]


def test_the_frame_of_the_plot_behind_a_text_does_not_join_it_with_the_lines_around_it() -> None:
    """Law: lines of print are told apart by bare rows of their own columns; an upright line behind them leaves none."""
    sheet = Sheet(400, 160)
    for row, text in ((40, "One"), (80, "Two"), (120, "Six")):
        sheet.line([(40, row), (80, row)], BLUE)
        known = sheet.text(text, 95, row)
        sheet.line([(210, 0), (210, 160)], BLACK)
    box = text_behind(sheet.figure(), Box(39.5, 78.5, 80.5, 81.5), None, LINE)
    assert box is not None
    assert (box.top > 80 - LINE / 2) and (box.bottom < 80 + LINE / 2)
    assert box.right == pytest.approx(known.right, abs=LINE / 2)
