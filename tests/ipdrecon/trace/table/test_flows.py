"""Counts of events and of censored against those at risk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdrecon.trace.table.flows import adds_up, are_summed, begins_one_less, breaks_flow, up_to_each

AT_RISK = np.array([758.0, 659.0, 593.0, 498.0, 43.0, 0.0])
EVENTS = np.array([0.0, 95.0, 148.0, 180.0, 195.0, 195.0])
CENSORED = 758.0 - AT_RISK - EVENTS


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=9))
def test_a_right_table_keeps_its_laws(gone: list[tuple[int, int]]) -> None:
    """Law: n(t), events and censored up to t add up to the patients; without ties nothing is denied."""
    events, censored = np.cumsum([(0, 0), *gone], axis=0).T.astype(np.float64)
    at_risk = events[-1] + censored[-1] - events - censored
    assert not breaks_flow(at_risk, events, censored).any()
    assert not breaks_flow(at_risk, events).any()


def test_a_misread_count_of_any_row_is_told() -> None:
    """Oracle by hand: 593 read as 598, 148 as 143, 17 as 11, and the first count without its first figure."""
    for wrong in (np.array([0, 0, 5, 0, 0, 0]), np.array([0, 0, -5, 0, 0, 0]), np.array([-700, 0, 0, 0, 0, 0])):
        for counts in ((AT_RISK + wrong, EVENTS, CENSORED), (AT_RISK, EVENTS + wrong, CENSORED)):
            assert breaks_flow(*counts).tolist() == (wrong != 0).tolist()


def test_what_one_row_leaves_of_those_gone_never_falls() -> None:
    """Law: with events alone a count that is too large makes censored patients come back."""
    assert not breaks_flow(AT_RISK, EVENTS).any()
    many = np.array([100.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0, 30.0])
    events = np.array([0.0, 5.0, 10.0, 15.0, 28.0, 25.0, 30.0, 35.0])
    assert np.flatnonzero(breaks_flow(many, events)).tolist() == [3, 4]  # one of the two


def test_ties_with_columns_deny_nothing() -> None:
    """Law: where times are whole numbers those who had their event at a column's time are counted twice in many."""
    ties = np.array([0.0, 3.0, 1.0, 0.0, 4.0, 2.0])
    assert not breaks_flow(AT_RISK + ties, EVENTS, CENSORED).any()


def test_a_misread_count_does_not_make_counts_of_intervals_of_those_up_to_each_column() -> None:
    """Law: what is printed per interval adds up to no more than are gone; "95" read as 195 falls, and is left out."""
    misread = np.array([0.0, 195.0, 148.0, 180.0, 195.0, 195.0])
    read = up_to_each({"events": misread, "censored": CENSORED}, AT_RISK)
    np.testing.assert_array_equal(read["events"], [0.0, np.nan, 148.0, 180.0, 195.0, 195.0])
    per_interval = {"events": np.diff(EVENTS, prepend=0.0), "censored": np.diff(CENSORED, prepend=0.0)}
    read = up_to_each(per_interval, AT_RISK)
    np.testing.assert_array_equal(read["events"], EVENTS)
    np.testing.assert_array_equal(read["censored"], CENSORED)


def test_one_misread_count_per_interval_does_not_make_the_others_counts_up_to_each_column() -> None:
    """Law: a reading that leaves many counts out, or agrees on no number of patients, is not the one least denied."""
    events, censored = np.diff(EVENTS, prepend=0.0), np.diff(CENSORED, prepend=0.0)
    events[2] = 58.0  # 53
    read = up_to_each({"events": events, "censored": censored}, AT_RISK)
    np.testing.assert_array_equal(read["events"], np.cumsum(events))
    np.testing.assert_array_equal(read["censored"], CENSORED)


def test_counts_just_before_the_last_who_left_count_that_one_twice() -> None:
    """Law: where those at risk are counted from the start of a period (lifelines) nobody is counted twice as long as
    nobody is gone; a misread count is told all the same."""
    at_risk = np.concatenate([AT_RISK[:1], AT_RISK[1:] + 1.0])
    assert not breaks_flow(at_risk, EVENTS, CENSORED, late=True).any()
    assert breaks_flow(at_risk, EVENTS, CENSORED).tolist() == [True] + [False] * 5
    for off in (5.0, -1.0):
        wrong = at_risk + np.array([0.0, 0.0, off, 0.0, 0.0, 0.0])
        assert np.flatnonzero(breaks_flow(wrong, EVENTS, CENSORED, late=True)).tolist() == [2]
    lost = np.concatenate([[58.0], at_risk[1:]])  # 758
    assert np.flatnonzero(breaks_flow(lost, EVENTS, CENSORED, late=True)).tolist() == [0]


def test_whether_the_first_count_is_one_less_is_known_where_most_columns_agree() -> None:
    """Oracle by hand: everybody once, the last who left twice, a first count that was not read or lost a figure, and
    events alone."""
    late = np.concatenate([AT_RISK[:1], AT_RISK[1:] + 1.0])
    assert begins_one_less(AT_RISK, EVENTS, CENSORED) is False
    assert begins_one_less(late, EVENTS, CENSORED) is True
    assert begins_one_less(np.where(EVENTS == 0, np.nan, late), EVENTS, CENSORED) is None
    assert begins_one_less(np.where(EVENTS == 0, 58.0, late), EVENTS, CENSORED) is None
    assert begins_one_less(late, EVENTS) is None


def test_sums_that_agree_with_each_other_and_not_with_the_first_count_are_not_sure() -> None:
    """Law: a count of one interval that was misread ("95" as 35) is in each sum; counts up to each column have none in
    common."""
    events = np.diff(EVENTS, prepend=0.0) - np.array([0.0, 60.0, 0.0, 0.0, 0.0, 0.0])
    printed = {"events": events, "censored": np.diff(CENSORED, prepend=0.0)}
    read = up_to_each(printed, AT_RISK)
    assert are_summed(printed, read)
    assert breaks_flow(AT_RISK, *read.values(), summed=True).all()
    whole = {"events": EVENTS, "censored": CENSORED}
    assert not are_summed(whole, up_to_each(whole, AT_RISK))
    assert adds_up(AT_RISK, EVENTS, CENSORED).all()
    assert not breaks_flow(AT_RISK, EVENTS, CENSORED, summed=True).any()


def test_a_patient_counted_as_gone_and_as_at_risk_denies_no_count() -> None:
    """Law: who goes at a column's own time is at risk just before it and gone by it; at the last column all may be."""
    tied = AT_RISK + np.array([0.0, 0.0, 1.0, 0.0, 0.0, 0.0])
    assert not breaks_flow(tied, EVENTS, CENSORED).any()
    at_risk, censored = np.array([80.0, 66.0, 47.0, 32.0, 20.0, 16.0, 15.0]), [0.0, 0.0, 5.0, 10.0, 17.0, 21.0, 37.0]
    assert not breaks_flow(at_risk, np.array(censored)).any()
    assert breaks_flow(at_risk + np.array([0, 0, 0, 0, 0, 0, 30.0]), np.array(censored)).any()


@pytest.mark.parametrize("last", [19.0, 40.0, 49.0, 60.0])
def test_a_last_count_holds_those_who_leave_with_it_all_or_few(last: float) -> None:
    """Law: all 10 who are left may leave at the last column's time, and are at risk and gone; of more some are not."""
    at_risk, gone = np.array([100.0, 80.0, 60.0, last]), np.array([0.0, 10.0, 20.0, 45.0])
    assert breaks_flow(at_risk, gone, gone).tolist() == [False, False, False, True]
    at_risk[-1] = 10.0
    assert not breaks_flow(at_risk, gone, gone + np.array([0.0, 0.0, 0.0, 10.0])).any()


def test_only_at_the_last_column_all_may_leave() -> None:
    """Oracle by hand: of events alone, 40 misread as 48 though 50 left since, and a last 40 as 70."""
    at_risk = np.array([100.0, 95.0, 90.0, 48.0, 35.0, 30.0, 25.0, 20.0])
    events = np.array([0.0, 5.0, 10.0, 60.0, 65.0, 70.0, 75.0, 80.0])
    assert np.flatnonzero(breaks_flow(at_risk, events)).tolist() == [3]
    assert breaks_flow(np.array([100.0, 90.0, 80.0, 70.0]), np.array([0.0, 5.0, 10.0, 45.0])).tolist()[-1]


def test_a_column_up_to_which_nobody_left_counts_nobody_twice() -> None:
    """Law: only who left since the column before may be at risk and gone; the last column that is known."""
    at_risk, gone = np.array([100.0, 80.0, 81.0, 40.0]), np.array([0.0, 10.0, 10.0, 30.0])
    assert np.flatnonzero(breaks_flow(at_risk, gone, gone)).tolist() == [2]
    at_risk, gone = np.array([100.0, 80.0, 60.0, 52.0, 64.0]), np.array([0.0, 10.0, 20.0, np.nan, 30.0])
    assert np.flatnonzero(breaks_flow(at_risk, gone, gone)).tolist() == [4]
    at_risk[-1], gone[-1] = 40.0, 50.0  # all leave
    assert not breaks_flow(at_risk, gone, gone).any()


def test_an_empty_table_denies_nothing() -> None:
    none = np.array([])
    assert breaks_flow(none, none, none).size == breaks_flow(none, none).size == 0


def test_a_column_behind_a_count_too_large_is_not_denied_with_it() -> None:
    """Law: fewer left up to it than up to the misread one; that says nothing against it."""
    censored = CENSORED + np.array([0.0, 0.0, 100.0, 0.0, 0.0, 0.0])
    assert np.flatnonzero(breaks_flow(AT_RISK, EVENTS, censored)).tolist() == [2]
