"""The whole analysis and its command, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import cli
from ipdrecon.errors import ConvergenceError, InputError, NetworkError
from nma.arms import ArmCounts
from nma.bayes import report
from nma.bayes.analysis import bayes
from nma.bayes.effects import DrawnEffects, MixtureEffects, StarEffects
from nma.bayes.priors import Priors, TauPrior
from nma.bayes.sampler import Chains
from nma.contrasts import Contrasts
from nma.ranking import ranking_of_draws
from tests.nma.bayes.oracle import counts
from tests.nma.oracle import network

BRIEF = Chains(iterations=4_000, burn_in=1_500, chains=4, seed=2)


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(cli.main, ["nma", *(str(word) for word in words)])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def star_file(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    rows = [
        "s1,New,12,60", "s1,150 mg: old,7,59", "s2,T-DXd,7,52", "s2,150 mg: old,1,51",
        "s3,New,9,80", "s3,150 mg: old,8,85",
    ]  # fmt: skip
    path.write_text("study,treatment,responders,sampleSize\n" + "\n".join(rows) + "\n", "utf-8")
    return path


def test_contrasts_are_answered_exactly_and_counts_by_chains() -> None:
    (senn,) = bayes(network("senn2013").trials, measure="MD", model="random")
    assert isinstance(senn.effects, MixtureEffects)
    assert senn.draws is None
    (smoking,) = bayes(counts("smoking"), chains=BRIEF)
    assert isinstance(smoking.effects, DrawnEffects)
    (star,) = bayes(counts("certolizumab"), chains=BRIEF)
    assert isinstance(star.effects, StarEffects)
    assert star.draws is not None
    (normal,) = bayes(counts("smoking"), likelihood="normal")
    assert isinstance(normal.effects, MixtureEffects)


def test_a_flat_prior_gives_the_frequentist_league() -> None:
    """Fixed effect: credible and confidence intervals are then the same numbers."""
    from nma import nma

    trials = network("senn2013").trials
    (known,) = nma(trials, measure="MD")
    (found,) = bayes(trials, measure="MD", priors=Priors(math.inf, TauPrior("uniform", 1.0)))
    order = [known.league.treatments.index(name) for name in found.league.treatments]
    same = known.league.ordered(order)
    for name in ("estimate", "low", "high"):
        assert np.allclose(getattr(found.league, name), getattr(same, name), atol=1e-9)
    assert np.allclose(found.ranking.score, known.p_scores, atol=1e-9)
    assert found.league.interval == "CrI"


@pytest.mark.parametrize("better", [True, False])
def test_exact_sucra_is_that_of_the_draws(better: bool) -> None:
    (found,) = bayes(network("smoking").trials, model="random", measure="OR", small_better=better)
    drawn = ranking_of_draws(
        found.treatments, found.effects.draws(np.random.default_rng(1)), small_better=better
    )  # fmt: skip
    # 100,000 draws: standard error below 0.0016.
    assert np.allclose(found.ranking.score, drawn.score, atol=0.006)
    assert found.ranking.score.mean() == pytest.approx(0.5, abs=1e-9)
    assert found.ranking.order == tuple(np.argsort(-found.ranking.score))


def test_superiority_by_a_margin_is_read_on_the_reported_scale() -> None:
    (found,) = bayes([Contrasts.two_arm("t", "B", "A", math.log(0.8), 0.1)], margin=0.9, priors="tsd2")
    b, a = found.treatments.index("B"), found.treatments.index("A")
    from scipy import stats

    # The prior of standard deviation 100 moves the ratio by a millionth of its standard error.
    wanted = stats.norm.cdf((math.log(0.9) - math.log(0.8)) / 0.1)
    assert found.superiority(found.margin)[b, a] == pytest.approx(wanted, abs=1e-5)
    assert found.superiority()[b, a] + found.superiority()[a, b] == pytest.approx(1.0)


def test_prediction_is_wider_and_centred_alike() -> None:
    (found,) = bayes(network("smoking").trials, model="random", measure="OR")
    assert found.predicted is not None
    below = np.tril_indices(len(found.treatments), -1)
    assert (found.predicted[1][below] < found.quantiles[1][below]).all()
    assert (found.predicted[2][below] > found.quantiles[2][below]).all()
    (fixed,) = bayes(network("smoking").trials, measure="OR")
    assert fixed.predicted is None


def test_an_answer_the_prior_decides_is_shown_under_two() -> None:
    """One event among a few dozen: the upper limit is the prior's. 400 events: it is the trial's."""
    trials = [
        ArmCounts("few", ("hub", "few"), np.array([1, 5]), np.array([35, 38])),
        ArmCounts("many", ("hub", "many"), np.array([400, 500]), np.array([1000, 1000])),
    ]
    (found,) = bayes(trials, chains=BRIEF)
    assert [row.treatment for row in found.sensitivity.driven] == ["few"]
    text = report.as_text(bayes(trials, chains=BRIEF))
    assert "Driven by the prior" in text
    assert "normal(0, 2²)" in text
    (informed,) = bayes(trials, chains=BRIEF, prior_effect=1.0)
    assert informed.sensitivity.other.effect_sd == 100.0


def test_sensitivity_by_reweighting_is_that_of_sampling_again() -> None:
    """General networks: the draws under vague priors carry the answer under weak ones."""
    (vague,) = bayes(counts("smoking"), model="random", chains=Chains(12_000, 4_000, 4, 1))
    other = vague.sensitivity.other
    (again,) = bayes(counts("smoking"), model="random", chains=Chains(12_000, 4_000, 4, 1), priors=other)
    at = again.treatments.index(again.reference)
    for row in vague.sensitivity.comparisons:
        i = again.treatments.index(row.treatment)
        # About 3 Monte Carlo errors of a 95% limit with an ESS of 6,000.
        assert row.other.median == pytest.approx(again.quantiles[0, i, at], abs=0.03)
        assert row.other.high == pytest.approx(again.quantiles[2, i, at], abs=0.09)


def test_chains_that_have_not_converged_raise_unless_allowed() -> None:
    short = Chains(iterations=850, burn_in=400, chains=2, seed=0)
    with pytest.raises(ConvergenceError, match="allow-unconverged") as caught:
        bayes(counts("blocker"), model="random", chains=short)
    assert caught.value.exit_code == 3
    result = bayes(counts("blocker"), model="random", chains=short, allow_unconverged=True)
    assert any("not converged" in line for line in result.warnings)


def test_components_are_analysed_by_themselves() -> None:
    trials = [
        Contrasts.two_arm("t", "B", "A", 0.3, 0.1),
        Contrasts.two_arm("u", "D", "C", 0.1, 0.1),
        Contrasts.two_arm("v", "D", "C", 0.2, 0.1),
    ]
    result = bayes(trials, reference="A")
    assert [part.treatments for part in result] == [("C", "D"), ("A", "B")]
    assert any("2 networks" in line for line in result.warnings)
    with pytest.raises(NetworkError, match="in no trial"):
        bayes(trials, reference="X")


def test_random_effects_without_replication_say_that_tau_is_its_prior() -> None:
    (found,) = bayes([Contrasts.two_arm("t", "B", "A", 0.3, 0.1)], model="random", prior_tau="half-normal(0.5)")
    assert "its posterior is its prior" in found.not_estimable["τ"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": "both"}, "fixed or random"),
        ({"level": 0.3}, "at least 0.5"),
        ({"likelihood": "binomial"}, "needs counts"),
        ({"likelihood": "poisson"}, "auto, binomial, normal"),
        ({"priors": "stan"}, "tsd2, gemtc"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        bayes([Contrasts.two_arm("t", "B", "A", 0.3, 0.1)], **options)  # type: ignore[arg-type]


def test_the_command_writes_everything(star_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    brief = ("--iterations", 4000, "--burn-in", 1500, "--seed", 3, "--better", "high")
    shown = run(star_file, "--bayes", *brief, "-o", out).stdout
    assert "odds ratio (95% CrI)" in shown
    assert "Priors: effects ~ normal(0, 100²)" in shown
    assert "seed 3" in shown
    assert "inconsistency: NA (no closed loop" in shown
    wanted = {
        "league.txt", "league.csv", "league_long.csv", "league_matrix.csv", "league.tex", "league.html", "league.xlsx",
        "league_sampled.csv", "ranking.csv", "posterior.csv", "deviance.csv", "prior_sensitivity.csv",
        "superiority.csv",
        "monte_carlo_error.csv", "trace.png", "trace.svg", "forest.svg", "network.png", "rankogram.png", "result.json",
    }  # fmt: skip
    assert wanted <= {path.name for path in out.iterdir()}
    content = json.loads((out / "result.json").read_text("utf-8"))
    (part,) = content["components"]
    assert content["inputs"][0]["sha256"]
    assert content["versions"]["numba"]
    assert part["priors"]["effect_sd"] == 100.0
    assert part["chains"]["seed"] == 3
    assert part["chains"]["converged"] is True
    long = list(csv.DictReader(io.StringIO((out / "league_long.csv").read_text("utf-8"))))
    assert {row["treatment"] for row in long} == {"New", "150 mg: old", "T-DXd"}
    parameters = list(csv.DictReader(io.StringIO((out / "posterior.csv").read_text("utf-8"))))
    assert {"rhat", "ess_bulk", "ess_tail", "mcse_q97.5"} <= set(parameters[0])
    # The same seed gives the same bytes, also where the chains run in other threads.
    again = run(star_file, "--bayes", *brief, "--json").stdout
    assert again == (out / "result.json").read_text("utf-8")


def test_the_command_prints_json(star_file: Path) -> None:
    content = json.loads(run(star_file, "--bayes", "--likelihood", "normal", "--model", "random", "--json").stdout)
    assert content["schema"] == "ipdrecon/BayesResult"
    assert content["components"][0]["chains"] is None
    assert content["components"][0]["prediction"]


def test_the_command_exits_with_3_where_chains_have_not_converged(star_file: Path) -> None:
    brief = ("--bayes", "--iterations", 810, "--burn-in", 400, "--chains", 2)
    shown = run(star_file, *brief, code=3)
    assert "not converged" in shown.stderr
    assert "Traceback" not in shown.output
    assert "not converged" in run(star_file, *brief, "--allow-unconverged").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--bayes", "--tau2", "REML"), "--tau2 belongs to the frequentist analysis"),
        (("--prior-tau", "uniform(5)", "--chains", "3"), "--chains, --prior-tau belong to the Bayesian analysis"),
        (("--bayes", "--prior-tau", "gamma(2)"), "not understood"),
        (("--bayes", "--chains", "1"), "at least 2"),
    ],
)
def test_options_of_the_other_analysis_are_refused(star_file: Path, words: tuple[str, ...], told: str) -> None:
    assert told in run(star_file, *words, code=2).stderr
