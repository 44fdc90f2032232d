"""Arms the tests reconstruct: patients, their curve, their table."""

from __future__ import annotations

import numpy as np

from ipdrecon.ipd import IPD
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve


def drawn(seed: int, n: int, *, grid: float = 0.0) -> IPD:
    """Patients with exponential events (mean 12) and staggered censoring (6 to 30); ``grid`` makes ties."""
    rng = np.random.default_rng(seed)
    events, censored = rng.exponential(12, n), rng.uniform(6, 30, n)
    time = np.minimum(events, censored)
    return IPD.of_arm(np.ceil(time / grid) * grid if grid else time, events <= censored)


def table(ipd: IPD, step: float = 4.0, *, flows: bool = False, convention: str = "") -> RiskTable:
    """Numbers at risk every ``step``; with events and censored before each column."""
    columns = np.arange(0.0, float(ipd.time.max()), step)
    extra = {}
    if flows:
        extra = {
            "events": np.array([np.sum(ipd.event & (ipd.time < t)) for t in columns]),
            "censored": np.array([np.sum(~ipd.event & (ipd.time < t)) for t in columns]),
        }
    at_risk = ipd.at_risk(columns, convention=convention or "at_or_after")
    return RiskTable(columns, at_risk, convention=convention, **extra)


def pixels(ipd: IPD, count: int = 500) -> StepCurve:
    """The curve with both coordinates rounded to so many pixels, marks among them."""
    true = ipd.km()
    step = true.end / count
    return StepCurve.from_points(
        np.round(true.time / step) * step,
        np.round(true.survival * count) / count,
        end=true.end,
        marks=np.round(true.marks / step) * step,
        marks_complete=True,
    )


def unmarked(curve: StepCurve) -> StepCurve:
    """The curve without its censor marks."""
    return StepCurve(curve.time, curve.survival, end=curve.end, survival_se=curve.survival_se, time_se=curve.time_se)


def rmse(one: StepCurve, other: StepCurve) -> float:
    """Root mean square difference at 100 times up to the end of ``other``."""
    times = np.linspace(0, other.end, 100)
    gap = [c.survival[np.searchsorted(c.time, times, side="right") - 1] for c in (one, other)]
    return float(np.sqrt(np.mean((gap[0] - gap[1]) ** 2)))
