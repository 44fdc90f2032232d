"""Event times follow the distribution they are named after; the oracle is its closed form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from ipdrecon.simulate.hazards import Cured, LogNormal, PiecewiseExponential, Weibull

DRAWS = 20_000
#: A sample of this size from the right distribution fails the test below in one of 10,000 seeds; this seed is fixed.
LEAST_P = 1e-4


def test_weibull() -> None:
    found = Weibull.of_median(12.0, 1.3)
    times = found.draw(np.random.default_rng(1), DRAWS)
    assert kstest(times, lambda t: 1 - 0.5 ** ((t / 12) ** 1.3)).pvalue > LEAST_P


def test_log_normal() -> None:
    times = LogNormal(8.0, 0.9).draw(np.random.default_rng(2), DRAWS)
    assert kstest(np.log(times / 8) / 0.9, "norm").pvalue > LEAST_P


def test_piecewise_exponential() -> None:
    """Cumulative hazard 0.1 t up to 3, then 0.3 + 0.02 (t - 3)."""
    times = PiecewiseExponential([3.0], [0.1, 0.02]).draw(np.random.default_rng(3), DRAWS)
    hazard = lambda t: np.where(t < 3, 0.1 * t, 0.3 + 0.02 * (t - 3))  # noqa: E731
    assert kstest(times, lambda t: 1 - np.exp(-hazard(np.asarray(t)))).pvalue > LEAST_P


def test_the_cured_never_have_the_event() -> None:
    times = Cured(0.3, Weibull(1.0, 5.0)).draw(np.random.default_rng(4), DRAWS)
    assert np.isinf(times).mean() == pytest.approx(0.3, abs=0.015)
