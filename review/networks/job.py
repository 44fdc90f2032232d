"""One analysis with its pictures; runs in a process of its own."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
from scipy.special import ndtri

from ipdrecon.errors import IpdreconError
from ipdrecon.files import write_bytes
from nma.analysis import nma
from nma.arms import ArmCounts
from nma.bayes.result import BayesComponent
from nma.contrasts import Contrasts
from nma.league import League, league_of_fit
from nma.plot.all import figures
from nma.result import ComponentResult
from review.folder.project import Model
from review.folder.rows import slug
from review.networks.evidence import Gathered
from review.networks.posterior import components, posteriors, traces
from review.networks.result import Inconsistency, NetworkResult, NetworkResults, Posterior, Rests, TrialEffect
from review.plot.style import rendered
from review.steps import Steps, code, digest
from review.workers import LOST

#: Share of a direct comparison in a network estimate above which its trials count as what the estimate rests on.
SMALLEST_SHARE = 1e-6
#: Traces are drawn as pixels inside their frames; more of them would only make the report heavier.
TRACE_DPI = 110


@attrs.frozen(eq=False)
class NetworkTask:
    """What one analysis needs.

    Attributes
    ----------
    out : Path                     The results folder.
    outcome, network, input_set : str
    gathered : Gathered
    measure, reference : str
    small_better : bool
    model : Model
    seed : int
    """

    out: Path
    outcome: str
    network: str
    input_set: str
    gathered: Gathered
    measure: str
    reference: str
    small_better: bool
    model: Model
    seed: int

    @property
    def name(self) -> str:
        """Of its step."""
        return f"network_{slug(self.outcome)}_{slug(self.network)}_{slug(self.input_set)}"

    @property
    def label(self) -> str:
        """What it is told by."""
        return f"{self.outcome}, {self.network}"

    def digest(self) -> str:
        """Of everything the result follows from."""
        evidence = self.gathered.evidence
        return digest(
            [attrs.asdict(origin) for origin in self.gathered.origins],
            [_numbers(trial) for trial in evidence.contrasts],
            [_numbers(trial) for trial in evidence.counts],
            evidence.warnings,
            (self.outcome, self.network, self.input_set, self.measure, self.reference, self.small_better, self.seed),
            attrs.asdict(self.model),
            code("ipdrecon", "nma", "review.networks", "review.plot"),
        )


def _numbers(trial: Contrasts | ArmCounts) -> dict[str, str]:
    found = {}
    for field in attrs.fields(type(trial)):
        value = getattr(trial, field.name)
        found[field.name] = repr(value.tolist()) if isinstance(value, np.ndarray) else str(value)
    return found


@attrs.frozen
class NetworkFailure:
    """An analysis that could not be made, and why."""

    outcome: str
    network: str
    input_set: str
    reason: str
    exit_code: int = 2


def lost(task: NetworkTask) -> NetworkFailure:
    """The result of an analysis on which a process broke."""
    return NetworkFailure(task.outcome, task.network, task.input_set, LOST)


def done_before(task: NetworkTask) -> bool:
    """Whether the analysis can be kept as it is."""
    return Steps(task.out).fresh(task.name, task.digest(), NetworkResults) is not None


def run_network(task: NetworkTask) -> NetworkResults | NetworkFailure:
    """The analysis: kept from last time where nothing has changed, else made and kept."""
    steps, of = Steps(task.out), task.digest()
    if (done := steps.fresh(task.name, of, NetworkResults)) is not None:
        return done
    steps.forget(task.name)
    try:
        results, written = _made(task)
    except IpdreconError as error:
        return NetworkFailure(task.outcome, task.network, task.input_set, str(error), error.exit_code)
    steps.keep(task.name, of, results, written)
    return results


def _made(task: NetworkTask) -> tuple[NetworkResults, list[Path]]:
    model = task.model
    found = nma(
        task.gathered.evidence,
        reference=task.reference,
        measure=task.measure,
        model=model.effects,  # type: ignore[arg-type]
        tau2=model.tau2,
        small_better=task.small_better,
        level=model.level,
        seed=task.seed,
    )
    parts, written = [], []
    believed = _posteriors(task) if model.bayes else {}
    for part in found:
        result = _result(task, part, found.warnings)
        names: list[str] = []
        for name, figure in figures(part).items():
            stem = f"{result.stem}_{name}"
            written += [
                write_bytes(task.out / "plots" / f"{stem}.{kind}", rendered(figure, kind)) for kind in ("svg", "png")
            ]
            names.append(stem)
        answers: tuple[Posterior, ...] = ()
        if (bayesian := believed.get(frozenset(part.treatments))) is not None:
            answers = posteriors(bayesian, model)
            sheets = []
            for name, figure in traces(bayesian).items():
                stem = f"{result.stem}_{name}"
                written += [
                    write_bytes(task.out / "plots" / f"{stem}.{kind}", rendered(figure, kind, dpi=TRACE_DPI))
                    for kind in ("svg", "png")
                ]
                sheets.append(stem)
            answers = (*answers[:-1], attrs.evolve(answers[-1], pictures=tuple(sheets)))
        parts.append(attrs.evolve(result, pictures=tuple(names), posteriors=answers))
    return NetworkResults(tuple(parts)), written


def _posteriors(task: NetworkTask) -> dict[frozenset[str], BayesComponent]:
    """The Bayesian analysis of each component, by its treatments."""
    found = components(
        task.gathered.evidence,
        reference=task.reference,
        measure=task.measure,
        small_better=task.small_better,
        model=task.model,
        seed=task.seed,
    )
    return {frozenset(part.treatments): part for part in found}


def _result(task: NetworkTask, part: ComponentResult, warnings: tuple[str, ...]) -> NetworkResult:
    network = part.network
    inside = {trial.trial for trial in network.trials}
    order = [part.treatments.index(name) for name in part.league.treatments]
    return NetworkResult(
        task.outcome,
        task.network,
        task.input_set,
        network.number,
        network.of,
        part.measure.name,
        part.title,
        part.reference,
        part.small_better,
        part.league.treatments,
        tuple(float(network.patients[i]) for i in order),
        trials=len(network.trials),
        designs=len(network.designs),
        loops=network.loops,
        effects=_effects(part),
        origins=tuple(origin for origin in task.gathered.origins if origin.trial in inside),
        league=part.league,
        random=_other_model(part),
        ranking=part.ranking,
        heterogeneity=part.heterogeneity,
        inconsistency=_inconsistency(part),
        not_estimable=dict(part.not_estimable),
        rests=_rests(part),
        warnings=warnings,
    )


def _effects(part: ComponentResult) -> tuple[TrialEffect, ...]:
    z = float(ndtri((1 + part.level) / 2))
    report = part.measure.report
    return tuple(
        TrialEffect(
            trial.trial, one, two, float(report(effect)), float(report(effect - z * se)), float(report(effect + z * se))
        )
        for trial in part.network.trials
        for one, two, effect, se in trial.against(_base(part, trial.arms)).pairs()
    )


def _base(part: ComponentResult, arms: tuple[str, ...]) -> str:
    return part.reference if part.reference in arms else arms[0]


def _other_model(part: ComponentResult) -> League | None:
    """The league of the model that was not asked for, None where it cannot be had."""
    other = part.random if part.main is part.fixed else part.fixed
    if other is None:
        return None
    words = "random effects" if other is part.random else "fixed effect"
    league = league_of_fit(other, part.measure, level=part.level, title=words)
    return league.ordered([part.treatments.index(name) for name in part.league.treatments])


def _inconsistency(part: ComponentResult) -> tuple[Inconsistency, ...]:
    """Every pair with direct evidence: both kinds of evidence and their difference, or why it cannot be tested."""
    split, report = part.split, part.measure.report
    rows = []
    for j, two in enumerate(part.treatments):
        for i, one in list(enumerate(part.treatments))[j + 1 :]:
            if part.direct.studies[i, j] > 0:
                rows.append(
                    Inconsistency(
                        one, two, float(report(split.direct[i, j])), float(report(split.indirect[i, j])),
                        float(split.p[i, j]), str(split.reason[i, j]),
                    )
                )  # fmt: skip
    return tuple(rows)


def _rests(part: ComponentResult) -> tuple[Rests, ...]:
    """Trials behind each network estimate, those of the comparisons with the largest share first."""
    found = part.contribution
    trials: dict[frozenset[str], list[str]] = {}
    for trial in part.network.trials:
        for one, two, _, _ in trial.pairs():
            trials.setdefault(frozenset((one, two)), []).append(trial.trial)
    rows = []
    for (one, two), shares in zip(found.comparisons, found.share, strict=True):
        order = np.argsort(-shares, kind="stable")
        pairs = [found.direct[k] for k in order if shares[k] > SMALLEST_SHARE]
        names = dict.fromkeys(name for pair in pairs for name in trials[frozenset(pair)])
        rows.append(Rests(one, two, tuple(names)))
    return tuple(rows)
