"""Quadrature over τ: known integrals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from ipdrecon.errors import ConvergenceError
from nma.bayes.priors import TauPrior, tau_prior
from nma.bayes.quadrature import integrate

PRIORS = ["half-normal(0.5)", "half-cauchy(2)", "uniform(5)", "log-normal(-2.56,1.74)"]


@pytest.mark.parametrize("text", PRIORS)
def test_priors_are_densities(text: str) -> None:
    prior = tau_prior(text)
    curve, log = integrate(prior.log_density, scale=prior.scale, upper=prior.upper)
    assert math.exp(log) == pytest.approx(1.0, abs=1e-10)
    assert curve.mass.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("prior", "known"),
    [
        (TauPrior("half-normal", 0.5), stats.halfnorm(scale=0.5)),
        (TauPrior("half-cauchy", 2.0), stats.halfcauchy(scale=2.0)),
        (TauPrior("uniform", 5.0), stats.uniform(0, 5)),
        # τ² is log-normal, so τ is as well, with half of either argument.
        (TauPrior("log-normal", -2.56, 1.74), stats.lognorm(0.87, scale=math.exp(-1.28))),
    ],
)
def test_quantiles_of_a_curve_are_those_of_the_prior(prior: TauPrior, known: stats.rv_continuous) -> None:
    curve, _ = integrate(prior.log_density, scale=prior.scale, upper=prior.upper)
    for p in (0.01, 0.5, 0.99):
        u = float(curve.quantile(p)[0])
        assert prior.scale * u / (1 - u) == pytest.approx(known.ppf(p), rel=1e-8)


def test_a_peak_a_hundred_thousand_times_narrower_than_the_range_is_found() -> None:
    curve, log = integrate(
        lambda t: stats.norm.logpdf(t, 0.3, 1e-5), scale=1.0, features=np.array([0.25, 0.3, 0.35])
    )  # fmt: skip
    assert math.exp(log) == pytest.approx(1.0, abs=1e-9)
    u = float(curve.quantile(0.5)[0])
    assert u / (1 - u) == pytest.approx(0.3, abs=1e-9)


def test_what_has_no_integral_is_refused() -> None:
    with pytest.raises(ConvergenceError, match="proper prior"):
        integrate(lambda t: np.full_like(t, -np.inf), scale=1.0)
