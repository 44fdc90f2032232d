"""Ruled lines are told from staircases by what their levels leave of a straight line."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.judgement.ruled import slope_of

AXES = Axes(Axis(50.0, 10.0, 0.0, 60.0), Axis(450.0, -400.0, 0.0, 1.05), "months")
#: Edges between columns, as a tracer sees a line that falls in every one of them.
TIME = np.append(0.0, (np.arange(1, 500) - 0.5) / 10.0)


def traced(survival: Floats, time: Floats = TIME) -> TracedCurve:
    survival = np.minimum.accumulate(survival)
    keep = np.append(True, np.diff(survival) < 0)
    return TracedCurve("A", StepCurve(time[keep], survival[keep], end=50.0), LineStyle((0, 0, 0), 2.0))


def kaplan_meier(patients: int, seed: int) -> TracedCurve:
    """Uncensored times, exponential; levels averaged over each column."""
    times = np.sort(np.random.default_rng(seed).exponential(40.0, patients))
    alive = 1 - np.searchsorted(times, TIME) / patients
    alive[0] = 1.0
    return traced(alive)


def test_lines_from_point_to_point_are_ruled() -> None:
    """Law: between points a line leaves a straight one by nothing but the tracer's noise (0.05 px)."""
    noise = np.random.default_rng(1).normal(0, 0.05 / 400, TIME.size)
    level = np.interp(TIME, [0, 6, 12, 24, 36, 50], [1, 0.85, 0.8, 0.6, 0.5, 0.3]) + noise
    level[0] = 1.0
    assert slope_of(traced(level), AXES).ruled


@pytest.mark.parametrize("patients", [20, 100, 500, 2000, 20_000, 100_000])
def test_staircases_are_not(patients: int) -> None:
    """Law: events come at random, and levels leave a straight line by half a drop times the root of their number; steps
    of very many patients bend as a smooth curve does, and a stretch of it ends where it bends."""
    for seed in range(3):
        assert not slope_of(kaplan_meier(patients, seed), AXES).ruled
