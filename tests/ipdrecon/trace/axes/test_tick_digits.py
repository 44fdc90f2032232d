"""Ticks behind labels are read as digits, the same one behind most."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.runs import shares_of
from ipdrecon.trace.axes.ticks import Label


def column(texts: tuple[str, ...]) -> list[Label]:
    """Labels 24 px apart, the lowest at 290, right-aligned."""
    return [
        Label(float(text), False, Word(text, Box(48.0 - 5 * len(text), 284.0 - 24 * i, 48.0, 296.0 - 24 * i)))
        for i, text in enumerate(texts)
    ]


def test_ticks_read_as_a_digit_behind_most_labels_do_not_shift_their_axis() -> None:
    """Law: shares that end in one digit are as even as without it; those that were read rightly tell."""
    texts = ("0", "0.13", "0.23", "0.33", "0.43", "0.53", "0.63", "0.73", "0.83", "0.9")
    (run,) = shares_of(column(texts))
    assert [label.value for label in run.labels] == pytest.approx([k / 10 for k in range(10)])
    assert run.zero == pytest.approx(290)


@pytest.mark.parametrize("texts", [("0.00", "0.25", "0.50", "0.75", "1.00"), tuple(f"0.{k}2" for k in range(1, 6))])
def test_digits_of_their_own_stay(texts: tuple[str, ...]) -> None:
    """Law: without a label that says otherwise shares are what is read."""
    (run,) = shares_of(column(texts))
    assert [label.value for label in run.labels] == [float(text) for text in texts]
