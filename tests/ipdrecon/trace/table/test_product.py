"""A curve against the events of its arm."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.product import ERROR, off_product


def _drawn(time: list[float], event: list[bool], columns: list[float]) -> tuple[StepCurve, RiskTable]:
    """The Kaplan-Meier curve of patients, and their table as R prints it."""
    t, e = np.array(time), np.array(event)
    own = np.unique(t[e])
    survival = np.cumprod([1 - np.sum(e & (t == x)) / np.sum(t >= x) for x in own])
    at_risk = [float(np.sum(t >= x)) for x in columns]
    events = [float(np.sum(e & (t <= x))) for x in columns]
    return StepCurve([0.0, *own], [1.0, *survival], end=float(t.max())), RiskTable(columns, at_risk, events=events)


@pytest.mark.parametrize("seed", range(20))
def test_no_curve_is_outside_what_its_own_events_say(seed: int) -> None:
    """Law: whoever is censored, S falls between two columns by at least 1 - d / n and at most 1 - d / m, also where
    events are at the times of columns."""
    rng = np.random.default_rng(seed)
    time = np.maximum(np.round(rng.exponential(10.0, 40), seed % 2), 0.1)
    curve, table = _drawn(time.tolist(), (rng.random(40) < 0.6).tolist(), list(range(0, 22, 2)))
    assert off_product(table, curve, 0.1).max() == 0.0


def test_a_curve_is_outside_what_another_arm_s_events_say() -> None:
    table = RiskTable([0.0, 10.0, 20.0], [100, 70, 40], events=[0, 20, 40])
    curve = StepCurve([0.0, 5.0], [1.0, 0.5], end=30.0)
    # Of 100 at first 20 have events: S(10) is 0.71 to 0.80; then of 70 again 20: S(20) is 0.36 to 0.57.
    assert off_product(table, curve, 0.1) == pytest.approx([0.0, 5 / 7 - 0.5 - ERROR, 0.0])
    assert off_product(RiskTable([0.0, 10.0], [100, 70]), curve, 0.1).tolist() == [0.0, 0.0]
