"""Tables whose counts stand beside their ticks."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.shifted import first_moved_in, printed_at

PLACE = np.array([180.0, 240.0, 300.0, 360.0, 420.0])


def count(text: str, right: float) -> Word:
    """A count that ends at a column, 20 px high."""
    return Word(text, Box(right - 11.0 * len(text), 340, right, 360))


def test_counts_that_end_at_their_ticks_have_their_columns_left_of_them() -> None:
    """Law: the middle of a count of three figures that ends at its tick is one and a half of them left of it."""
    texts = ("138", "132", "96", "73")
    words = [count("141", 196.5), *(count(text, x) for text, x in zip(texts, PLACE[1:], strict=True))]
    assert printed_at(words, PLACE) == pytest.approx([180, 223.5, 283.5, 349, 409])


def test_a_first_count_that_begins_at_its_tick_has_its_column_right_of_it() -> None:
    """Law: rms begins the first count where the axis does, be it read in one with the second."""
    texts = ("96", "73", "58")
    words = [Word("9897", Box(180.0, 340, 240.0, 360)), *(count(t, x) for t, x in zip(texts, PLACE[2:], strict=True))]
    words.append(count("41", 480.0))
    place = np.append(PLACE, 480.0)
    assert printed_at(words, place) == pytest.approx([191, 229, 289, 349, 409, 469])


def test_counts_about_their_ticks_have_their_columns_there() -> None:
    """Law: counts that are centred, or read amiss one way and the other, say nothing else."""
    words = [count("138", x + 16.5 + off) for x, off in zip(PLACE, (2.0, -3.0, 8.0, 1.0, -9.0), strict=True)]
    assert printed_at(words, PLACE) == pytest.approx(PLACE)


def test_a_first_count_moved_in_has_its_column_there() -> None:
    """Law: where the axis begins at the frame the first count stands a 30th of it right of its tick (survminer)."""
    words = [Word("228", Box(172.0, 340.0, 208.0, 360.0)), *(count("87", x + 11) for x in PLACE[1:])]
    assert first_moved_in(words, PLACE, 480.0) == pytest.approx([190, 240, 300, 360, 420])


def test_a_first_count_at_its_tick_has_its_column_there() -> None:
    """Law: one that is read a little to the right of the tick, or an axis of the table itself, is not moved in."""
    words = [Word("228", Box(165.0, 340.0, 201.0, 360.0)), *(count("87", x + 11) for x in PLACE[1:])]
    assert first_moved_in(words, PLACE, 480.0) == pytest.approx(PLACE)
