"""Rows whose labels end in figures, or that were read in one piece with them. Oracle: what is printed."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.labels import without_counts
from ipdrecon.trace.table.line import Cell, Line, line_of

#: Columns, and the row's first word: a label of 55 pixels and the count about the first column.
PLACE = np.array([130.0, 240.0, 340.0])


@pytest.mark.parametrize(("label", "count"), [("20-50", "291"), ("<=20", "387"), (">50", "304"), ("≥65", "120")])
def test_the_number_of_a_stratum_is_no_thousands_of_its_count(label: str, count: str) -> None:
    """Law: behind a sign or the dash of a range stands a stratum's number, however near a count follows."""
    row = [
        Word(f"{label} {count}", Box(75.0, 10.0, 160.0, 30.0)),
        Word("116", Box(225.0, 10.0, 255.0, 30.0)),
        Word("83", Box(330.0, 10.0, 350.0, 30.0)),
    ]
    line = line_of(row, PLACE, 95.0)
    assert line.label == label
    assert line.cells[0].count == float(count)


def test_thousands_parted_by_a_blank_are_one_count() -> None:
    """Law: nothing but a sign makes the head of a number a label of its own."""
    assert count_of("1 326") == (1326.0, pytest.approx(np.nan, nan_ok=True))
    assert count_of(">50 304") is None


@pytest.mark.parametrize(("text", "count"), [("1.866", 1866.0), ("1,866", 1866.0), ("12.040 (3)", 12040.0)])
def test_thousands_are_parted_by_points_as_well(text: str, count: float) -> None:
    """Law: no count has decimals; a comma in small print is read as a point."""
    found = count_of(text)
    assert found is not None
    assert found[0] == count
    assert all(count_of(share) is None for share in ("0.866", "1.86", "1.8660"))


def test_a_label_ends_before_its_first_two_counts() -> None:
    """Law: where the first two counts stand in turn no label goes on, though a later one was torn."""
    cells = {
        c: Cell(float(n), float(b), Box(100.0 + 90 * c, 0, 160.0 + 90 * c, 20), 1.0)
        for c, (n, b) in enumerate([(1384, 0), (1355, 10), (1294, 11)])
    }
    row = Line(10.0, 20.0, "Overall |1384 (0) 1355 (10) 1294 (", Box(20, 0, 331, 20), cells)
    assert without_counts(row, [0, 1, 2]) == "Overall"


@pytest.mark.parametrize("text", ["198 (12)", "198.(12)", "198,(12)."])
def test_a_speck_before_a_bracket_is_no_part_of_a_count(text: str) -> None:
    assert count_of(text) == (198.0, 12.0)
