"""The fewest patients that a curve needs."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.least import least_at_risk
from tests.ipdrecon.trace.table.test_agree import TIME


def test_true_counts_are_never_fewer_than_their_curve_needs() -> None:
    """Oracle: the numbers at risk of drawn trials, with levels read to .005."""
    rng = np.random.default_rng(7)
    for _ in range(40):
        n = int(rng.integers(5, 80))
        time = np.sort(rng.exponential(12.0, n))
        event = rng.random(n) < 0.6
        alive = np.cumprod(1.0 - event / np.arange(n, 0, -1))
        steps = StepCurve(
            np.concatenate([[0.0], time[event]]),
            np.minimum.accumulate(np.clip(np.concatenate([[1.0], alive[event]]) + rng.uniform(-5e-3, 5e-3), 0.0, 1.0)),
            end=float(time[-1]),
        )
        at_risk = np.array([np.sum(time >= t) for t in TIME])
        assert (at_risk >= least_at_risk(TIME, steps, 0.1)).all()


def test_somebody_is_at_risk_up_to_the_end() -> None:
    steps = StepCurve(np.array([0.0, 5.0]), np.array([1.0, 0.5]), end=20.05)
    assert least_at_risk(TIME, steps, 0.1).tolist() == [1, 1, 0, 0]


def test_a_death_that_is_read_in_two_steps_is_one() -> None:
    """Law: steps nearer than the error of places are one fall."""
    whole = StepCurve(np.array([0.0, 10.05]), np.array([1.0, 0.95]), end=30.0)
    torn = StepCurve(np.array([0.0, 10.0, 10.05]), np.array([1.0, 0.98, 0.95]), end=30.0)
    assert least_at_risk(TIME, torn, 0.1).tolist() == least_at_risk(TIME, whole, 0.1).tolist()


def test_a_fall_within_the_error_of_levels_asks_for_nobody() -> None:
    """Law: traced levels tremble; a fall of a thousandth would else need dozens where the curve is followed by two."""
    steps = StepCurve(np.array([0.0, 4.0, 12.0]), np.array([1.0, 0.0876, 0.0864]), end=20.05)
    assert least_at_risk(TIME, steps, 0.1).max() == 1


def test_steps_far_apart_are_no_one_death_though_others_lie_between_them() -> None:
    """Law: a death is as wide as the error of places: of a steep curve without plain levels many may have died."""
    falls = np.linspace(10.05, 18.0, 41)
    steps = StepCurve(np.concatenate([[0.0], falls]), 1.0 - 0.02 * np.arange(42), end=30.0)
    assert least_at_risk(TIME, steps, 0.15)[0] >= 10


@pytest.mark.parametrize(("falls", "least"), [((0.014, 0.11), 8), ((0.014, 0.015), 39)])
def test_one_small_fall_may_be_a_part_of_a_death(falls: tuple[float, float], least: int) -> None:
    """Law: a mark or a curve that crosses leaves a part of a step; a second small one says that many are at risk."""
    alive = 1.0 - np.cumsum([0.0, *falls])
    steps = StepCurve(np.array([0.0, 12.0, 18.0]), alive, end=30.0)
    assert least_at_risk(TIME, steps, 0.1)[0] == least
