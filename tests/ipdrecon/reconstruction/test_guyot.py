"""Guyot's algorithm: its published behaviour in all four settings, and its edges."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.reconstruction import reconstruct
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from tests.ipdrecon.reconstruction.arms import drawn, rmse, table, unmarked


@pytest.mark.parametrize("n", [50, 150, 1000])
def test_with_a_table_counts_are_met_and_events_nearly(n: int) -> None:
    """Guyot et al. 2012: events within a few percent where numbers at risk are known."""
    ipd = drawn(n, n)
    counts = table(ipd)
    found = reconstruct(unmarked(ipd.km()), risk_table=counts, method="guyot").ipd
    assert len(found) == n
    assert np.array_equal(found.at_risk(counts.time), counts.at_risk)
    assert found.event.sum() == pytest.approx(ipd.event.sum(), rel=0.05)
    assert rmse(found.km(), ipd.km()) < 2.0 / n + 0.002


def test_with_neither_nobody_is_censored_before_the_end_and_events_are_too_many() -> None:
    ipd = drawn(1, 300)
    found = reconstruct(unmarked(ipd.km()), patients=300, method="guyot").ipd
    assert (found.time[~found.event] == ipd.km().end).all()
    assert found.event.sum() > 1.05 * ipd.event.sum()


@pytest.mark.parametrize("with_table", [True, False])
def test_a_total_is_met_or_its_miss_said(with_table: bool) -> None:
    ipd = drawn(2, 200)
    total = int(ipd.event.sum())
    counts = {"risk_table": table(ipd)} if with_table else {}
    found = reconstruct(unmarked(ipd.km()), patients=200, events=total, method="guyot", **counts)
    assert found.ipd.event.sum() == total or any("events where" in text for text in found.warnings)
    assert len(found.ipd) == 200


def test_an_interval_without_clicks_holds_censorings_only() -> None:
    curve = StepCurve([0.0, 1.0, 12.0], [1.0, 0.9, 0.5], end=14.0)
    found = reconstruct(curve, risk_table=RiskTable([0.0, 4.0, 8.0], [20, 15, 9]), method="guyot").ipd
    assert not found.event[(found.time >= 4) & (found.time < 8)].any()
    assert np.array_equal(found.at_risk([0.0, 4.0, 8.0]), [20, 15, 9])


def test_survival_of_zero_divides_nothing() -> None:
    curve = StepCurve([0.0, 1.0, 2.0], [1.0, 0.5, 0.0], end=5.0)
    found = reconstruct(curve, patients=10, method="guyot").ipd
    assert found.event.sum() == 10


def test_a_number_that_cannot_be_met_is_not_overwritten_but_said() -> None:
    """More patients at 8 than the drop before it leaves (within reading error): the published number is named."""
    curve = StepCurve([0.0, 4.0, 9.0], [1.0, 0.9, 0.8], end=10.0)
    found = reconstruct(curve, risk_table=RiskTable([0.0, 8.0], [100, 91]), method="guyot")
    assert any("at 8 where 91 are published" in text for text in found.warnings)
