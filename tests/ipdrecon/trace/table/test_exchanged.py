"""Rows that deny their curves."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.digitization import CurveRisk
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.exchanged import doubted_where_exchanged

TIME = np.array([0.0, 10.0, 20.0, 30.0])
CURVES = {
    "high": StepCurve(np.array([0.0, 5.0, 15.0, 25.0]), np.array([1.0, 0.9, 0.8, 0.75]), end=30.0),
    "low": StepCurve(np.array([0.0, 5.0, 15.0, 25.0]), np.array([1.0, 0.6, 0.4, 0.3]), end=30.0),
}
MANY, FEW = np.array([100.0, 85.0, 70.0, 60.0]), np.array([100.0, 55.0, 35.0, 20.0])


@pytest.mark.parametrize(
    ("high", "low", "in_doubt"),
    [
        (MANY, FEW, False),
        (FEW, MANY, True),
        (FEW, np.array([100.0, 99.0, 98.0, 97.0]), False),  # denied by either curve: the counts are wrong, not the rows
        (FEW, FEW, False),
    ],
    ids=["as drawn", "exchanged", "misread", "of either"],
)
def test_rows_are_doubted_where_only_the_exchanged_ones_fit(high: np.ndarray, low: np.ndarray, in_doubt: bool) -> None:
    """Law: counts above one curve and not above the other say that rows may be exchanged, and doubt both whole."""
    rows = [CurveRisk("high", RiskTable(TIME, high)), CurveRisk("low", RiskTable(TIME, low))]
    found = doubted_where_exchanged(rows, CURVES, 0.1)
    assert [bool(row.table.doubtful.all()) for row in found] == [in_doubt, in_doubt]
