"""Exact posteriors of contrasts: brute force, bayesmeta, gemtc, and laws."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate, stats

from nma.bayes import mixture
from nma.bayes.design import consistency, pair_rows
from nma.bayes.exact import Exact, exact
from nma.bayes.priors import Priors, TauPrior, gemtc, tau_prior
from nma.contrasts import Contrasts
from nma.frequentist import fit
from nma.network import Network, components
from tests.nma.bayes.oracle import near, parkinson, rows_of
from tests.nma.oracle import counts, network, reference, simulated

BAYESMETA = {
    "halfnormal0.5": "half-normal(0.5)",
    "halfnormal1.0": "half-normal(1)",
    "halfcauchy0.5": "half-cauchy(0.5)",
    # Its improper uniform prior; up to 1,000 nothing is left to see.
    "uniform": "uniform(1000)",
}


def of(net: Network, ref: str, *, random: bool, priors: Priors) -> Exact:
    design = consistency([trial.arms for trial in net.trials], net.treatments, ref)
    return exact(net.trials, design, random=random, priors=priors)


def blocker() -> Network:
    (found,) = components([trial.contrasts("OR") for trial in counts("blocker")])
    return found


@pytest.mark.parametrize("name", BAYESMETA)
def test_two_treatments_are_bayesmeta(name: str) -> None:
    """τ to all digits; the effect within the error of bayesmeta's own grid (Röver & Friede 2017), 1e-5 of location."""
    known = reference("gemtc")["bayesmeta"]["rows"][name]
    at = of(blocker(), "Control", random=True, priors=Priors(math.inf, tau_prior(BAYESMETA[name])))
    tau = at.weight @ at.tau
    assert tau == pytest.approx(known["tau"]["mean"], abs=1e-8)
    assert math.sqrt(at.weight @ (at.tau - tau) ** 2) == pytest.approx(known["tau"]["sd"], abs=1e-8)
    assert at.tau_quantile(0.5) == pytest.approx(known["tau"]["median"], abs=1e-8)
    mean, sd = at.contrast(np.ones((1, 1)))
    assert at.weight @ mean[:, 0] == pytest.approx(known["mu"]["mean"], abs=1e-5)
    assert mixture.quantile(0.5, at.weight, mean, sd)[0] == pytest.approx(known["mu"]["median"], abs=1e-5)
    # Twice its grid error in the width: its components are spaced so that neighbours differ by up to 1% in divergence.
    assert math.sqrt(at.weight @ (sd[:, 0] ** 2 + mean[:, 0] ** 2) - (at.weight @ mean[:, 0]) ** 2) == pytest.approx(
        known["mu"]["sd"], abs=3e-5
    )
    low, high = (mixture.cdf(known["mu"][f"95% {side}"], at.weight, mean, sd)[0] for side in ("lower", "upper"))
    assert high - low == pytest.approx(0.95, abs=1e-4)
    predicted = at.contrast(np.ones((1, 1)), predicted=True)
    assert mixture.quantile(0.5, at.weight, *predicted)[0] == pytest.approx(known["theta_pred"]["median"], abs=5e-5)


@pytest.mark.parametrize("prior", ["half-normal(0.5)", "half-cauchy(0.3)", "uniform(2)", "log-normal(-2.56,1.74)"])
def test_two_treatments_by_adaptive_integration(prior: str) -> None:
    """The whole two-dimensional posterior once more by QUADPACK, which shares no line with the quadrature."""
    net, tau, sd = blocker(), tau_prior(prior), 3.0
    based = [trial.against("Control") for trial in net.trials]
    y, v = np.array([t.effect[0] for t in based]), np.array([t.covariance[0, 0] for t in based])

    def marginal(t: float) -> tuple[float, float, float]:
        w = 1 / (v + t * t)
        precision = w.sum() + sd**-2
        log = 0.5 * np.log(w).sum() - 0.5 * (w * y * y).sum() + 0.5 * (w @ y) ** 2 / precision
        log += -0.5 * math.log(precision) + float(tau.log_density(np.array([t]))[0])
        return float(np.exp(log - 12)), float(w @ y / precision), precision**-0.5

    top = min(tau.upper, 5.0)
    cuts = [0.02, 0.1, 0.3, 1.0]

    def over(f: Callable[[float], float]) -> float:
        return float(integrate.quad(f, 1e-12, top, points=cuts, limit=400, epsabs=0, epsrel=1e-12)[0])

    whole = over(lambda t: marginal(t)[0])
    at = of(net, "Control", random=True, priors=Priors(sd, tau))
    mean, spread = at.contrast(np.ones((1, 1)))
    for p in (0.025, 0.5, 0.975):
        q = float(mixture.quantile(p, at.weight, mean, spread)[0])

        def below(t: float, q: float = q) -> float:
            mass, m, s = marginal(t)
            return mass * float(stats.norm.cdf(q, m, s))

        assert over(below) / whole == pytest.approx(p, abs=1e-9)


def test_the_evidence_is_that_of_a_normal_density() -> None:
    """Fixed effect: y is normal with covariance V + s² X X'."""
    (net,) = components(simulated(np.random.default_rng(2)))
    at = of(net, "T0", random=False, priors=Priors(1.5, TauPrior("uniform", 1.0)))
    y, blocks = [], []
    for trial, arms in zip(net.trials, at.design.arms, strict=True):
        based = trial.against(arms[0])
        order = [based.treatments.index(name) for name in arms[1:]]
        y.append(based.effect[order])
        blocks.append(based.covariance[np.ix_(order, order)])
    size = sum(len(b) for b in blocks)
    v, at_row = np.zeros((size, size)), 0
    for block in blocks:
        v[at_row : at_row + len(block), at_row : at_row + len(block)] = block
        at_row += len(block)
    x = np.vstack(at.design.rows)
    assert at.log_evidence == pytest.approx(
        stats.multivariate_normal.logpdf(np.concatenate(y), cov=v + 1.5**2 * x @ x.T), rel=1e-10
    )


@pytest.mark.parametrize("tau2", [0.0, 0.09])
def test_a_flat_prior_at_one_tau_is_generalised_least_squares(tau2: float) -> None:
    """A prior that is nearly a point at τ leaves the frequentist fit with that τ²; multi-arm trials included."""
    (net,) = components(simulated(np.random.default_rng(5)))
    known = fit(net, tau2=tau2)
    if tau2 == 0:
        at = of(net, "T0", random=False, priors=Priors(math.inf, TauPrior("uniform", 1.0)))
    else:
        at = of(net, "T0", random=True, priors=Priors(math.inf, TauPrior("log-normal", math.log(tau2), 1e-5)))
    rows = pair_rows(net.treatments, "T0")
    mean, sd = at.contrast(np.array([rows[i] - rows[j] for i in range(6) for j in range(i)]))
    wanted = [(known.effects[i, j], known.se[i, j]) for i in range(6) for j in range(i)]
    # The log-normal has a width of 1e-5 of τ² itself.
    exactly = 1e-10 if tau2 == 0 else 1e-5
    assert np.allclose(at.weight @ mean, [w[0] for w in wanted], rtol=exactly, atol=exactly)
    assert np.allclose(np.sqrt(at.weight @ sd**2), [w[1] for w in wanted], rtol=exactly)


def test_the_answer_does_not_know_which_arm_a_trial_stands_against() -> None:
    trials = simulated(np.random.default_rng(8))
    turned = [trial.against(trial.arms[-1]) for trial in trials]
    believed = Priors(2.0, TauPrior("half-normal", 0.5))
    one, two = (of(components(t)[0], "T1", random=True, priors=believed) for t in (trials, turned))
    assert np.allclose(one.weight @ one.mean, two.weight @ two.mean, rtol=1e-9)
    assert one.log_evidence == pytest.approx(two.log_evidence, rel=1e-10)
    assert np.allclose(one.deviance, two.deviance, rtol=1e-8)


@pytest.mark.parametrize("random", [False, True])
def test_differences_of_parkinson_are_gemtc(random: bool) -> None:
    """Within 3 of gemtc's Monte Carlo errors; its priors are on another tree of comparisons, which does not show."""
    net = parkinson()
    known = reference("gemtc")["parkinson_diff"]
    believed = gemtc(net.trials)
    assert believed.tau.a == pytest.approx(known["scale"], rel=1e-9)
    at = of(net, "A", random=random, priors=believed)
    model = known["random" if random else "fixed"]
    for name, row in model["parameters"].items():
        if name == "sd.d":
            near([at.weight @ at.tau, *(at.tau_quantile(p) for p in (0.025, 0.5, 0.975))], row)
            continue
        _, two, one = name.split(".")
        mean, sd = at.contrast(rows_of(net.treatments, "A", one, two))
        limits = [mixture.quantile(p, at.weight, mean, sd)[0] for p in (0.025, 0.5, 0.975)]
        near([at.weight @ mean[:, 0], *limits], row, tau=model["parameters"].get("sd.d"))
    dbar, pd = at.deviance.sum(), at.deviance.sum() - at.at_mean.sum()
    # A deviance varies by about 3.5 among draws, and τ has the worth of 5,500 of them: 3 standard errors.
    assert (dbar, pd) == pytest.approx((model["Dbar"], model["pD"]), abs=0.15 if random else 0.03)


def test_deviance_is_the_mean_over_simulated_effects() -> None:
    """Posterior mean deviance and pD of random effects against 200,000 draws of the trials' own effects."""
    net = parkinson()
    at = of(net, "A", random=True, priors=gemtc(net.trials))
    rng = np.random.default_rng(3)
    total, centre = np.zeros(len(net.trials)), []
    node = rng.choice(at.tau.size, 200_000, p=at.weight)
    roots = np.linalg.cholesky(at.covariance)
    beta = at.mean[node] + np.einsum("dij,dj->di", roots[node], rng.standard_normal((node.size, at.mean.shape[1])))
    for k, (trial, arms, rows) in enumerate(zip(net.trials, at.design.arms, at.design.rows, strict=True)):
        based = trial.against(arms[0])
        order = [based.treatments.index(name) for name in arms[1:]]
        y, v = based.effect[order], based.covariance[np.ix_(order, order)]
        between = (at.tau[node] ** 2)[:, None, None] * (np.eye(len(y)) + 1) / 2
        gain = between @ np.linalg.inv(v + between)
        middle = beta @ rows.T
        middle = middle + np.einsum("dij,dj->di", gain, y - middle)
        spread = between - gain @ between
        root = np.linalg.cholesky(spread + 1e-14 * np.eye(len(y)))
        own = middle + np.einsum("dij,dj->di", root, rng.standard_normal(middle.shape))
        gap = y - own
        total[k] = np.einsum("di,ij,dj->d", gap, np.linalg.inv(v), gap).mean()
        last = y - own.mean(axis=0)
        centre.append(last @ np.linalg.inv(v) @ last)
    assert np.allclose(total, at.deviance, atol=0.02)
    assert np.allclose(centre, at.at_mean, atol=0.02)


def test_draws_have_the_mixture_s_moments() -> None:
    net = network("senn2013")
    at = of(net, "plac", random=True, priors=Priors(10.0, TauPrior("half-normal", 0.5)))
    drawn = at.draws(np.random.default_rng(0), 50_000)
    mean, sd = at.contrast(np.eye(drawn.shape[1]))
    centre = at.weight @ mean
    whole = np.sqrt(at.weight @ (sd**2 + (mean - centre) ** 2))
    # Five standard errors of 50,000 draws.
    assert (np.abs(drawn.mean(axis=0) - centre) < 5 * whole / math.sqrt(50_000)).all()
    assert np.allclose(drawn.std(axis=0), whole, rtol=5 / math.sqrt(100_000))


def test_without_replication_tau_keeps_its_prior() -> None:
    """A star of single trials says nothing about τ as long as the prior of its effects is flat."""
    (net,) = components([Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("ABC")])
    at = of(net, "hub", random=True, priors=Priors(math.inf, TauPrior("half-normal", 0.5)))
    assert at.tau_quantile(0.5) == pytest.approx(0.5 * stats.halfnorm.median(), rel=1e-9)
    assert at.tau_density(np.array([0.3]))[0] == pytest.approx(stats.halfnorm.pdf(0.3, scale=0.5), rel=1e-6)
