"""Counts of a row against a curve."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.arms.misfit import denial, misfit

CURVE = StepCurve([0.0, 5.0], [1.0, 0.5], end=30.0)
TIMES = 10.0 * np.arange(4)


@pytest.mark.parametrize(
    ("counts", "denied"),
    [([50, 25, 20, 10], 0.0), ([50, 40, 20, 10], 0.0), ([50, 40, 35, 10], 0.2), ([50, 60, 45, 40], 0.0)],
)
def test_more_at_risk_than_alive_deny_a_curve_from_the_second_count_on(counts: list[float], denied: float) -> None:
    """Law: n(t) <= N S(t); one count may be misread, and a first one below others says nothing of N."""
    assert denial(CURVE, RiskTable(TIMES, counts), 0.1) == pytest.approx(denied)


def test_a_lost_end_denies_no_name_beside_the_curve() -> None:
    """Law: patients at risk behind the end of a curve say that it goes on, and count where rows are given alone."""
    table = RiskTable(TIMES, [50, 24, 20, 10])
    short = StepCurve([0.0, 5.0], [1.0, 0.5], end=15.0)
    assert denial(short, table, 0.1) == 0.0
    assert misfit(short, table, 0.1) == pytest.approx(1.0)
