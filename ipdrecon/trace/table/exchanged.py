"""Rows of a risk table that deny their curves, and would not deny each other's."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import attrs

from ipdrecon.digitization import CurveRisk
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.agree import denied


def doubted_where_exchanged(
    risk: Sequence[CurveRisk], curves: Mapping[str, StepCurve], slack: float
) -> tuple[CurveRisk, ...]:
    """The rows, all cells of two of them made doubtful where their curves deny them and would not the other way round.

    ``curves`` are by label; ``slack`` is the error of times.
    """

    def fits(row: CurveRisk, label: str) -> bool:
        return not denied(row.table, curves[label], slack).any()

    doubtful: set[int] = set()
    for (i, one), (j, two) in itertools.combinations(enumerate(risk), 2):
        if one.curve not in curves or two.curve not in curves:
            continue
        as_read = fits(one, one.curve) and fits(two, two.curve)
        if not as_read and fits(one, two.curve) and fits(two, one.curve):
            doubtful |= {i, j}
    return tuple(attrs.evolve(row, table=row.table.doubted()) if i in doubtful else row for i, row in enumerate(risk))
