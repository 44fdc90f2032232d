"""Pooled survival of all treatments of one outcome; runs in a process of its own."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
from matplotlib.figure import Figure

from ipdrecon.errors import IpdreconError
from ipdrecon.files import read_ipd, write_bytes
from ipdrecon.ipd import IPD
from pooling import Pooled, pool
from pooling.plot.curves import curves_figure
from pooling.plot.heterogeneity import heterogeneity_figure
from pooling.plot.studies import studies_figure
from pooling.plot.style import styled
from review.absolute.result import PooledCurve, PooledCurves
from review.folder.rows import slug
from review.plot.style import rendered
from review.steps import Steps, code, digest, file_digest
from review.workers import LOST


@attrs.frozen
class PoolTask:
    """What pooling of one outcome needs.

    Attributes
    ----------
    out : Path
    outcome : str
    networks : tuple of (id, name, trials, treatments)   One panel each.
    patients : tuple of (path, simulated)                Patient files, trial and treatment in them.
    method : str                                         As :data:`pooling.settings.METHODS`.
    level : float
    seed : int
    time_unit : str
    """

    out: Path
    outcome: str
    networks: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]
    patients: tuple[tuple[Path, bool], ...]
    method: str
    level: float
    seed: int
    time_unit: str

    @property
    def name(self) -> str:
        """Of its step."""
        return f"pooled_{slug(self.outcome)}"

    @property
    def label(self) -> str:
        """What it is told by."""
        return f"pooled {self.outcome}"

    def digest(self) -> str:
        """Of everything the result follows from."""
        files = [(file_digest(path), simulated) for path, simulated in self.patients]
        rest = (self.outcome, self.networks, self.method, self.level, self.seed, self.time_unit)
        return digest(files, rest, code("ipdrecon", "pooling", "review.absolute", "review.plot"))


@attrs.frozen
class PoolFailure:
    """Pooling that could not be done, and why."""

    outcome: str
    reason: str
    exit_code: int = 2


def lost(task: PoolTask) -> PoolFailure:
    """The result of pooling on which a process broke."""
    return PoolFailure(task.outcome, LOST)


def done_before(task: PoolTask) -> bool:
    """Whether the result can be kept as it is."""
    return Steps(task.out).fresh(task.name, task.digest(), PooledCurves) is not None


def run_pool(task: PoolTask) -> PooledCurves | PoolFailure:
    """The pooled curves: kept from last time where nothing has changed, else made and kept."""
    steps, of = Steps(task.out), task.digest()
    if (done := steps.fresh(task.name, of, PooledCurves)) is not None:
        return done
    steps.forget(task.name)
    try:
        result, written = _made(task)
    except IpdreconError as error:
        return PoolFailure(task.outcome, str(error), error.exit_code)
    steps.keep(task.name, of, result, written)
    return result


def _made(task: PoolTask) -> tuple[PooledCurves, list[Path]]:
    sets = [(read_ipd(path, time_unit=task.time_unit), simulated) for path, simulated in task.patients]
    simulated = {trial for ipd, made in sets if made for trial in ipd.trials}
    together = IPD.concat(ipd for ipd, _ in sets)
    curves: list[PooledCurve] = []
    written: list[Path] = []
    pictures: list[tuple[str, str]] = []
    for network, name, trials, treatments in task.networks:
        rows = np.isin(together.trial, list(trials)) & np.isin(together.treatment, list(treatments))
        if not rows.any():
            continue
        found = pool(together.select(rows), method=task.method, level=task.level, seed=task.seed)
        found = tuple(sorted(found, key=lambda one: -one.median))
        curves += [PooledCurve(task.outcome, network, one, bool(simulated & set(one.trials))) for one in found]
        note = " Simulated patients." if any(simulated & set(one.trials) for one in found) else ""
        for kind, (figure, words) in _figures(found).items():
            stem = f"{slug(task.outcome)}_{slug(network)}_{kind}"
            if note:
                figure.supxlabel(note.strip(), fontsize=8, x=0.01, ha="left")
            pictures.append((stem, f"{name}: {words}.{note}".rstrip(".")))
            written += [write_bytes(task.out / "plots" / f"{stem}.{s}", rendered(figure, s)) for s in ("svg", "png")]
    return PooledCurves(tuple(curves), tuple(pictures)), written


def _figures(found: tuple[Pooled, ...]) -> dict[str, tuple[Figure, str]]:
    with styled():
        made = {
            "pooled": (curves_figure(found), "pooled survival per treatment, numbers at risk below"),
            "pooled_studies": (studies_figure(found), "each treatment with its trials behind it"),
        }
        if (spread := heterogeneity_figure(found)) is not None:
            made["pooled_heterogeneity"] = (spread, "heterogeneity between trials over time")
    return made
