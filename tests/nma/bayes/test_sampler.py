"""Chains against gemtc (JAGS), published DIC, quadrature, and themselves."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from nma.arms import ArmCounts
from nma.bayes.design import Design, consistency
from nma.bayes.deviance import deviance_of_draws
from nma.bayes.diagnostics import Diagnostics, diagnostics
from nma.bayes.priors import Priors, TauPrior, gemtc, tsd2
from nma.bayes.sampler import ArmTable, Chains, Draws, directions, sample
from nma.bayes.star import star
from tests.nma.bayes.oracle import counts, near
from tests.nma.oracle import reference

HUB = {"smoking": "A", "certolizumab": "Placebo", "blocker": "BetaB"}
SHORT = Chains(iterations=12_000, burn_in=4_000, chains=4, seed=11)


def design_of(trials: list[ArmCounts], hub: str) -> Design:
    treatments = sorted({name for trial in trials for name in trial.treatments})
    return consistency([trial.treatments for trial in trials], treatments, hub)


def run(name: str, *, random: bool, priors: Priors | None = None) -> tuple[list[ArmCounts], Draws]:
    trials = counts(name)
    return trials, sample(
        trials, design_of(trials, HUB[name]), random=random, priors=priors or gemtc(trials), chains=SHORT
    )


def errors(found: Diagnostics, j: int) -> list[float]:
    return [found.mcse_mean[j], *found.mcse_quantile[j]]


@pytest.mark.parametrize("random", [False, True])
@pytest.mark.parametrize("name", HUB)
def test_effects_are_those_of_gemtc(name: str, random: bool) -> None:
    """Means and quantiles within 3 Monte Carlo errors of both, under gemtc's own priors; sparse arms included."""
    known = reference("gemtc")[name]["random" if random else "fixed"]
    trials, draws = run(name, random=random)
    assert gemtc(trials).tau.a == pytest.approx(reference("gemtc")[name]["scale"], rel=1e-9)
    found = diagnostics(draws)
    assert found.converged
    tau = known["parameters"].get("sd.d")
    for j, (one, two) in enumerate(draws.design.parameters):
        row = known["parameters"][f"d.{two}.{one}"]
        near([found.mean[j], *found.quantile[j]], row, errors(found, j), tau=tau)
    if random:
        j = found.names.index("τ")
        near([found.mean[j], *found.quantile[j]], tau, errors(found, j))
    fit = deviance_of_draws(trials, draws)
    # Deviances vary by 6 to 10 among draws; both runs are worth 5,000 of them or more.
    assert (fit.dbar, fit.pd, fit.dic) == pytest.approx((known["Dbar"], known["pD"], known["DIC"]), abs=0.4)


@pytest.mark.parametrize("model", ["fixed", "random"])
def test_dic_of_blocker_is_the_published_one(model: str) -> None:
    """Dias et al. (2011), TSD 2: printed with one decimal."""
    trials, draws = run("blocker", random=model == "random", priors=tsd2())
    fit = deviance_of_draws(trials, draws)
    assert (fit.dbar, fit.pd, fit.dic) == pytest.approx(reference("gemtc")["blocker"]["published"][model], abs=0.3)


#: Arms that hold nothing, or everything: only priors end the tails.
EMPTY = [
    ArmCounts("a", ("hub", "one-sided"), np.array([4, 0]), np.array([30, 40])),
    ArmCounts("b", ("hub", "from nothing"), np.array([0, 6]), np.array([25, 30])),
    ArmCounts("c", ("hub", "silent"), np.array([0, 0]), np.array([20, 22])),
    ArmCounts("d", ("full", "hub"), np.array([9, 3]), np.array([9, 12])),
    ArmCounts("e", ("hub", "ordinary"), np.array([30, 45]), np.array([100, 110])),
    ArmCounts("f", ("ordinary", "hub"), np.array([12, 9]), np.array([60, 70])),
]


@pytest.mark.parametrize("priors", [Priors(2.0, TauPrior("uniform", 1.0), 5.0), tsd2()])
def test_a_star_with_empty_cells_is_its_quadrature(priors: Priors) -> None:
    """4 Monte Carlo errors: 20 quantiles are looked at."""
    draws = sample(EMPTY, design_of(EMPTY, "hub"), random=False, priors=priors, chains=SHORT)
    found, exact = diagnostics(draws), star(EMPTY, "hub", priors)
    assert found.converged
    for name, curve in zip(exact.treatments, exact.curves, strict=True):
        j = found.names.index(f"{name} v hub")
        gap = np.abs(found.quantile[j] - curve.quantile(np.array([0.025, 0.5, 0.975])))
        assert (gap < 4 * found.mcse_quantile[j]).all(), name


def test_loose_arms_are_found_where_nothing_else_holds_them() -> None:
    """Zero cells alone do not make a direction: smoking has two, and other trials for their treatments."""
    lonely = ArmTable.of(EMPTY, design_of(EMPTY, "hub"))
    assert directions(lonely, tsd2())[0] == 3
    trials = counts("smoking")
    assert directions(ArmTable.of(trials, design_of(trials, "A")), tsd2())[0] == 0


def test_a_treatment_held_by_empty_arms_alone_is_explored_to_the_end_of_its_prior() -> None:
    """Two trials, not one event on C: only N(0, 100²) ends its effect, as a half-normal of that width, mean -80."""
    trials = [
        ArmCounts("x", ("A", "B", "C"), np.array([1, 2, 0]), np.array([3, 5, 4])),
        ArmCounts("y", ("B", "A", "C"), np.array([1, 1, 0]), np.array([1, 3, 1])),
    ]
    draws = sample(trials, design_of(trials, "A"), random=False, priors=tsd2(), chains=SHORT)
    found = diagnostics(draws)
    assert found.converged
    at = found.names.index("C v A")
    assert found.ess_bulk[at] > 3_000
    # Where the counts of A and B end the tail near 0, a few units of log odds are lost or won.
    assert found.mean[at] == pytest.approx(-100 * np.sqrt(2 / np.pi), abs=4.0)


def test_arms_that_are_full_here_and_empty_there_wander_together() -> None:
    """A responds in all 5 of one trial; in the other nobody on B does, so that A may be anything above it."""
    trials = [
        ArmCounts("x", ("A", "B", "C"), np.array([5, 35, 30]), np.array([5, 37, 37])),
        ArmCounts("y", ("B", "C"), np.array([20, 15]), np.array([40, 40])),
        ArmCounts("z", ("B", "A"), np.array([0, 1]), np.array([3, 34])),
    ]
    draws = sample(trials, design_of(trials, "B"), random=False, priors=tsd2(), chains=SHORT)
    found = diagnostics(draws)
    assert found.converged
    at = found.names.index("A v B")
    assert found.ess_bulk[at] > 3_000
    # The baseline of trial z goes down as A goes up, each against a prior of N(0, 100²): half of N(0, 100²/2).
    assert found.mean[at] == pytest.approx(100 / np.sqrt(2) * np.sqrt(2 / np.pi), abs=4.0)


def test_the_same_seed_gives_the_same_numbers() -> None:
    trials = counts("certolizumab")
    design = design_of(trials, "Placebo")
    brief = Chains(iterations=1_000, burn_in=500, chains=3, seed=5)
    one, two, other = (
        sample(trials, design, random=True, priors=tsd2(), chains=Chains(1_000, 500, 3, seed)) for seed in (5, 5, 6)
    )
    assert one.chains == brief
    assert np.array_equal(one.effects, two.effects)
    assert np.array_equal(one.tau, two.tau)
    assert not np.array_equal(one.effects, other.effects)
    assert not np.array_equal(one.effects[0], one.effects[1])


def test_without_events_anywhere_effects_keep_their_prior() -> None:
    """A trial in which both arms stay empty tells of its baseline only; the effect is N(0, s²) but for a whisker."""
    trials = [ArmCounts("t", ("A", "B"), np.array([0, 0]), np.array([1, 1]))]
    priors = Priors(1.0, TauPrior("uniform", 1.0), 0.5)
    draws = sample(trials, design_of(trials, "A"), random=False, priors=priors, chains=SHORT)
    exact = star(trials, "A", priors).curves[0]
    assert draws.effects.mean() == pytest.approx(exact.mean, abs=0.05)
    assert draws.effects.std() == pytest.approx(exact.sd, abs=0.05)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"chains": 1}, "at least 2"),
        ({"burn_in": 10}, "too short to adapt"),
        ({"iterations": 20_100}, "leave at least 400"),
        ({"seed": -1}, "negative"),
    ],
)
def test_chains_that_cannot_tell_are_refused(changes: dict[str, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Chains(**changes)


def test_flat_priors_are_refused_for_counts() -> None:
    trials = counts("blocker")
    with pytest.raises(InputError, match="proper priors"):
        sample(
            trials, design_of(trials, "Control"), random=False, priors=Priors(np.inf, TauPrior("uniform", 1.0)),
            chains=SHORT,
        )  # fmt: skip
