"""The sampler's loops: densities, and chains against quadrature where counts are so large that both models agree."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from nma.arms import ArmCounts
from nma.bayes import mixture
from nma.bayes.design import consistency
from nma.bayes.diagnostics import diagnostics
from nma.bayes.exact import exact
from nma.bayes.kernels import density
from nma.bayes.priors import FAMILIES, Priors, tau_prior
from nma.bayes.sampler import Chains, sample
from nma.network import components

PRIORS = ("half-normal(0.5)", "half-cauchy(0.3)", "uniform(2)", "log-normal(-2.56,1.74)")


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("logit", [-800.0, -3.0, 0.0, 2.5, 800.0])
def test_the_likelihood_is_binomial(compiled: bool, logit: float) -> None:
    f = density.log_likelihood if compiled else density.log_likelihood.py_func
    p = 1 / (1 + np.exp(-logit)) if logit > -700 else 0.0
    if 0 < p < 1:
        known = stats.binom.logpmf(7, 20, p) - stats.binom.logpmf(7, 20, 0.5) + f(0.0, 7.0, 20.0)
        assert f(logit, 7.0, 20.0) == pytest.approx(known, rel=1e-12)
    # Far out it is a straight line, not an overflow.
    assert f(-800.0, 0.0, 20.0) == pytest.approx(0.0, abs=1e-300)
    assert f(800.0, 7.0, 20.0) == pytest.approx(-13 * 800.0)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("text", PRIORS)
def test_priors_are_those_of_the_quadrature(compiled: bool, text: str) -> None:
    f = density.log_prior if compiled else density.log_prior.py_func
    prior = tau_prior(text)
    tau = np.array([0.01, 0.4, 1.9])
    found = np.array([f(t, list(FAMILIES).index(prior.family), prior.a, prior.b) for t in tau])
    assert np.allclose(np.diff(found), np.diff(prior.log_density(tau)), rtol=1e-12)
    beyond = f(2.1, list(FAMILIES).index(prior.family), prior.a, prior.b)
    assert (beyond == -np.inf) == (prior.family == "uniform")


def _many_events(tau: float) -> list[ArmCounts]:
    """14 trials of two to four arms, 30,000 patients in each."""
    rng = np.random.default_rng(3)
    truth = dict(zip("ABCDE", [0.0, 0.3, -0.2, 0.5, 0.1], strict=True))
    trials = []
    for k in range(14):
        p = 2 + k % 3
        first = "ABCDE"[k % 5]
        arms = [first, *(str(name) for name in rng.choice([n for n in "ABCDE" if n != first], p - 1, replace=False))]
        root = np.linalg.cholesky(tau**2 * (np.eye(p - 1) + 1) / 2)
        own = np.append(0.0, root @ rng.standard_normal(p - 1))
        logit = rng.normal(-1, 0.5) + np.array([truth[name] - truth[first] for name in arms]) + own
        patients = np.full(p, 30_000.0)
        trials.append(ArmCounts(f"t{k}", tuple(arms), rng.binomial(30_000, 1 / (1 + np.exp(-logit))), patients))
    return trials


@pytest.mark.parametrize(("tau", "prior"), [(0.02, PRIORS[0]), (0.02, PRIORS[3]), (0.3, PRIORS[1]), (0.3, PRIORS[2])])
def test_with_many_events_chains_are_the_quadrature(tau: float, prior: str) -> None:
    """Multi-arm trials, and τ near to and far from 0. Only the design is shared; 15 quantiles, 4.5 errors each."""
    trials = _many_events(tau)
    believed = Priors(2.0, tau_prior(prior))
    draws = sample(
        trials, consistency([t.treatments for t in trials], "ABCDE", "A"), random=True, priors=believed,
        chains=Chains(iterations=12_000, burn_in=3_000, chains=4, seed=8),
    )  # fmt: skip
    found = diagnostics(draws)
    assert found.converged
    (net,) = components([trial.contrasts("OR") for trial in trials])
    known = exact(
        net.trials, consistency([t.arms for t in net.trials], "ABCDE", "A"), random=True, priors=believed
    )  # fmt: skip
    mean, sd = known.contrast(np.eye(4))
    j = found.names.index("τ")
    for i, p in enumerate((0.025, 0.5, 0.975)):
        gap = np.abs(found.quantile[:4, i] - mixture.quantile(p, known.weight, mean, sd))
        assert (gap < 4.5 * found.mcse_quantile[:4, i]).all()
        assert abs(found.quantile[j, i] - known.tau_quantile(p)) < 4.5 * found.mcse_quantile[j, i]
