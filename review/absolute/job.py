"""Pooled survival of all treatments of one outcome; runs in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from ipdrecon.errors import IpdreconError
from ipdrecon.files import read_ipd, write_bytes
from ipdrecon.ipd import IPD
from pooling import pool
from review.absolute.picture import pooled
from review.absolute.result import PooledCurve, PooledCurves
from review.networks.result import slug
from review.plot.style import rendered, styled
from review.steps import Steps, code, digest, file_digest


@attrs.frozen
class PoolTask:
    """What pooling of one outcome needs.

    Attributes
    ----------
    out : Path
    outcome, title : str
    networks : tuple of (network id, name, treatments)   One panel each.
    patients : tuple of (path, simulated)                Patient files, trial and treatment in them.
    colors : dict                                        By treatment.
    level : float
    time_unit : str
    """

    out: Path
    outcome: str
    title: str
    networks: tuple[tuple[str, str, tuple[str, ...]], ...]
    patients: tuple[tuple[Path, bool], ...]
    colors: dict[str, str]
    level: float
    time_unit: str

    @property
    def name(self) -> str:
        """Of its step."""
        return f"pooled_{slug(self.outcome)}"

    def digest(self) -> str:
        """Of everything the result follows from."""
        files = [(file_digest(path), simulated) for path, simulated in self.patients]
        rest = (self.outcome, self.title, self.networks, self.colors, self.level, self.time_unit)
        return digest(files, rest, code("ipdrecon", "pooling", "review"))


@attrs.frozen
class PoolFailure:
    """Pooling that could not be done, and why."""

    outcome: str
    reason: str
    exit_code: int = 2


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
    curves, written, pictures = [], [], []
    for network, name, treatments in task.networks:
        inside = [t for t in treatments if t in together.treatments]
        if not inside:
            continue
        own = _pooled(together, inside, task, simulated)
        curves += own
        note = "Simulated patients." if any(curve.simulated for curve in own) else ""
        with styled():
            figure = pooled(own, colors=task.colors, unit=task.time_unit, title=f"{task.title}, {name}", note=note)
        stem = f"{slug(task.outcome)}_{slug(network)}_pooled"
        pictures.append(stem)
        written += [write_bytes(task.out / "plots" / f"{stem}.{kind}", rendered(figure, kind)) for kind in ("svg", "png")]
    return PooledCurves(tuple(curves), tuple(pictures)), written


def _pooled(ipd: IPD, treatments: Sequence[str], task: PoolTask, simulated: set[str]) -> list[PooledCurve]:
    """Curves of some treatments, longest median first."""
    found = []
    for treatment in treatments:
        (r,) = pool(ipd.arm(treatment), level=task.level)
        found.append(
            PooledCurve(
                task.outcome, treatment, r.method, r.trials, r.patients, r.events, r.median, r.median_low, r.median_high,
                r.rmst, r.rmst_se, r.horizon, time=r.time, survival=r.survival, low=r.low, high=r.high,
                at_risk=r.at_risk, end=r.end, simulated=bool(simulated & set(r.trials)), warnings=r.warnings,
            )
        )  # fmt: skip
    return sorted(found, key=lambda curve: -curve.median)
