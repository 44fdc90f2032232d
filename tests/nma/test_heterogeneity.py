"""Q, I² and τ² against netmeta and metafor."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ipdrecon.errors import InputError
from nma.contrasts import Contrasts
from nma.frequentist import fit
from nma.heterogeneity import heterogeneity, log_likelihood, score
from nma.network import components
from tests.nma.oracle import NETMETA, counts, network, reference, simulated, trials


@pytest.mark.parametrize("name", NETMETA)
def test_q_and_tau2_are_those_of_netmeta(name: str) -> None:
    known, found = reference(name), network(name)
    at = heterogeneity(found, fit(found))
    assert at.q == pytest.approx(known["Q"], rel=1e-10)
    assert at.df == known["df.Q"]
    assert at.p == pytest.approx(known["pval.Q"], rel=1e-9)
    assert at.tau2 == pytest.approx(known["tau2"], rel=1e-10, abs=1e-14)
    assert (at.i2, at.i2_low, at.i2_high) == pytest.approx(
        (known["I2"], known["lower.I2"], known["upper.I2"]), rel=1e-10, abs=1e-14
    )


@pytest.mark.parametrize("method", ["DL", "REML", "ML"])
def test_two_treatments_are_pairwise_meta_analysis(method: str) -> None:
    """Blocker against metafor; its own likelihood iterations stop near 1e-6 of the maximum."""
    (found,) = components([trial.contrasts("OR").against("Control") for trial in counts("blocker")])
    at = heterogeneity(found, fit(found), method=method)
    b, se, tau2 = reference("blocker")[method]
    assert at.tau2 == pytest.approx(tau2, abs=1e-13 if method == "DL" else 1e-6)
    effects, covariance = fit(found, tau2=tau2).against("Control")
    assert (effects[0], math.sqrt(covariance[0, 0])) == pytest.approx((b, se), rel=1e-10)


#: netmeta 3.3.1 on the contrasts alone gives rma.mv the squared standard errors only, so contrasts of a multi-arm trial
#: count as independent given their random effects; with the covariance that their standard errors imply, REML on Senn
#: 2013 is 0.0999 instead. rma.mv stops about 1e-6 of the maximum.
NETMETA_LIKELIHOOD = {
    ("senn2013", "REML"): 0.101117077475066,
    ("senn2013", "ML"): 0.0568044820073191,
    ("smoking", "REML"): 0.427461934845485,
}


@pytest.mark.parametrize(("name", "method"), NETMETA_LIKELIHOOD)
def test_likelihood_estimates_of_netmeta_can_be_repeated(name: str, method: str) -> None:
    found = network(name)
    at = heterogeneity(found, fit(found), method=f"{method}-netmeta")
    assert at.tau2 == pytest.approx(NETMETA_LIKELIHOOD[name, method], rel=2e-6)
    own = heterogeneity(found, fit(found), method=method)
    assert abs(own.tau2 / at.tau2 - 1) > 1e-3


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_without_multi_arm_trials_both_likelihoods_are_one(method: str) -> None:
    pairs = [trial for trial in trials("senn2013") if len(trial.arms) == 2]
    (found,) = components(pairs)
    one, two = (heterogeneity(found, fit(found), method=m).tau2 for m in (method, f"{method}-netmeta"))
    assert one == pytest.approx(two, rel=1e-12)


@pytest.mark.parametrize("restricted", [True, False])
@pytest.mark.parametrize("tau2", [0.02, 0.3])
def test_the_score_is_the_slope_of_the_likelihood(restricted: bool, tau2: float) -> None:
    (found,) = components(simulated(np.random.default_rng(4)))
    h = 1e-5
    slope = (
        log_likelihood(found, tau2 + h, restricted=restricted) - log_likelihood(found, tau2 - h, restricted=restricted)
    ) / (2 * h)
    assert score(found, tau2, restricted=restricted) == pytest.approx(slope, rel=1e-5)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_no_other_tau2_is_likelier(method: str) -> None:
    found = network("smoking")
    best = heterogeneity(found, fit(found), method=method).tau2
    top = log_likelihood(found, best, restricted=method == "REML")
    others = [log_likelihood(found, x, restricted=method == "REML") for x in np.linspace(0, 3, 200)]
    assert top >= max(others)


def test_without_replication_nothing_can_be_said() -> None:
    star = [Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("ABC")]
    (found,) = components(star)
    at = heterogeneity(found, fit(found))
    assert at.df == 0
    assert math.isnan(at.tau2)
    assert math.isnan(at.i2)
    assert at.reason


def test_an_unknown_method_is_refused() -> None:
    found = network("woods2010")
    with pytest.raises(InputError, match="DL, REML, ML"):
        heterogeneity(found, fit(found), method="PM")
