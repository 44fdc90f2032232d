"""Distributions against R's survreg and their own laws, and their pooling."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import ConvergenceError
from ipdrecon.ipd import IPD
from pooling import Settings, pool
from pooling.families import gradient, hazards, log_hazard
from pooling.fits import fit
from pooling.settings import FAMILIES
from tests.pooling.oracle import lung, reference, simulated

KNOTS = np.array([5.0, 200.0, 900.0])
PARAMETERS = {
    "exponential": [2.0],
    "weibull": [2.0, 0.3],
    "lognormal": [2.0, -0.2],
    "loglogistic": [2.0, 0.4],
    "gengamma": [2.0, -0.2, 0.6],
    "spline": [-4.0, 1.1, 0.2],
}


@pytest.mark.parametrize("family", ["exponential", "weibull", "lognormal", "loglogistic"])
def test_fits_are_survregs(family: str) -> None:
    """survreg's location and log scale: log scale and minus log shape here, mu and log sigma of the log-normal."""
    said = reference("lung")[family]
    made = fit(lung(), "all", family, KNOTS)
    expected = [said["intercept"], said["log_scale"] * (1 if family == "lognormal" else -1)]
    np.testing.assert_allclose(made.parameters, expected[: made.parameters.size], rtol=1e-6, atol=1e-7)
    assert made.log_likelihood == pytest.approx(said["loglik"], rel=1e-9)
    variances = np.array(said["var"]).reshape(made.parameters.size, -1)
    np.testing.assert_allclose(np.diag(made.covariance), np.diag(variances), rtol=1e-4)
    assert made.aic == pytest.approx(2 * made.parameters.size - 2 * said["loglik"])


@pytest.mark.parametrize("family", FAMILIES)
def test_the_rate_is_the_slope_of_the_cumulative_hazard(family: str) -> None:
    x = np.log(np.array([0.5, 3.0, 12.0, 60.0]))
    p = np.array(PARAMETERS[family])
    _, rate = hazards(family, p, x, KNOTS)
    above, below = (np.exp(hazards(family, p, x + d, KNOTS)[0]) for d in (1e-5, -1e-5))
    np.testing.assert_allclose(np.exp(rate), (above - below) / 2e-5, rtol=1e-6)


def test_generalised_gamma_holds_its_relatives() -> None:
    """Q = 1 is Weibull, Q = 0 log-normal; near 0 it is continuous."""
    time = np.array([0.5, 3.0, 12.0, 40.0])
    weibull = log_hazard("weibull", np.array([2.0, 0.3]), time, KNOTS)
    np.testing.assert_allclose(log_hazard("gengamma", np.array([2.0, -0.3, 1.0]), time, KNOTS), weibull, rtol=1e-10)
    normal = log_hazard("lognormal", np.array([2.0, -0.3]), time, KNOTS)
    for q in (1e-9, 2e-4, -2e-4):
        np.testing.assert_allclose(log_hazard("gengamma", np.array([2.0, -0.3, q]), time, KNOTS), normal, rtol=2e-3)


def test_a_family_that_holds_another_fits_no_worse() -> None:
    fits = {f: fit(lung(), "all", f, KNOTS).log_likelihood for f in FAMILIES}
    assert fits["exponential"] <= fits["weibull"] <= fits["gengamma"] + 1e-9
    assert fits["lognormal"] <= fits["gengamma"] + 1e-9
    assert fits["weibull"] <= fits["spline"] + 1e-9


@pytest.mark.parametrize("family", FAMILIES)
def test_gradient(family: str) -> None:
    p, time = np.array(PARAMETERS[family]), np.array([2.0, 9.0])
    slope = gradient(family, p, time, KNOTS)
    for i in range(p.size):
        moved = p.copy()
        moved[i] += 1e-3
        change = log_hazard(family, moved, time, KNOTS) - log_hazard(family, p, time, KNOTS)
        np.testing.assert_allclose(change / 1e-3, slope[:, i], rtol=0.02, atol=1e-6)


def test_one_study_of_the_exponential_has_a_closed_form() -> None:
    """Rate events / time; S(t) = exp(-rate t); standard error of log S is rate t / sqrt(events)."""
    ipd = simulated(1)
    made, *_ = pool(ipd, method="parametric", family="exponential", landmarks=[6.0])
    rate = ipd.event.sum() / ipd.time.sum()
    assert made.median == pytest.approx(np.log(2) / rate, rel=1e-7)
    assert made.landmarks[0].value == pytest.approx(np.exp(-6 * rate), rel=1e-4), "straight lines between 400 points"
    expected = 6 * rate / np.sqrt(ipd.event.sum())
    at = int(np.argmin(np.abs(made.time - 6.0)))
    assert made.log_se[at] == pytest.approx(expected * made.time[at] / 6, rel=1e-4)


def test_the_truth_lies_in_the_interval_and_what_lies_beyond_follow_up_is_marked() -> None:
    made, *_ = pool(simulated(6, size=300), method="parametric")
    assert made.median_low < 10 < made.median_high
    assert made.extrapolated_from == pytest.approx(simulated(6, size=300).time.max())
    assert made.end > made.extrapolated_from
    assert made.interval == "hartung-knapp"
    assert {f.family for f in made.fits} == set(FAMILIES)


def test_a_median_beyond_follow_up_is_called_extrapolated() -> None:
    made, *_ = pool(simulated(3, median=80.0), method="parametric", family="weibull")
    assert made.median > 40
    assert any("extrapolated" in text for text in made.warnings)


def test_too_few_events_name_the_study() -> None:
    few = IPD.of_arm([1, 2, 3, 4, 5, 6.0], [1, 1, 1, 1, 0, 0], treatment="A", trial="small")
    with pytest.raises(ConvergenceError, match="'small', weibull: 4 events for 2 parameters"):
        pool(few, method="parametric", family="weibull")


def test_events_at_time_0_are_moved_not_lost() -> None:
    ipd = IPD.of_arm([0.0, *np.linspace(1, 20, 30)], np.ones(31), treatment="A", trial="x")
    made = fit(ipd, "x", "weibull", KNOTS)
    assert made.failure == "" and np.isfinite(made.log_likelihood)


def test_aic_chooses() -> None:
    made, *_ = pool(simulated(3, size=400, sigma=0.0), method="parametric")
    sums = {f: sum(x.aic for x in made.fits if x.family == f) for f in FAMILIES}
    best = min((f for f in sums if np.isfinite(sums[f])), key=lambda f: sums[f])
    assert made.warnings[0] == f"distribution: {best}, the lowest AIC"
    assert Settings(family=best).family == best
