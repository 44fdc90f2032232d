"""Medians printed behind the names of a legend."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.steps import StepCurve
from ipdrecon.trace.entry import LegendEntry
from ipdrecon.trace.printed_medians import PrintedMedian, printed_medians

ENTRIES = [
    LegendEntry(name, Box(100, top, 150, top + 12), Box(60, top + 5, 90, top + 7))
    for name, top in (("A", 40), ("B", 60))
]


def word(text: str, left: float, top: float, right: float) -> Word:
    return Word(text, Box(left, top, right, top + 12), 1.0)


def under(head: str, *values: str) -> list[Word]:
    """A head over a column of patients and one of medians, read as one text, and the values of both."""
    column = [word(value, 260, top, 290) for value, top in zip(values, (40, 60), strict=True)]
    return [word(head, 200, 20, 300), word("107/533", 200, 40, 240), word("84/526", 200, 60, 240), *column]


def test_a_column_of_medians_is_read_below_its_head() -> None:
    """Law: each name has the value that stands on its line below the head; a decimal says how far it is rounded."""
    found = printed_medians(ENTRIES, under("Events/n Median, mo", "10.9 (8.1-12.0)", "NR"))
    assert found == [PrintedMedian(10.9, 0.05), PrintedMedian(float("inf"))]


def test_medians_in_words_are_those_of_their_line() -> None:
    words = [word("median 17 months", 160, 40, 260), word("median 15\u00b73 months", 160, 60, 260)]
    assert printed_medians(ENTRIES, words) == [PrintedMedian(17.0, 0.5), PrintedMedian(15.3, 0.05)]


@pytest.mark.parametrize(
    "words",
    [
        under("Events/n Median follow-up", "10.9", "11.6"),
        under("Events/n Median, mo", "10.9", "84%"),
        under("Events/n HR (95% CI)", "10.9", "11.6"),
    ],
)
def test_other_columns_and_columns_with_gaps_tell_nothing(words: list[Word]) -> None:
    assert printed_medians(ENTRIES, words) is None


@pytest.mark.parametrize(("time", "off"), [(10.0, 0.0), (10.4, 0.0), (20.0, 0.1), (5.0, 0.3), (99.0, 0.0)])
def test_a_curve_is_one_half_at_its_median(time: float, off: float) -> None:
    """Law: S is above one half before its median and not behind it; of times behind its end nothing is known."""
    curve = StepCurve([0.0, 10.0, 15.0], [1.0, 0.8, 0.5], end=30.0)
    later = StepCurve([0.0, 3.0, 10.0], [1.0, 0.8, 0.4], end=30.0)
    assert PrintedMedian(time, 0.05).denial(later, 0.5) == pytest.approx(off)
    assert PrintedMedian(15.0, 0.05).denial(curve, 0.5) == 0.0


def test_a_curve_that_falls_below_one_half_has_reached_its_median() -> None:
    none = PrintedMedian(float("inf"))
    assert none.denial(StepCurve([0.0, 3.0], [1.0, 0.4], end=30.0), 0.5) == pytest.approx(0.1)
    assert none.denial(StepCurve([0.0, 3.0], [1.0, 0.6], end=30.0), 0.5) == 0.0
