"""Counts above what a curve leaves alive."""

from __future__ import annotations

import numpy as np

from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.excess import excess

CURVE = StepCurve([0.0, 5.0, 10.0], [1.0, 0.5, 0.25], end=15.0)
TIMES = [0.0, 5.0, 10.0, 20.0]


def test_counts_are_compared_with_those_alive_just_before() -> None:
    """Law: n(t) <= N S(t-); deaths at t are still at risk then, and behind the end the last level stands."""
    table = RiskTable(TIMES, [40, 40, 24, np.nan])
    np.testing.assert_allclose(excess(table, CURVE, 0.0), [0.0, 0.0, 0.1, np.nan])
    np.testing.assert_allclose(excess(RiskTable(TIMES, [40, 40, 20, 20]), CURVE, 0.0)[-1], 0.25)


def test_slack_is_time_and_rounding_a_share() -> None:
    """Law: places are read ``slack`` late at most, S ``rounding`` low, and nobody is alive more than wholly."""
    table = RiskTable([0.0, 5.1], [40, 40])
    np.testing.assert_allclose(excess(table, CURVE, 0.2), [0.0, 0.0])
    np.testing.assert_allclose(excess(table, CURVE, 0.0, rounding=0.1), [0.0, 0.4])
