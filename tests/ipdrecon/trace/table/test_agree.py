"""A table against the curve of its arm."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.agree import counts_censored, denied, with_doubts

TIME = np.array([0.0, 10.0, 20.0, 30.0])
CURVE = StepCurve(np.array([0.0, 5.0, 15.0, 25.0]), np.array([1.0, 0.8, 0.6, 0.5]), end=30.0)


def test_counts_below_the_curve_are_not_denied() -> None:
    """Law: n(t) <= N S(t-) with any censoring."""
    for at_risk in ([100, 80, 60, 50], [100, 70, 30, 2], [100, 10, 6, 0]):
        assert not denied(RiskTable(TIME, np.array(at_risk, float)), CURVE, 0.1).any()


def test_a_count_too_small_for_the_falls_after_it_is_doubtful() -> None:
    """Law: one death among n lowers S by S / n, so falls of a fourth and a sixth need four (less an error): one alone
    may be a part of a death."""
    table = RiskTable(TIME, np.array([100.0, 2.0, 5.0, 0.0]), doubtful=np.zeros(4, np.bool_))
    assert with_doubts(table, CURVE, 0.1).doubtful.tolist() == [False, True, False, False]
    table = RiskTable(TIME, np.array([100.0, 80.0, 0.0, 0.0]), doubtful=np.zeros(4, np.bool_))
    assert with_doubts(table, CURVE, 0.1).doubtful.tolist() == [False, False, True, False]


def test_a_count_above_the_curve_is_denied() -> None:
    assert denied(RiskTable(TIME, np.array([100.0, 78.0, 70.0, 50.0])), CURVE, 0.1).tolist() == [0, 0, 1, 0]


def test_of_a_second_count_above_the_curve_and_the_first_either_is_wrong() -> None:
    """Law: 324 read as 224 is too few for the second count alone where the later ones have lost many censored."""
    assert denied(RiskTable(TIME, np.array([100.0, 95.0, 60.0, 50.0])), CURVE, 0.1).tolist() == [1, 1, 0, 0]


def test_a_first_count_too_small_is_denied_and_not_the_others() -> None:
    assert denied(RiskTable(TIME, np.array([60.0, 58.0, 55.0, 48.0])), CURVE, 0.1).tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("censored", [False, True])
def test_the_curve_says_what_the_brackets_count(censored: bool) -> None:
    """Oracle: 100 patients of whom 20, 14 and 6 die and 10, 10 and 8 are lost between the columns."""
    at_risk = np.array([100.0, 70.0, 46.0, 32.0])
    deaths, lost = np.array([0.0, 20.0, 34.0, 40.0]), np.array([0.0, 10.0, 20.0, 28.0])
    alive = np.cumprod([1.0, 1 - 20 / 95, 1 - 14 / 65, 1 - 6 / 42])
    curve = StepCurve(np.array([0.0, 5.0, 15.0, 25.0]), alive, end=30.0)
    table = RiskTable(TIME, at_risk, events=lost if censored else deaths)
    assert counts_censored([(table, curve)]) == censored


def test_brackets_count_the_same_in_all_rows_of_a_table() -> None:
    """Law: a curve that ends behind the second column says with the others what its own brackets count."""
    alive = np.cumprod([1.0, 1 - 20 / 95, 1 - 14 / 65])
    long = StepCurve(np.array([0.0, 5.0, 15.0]), alive, end=20.0)
    short = StepCurve(np.array([0.0, 5.0]), alive[:2], end=12.0)
    lost = np.array([0.0, 10.0, 20.0])
    one = RiskTable(TIME[:3], np.array([100.0, 70.0, 46.0]), events=lost)
    two = RiskTable(TIME[:3], np.array([100.0, 70.0, 0.0]), events=lost)
    assert counts_censored([(two, short), (one, long)])
    assert not counts_censored([(two, short)])


@pytest.mark.parametrize(("first", "doubted"), [(1100.0, True), (10100.0, True), (100.0, False), (300.0, False)])
def test_a_first_count_that_suits_the_curve_only_without_its_first_figures_is_doubtful(
    first: float, doubted: bool
) -> None:
    """Law: patients are seldom lost nearly all at once where few are later; "1 100" and "IO 100" read as one are."""
    table = RiskTable(TIME, np.array([first, 78.0, 55.0, 40.0]), doubtful=np.zeros(4, np.bool_))
    assert with_doubts(table, CURVE, 0.1).doubtful.tolist() == [doubted, False, False, False]
