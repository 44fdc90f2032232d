"""The common grid and what it rests on."""

from __future__ import annotations

import numpy as np

from pooling import StudyCurve, pool
from pooling.cells import cells
from pooling.grid import EVENTS_A_CELL, MOST_INTERVALS, automatic
from pooling.studies import of_ipd
from tests.pooling.oracle import hepatocellular, simulated


def test_curves_given_at_the_same_times_keep_them() -> None:
    grid = automatic(hepatocellular())
    assert grid.time.size == 20
    assert "20 times at which all curves are given" in grid.reason


def test_an_interval_holds_events_of_every_study_on_average() -> None:
    ipd = simulated(4, size=60)
    grid = automatic(of_ipd(ipd))
    edges = np.append(0.0, grid.time)
    events = np.histogram(ipd.time[ipd.event], edges)[0]
    assert events[:-1].min() >= EVENTS_A_CELL * 4 * 0.5, "rounding of edges moves an event or two"
    assert grid.time.size <= MOST_INTERVALS + 1
    assert (np.diff(grid.time) > 0).all()


def test_few_events_give_few_intervals_and_none_give_four() -> None:
    ipd = simulated(2, size=12)
    assert automatic(of_ipd(ipd)).time.size <= 6
    quiet = [
        StudyCurve.of_points(n, "a", np.array([1.0, 2.0 + i]), np.array([1.0, 1.0]), np.array([10.0, 9.0]))
        for i, n in enumerate("xyz")
    ]
    made, *_ = pool(quiet)
    assert made.median == np.inf and made.survival.min() > 0.5


def test_cells_of_patients_multiply_to_their_curve() -> None:
    """Conditional survival is Kaplan-Meier's, exactly; at risk less half of those censored inside."""
    ipd = simulated(3)
    studies = of_ipd(ipd)
    made = cells(studies, np.array([2.0, 5.0, 9.0]))
    for row, trial in zip(made.conditional, ipd.trials, strict=True):
        own = ipd.select(ipd.trial == trial)
        np.testing.assert_allclose(np.cumprod(row), own.km()(np.array([2.0, 5.0, 9.0])), rtol=1e-12)
    first = ipd.select(ipd.trial == ipd.trials[0])
    inside = first.time[~first.event]
    expected = (first.time > 2.0).sum() - 0.5 * ((inside > 2.0) & (inside <= 5.0)).sum()
    assert made.at_risk[0, 1] == expected


def test_numbers_at_risk_in_between_fall_with_survival_and_even_censoring() -> None:
    """Printed at 0 and 12: 100 and 40, S(12) = 0.5: a share of 0.8 stays uncensored, sqrt(0.8) of it at 6."""
    study = StudyCurve.of_points(
        "x", "a", np.array([0.0, 3.0, 6.0, 12.0]), np.array([1.0, 0.9, 0.7, 0.5]),
        np.array([100.0, np.nan, np.nan, 40.0]), at_times=True,
    )  # fmt: skip
    np.testing.assert_allclose(study.at_risk, [100, 90 * 0.8**0.25, 70 * 0.8**0.5], rtol=1e-12)


def test_the_grid_moves_the_answer_little() -> None:
    """Twice as coarse and twice as fine: the median moves by less than a fifth of its interval's width."""
    ipd = simulated(5, size=150)
    base = pool(ipd)[0]
    grid = base.grid_time
    for other in (grid[::-1][::2][::-1], np.sort(np.append(grid, (np.append(0, grid[:-1]) + grid) / 2))):
        moved = pool(ipd, grid=other)[0]
        assert abs(moved.median - base.median) < 0.2 * (base.median_high - base.median_low)
