"""Medians printed behind the names of a legend."""

from __future__ import annotations

import attrs
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.steps import StepCurve
from ipdrecon.trace.arms.printed_medians import PrintedMedian, printed_medians
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.legends.entry import LegendEntry

X, Y = Axis(20.0, 10.0, 0.0, 56.0), Axis(300.0, -280.0, 0.0, 1.0)
FRAME = Frame(Box(20, 10, 600, 300), Axes(X, Y, "months"))
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
    found = printed_medians(ENTRIES, under("Events/n Median, mo", "10.9 (8.1-12.0)", "NR"), FRAME)
    assert found == [PrintedMedian(10.9, 0.05), PrintedMedian(float("inf"))]


def test_medians_in_words_are_those_of_their_line() -> None:
    words = [word("median 17 months", 160, 40, 260), word("median 15\u00b73 months", 160, 60, 260)]
    assert printed_medians(ENTRIES, words, FRAME) == [PrintedMedian(17.0, 0.5), PrintedMedian(15.3, 0.05)]


@pytest.mark.parametrize(
    "words",
    [
        under("Events/n Median follow-up", "10.9", "11.6"),
        under("Events/n Median, mo", "10.9", "84%"),
        under("Events/n Median, mo", "10.9", "45.2 %"),
        under("Events/n Median, mo", "10.9", "Nab"),
        [word("median follow-up 14.2 mo", 160, 40, 260), word("median follow-up 24.6 mo", 160, 60, 260)],
        [word("median age 63", 160, 40, 260), word("median age 61", 160, 60, 260)],
        under("Events/n HR (95% CI)", "10.9", "11.6"),
    ],
)
def test_other_columns_and_columns_with_gaps_tell_nothing(words: list[Word]) -> None:
    assert printed_medians(ENTRIES, words, FRAME) is None


def test_medians_in_lines_that_name_the_arms_elsewhere_are_theirs() -> None:
    """Law: a line in the plot that names an arm of the legend and its median says it as well as the legend does."""
    arms = [attrs.evolve(entry, label=name) for entry, name in zip(ENTRIES, ("Drug", "Drug + placebo"), strict=True)]
    lines = [word("Drug + placebo: median 15.4", 40, 240, 200), word("Drug: median 22.6 months", 40, 260, 200)]
    assert printed_medians(arms, lines, FRAME) == [PrintedMedian(22.6, 0.05), PrintedMedian(15.4, 0.05)]
    assert printed_medians(arms, lines[:1], FRAME) is None


def test_a_median_that_is_not_reached_is_said_in_words_as_well() -> None:
    words = [word("median OS: not reached; HR 0.52", 160, 40, 300), word("median OS: 14.2 mo", 160, 60, 260)]
    assert printed_medians(ENTRIES, words, FRAME) == [PrintedMedian(float("inf")), PrintedMedian(14.2, 0.05)]


def test_the_medians_of_the_next_panel_are_not_this_ones() -> None:
    """Law: what stands nearer to a panel beside it is that panel's, though on the lines of this legend."""
    words = [word("median 14 mo", 700, 40, 800), word("median 24 mo", 700, 60, 800)]
    beside = attrs.evolve(FRAME, others=(Box(640, 10, 1200, 300),))
    assert printed_medians(ENTRIES, words, FRAME) is not None
    assert printed_medians(ENTRIES, words, beside) is None


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
