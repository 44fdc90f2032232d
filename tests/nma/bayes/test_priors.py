"""Priors: what is understood, what is refused, and what is printed."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from nma.arms import ArmCounts
from nma.bayes.priors import Priors, TauPrior, priors, tau_prior
from nma.contrasts import Contrasts

LOG = [Contrasts.two_arm("t", "B", "A", 0.7, 0.2), Contrasts.two_arm("u", "B", "A", -1.2, 0.2)]
MEAN = [Contrasts.two_arm("t", "B", "A", 70.0, 20.0, measure="MD")]


@pytest.mark.parametrize("text", ["half-normal(0.5)", "half-cauchy(1)", "uniform(5)", "log-normal(-2.56,1.74)"])
def test_priors_are_read_as_they_are_printed(text: str) -> None:
    assert str(tau_prior(text)) == text
    assert tau_prior(f" {text.upper()} ") == tau_prior(text)


@pytest.mark.parametrize(
    "text", ["half-normal", "half-normal()", "uniform(1,2)", "gamma(1)", "uniform(x)", "uniform(-1)"]
)
def test_priors_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="half-normal"):
        tau_prior(text)


def test_the_log_normal_is_about_the_variance() -> None:
    """Turner et al. (2012) publish their priors so, and the words say so."""
    prior = tau_prior("log-normal(-2.56,1.74)")
    assert prior.words.startswith("τ² ~")
    h = 1e-6
    tau = np.array([0.3 - h, 0.3 + h])
    from scipy import stats

    cdf = stats.lognorm.cdf(tau**2, 1.74, scale=np.exp(-2.56))
    assert np.exp(prior.log_density(np.array([0.3])))[0] == pytest.approx(np.diff(cdf)[0] / (2 * h), rel=1e-6)


def test_no_fixed_number_is_vague_in_every_unit() -> None:
    assert priors(LOG).name == "TSD 2"
    assert priors(MEAN).effect_sd == 15 * 70
    assert priors(MEAN).tau == TauPrior("uniform", 70.0)


def test_gemtc_scale_is_the_largest_effect_with_half_an_event_added() -> None:
    counts = [ArmCounts("t", ("A", "B"), np.array([5, 0]), np.array([20, 10]))]
    wanted = np.log(5.5 / 15.5) - np.log(0.5 / 10.5)
    assert priors(counts, name="gemtc").tau.a == pytest.approx(wanted)
    assert priors(LOG, name="gemtc").tau.a == pytest.approx(1.2)


def test_single_priors_replace_those_of_a_set_and_it_is_said() -> None:
    found = priors(LOG, effect_sd=2.0, tau="half-normal(0.5)")
    assert found == Priors(2.0, TauPrior("half-normal", 0.5), 100.0, "TSD 2, changed as asked")
    assert found.words(baselines=False, random=True) == (
        "effects ~ normal(0, 2²), τ ~ half-normal(0.5) (TSD 2, changed as asked)"
    )
    assert "baselines ~ normal(0, 100²)" in found.words(baselines=True, random=False)


@pytest.mark.parametrize("changes", [{"name": "jags"}, {"effect_sd": 0.0}, {"baseline_sd": -1.0}])
def test_priors_that_cannot_be_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        priors(LOG, **changes)  # type: ignore[arg-type]
