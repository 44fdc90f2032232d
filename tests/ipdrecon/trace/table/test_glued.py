"""Counts of several columns that were read as one number."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Word
from ipdrecon.trace.table.glued import glued_apart
from ipdrecon.trace.table.laws import SURE
from tests.ipdrecon.trace.printed import Sheet

COUNTS, PLACE = ["237", "208", "188"], np.array([120.0, 168.0, 216.0])


def test_a_number_over_several_columns_is_read_column_by_column() -> None:
    """Oracle: three printed counts with less room between them than a blank."""
    sheet = Sheet(400, 80)
    boxes = [sheet.text(count, x - 23, 40) for count, x in zip(COUNTS, PLACE, strict=True)]
    whole = boxes[0].union(boxes[-1])
    found = glued_apart(sheet.figure(), [Word("237208188", whole, 0.9)], PLACE)
    assert [word.text for word in found] == COUNTS


def test_counts_and_labels_stay_as_they_are() -> None:
    sheet = Sheet(400, 80)
    words = [Word("1262", sheet.text("1262", 90, 40)), Word("Drug 237208188", sheet.text("Drug", 100, 40))]
    assert glued_apart(sheet.figure(), words, PLACE) == words


def test_counts_beside_their_columns_are_taken_apart_by_length() -> None:
    """Law: what is read at the columns is the whole again, or else counts fall and are about as long as each other."""
    sheet = Sheet(400, 80)
    box = sheet.text("135105", 90, 40)
    found = glued_apart(sheet.figure(), [Word("135105", box, 0.9)], PLACE)
    assert [(word.text, word.box.center[0]) for word in found] == [("135", 120.0), ("105", 168.0)]


def test_a_lost_figure_makes_counts_doubtful() -> None:
    """Law: five figures of two columns are a long count and a short one, or two long ones less one figure."""
    sheet = Sheet(400, 80)
    found = glued_apart(sheet.figure(), [Word("44139", sheet.text("44139", 104, 40), 0.9)], PLACE)
    assert [word.text for word in found] == ["441", "39"]
    assert all(word.score < SURE for word in found)


def test_a_label_read_along_with_its_counts_is_one_word_and_they_are_counts() -> None:
    """Oracle: a row's label and three counts printed without a blank (R's prodlim)."""
    sheet = Sheet(400, 80)
    label = sheet.text("Subjects:", 2, 40)
    boxes = [sheet.text(count, x - 23, 40) for count, x in zip(COUNTS, PLACE, strict=True)]
    found = glued_apart(sheet.figure(), [Word("Subjects: 237208188", label.union(boxes[-1]), 0.9)], PLACE)
    assert sorted(word.text for word in found) == sorted(["Subjects:", *COUNTS])


def test_counts_that_lie_over_each_others_edges_are_read_in_their_own_room() -> None:
    """Oracle: counts wider than their columns, one of them with a figure less, which a reader takes for one number with
    letters in it."""
    sheet, counts = Sheet(400, 80), ["450", "414", "382", "80", "25"]
    place = 100.0 + 43.0 * np.arange(5)
    boxes = [sheet.text(count, x - 7.6 * len(count), 40) for count, x in zip(counts, place, strict=True)]
    found = glued_apart(sheet.figure(), [Word("4541482B28025", boxes[0].union(boxes[-1]), 0.9)], place)
    sure = [word.text for word in found if word.score >= SURE]
    assert len(sure) >= 3
    assert all(text in counts for text in sure)
