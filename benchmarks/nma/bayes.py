"""Bayesian analysis of published networks: how fast, how well the chains mix, how far from established programs."""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.nma.frequentist import child_seconds, senn_trials
from benchmarks.nma.measure import Figure, best_cpu_seconds
from nma.arms import ArmCounts
from nma.bayes import mixture
from nma.bayes.compiling import loops
from nma.bayes.design import Design, consistency
from nma.bayes.deviance import deviance_of_draws
from nma.bayes.diagnostics import Diagnostics, diagnostics
from nma.bayes.effects import MixtureEffects
from nma.bayes.exact import exact
from nma.bayes.priors import Priors, TauPrior, gemtc, tau_prior, tsd2
from nma.bayes.sampler import Chains, Draws, sample
from nma.network import Network, components

REFERENCE = Path(__file__).parents[2] / "tests" / "nma" / "reference"
#: The reviewed paper's run: 50,000 iterations in each of 4 chains, the first 20,000 burnt in.
RUN = Chains(iterations=50_000, burn_in=20_000, chains=4, seed=1)
HUB = {"smoking": "A", "certolizumab": "Placebo", "blocker": "BetaB"}
BAYESMETA = {
    "halfnormal0.5": "half-normal(0.5)", "halfnormal1.0": "half-normal(1)", "halfcauchy0.5": "half-cauchy(0.5)",
    "uniform": "uniform(1000)",
}  # fmt: skip


def figures(repeats: int) -> list[Figure]:
    """All figures, each against its limit."""
    loops()
    return [*exact_models(repeats), *bayesmeta(), *chains(), *published(), *gemtc_distances(), cold_command()]


def exact_models(repeats: int) -> list[Figure]:
    """Random effects by quadrature with the league table's numbers, SUCRA, deviance and τ; nothing is sampled."""
    blocker = _blocker()
    (senn,) = components(senn_trials())
    believed = Priors(100.0, TauPrior("half-normal", 0.5))

    def work(net: Network, reference: str) -> None:
        design = consistency([t.arms for t in net.trials], net.treatments, reference)
        posterior = exact(net.trials, design, random=True, priors=believed)
        effects = MixtureEffects(net.treatments, reference, posterior)
        effects.quantiles((0.5, 0.025, 0.975))
        effects.above()
        for p in (0.5, 0.025, 0.975):
            posterior.tau_quantile(p)

    made = []
    for name, net, hub in (("blocker, 22 trials", blocker, "Control"), ("Senn 2013, 26 trials", senn, "plac")):
        seconds = best_cpu_seconds(partial(work, net, hub), repeats)
        made.append(Figure(f"Exact random effects: league, SUCRA and τ, {name}", 1e3 * seconds, "ms", 20))
    return made


def bayesmeta() -> list[Figure]:
    """Largest difference from bayesmeta under four priors: τ, and location of the effect."""
    tau_gap, effect_gap = 0.0, 0.0
    net = _blocker()
    design = consistency([t.arms for t in net.trials], net.treatments, "Control")
    for name, text in BAYESMETA.items():
        known = _reference("gemtc")["bayesmeta"]["rows"][name]
        at = exact(net.trials, design, random=True, priors=Priors(math.inf, tau_prior(text)))
        tau = float(at.weight @ at.tau)
        tau_gap = max(tau_gap, abs(tau - known["tau"]["mean"]), abs(at.tau_quantile(0.5) - known["tau"]["median"]))
        mean, sd = at.contrast(np.ones((1, 1)))
        effect_gap = max(effect_gap, abs(float(at.weight @ mean[:, 0]) - known["mu"]["mean"]))
        middle = float(mixture.quantile(0.5, at.weight, mean, sd)[0])
        effect_gap = max(effect_gap, abs(middle - known["mu"]["median"]))
    return [
        Figure("bayesmeta, blocker, 4 priors: mean and median of τ", tau_gap, "", 1e-5),
        Figure("bayesmeta, blocker, 4 priors: mean and median of the effect", effect_gap, "", 1e-5),
    ]


def chains() -> list[Figure]:
    """Smoking cessation: 4 x (20,000 + 30,000) iterations."""
    made = []
    for model in ("fixed", "random"):
        trials = _counts("smoking")
        least_cpu, least_wall, draws = math.inf, math.inf, None
        for _ in range(3):
            cpu, wall = time.process_time(), time.perf_counter()
            draws = sample(trials, _design(trials, "A"), random=model == "random", priors=tsd2(), chains=RUN)
            least_cpu = min(least_cpu, time.process_time() - cpu)
            least_wall = min(least_wall, time.perf_counter() - wall)
        assert draws is not None
        found = diagnostics(draws)
        basic = float(found.ess_bulk[: len(draws.design.parameters)].min())
        made += [
            Figure(f"Smoking, {model}, 4 x (20,000 + 30,000): processor time of all threads", least_cpu, "s", 3),
            Figure(f"Smoking, {model}: time on the clock", least_wall, "s", 3),
            Figure(
                f"Smoking, {model}: smallest bulk ESS of a basic parameter", float(basic), "", 10_000, at_least=True
            ),
        ]
    return made


def published() -> list[Figure]:
    """Dbar, pD and DIC of blocker against TSD 2 (Dias et al. 2011)."""
    worst = 0.0
    trials = _counts("blocker")
    for model, wanted in _reference("gemtc")["blocker"]["published"].items():
        draws = sample(trials, _design(trials, "Control"), random=model == "random", priors=tsd2(), chains=RUN)
        fit = deviance_of_draws(trials, draws)
        print(f"  blocker, {model}: Dbar {fit.dbar:.2f}, pD {fit.pd:.2f}, DIC {fit.dic:.2f} (published {wanted})")
        worst = max(worst, *(abs(a - b) for a, b in zip((fit.dbar, fit.pd, fit.dic), wanted, strict=True)))
    return [Figure("Blocker: Dbar, pD, DIC, largest difference from those published", worst, "", 0.3)]


def gemtc_distances() -> list[Figure]:
    """Means of all parameters, in Monte Carlo standard errors of the difference, under gemtc's priors."""
    made = []
    for name, hub in HUB.items():
        for model in ("fixed", "random"):
            trials = _counts(name)
            draws = sample(trials, _design(trials, hub), random=model == "random", priors=gemtc(trials), chains=RUN)
            worst = _distance(draws, diagnostics(draws), _reference("gemtc")[name][model]["parameters"])
            made.append(Figure(f"gemtc, {name}, {model}: largest distance of a mean", worst, "SE", 3))
    return made


def cold_command() -> Figure:
    """``ipdrecon nma --bayes`` in a process of its own, up to the printed league table; loops are compiled by then."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "smoking.csv"
        rows = _reference("gemtc")["smoking"]["counts"]
        lines = ["study,treatment,responders,sampleSize", *(",".join(map(str, row)) for row in rows)]
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "cli", "nma", "--bayes", "--model", "random", "--better", "high", str(table)]
        return Figure(
            "Command from cold to league table, smoking, 4 x 50,000 iterations", child_seconds(command), "s", 10
        )


def _distance(draws: Draws, found: Diagnostics, known: dict[str, Any]) -> float:
    keys = [f"d.{two}.{one}" for one, two in draws.design.parameters]
    rows = [(j, known[key]) for j, key in enumerate(keys)]
    if draws.random:
        rows.append((found.names.index("τ"), known["sd.d"]))
    return max(float(abs(found.mean[j] - row[0])) / math.hypot(found.mcse_mean[j], row[2]) for j, row in rows)


def _reference(name: str) -> dict[str, Any]:
    return dict(json.loads((REFERENCE / f"{name}.json").read_text(encoding="utf-8")))


def _counts(name: str) -> list[ArmCounts]:
    rows: dict[str, list[Any]] = {}
    source = _reference("blocker")["counts"] if name == "blocker" else _reference("gemtc")[name]["counts"]
    for trial, treatment, events, patients in source:
        rows.setdefault(trial, []).append((treatment, events, patients))
    return [
        ArmCounts(trial, tuple(r[0] for r in found), np.array([r[1] for r in found]), np.array([r[2] for r in found]))
        for trial, found in rows.items()
    ]


def _design(trials: list[ArmCounts], hub: str) -> Design:
    names = sorted({name for trial in trials for name in trial.treatments})
    return consistency([trial.treatments for trial in trials], names, hub)


def _blocker() -> Network:
    (net,) = components([trial.contrasts("OR") for trial in _counts("blocker")])
    return net
