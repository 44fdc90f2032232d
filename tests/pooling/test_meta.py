"""Meta-analysis of numbers and vectors against R's meta."""

from __future__ import annotations

import numpy as np
import pytest

from pooling import meta
from tests.pooling.oracle import reference


@pytest.mark.parametrize("number", [0, 1, 2])
def test_differences_of_restricted_means(number: int) -> None:
    data = reference("aortic_rmst")
    horizon, common, common_se, random, random_se, tau2, i2 = data["pooled"][number]
    rows = np.array([r[2:] for r in data["rows"] if r[1] == horizon])
    fixed = meta.univariate(rows[:, 0], rows[:, 1], model="fixed")
    varied = meta.univariate(rows[:, 0], rows[:, 1])
    assert (fixed.estimate, fixed.se) == (pytest.approx(common, rel=1e-10), pytest.approx(common_se, rel=1e-10))
    assert (varied.estimate, varied.se) == (pytest.approx(random, rel=1e-10), pytest.approx(random_se, rel=1e-10))
    assert varied.tau2 == pytest.approx(tau2, rel=1e-10, abs=1e-14)
    assert varied.i2 == pytest.approx(i2, rel=1e-10, abs=1e-14)


def test_a_vector_of_one_is_a_number() -> None:
    y, se = np.array([0.1, 0.5, 0.3, 0.9]), np.array([0.1, 0.2, 0.15, 0.3])
    known = meta.univariate(y, se)
    sigma = meta.between(y[:, None], (se**2)[:, None, None])
    fit = meta.multivariate(y[:, None], (se**2)[:, None, None], sigma)
    assert sigma[0, 0] == pytest.approx(known.tau2, rel=1e-12)
    assert fit.beta[0] == pytest.approx(known.estimate, rel=1e-12)
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(known.se, rel=1e-12)


def test_entries_without_covariance_pool_by_themselves() -> None:
    """Independent entries: the diagonal is DerSimonian-Laird's of each, before negative eigenvalues are cut."""
    rng = np.random.default_rng(2)
    y, se = rng.normal(0, 0.5, (8, 2)), rng.uniform(0.1, 0.3, (8, 2))
    covariances = np.einsum("ki,ij->kij", se**2, np.eye(2))
    sigma = meta.between(y, covariances)
    for i in (0, 1):
        assert sigma[i, i] == pytest.approx(meta.univariate(y[:, i], se[:, i]).tau2, rel=1e-10)


def test_between_study_covariance_is_recovered() -> None:
    """5,000 studies with known between-study covariance: moments are unbiased."""
    rng = np.random.default_rng(3)
    true = np.array([[0.5, 0.3], [0.3, 0.4]])
    within = np.array([[0.2, 0.1], [0.1, 0.3]])
    y = rng.multivariate_normal([0, 0], true + within, size=5000)
    np.testing.assert_allclose(meta.between(y, np.repeat(within[None], 5000, axis=0)), true, atol=0.05)
