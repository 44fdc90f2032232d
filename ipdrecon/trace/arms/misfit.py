"""How far the counts of a row of the risk table deny that it is a curve's: n(t) <= N S(t), and events make S fall."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.table.excess import excess
from ipdrecon.trace.table.product import off_product


def misfit(steps: StepCurve, table: RiskTable, slack: float) -> float:
    """How far more patients are at risk than the curve leaves alive, how far it falls otherwise than by the events,
    and how badly the last follow-up agrees.

    A number at risk may be counted ``slack`` (time) before the deaths at its time, as places are read no better.
    """
    late = ~np.isnan(table.at_risk) & (table.time > steps.end * 1.02)
    if not _is_known(table):
        return 0.0
    over = float(_over(steps, table, slack).sum()) + float(off_product(table, steps, slack).sum())
    return over + 0.5 * float((table.at_risk[late] > 0).sum())


def denial(steps: StepCurve, table: RiskTable, slack: float) -> float:
    """How far more patients are at risk than the curve leaves alive, as shares summed over all counts but the worst.

    One count may be misread, and the end of a curve lost: neither denies that a name belongs to the curve beside it.
    """
    over = _over(steps, table, slack) if _is_known(table) else np.zeros(0)
    return float(over.sum() - over.max(initial=0.0))


def _is_known(table: RiskTable) -> bool:
    """Whether the first count may be what was printed: with later ones above it, it says nothing of the others."""
    known = table.at_risk[~np.isnan(table.at_risk)]
    return bool(table.patients > 0 and not (known > table.patients).any())


def _over(steps: StepCurve, table: RiskTable, slack: float) -> Floats:
    """By how much each share at risk, while the curve goes on, is above what it leaves alive; never below 0."""
    inside = ~np.isnan(table.at_risk) & (table.time <= steps.end)
    return np.asarray(np.maximum(excess(table, steps, slack)[inside], 0.0))
