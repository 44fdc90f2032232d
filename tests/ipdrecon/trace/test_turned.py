"""Labels of a y axis that run upwards are known, however the reader tore them."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace import turned
from ipdrecon.trace.ticks import Label, Run
from ipdrecon.trace.turned import looks_turned, with_turned_labels


def axis(words: list[Word]) -> Run:
    """A run of labels as read from the upper halves of turned numbers: 8, 6, 4, 2, 0."""
    labels = [Label(float(word.text), percent=False, word=word) for word in words]
    return Run(tuple(sorted(labels, key=lambda label: label.value)), 500.0, -50.0)


def digit(text: str, top: float) -> Word:
    return Word(text, Box(345.0, top, 366.0, top + 18.0))


def test_pieces_one_right_above_the_other_are_turned_numbers() -> None:
    """Law: "8" right above "0." is one number that runs upwards; labels of an upright axis stand a tick apart."""
    upper = [digit(text, top) for text, top in zip("86420", range(100, 600, 100), strict=True)]
    for gap in (1.0, -8.0):  # the reader draws boxes wide
        lower = [digit("0", word.box.bottom + gap) for word in upper]
        assert looks_turned(axis(upper), [*upper, *lower])
    assert not looks_turned(axis(upper), upper)


def test_turned_labels_are_looked_for_left_of_time_zero_though_it_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: times step evenly from 0, so a first time of one step stands a step right of the y axis."""
    places: list[Box] = []
    monkeypatch.setattr(turned, "read_rotated", lambda figure, box: places.append(box) or ())
    times = [Word(str(t), Box(200 + 50 * t - 5, 600, 200 + 50 * t + 5, 612)) for t in (3, 6, 9, 12)]
    with_turned_labels(Figure(np.full((700, 900, 3), 255, np.uint8), Source("blank.png")), tuple(times))
    (place,) = places
    assert place.right == pytest.approx(196.0, abs=0.1)
