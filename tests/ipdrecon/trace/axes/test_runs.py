"""Rows of times and columns of shares."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.runs import is_whole
from ipdrecon.trace.axes.ticks import Label, Run


def column(first: int, last: int, step: int = 1, percent: float = 0.1) -> Run:
    """A column of labels from ``first`` to ``last`` tenths."""
    values = [percent * tenths for tenths in range(first, last + 1, step)]
    labels = tuple(
        Label(value, percent > 1, Word(f"{value:g}", Box(40, 294 - 20 * i, 60, 306 - 20 * i)))
        for i, value in enumerate(values)
    )
    return Run(labels, 300.0, -20.0 / (percent * step))


@pytest.mark.parametrize("percent", [0.1, 10.0])
def test_a_column_of_many_labels_is_whole_without_its_highest_alone(percent: float) -> None:
    """Law: a lone "1" is unread sooner than "0.9", but no two labels are; few labels leave room for others, and what
    goes on above 1 is no column of shares."""
    assert is_whole(column(0, 10, 1, percent))
    assert is_whole(column(0, 9, 1, percent))
    assert not is_whole(column(0, 8, 1, percent))
    assert is_whole(column(0, 10, 2, percent))
    assert not is_whole(column(0, 8, 2, percent))
    assert not is_whole(column(0, 11, 1, percent))


def test_a_column_over_less_than_three_quarters_is_not_whole() -> None:
    """Law: counts of a table end anywhere; an axis of shares seldom begins above a quarter."""
    assert is_whole(column(2, 10))
    assert not is_whole(column(3, 10))
    assert not is_whole(column(0, 10, 5))
