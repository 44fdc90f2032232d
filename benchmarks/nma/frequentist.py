"""Frequentist analysis of a small published network and of a large simulated one, and the command from cold."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from benchmarks.nma.measure import Figure, best_cpu_seconds, peak_gigabytes
from nma import nma
from nma.contrasts import Contrasts
from nma.evidence import Evidence

SENN = Path(__file__).parents[2] / "tests" / "nma" / "reference" / "senn2013.json"
TREATMENTS, STUDIES = 200, 5_000


def figures(repeats: int) -> list[Figure]:
    """All figures, each against its limit."""
    return [senn(repeats), *large(), *cold_command()]


def senn(repeats: int) -> Figure:
    """Fixed and random effects with league table, P-scores and splits of Senn et al. (2013): 26 trials, 10 drugs."""
    evidence = Evidence(contrasts=tuple(senn_trials()))

    def work() -> None:
        (random,) = nma(evidence, measure="MD", model="random")
        for part in (random, attrs.evolve(random, model="fixed")):
            _ = part.league, part.p_scores, part.split

    seconds = best_cpu_seconds(work, repeats)
    return Figure("Senn 2013: fixed and random, league, P-scores, splits", 1e3 * seconds, "ms", 10)


def large() -> list[Figure]:
    """Fixed effect with league table of 200 treatments in 5,000 simulated trials, every tenth with three arms."""
    trials = simulated(np.random.default_rng(1), TREATMENTS, STUDIES)
    seconds = best_cpu_seconds(lambda: nma(trials)[0].league, 3)
    return [
        Figure("200 treatments, 5,000 trials: fixed effect with league table", seconds, "s", 10),
        Figure("  most memory of this process", peak_gigabytes(), "GB", 2),
    ]


def cold_command() -> list[Figure]:
    """``ipdrecon nma`` in a process of its own, up to the printed league table; compiled code is cached by then."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "senn.csv"
        rows = json.loads(SENN.read_text(encoding="utf-8"))["contrasts"]
        lines = ["studlab,treat1,treat2,TE,seTE", *(",".join(map(str, row)) for row in rows)]
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        big = Path(folder) / "big.csv"
        big.write_text(_as_csv(simulated(np.random.default_rng(1), TREATMENTS, STUDIES)), encoding="utf-8")
        once = [sys.executable, "-m", "cli", "nma", "--measure", "MD"]
        small, large = (child_seconds([*once, str(file)]) for file in (table, big))
        return [
            Figure("Command from cold to league table, Senn 2013, second run", small, "s", 3),
            Figure("Command from cold, 200 treatments and 5,000 trials", large, "s", 10),
            Figure("  most memory of the command", _child_gigabytes(), "GB", 2),
        ]


def simulated(rng: np.random.Generator, treatments: int, studies: int) -> list[Contrasts]:
    """Trials of two arms, every tenth of three, with covariances, over a connected set of treatments."""
    names = [f"T{i:03d}" for i in range(treatments)]
    truth = rng.normal(0, 0.3, treatments)
    found = []
    for k in range(studies):
        first = k % treatments
        others = rng.choice(np.delete(np.arange(treatments), first), 2 if k % 10 == 0 else 1, replace=False)
        variance = rng.uniform(0.02, 0.2, others.size + 1)
        covariance = np.diag(variance[1:]) + variance[0]
        effect = rng.multivariate_normal(truth[others] - truth[first], covariance)
        found.append(Contrasts(f"S{k}", names[first], tuple(names[i] for i in others), effect, covariance, "MD"))
    return found


def senn_trials() -> list[Contrasts]:
    """Senn et al. (2013) as trials."""
    rows: dict[str, list[Any]] = {}
    for trial, one, two, effect, se in json.loads(SENN.read_text(encoding="utf-8"))["contrasts"]:
        rows.setdefault(trial, []).append((one, two, effect, se))
    return [
        Contrasts.from_pairs(trial, [row[:2] for row in found], [row[2] for row in found], [row[3] for row in found],
                             measure="MD")
        for trial, found in rows.items()
    ]  # fmt: skip


def _as_csv(trials: list[Contrasts]) -> str:
    rows = [f"{t.trial},{one},{two},{effect},{se}" for t in trials for one, two, effect, se in t.pairs()]
    return "studlab,treat1,treat2,TE,seTE\n" + "\n".join(rows) + "\n"


def child_seconds(command: list[str]) -> float:
    """Least processor time of three runs after a first one that fills the caches."""
    least = float("inf")
    for run in range(4):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if run > 0:
            least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def _child_gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
