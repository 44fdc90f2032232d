"""Counts of several columns that were read as one number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.table import glued
from ipdrecon.trace.table.glued import WIDEST, glued_apart
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.text.places import Place
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


class Reader:
    """A reader that says at each turn what it was told to, a text and score for each place, and where it looked."""

    def __init__(self, *turns: Sequence[tuple[str, float]]) -> None:
        self.turns, self.rooms = list(turns), list[list[Box]]()

    def __call__(self, figure: Figure, places: Sequence[Place]) -> list[Word | None]:
        self.rooms.append([place.box for place in places])
        return [Word(text, place.box, score) for (text, score), place in zip(self.turns.pop(0), places, strict=True)]


def _read(
    monkeypatch: pytest.MonkeyPatch, text: str, place: np.ndarray, first: float, *turns: Sequence[tuple[str, float]]
) -> tuple[list[Word], Reader]:
    """Words of one over columns at ``place`` (m,) whose print begins ``first`` px left of the first of them."""
    sheet, reader = Sheet(400, 80), Reader(*turns)
    box = Box(place[0] - first, 24.5, place[-1] + first, 55.5)
    sheet.draw.rectangle((box.left, 32, box.right - 1, 48), fill="black")
    monkeypatch.setattr(glued, "read_places", reader)
    return glued_apart(sheet.figure(), [Word(text, box, 0.9)], place), reader


def test_a_count_above_the_one_before_is_read_again_in_less_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: its first figure is the edge of that one's last; counts that rise and have one figure have no such edge."""
    place = 100.0 + 43.0 * np.arange(5)
    wide = [("450", 0.9), ("414", 0.9), ("680", 0.9), ("5", 0.9), ("6", 0.9)]
    words, reader = _read(monkeypatch, "4504146B8056", place, 23.0, wide, wide, [("80", 0.9)])
    assert [word.text for word in words] == ["450", "414", "80", "5", "6"]
    assert len(reader.rooms[2]) == 1
    assert reader.rooms[2][0].width == pytest.approx(reader.rooms[0][2].width * 2 / 3)


@pytest.mark.parametrize(("first", "half"), [(10.0, 21.5), (23.0, 23.0), (40.0, WIDEST * 43.0)])
def test_counts_have_the_room_that_the_first_one_takes_up(
    monkeypatch: pytest.MonkeyPatch, first: float, half: float
) -> None:
    """Law: half a column at least, and what the first count takes up where it is wider, but for a label before it."""
    place = 100.0 + 43.0 * np.arange(3)
    turn = [("450", 0.9), ("414", 0.9), ("382", 0.9)]
    _, reader = _read(monkeypatch, "450414382", place, first, turn, turn)
    assert [room.width / 2 for room in reader.rooms[0]] == pytest.approx([half] * 3, abs=1.0)


def test_a_count_that_is_another_in_a_little_less_room_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: what touches a count looks like a part of it; the surer reading is kept and is not sure."""
    place = 100.0 + 43.0 * np.arange(3)
    turns = [("450", 0.9), ("414", 0.8), ("382", 0.9)], [("450", 0.9), ("441", 0.95), ("382", 0.9)]
    words, _ = _read(monkeypatch, "450441382", place, 23.0, *turns)
    assert [(word.text, word.score >= SURE) for word in words] == [("450", True), ("441", False), ("382", True)]


def test_a_number_with_a_letter_in_it_is_not_taken_apart_by_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a letter stands for figures that touch, one or two: the length says nothing of where counts end."""
    place = 100.0 + 43.0 * np.arange(3)
    turn = [("450", 0.9), ("414", 0.9), ("382", 0.9)]
    words, _ = _read(monkeypatch, "450414B82", place, 23.0, turn, turn)
    assert [word.text for word in words] == ["450", "414", "382"]
