"""Pool every regimen by one method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from ipdrecon.copies import Counts, copies, said
from ipdrecon.ipd import IPD
from pooling import bootstrap, cluster, kaplan_meier, parametric, stratified, summary
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve, by_regimen, of_ipd

Method = Callable[[Sequence[StudyCurve], str, Settings], Pooled]
POOLS: dict[str, Method] = {
    "random": summary.pool,
    "fixed": summary.pool,
    "naive": kaplan_meier.pool,
    "stratified": stratified.pool,
    "cluster": cluster.pool,
    "bootstrap": bootstrap.pool,
    "parametric": parametric.pool,
}


def pool(
    data: IPD | Sequence[StudyCurve], regimens: Mapping[str, str] | None = None, **choices: Any
) -> tuple[Pooled, ...]:
    """Pooled survival of each regimen, in order of appearance.

    A regimen with one study of known patients gets that study's Kaplan-Meier curve with its own interval.

    Parameters
    ----------
    data : patients of all trials, or curves with numbers at risk.
    regimens : mapping, optional
        Treatment in the data → regimen it belongs to; a treatment that is not named is its own regimen.
    choices
        Fields of :class:`pooling.settings.Settings`: ``method``, ``level``, ``transform``, ``grid``, ...

    Raises
    ------
    InputError  where a treatment is named that is not in the data, a choice is unknown, or the data do not allow it.
    """
    settings = Settings(**choices)
    studies = of_ipd(data) if isinstance(data, IPD) else list(data)
    return tuple(pool_one(group, name, settings) for name, group in by_regimen(studies, dict(regimens or {})).items())


def pool_one(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """Pool the studies of one regimen."""
    single = len(studies) == 1 and studies[0].patients is not None and settings.method in ("random", "fixed", "cluster")
    pooled = POOLS["naive" if single else settings.method](studies, regimen, settings)
    curves = [(s.study, s.product_limit) for s in studies]
    twice = copies([Counts(name, curve.time, curve.events, curve.at_risk) for name, curve in curves])
    return attrs.evolve(pooled, warnings=(*pooled.warnings, *said(twice, regimen)))
