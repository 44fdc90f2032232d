"""First counts told by their curve."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.first_count import with_first_count

TIME = np.array([0.0, 10.0, 20.0])
STEPS = StepCurve(np.array([0.0, 4.0, 8.0, 15.0]), np.array([1.0, 0.97, 0.94, 0.9]), end=25.0)


@pytest.mark.parametrize(("first", "told"), [(820.0, 320.0), (20.0, 320.0), (320.0, 320.0)])
def test_the_hidden_figure_of_a_first_count_is_the_one_the_curve_agrees_with(first: float, told: float) -> None:
    """Oracle by hand: 279 of 320 left and 22 censored are 19 events, S = 0.94; 220 are too few, 420 too many."""
    table = RiskTable(TIME, np.array([first, 279.0, 206.0]), censored=np.array([0.0, 22.0, 83.0]), doubtful=TIME == 0)
    read = with_first_count(table, STEPS)
    assert read.at_risk.tolist() == [told, 279.0, 206.0]
    assert read.doubtful[0]


def test_without_events_or_censored_and_where_it_is_sure_the_count_stays() -> None:
    """Law: without a second row any number may have been censored."""
    table = RiskTable(TIME, np.array([820.0, 279.0, 206.0]), doubtful=TIME == 0)
    assert with_first_count(table, STEPS) is table
    sure = RiskTable(TIME, np.array([820.0, 279.0, 206.0]), censored=np.array([0.0, 22.0, 83.0]))
    assert with_first_count(sure, STEPS) is sure


@pytest.mark.parametrize(("first", "told"), [(79.0, 379.0), (20.0, 320.0), (9.0, 9.0), (295.0, 295.0)])
def test_a_first_count_below_the_second_is_the_least_the_curve_allows(first: float, told: float) -> None:
    """Law: n(t) <= N S(t); of 479 or 420 a third would be censored within one column."""
    table = RiskTable(TIME, np.array([first, 279.0, 206.0]), doubtful=TIME == 0)
    read = with_first_count(table, STEPS)
    assert read.at_risk[0] == told
    assert read.doubtful[0]
