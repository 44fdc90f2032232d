"""Laws of a row: counts fall, and agree with what is printed beside them."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdrecon.figure import Box
from ipdrecon.trace.table.laws import (
    are_shares,
    breaks_balance,
    breaks_fall,
    breaks_share,
    lacks_bracket,
    suspects,
)
from ipdrecon.trace.table.line import Cell, Line

counts = st.lists(st.integers(0, 500), min_size=1, max_size=9)


@given(counts)
def test_rows_that_fall_are_never_doubted(values: list[int]) -> None:
    row = np.array(sorted(values, reverse=True), dtype=np.float64)
    assert not breaks_fall(row).any()


@given(counts)
def test_cells_that_are_not_doubted_fall(values: list[int]) -> None:
    """Law: what is left without the doubted cells never rises, whichever cell is wrong."""
    row = np.array(values, dtype=np.float64)
    sure = row[~breaks_fall(row)]
    assert (np.diff(sure) <= 0).all()


def test_only_the_cell_out_of_line_is_doubted() -> None:
    """Oracle by hand: 9 of 90 lost its 0, so every longest fall leaves it out."""
    assert breaks_fall(np.array([120.0, 9.0, 70.0, 50.0])).tolist() == [False, True, False, False]
    assert breaks_fall(np.array([100.0, 80.0, 90.0, 60.0])).tolist() == [False, True, True, False]
    assert breaks_fall(np.array([100.0, np.nan, 90.0])).tolist() == [False, False, False]


@given(st.integers(20, 1500), st.lists(st.floats(0, 1), min_size=3, max_size=8))
def test_rounded_percentages_agree_with_their_counts(patients: int, shares: list[float]) -> None:
    """Law: percentages rounded to whole numbers never make a right count doubtful."""
    row = np.array([patients, *sorted((round(patients * s) for s in shares), reverse=True)], dtype=np.float64)
    assert not breaks_share(row, np.round(100 * row / patients)).any()


def test_more_patients_than_began_are_doubted() -> None:
    at_risk, events = np.array([50.0, 48.0, 20.0]), np.array([0.0, 10.0, 20.0])
    assert breaks_balance(at_risk, events).tolist() == [False, False, False]  # ten may have died at that very time
    assert breaks_balance(at_risk, np.array([0.0, 10.0, 11.0])).tolist() == [False, False, False]
    assert breaks_balance(np.array([50.0, 48.0, 47.0, 40.0]), np.array([0.0, 9.0, 9.0, 9.0])).tolist()[2]


def test_a_cell_without_its_bracket_is_doubted() -> None:
    nan = np.nan
    assert lacks_bracket(np.array([9.0, 8.0, 71.0]), np.array([0.0, 1.0, nan])).tolist() == [False, False, True]
    assert not lacks_bracket(np.array([9.0, 8.0, 7.0]), np.array([nan, nan, nan])).any()


def test_noughts_in_brackets_are_no_percentages_still_at_risk() -> None:
    """Law: at the first column everybody is at risk; "132 (0)" says that nobody was censored yet."""
    counts = np.array([132.0, 59.0, 22.0, 8.0, 4.0])
    assert not are_shares(counts, np.zeros(5))
    assert are_shares(counts, np.array([100.0, 45.0, 17.0, 6.0, 3.0]))


def test_a_first_count_below_most_others_is_doubted_and_not_they() -> None:
    """Law: where most columns have more patients than began, the first count lost a figure ("811" read as "311")."""
    at_risk, events = np.array([311.0, 787.0, 732.0, 617.0]), np.array([0.0, 20.0, 70.0, 180.0])
    assert breaks_balance(at_risk, events).tolist() == [True, False, False, False]
    late = np.array([90.0, 30.0]), np.array([200.0, 204.0])  # most of them gone for other reasons: two of five
    at_risk, events = (np.concatenate(pair) for pair in zip((at_risk, events), late, strict=True))
    assert breaks_balance(at_risk, events).tolist() == [True, False, False, False, False, False]


def test_sums_beyond_the_first_count_are_doubted_with_it() -> None:
    """Law: one misread count of an interval ("12" as 72) is in all sums behind it, which are then wrong alike."""
    at_risk, events = np.array([100.0, 80.0, 62.0, 45.0, 30.0]), np.array([0.0, 72.0, 82.0, 91.0, 99.0])
    assert breaks_balance(at_risk, events).tolist() == [True, False, False, False, False]
    assert breaks_balance(at_risk, events, summed=True).tolist() == [True, False, True, True, True]


@pytest.mark.parametrize("kind", ["events", "censored"])
def test_a_lone_count_of_events_breaks_no_law(kind: str) -> None:
    """Law: one count has no steps, which neither rise nor fall."""
    line = Line(10.0, 12.0, "A", None, {1: Cell(7.0, np.nan, Box(0, 0, 9, 9), 1.0)}, None, kind)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert suspects(line) == []
