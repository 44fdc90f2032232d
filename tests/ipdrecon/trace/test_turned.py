"""Labels of a y axis that run upwards are known, however the reader tore them."""

from __future__ import annotations

from ipdrecon.figure import Box, Word
from ipdrecon.trace.ticks import Label, Run
from ipdrecon.trace.turned import looks_turned


def axis(words: list[Word]) -> Run:
    """A run of labels as read from the upper halves of turned numbers: 8, 6, 4, 2, 0."""
    labels = [Label(float(word.text), percent=False, word=word) for word in words]
    return Run(tuple(sorted(labels, key=lambda label: label.value)), 500.0, -50.0)


def digit(text: str, top: float) -> Word:
    return Word(text, Box(345.0, top, 366.0, top + 18.0))


def test_pieces_one_right_above_the_other_are_turned_numbers() -> None:
    """Law: "8" right above "0." is one number that runs upwards; labels of an upright axis stand a tick apart."""
    upper = [digit(text, top) for text, top in zip("86420", range(100, 600, 100), strict=True)]
    lower = [digit("0", word.box.bottom + 1.0) for word in upper]
    assert looks_turned(axis(upper), [*upper, *lower])
    assert not looks_turned(axis(upper), upper)
