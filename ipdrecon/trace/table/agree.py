"""A table against the curve of its arm: cells the curve denies, and what counts in brackets are."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, bools
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.excess import excess
from ipdrecon.trace.table.least import least_at_risk

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
#: Fewest steps between columns that say what brackets count.
FEWEST_STEPS = 2


def denied(table: RiskTable, steps: StepCurve, slack: float) -> Bools:
    """Cells with more at risk than the curve leaves alive: n(t) <= N S(t-) holds whatever was censored.

    Where that is so of most cells, the first count is denied and not the others; where it is so of the second, either
    may be wrong: later ones say little of the first, for many are censored by then. ``slack`` is the error of times.
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
        bad[0] = bool(over[later[:1]].any())
    return bad


def with_doubts(table: RiskTable, steps: StepCurve, slack: float) -> RiskTable:
    """The table with cells the curve denies made doubtful: too many for those alive, or too few for its later falls."""
    bad = denied(table, steps, slack) | (table.at_risk < least_at_risk(table.time, steps, slack))
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


def counts_censored(arms: Sequence[tuple[RiskTable, StepCurve]]) -> bool:
    """Whether brackets that no head explains, and that were taken as events, count the censored: the curves of a
    table, all whose brackets count the same, agree with that plainly better.

    Between two columns n falls by events and censored; whichever the brackets count, the other is the rest, and the
    events say by how much S falls (censored leave half-way, as in a life table).
    """
    misfits = [_misfits(table, steps) for table, steps in arms if table.events.size and not table.censored.size]
    if sum(misfit.shape[1] for misfit in misfits) < FEWEST_STEPS:
        return False
    as_events, as_censored = np.concatenate(misfits, axis=1).mean(axis=1)
    return bool(as_events > PLAINLY * as_censored + 0.01)


def as_censored(table: RiskTable) -> RiskTable:
    """A table whose brackets, taken as events, count the censored."""
    return attrs.evolve(table, events=table.censored, censored=table.events)


def _misfits(table: RiskTable, steps: StepCurve) -> Floats:
    """Misfit of S at each column but the first (2, m - 1) where the brackets count events, and where censored."""
    known = ~np.isnan(table.at_risk) & ~np.isnan(table.events) & (table.time <= steps.end)
    if known.sum() < 2 or table.at_risk[known][0] <= 0:
        return np.zeros((2, 0))
    at_risk, counted = table.at_risk[known], table.events[known]
    gone, fresh = -np.diff(at_risk), np.diff(counted)
    drop = steps.before(table.time[known])
    return np.stack([_misfit(at_risk, fresh, gone - fresh, drop), _misfit(at_risk, gone - fresh, fresh, drop)])


def _misfit(at_risk: Floats, events: Floats, censored: Floats, survival: Floats) -> Floats:
    """Distance of S from what events and censored between columns make it; 1 where a count is below zero."""
    if (events < -0.5).any() or (censored < -0.5).any():
        return np.ones(events.size)
    exposed = np.maximum(at_risk[:-1] - censored / 2, 0.5)
    made = survival[0] * np.cumprod(np.clip(1.0 - events / exposed, 0.0, 1.0))
    return np.asarray(np.abs(made - survival[1:]))
