"""A table against the curve of its arm: cells the curve denies, and what counts in brackets are."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, bools
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.excess import excess

#: Rounding of S as it is read, and patients by which a count may exceed what the curve leaves alive.
SURVIVAL_SLACK, PATIENTS_SLACK = 0.015, 1.0
#: What sums of shares leave of whole patients.
ROUNDED = 1e-9
#: Share of a row's cells above the curve from which its first count is wrong, or the row is another curve's.
MOSTLY = 0.5
#: Share of patients that the second column keeps of those the curve leaves alive, below which nearly all were censored
#: before it, and from which few were.
LOST, KEPT = 0.4, 0.7
#: Mean misfit of S under one meaning of the brackets over that under the other, from which the other is right.
PLAINLY = 2.0


def denied(table: RiskTable, steps: StepCurve, slack: float) -> Bools:
    """Cells with more at risk than the curve leaves alive: n(t) <= N S(t-) holds whatever was censored.

    Where that is so of most cells, the first count is denied and not the others. ``slack`` is the error of times.
    """
    bad = np.zeros(table.time.size, dtype=np.bool_)
    patients = table.patients
    if not patients > 0 or steps.end <= 0:
        return bad
    over = excess(table, steps, slack, SURVIVAL_SLACK) * patients > PATIENTS_SLACK + ROUNDED
    later = np.flatnonzero(~np.isnan(table.at_risk))[1:]
    if later.size and over[later].mean() > MOSTLY and later.size > 1:
        bad[0] = True
    else:
        bad[later] = over[later]
    return bad


def with_doubts(table: RiskTable, steps: StepCurve, slack: float) -> RiskTable:
    """The table with cells the curve denies made doubtful."""
    bad = denied(table, steps, slack)
    if _has_figures_before(table, steps):
        bad[0] = True
    return attrs.evolve(table, doubtful=bools(table.doubtful | bad)) if bad.any() else table


def _has_figures_before(table: RiskTable, steps: StepCurve) -> bool:
    """Whether the first count, with which most patients would be lost at once, suits curve and second count without its
    first figures: they may be the end of the row's name ("IO" "500")."""
    if table.at_risk.size < 2 or np.isnan(table.at_risk[:2]).any() or not steps.survival[-1] < 1:
        return False
    first, second = table.at_risk[:2]
    alive = float(steps.before(np.minimum(table.time[1:2], steps.end))[0])
    if alive <= 0 or second <= 0 or second >= LOST * alive * first:
        return False
    printed = f"{first:.0f}"
    rests = [float(printed[k:]) for k in range(1, len(printed)) if printed[k] != "0"]
    return any(second <= rest and second > KEPT * alive * rest for rest in rests)


def told_by_curve(table: RiskTable, steps: StepCurve) -> RiskTable:
    """A table whose brackets no head explains: taken as censored where the curve agrees with that plainly better.

    Between two columns n falls by events and censored; whichever the brackets count, the other is the rest, and the
    events say by how much S falls (censored leave half-way, as in a life table).
    """
    if table.events.size == 0 or table.censored.size:
        return table
    known = ~np.isnan(table.at_risk) & ~np.isnan(table.events) & (table.time <= steps.end)
    if known.sum() < 3 or table.at_risk[known][0] <= 0:
        return table
    at_risk, counted = table.at_risk[known], table.events[known]
    gone, fresh = -np.diff(at_risk), np.diff(counted)
    drop = steps.before(table.time[known])
    as_events = _misfit(at_risk, fresh, gone - fresh, drop)
    as_censored = _misfit(at_risk, gone - fresh, fresh, drop)
    if as_events > PLAINLY * as_censored + 0.01:
        return attrs.evolve(table, events=table.censored, censored=table.events)
    return table


def _misfit(at_risk: Floats, events: Floats, censored: Floats, survival: Floats) -> float:
    """Mean distance of S from what events and censored between columns make it; 1 where a count is below zero."""
    if (events < -0.5).any() or (censored < -0.5).any():
        return 1.0
    exposed = np.maximum(at_risk[:-1] - censored / 2, 0.5)
    made = survival[0] * np.cumprod(np.clip(1.0 - events / exposed, 0.0, 1.0))
    return float(np.mean(np.abs(made - survival[1:])))
