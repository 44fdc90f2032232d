"""Quantiles of normal mixtures: laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nma.bayes import mixture


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.01, 1), st.floats(-50, 50), st.floats(1e-3, 30)), min_size=1, max_size=8
    ),
    st.floats(0.001, 0.999),
)  # fmt: skip
def test_a_quantile_is_where_the_distribution_function_says_so(parts: list[tuple[float, ...]], p: float) -> None:
    weight, mean, sd = (np.array([part[i] for part in parts]) for i in range(3))
    weight = weight / weight.sum()
    q = mixture.quantile(p, weight, mean[:, None], sd[:, None])
    # Where components lie far apart the density between them may be nothing: then q only has to lie in that gap.
    low, high = (mixture.cdf(q + side * 1e-9 * (1 + abs(q)), weight, mean[:, None], sd[:, None])[0] for side in (-1, 1))
    assert low - 1e-9 <= p <= high + 1e-9


def test_one_component_is_a_normal_distribution() -> None:
    q = mixture.quantile(0.975, np.ones(1), np.array([[1.0, -2.0]]), np.array([[2.0, 0.1]]))
    assert q == pytest.approx(stats.norm.ppf(0.975, [1.0, -2.0], [2.0, 0.1]), rel=1e-12)


def test_a_far_component_with_little_weight_counts() -> None:
    """Half a per cent at 1,000: the quantile at 99.7% lies among it."""
    weight, mean, sd = np.array([0.995, 0.005]), np.array([[0.0], [1000.0]]), np.array([[1.0], [1.0]])
    assert mixture.quantile(0.9975, weight, mean, sd)[0] == pytest.approx(1000.0, abs=1e-9)
