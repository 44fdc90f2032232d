"""Limits, Hartung-Knapp and crossings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from pooling import combescure, meta
from pooling.intervals import crossing_of_lines, crossing_of_steps, hartung_knapp, limits, quantile


def test_with_one_parameter_it_is_hartung_and_knapp() -> None:
    """q = sum w (y - mean)² / ((K - 1) sum w), K - 1 degrees of freedom."""
    y, se = np.array([0.1, 0.5, 0.3, 0.9]), np.array([0.1, 0.2, 0.15, 0.3])
    fit = meta.multivariate(y[:, None], (se**2)[:, None, None], np.array([[0.04]]))
    variance, df = hartung_knapp(fit, np.ones((1, 1)))
    known = meta.univariate(y, se, model="random", interval="hartung-knapp")
    w = 1 / (se**2 + 0.04)
    mean = (w * y).sum() / w.sum()
    assert variance[0] == pytest.approx((w * (y - mean) ** 2).sum() / (3 * w.sum()), rel=1e-12)
    assert df[0] == pytest.approx(3, rel=1e-12)
    assert known.df == 3


def test_equal_studies_give_the_interval_of_a_mean_for_any_function() -> None:
    """With one covariance for all, g'b has the variance of a mean of K numbers, K - 1 degrees of freedom."""
    rng = np.random.default_rng(1)
    y, v = rng.normal(1.0, 0.1, (5, 4)), np.full((5, 4), 0.01)
    fit = combescure.random(y, v, combescure.between(y, v))
    g = rng.normal(size=(3, 4))
    variance, df = hartung_knapp(fit, g)
    own = y @ g.T
    np.testing.assert_allclose(variance, own.var(axis=0, ddof=1) / 5, rtol=1e-8)
    np.testing.assert_allclose(df, 4, rtol=1e-8)


def test_it_holds_its_level_where_studies_differ_in_size() -> None:
    """3,000 meta-analyses of three studies, variances 1:4:16: 95% of intervals hold 0, to three standard errors."""
    rng = np.random.default_rng(4)
    inside = 0
    for _ in range(3000):
        se = np.array([0.1, 0.2, 0.4])
        y = rng.normal(0, np.sqrt(se**2 + 0.09))
        fit = meta.multivariate(y[:, None], (se**2)[:, None, None], np.array([[0.09]]))
        variance, df = hartung_knapp(fit, np.ones((1, 1)))
        inside += abs(fit.beta[0]) <= student.ppf(0.975, df[0]) * np.sqrt(variance[0])
    assert inside / 3000 == pytest.approx(0.95, abs=0.012)


@given(st.floats(0.01, 0.99), st.floats(1e-3, 3.0), st.sampled_from(["log-log", "log", "plain"]))
def test_limits_hold_the_curve_and_stay_proportions(survival: float, se: float, transform: str) -> None:
    low, high = limits(np.array([1.0, survival]), np.array([0.0, se]), 1.96, transform)
    assert 0 <= low[1] <= survival <= high[1] <= 1
    assert low[0] == high[0] == 1


def test_quantiles_of_t_and_normal() -> None:
    np.testing.assert_allclose(quantile(0.95, np.array([2.0, 10.0, np.inf])), [4.302653, 2.228139, 1.959964], rtol=1e-6)


def test_crossings() -> None:
    time = np.array([0.0, 2.0, 4.0])
    assert crossing_of_steps(time, np.array([1.0, 0.5, 0.3])) == 3.0
    assert crossing_of_steps(time, np.array([1.0, 0.5, 0.5])) == 2.0
    assert crossing_of_steps(time, np.array([1.0, 0.9, 0.6])) == np.inf
    found = crossing_of_lines(time, np.array([[1.0, 0.6, 0.4], [1.0, 0.9, 0.8], [1.0, 0.5, 0.5], [1.0, 0.25, 0.0]]))
    np.testing.assert_allclose(found, [3.0, np.inf, 2.0, 4 / 3])
