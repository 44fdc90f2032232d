"""The whole analysis behind the command: read files, pool every regimen, and ask what the answer hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from pooling import medians, rubin
from pooling.equality import Equality, equality
from pooling.grid import automatic
from pooling.pool import pool_one
from pooling.read import Data, parse_map, read_all, read_regimens
from pooling.result import Pooled
from pooling.rmst import RMSTContrast, contrast
from pooling.sensitivity import Variant, grids, leave_one_out
from pooling.settings import Settings
from pooling.studies import StudyCurve, by_regimen

SUMMARIES = ("random", "fixed")


@attrs.frozen
class Analysis:
    """Everything an analysis gives.

    Attributes
    ----------
    results : tuple of Pooled        One a regimen, in order of appearance.
    medians : tuple of Pooled        Medians pooled without curves, where files hold published medians.
    equality : Equality or None      Test between regimens; None where fewer than two have two studies.
    omitted : tuple of Variant       Each study left out (summary curves of three studies or more).
    grids : tuple of Variant         Other grids (summary curves).
    contrast : RMSTContrast or None  Restricted means of two treatments, where asked for.
    settings : Settings
    """

    results: tuple[Pooled, ...]
    medians: tuple[Pooled, ...] = ()
    equality: Equality | None = None
    omitted: tuple[Variant, ...] = ()
    grids: tuple[Variant, ...] = ()
    contrast: RMSTContrast | None = None
    settings: Settings = attrs.field(factory=Settings)

    def __iter__(self) -> Iterator[Pooled]:
        return iter(self.results)

    def __getitem__(self, regimen: str) -> Pooled:
        for r in self.results:
            if r.regimen == regimen:
                return r
        raise InputError(f"no regimen '{regimen}'; there are {', '.join(r.regimen for r in self.results)}")


def analyse(
    files: Sequence[str | Path],
    *,
    regimens: Sequence[str] = (),
    table: str | Path | None = None,
    time_unit: str = "",
    at_risk: str = "auto",
    by: str | None = None,
    compare: tuple[str, str] | None = None,
    **choices: Any,
) -> Analysis:
    """Read files and pool every regimen.

    Parameters
    ----------
    regimens : ``ARM=REGIMEN`` texts; they win over ``table``, a CSV ``treatment,regimen``.
    compare : (treatment, comparator)   Regimens whose restricted means are compared inside trials.
    choices : fields of Settings; None leaves one as it is.

    Raises
    ------
    InputError  where a file, a mapping or a choice cannot be used.
    """
    settings = Settings(**{name: value for name, value in choices.items() if value is not None})
    data = read_all(files, time_unit=time_unit, at_risk=at_risk, by=by)
    names = {**(read_regimens(table) if table is not None else {}), **parse_map(regimens)}
    return analyse_data(data, names, settings, compare=compare)


def analyse_data(
    data: Data, regimens: dict[str, str], settings: Settings, *, compare: tuple[str, str] | None = None
) -> Analysis:
    """The same for data that are already read."""
    known = {s.regimen for s in data.studies} | {m.regimen for m in data.medians}
    if unknown := sorted(set(regimens) - known):
        raise InputError(f"no patient on '{unknown[0]}'; the treatments are {', '.join(sorted(known))}")
    replicates = [by_regimen(studies, regimens) for studies in data.replicates]
    groups = replicates[0]
    results = tuple(_pooled(name, [r[name] for r in replicates], settings) for name in groups)
    reports: dict[str, list[medians.MedianReport]] = {}
    for report in data.medians:
        name = regimens.get(report.regimen, report.regimen)
        reports.setdefault(name, []).append(attrs.evolve(report, regimen=name))
    summary = settings.method in SUMMARIES
    return Analysis(
        results=results,
        medians=tuple(medians.pool(found, name, settings) for name, found in reports.items()),
        equality=equality(groups, settings) if summary else None,
        omitted=tuple(v for n, g in groups.items() for v in leave_one_out(g, n, settings)) if summary else (),
        grids=tuple(v for n, g in groups.items() if len(g) > 1 for v in grids(g, n, settings)) if summary else (),
        contrast=_contrast(groups, compare, settings) if compare is not None else None,
        settings=settings,
    )


def _pooled(regimen: str, replicates: Sequence[Sequence[StudyCurve]], settings: Settings) -> Pooled:
    """A regimen, over all replicates where there are several; these share the first one's grid."""
    if len(replicates) == 1:
        return pool_one(replicates[0], regimen, settings)
    if settings.method in SUMMARIES and not settings.grid.size:
        shortest = min(max(s.end for s in studies) for studies in replicates)
        grid = automatic(replicates[0]).time
        inside = grid[grid <= shortest]
        settings = attrs.evolve(settings, grid=inside if inside.size else np.array([shortest]))
    # One horizon for all: follow-up of replicates differs by a little, and a summary curve ends with its grid.
    horizon = min(s.end for studies in replicates for s in studies)
    if settings.method in SUMMARIES and settings.grid.size:
        horizon = min(horizon, float(settings.grid[-1]))
    every = attrs.evolve(settings, horizons=np.unique(np.append(settings.horizons, horizon)))
    made = [pool_one(studies, regimen, every) for studies in replicates]
    return rubin.combine(made, settings, horizon=horizon)


def _contrast(groups: dict[str, list[StudyCurve]], compare: tuple[str, str], settings: Settings) -> RMSTContrast:
    """Restricted means of two regimens; at the shortest follow-up of their trials where no horizon is given."""
    parts = []
    for name in compare:
        if name not in groups:
            raise InputError(f"no regimen '{name}' to compare; there are {', '.join(groups)}")
        for s in groups[name]:
            if s.patients is None:
                raise InputError(f"restricted means are compared from patients; study '{s.study}' is given as a curve")
            parts.append(
                attrs.evolve(
                    s.patients,
                    treatment=np.full(len(s.patients), name),
                    trial=np.full(len(s.patients), s.study),
                )
            )
    ipd = IPD.concat(parts)
    both = {s.study for s in groups[compare[0]]} & {s.study for s in groups[compare[1]]}
    horizons = settings.horizons.tolist()
    if not horizons and both:
        horizons = [min(s.end for name in compare for s in groups[name] if s.study in both)]
    interval = "hartung-knapp" if settings.interval in ("auto", "hartung-knapp") else "normal"
    model = "fixed" if settings.method == "fixed" else "random"
    return contrast(ipd, *compare, horizons or [1.0], model=model, interval=interval, level=settings.level)
