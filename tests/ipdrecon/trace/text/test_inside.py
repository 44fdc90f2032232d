"""Words inside a plot are read without the curves and marks that run into them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.text.inside import Clean, _chosen, free_words
from tests.ipdrecon.trace.printed import BLACK, BLUE, LINE, RED, Sheet, frame


def letters(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def test_a_curve_that_ends_in_its_label_is_taken_off() -> None:
    """Oracle: the printed text, read with the mark at the curve's end as a letter."""
    sheet = Sheet()
    box = sheet.text("Group 2", 330, 150, BLUE)
    sheet.line([(30, 150), (322, 150)], BLUE)
    sheet.draw.ellipse((306, 142, 322, 158), outline=BLUE, width=3)
    whole = Word("CGroup 2", box.union(box.__class__(300, 134, 330, 166)), 0.62, color=BLUE)
    (found,) = free_words(sheet.figure(), frame(), (whole,))
    assert letters(found.text) == "group2"


def test_a_label_has_the_colour_of_its_letters_and_not_of_the_curve_across_it() -> None:
    sheet = Sheet()
    box = sheet.text("Standard of care", 250, 150, RED)
    sheet.line([(30, 161), (600, 161)], BLUE, 4)
    (found,) = free_words(sheet.figure(), frame(), (Word("standardofcare", box, 0.6, color=BLUE),))
    assert letters(found.text) == "standardofcare"
    assert found.color is not None
    assert found.color[0] > 150 > found.color[2]


def test_marks_read_as_letters_are_no_word() -> None:
    """Law: a row of marks hangs together with its curve; nothing is left of it."""
    sheet = Sheet()
    sheet.line([(30, 150), (600, 150)])
    for x in range(200, 300, 20):
        sheet.line([(x, 138), (x, 162)])
    box = sheet.text("", 0, 0).__class__(195, 150 - LINE / 2, 285, 150 + LINE / 2)
    assert free_words(sheet.figure(), frame(), (Word("HHH", box, 0.97, color=BLACK),)) == ()


def test_text_that_stands_free_stays_as_it_was_read() -> None:
    sheet = Sheet()
    word = Word("whatever it says", sheet.text("Placebo", 250, 100), 1.0, color=BLACK)
    sheet.line([(30, 200), (600, 200)])
    assert free_words(sheet.figure(), frame(), (word,)) == (word,)


def test_marks_before_a_name_are_no_letters_of_it() -> None:
    """Oracle: the printed name; what was taken off before it were marks, though the first reading was a sure one."""
    sheet = Sheet()
    box = sheet.text("Axitinib", 330, 150, BLUE)
    sheet.line([(30, 150), (318, 150)], BLUE)
    for x in (296, 310):
        sheet.line([(x, 138), (x, 162)], BLUE)
    whole = Word("HI Axitinib", box.union(box.__class__(290, 134, 330, 166)), 0.99, color=BLUE)
    (found,) = free_words(sheet.figure(), frame(), (whole,))
    assert letters(found.text) == "axitinib"
    assert found.box.left > 320


def test_a_line_down_a_word_is_taken_out_of_it() -> None:
    """Oracle: the printed name, which the right side of a frame crosses."""
    sheet = Sheet()
    box = sheet.text("Chemotherapy", 330, 150, RED)
    x = (box.left + box.right) / 2
    sheet.line([(x, 20), (x, 300)], BLACK, 1)
    (found,) = free_words(sheet.figure(), frame(), (Word("Chem fotherapy", box, 0.97, color=RED),))
    assert letters(found.text) == "chemotherapy"


def test_a_reading_that_lacks_the_first_letter_is_no_better_for_its_score() -> None:
    """Law: a curve that touches the first letter takes it along when it is taken off: "xali + B" is part of a name."""
    first = [Word("oxali + B", Box(500, 100, 590, 126), 0.93)]
    clean = Clean(np.full((40, 120, 3), 255, np.uint8), (490, 90), Box(510, 102, 590, 124), BLACK)
    (kept,) = _chosen(first, Word("xali +B", Box(510, 102, 590, 124), 0.99), clean)
    assert kept.text == "oxali + B"


def test_ticks_on_a_level_are_no_letters_with_strokes_above_each_other() -> None:
    """Law: an E has three strokes one above the other; a level and its ticks have one in each column, and are no word
    though it was read surely, nor where the gap of a dash parts them from their curve."""
    for gap in (0, 20):
        sheet = Sheet()
        sheet.line([(30, 120), (198 - gap, 120), (198 - gap, 160)])
        sheet.line([(198, 160), (282, 160)])
        for x in range(205, 285, 25):
            sheet.line([(x, 136), (x, 160)])
        ticks = Box(199.0, 132.0, 284.0, 163.0)
        assert free_words(sheet.figure(), frame(), (Word("EE", ticks, 0.97, color=BLACK),)) == ()
        name = Word("Mice", sheet.text("Mice", 400, 60), 0.97, color=BLACK)
        assert free_words(sheet.figure(), frame(), (name,)) == (name,)


@pytest.mark.parametrize("color", [(211, 211, 211), (200, 230, 255), (255, 200, 200)])
def test_pale_names_are_words(color: tuple[int, int, int]) -> None:
    """Law: print too pale to be told from the paper here is no comb."""
    sheet = Sheet()
    name = Word("Placebo", sheet.text("Placebo", 400, 60, color=color), 0.97, color=color)
    assert free_words(sheet.figure(), frame(), (name,)) == (name,)


def test_a_level_of_a_curve_and_its_ticks_are_no_word_whatever_was_read() -> None:
    """Law: where all ink of a word hangs together with a curve it is none if no column has two strokes."""
    sheet = Sheet()
    sheet.line([(30, 120), (198, 120), (198, 160), (282, 160)])
    for x in range(205, 285, 25):
        sheet.line([(x, 136), (x, 160)])
    ticks = Box(199.0, 132.0, 284.0, 163.0)
    assert free_words(sheet.figure(), frame(), (Word("mu", ticks, 0.97, color=BLACK),)) == ()
