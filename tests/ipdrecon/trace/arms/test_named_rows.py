"""Names of rows against the legend's. Oracle: tables whose counts are known."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axis
from ipdrecon.figure import Box
from ipdrecon.frozen import floats
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.arms.named_rows import with_whole_names
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table import RiskRow

X = Axis(100.0, 10.0, 0.0, 40.0)
TIMES = np.array([0.0, 10.0, 20.0, 30.0])
DIGIT = 10.0


def row(label: str, counts: list[float], before: int = 0) -> RiskRow:
    """A row of counts about their columns; ``before`` figures of the first stand left of the others."""
    boxes = []
    for time, count in zip(TIMES, counts, strict=True):
        digits = len(f"{count:g}")
        extra = before if time == 0 else 0
        middle = float(X.pixel(time)) - extra * DIGIT / 2
        boxes.append(Box(middle - digits * DIGIT / 2, 40.0, middle + digits * DIGIT / 2, 60.0))
    table = RiskTable(TIMES, floats(counts), doubtful=np.zeros(4, np.bool_), label=label)
    return RiskRow(label, table, tuple(boxes))


def entries(*labels: str) -> list[LegendEntry]:
    box = Box(0.0, 0.0, 10.0, 10.0)
    return [LegendEntry(label, box, box, (0, 0, 0), ()) for label in labels]


@pytest.mark.parametrize(
    ("label", "read", "name", "true"),
    [("Grade", 3161.0, "Grade 3", 161.0), ("TANIA_", 270.0, "TANIA_2", 70.0), ("Arm", 12100.0, "Arm 12", 100.0)],
)
def test_figures_that_a_name_lacks_are_none_of_its_count(label: str, read: float, name: str, true: float) -> None:
    """Law: the first figures of a count that stands too far left, and are those the legend's name ends in, are its."""
    before = len(f"{read:g}") - len(f"{true:g}")
    found = with_whole_names([row(label, [read, 60.0, 50.0, 5.0], before)], entries("Control", name), X)[0]
    assert (found.label, found.table.at_risk[0]) == (name, true)
    assert not found.table.doubtful.any()


def test_a_count_that_stands_at_its_column_stays_and_is_doubtful() -> None:
    found = with_whole_names([row("Grade", [3161.0, 60.0, 50.0, 5.0])], entries("Grade 3"), X)[0]
    assert found.table.at_risk[0] == 3161
    assert found.table.doubtful.tolist() == [True, False, False, False]


@pytest.mark.parametrize(
    ("label", "name"), [("Grade", "Grade 1"), ("Grade 3", "Grade 3"), ("Drug", "Drug 3 mg"), ("", "Grade 3")]
)
def test_other_names_leave_a_count_as_it_is(label: str, name: str) -> None:
    """Law: nothing is taken off where the name has other figures, or none that the row lacks, or letters behind."""
    given = row(label, [3161.0, 60.0, 50.0, 5.0], 1)
    assert with_whole_names([given], entries(name), X)[0] is given


def test_a_count_that_would_fall_below_the_second_needs_its_first_figure() -> None:
    given = row("Grade", [161.0, 140.0, 50.0, 5.0], 1)
    assert with_whole_names([given], entries("Grade 1"), X)[0] is given


@pytest.mark.parametrize(
    ("label", "name", "read", "true"),
    [("row 1", "2", 2205.0, 205.0), ("", "IO", 10500.0, 500.0), ("row 1", "l", 1262.0, 262.0)],
)
def test_a_name_that_is_a_figure_or_reads_as_some_is_none_of_the_count(
    label: str, name: str, read: float, true: float
) -> None:
    """Law: a row without a name whose first count stands too far left, and begins as a name of the legend, has that."""
    before = len(f"{read:g}") - len(f"{true:g}")
    found = with_whole_names([row(label, [read, 60.0, 50.0, 5.0], before)], entries("Chemo", name), X)[0]
    assert (found.label, found.table.at_risk[0]) == (name, true)
