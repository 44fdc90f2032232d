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


def test_turned_numbers_that_the_reader_took_for_upright_ones_tell_that_the_axis_is_turned() -> None:
    """Law: print of several figures that is higher than wide runs upwards, though it is none of the run's labels."""
    run = axis([digit("8", 142.0), digit("2", 451.0), Word("0.0", Box(344.0, 560.0, 372.0, 588.0))])
    words = [label.word for label in run.labels]
    words += [Word(text, Box(345.0, top, 372.0, top + tall)) for text, top, tall in (("1.0", 34, 48), ("044", 352, 39))]
    assert looks_turned(run, words)
    flat = [Word(w.text, Box(w.box.left, w.box.top, w.box.left + 40.0, w.box.top + 20.0)) for w in words]
    assert not looks_turned(run, flat)


def test_turned_labels_are_looked_for_left_of_time_zero_though_it_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: times step evenly from 0, so a first time of one step stands a step right of the y axis."""
    places: list[Box] = []
    monkeypatch.setattr(turned, "read_rotated", lambda figure, box: places.append(box) or ())
    times = [Word(str(t), Box(200 + 50 * t - 5, 600, 200 + 50 * t + 5, 612)) for t in (3, 6, 9, 12)]
    with_turned_labels(Figure(np.full((700, 900, 3), 255, np.uint8), Source("blank.png")), tuple(times))
    (place,) = places
    assert place.right == pytest.approx(196.0, abs=0.1)
