"""First counts that lost their first figure to a label or a symbol: told by the curve, where more than those at risk is
printed.

Who left between the first two columns had an event or was censored: the events among them say how far S falls. Where
they are not printed, a first count below the second has lost a figure, and of those that the curve allows all but the
least would have had a great part of the patients censored by then.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: Most that S may be off the curve at the second column with the right count, and least it is with every other one.
NEAR, FAR = 0.025, 0.06
#: Share of the patients that may be censored before the second column, and how much more it is with the next count.
MOST_CENSORED, APART = 0.3, 0.15


def with_first_count(table: RiskTable, steps: StepCurve) -> RiskTable:
    """The table with another first figure of its doubtful first count, where the curve agrees with that one alone.

    The count stays doubtful.
    """
    first = table.at_risk[0]
    flows = table.events.size or table.censored.size
    if table.time.size < 2 or table.time[0] != 0 or not table.doubtful[0] or np.isnan(first):
        return table
    if not table.time[1] <= steps.end:
        return table
    printed = f"{first:.0f}"
    figures = [str(d) for d in range(1, 10)]
    counts = [first, *(float(d + rest) for rest in (printed[1:], printed) for d in figures if float(d + rest) != first)]
    if not flows:
        return _with_least(table, steps, counts)
    off = np.array([_off(table, steps, count) for count in counts])
    best, second = np.argsort(off)[:2]
    if best == 0 or off[best] > NEAR or off[second] < FAR:
        return table
    return attrs.evolve(table, at_risk=floats([counts[best], *table.at_risk[1:]]))


def _with_least(table: RiskTable, steps: StepCurve, counts: Sequence[float]) -> RiskTable:
    """The table with the least first count that leaves enough alive, where a larger one left too few uncensored."""
    alive = np.maximum(np.array(counts) * steps.before(table.time[1:2])[0], 1e-9)
    left = table.at_risk[1] / alive
    if not table.at_risk[0] < table.at_risk[1] or not np.isfinite(left).all():
        return table
    rank = np.argsort(-np.where(left > 1.0 + NEAR, 0.0, left))
    best, second = (float(left[k]) for k in rank[:2])
    told = 1.0 - MOST_CENSORED <= best <= 1.0 + NEAR and second < best - APART
    return attrs.evolve(table, at_risk=floats([counts[rank[0]], *table.at_risk[1:]])) if told else table


def _off(table: RiskTable, steps: StepCurve, first: float) -> float:
    """How far S at the second column is from what it falls to with a first count; infinite where that cannot be."""
    gone = first - table.at_risk[1]
    known = [kind[1] - kind[0] if kind.size else np.nan for kind in (table.events, table.censored)]
    events = known[0] if np.isfinite(known[0]) else gone - known[1]
    censored = known[1] if np.isfinite(known[1]) else gone - known[0]
    if not (events >= 0 and censored >= 0 and gone >= 0) or abs(gone - events - censored) > max(1.0, events):
        return np.inf
    alive = 1.0 - events / max(first - censored / 2, 0.5)
    return float(min(abs(alive - steps(table.time[1])), abs(alive - steps.before(table.time[1:2])[0])))
