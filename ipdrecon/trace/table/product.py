"""A curve against the events of its arm: between two columns it falls by the share of those at risk who have them."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: What times, levels and ties with a column may put a curve outside its bounds, as a share alive.
ERROR = 0.02


def off_product(table: RiskTable, steps: StepCurve, slack: float) -> Floats:
    """How far a curve is outside the bounds that counts at risk and of events set it; (m,), 0 where nothing is known.

    Of n at risk at one column and m at the next, d have events between: S falls at least by 1 - d / n, as if all were
    censored after the events, and at most by 1 - d / m, as if all events were at the next column, just before which its
    patients are counted (Kaplan and Meier 1958). Places are read to ``slack`` (time).
    """
    off = np.zeros(table.time.size)
    if table.events.size == 0:
        return off
    known = np.flatnonzero(np.isfinite(table.at_risk) & np.isfinite(table.events) & (table.time <= steps.end))
    if known.size < 2:
        return off
    time, at_risk = table.time[known], table.at_risk[known]
    d = np.maximum(np.diff(table.events[known]), 0.0)
    before, after = at_risk[:-1], at_risk[1:]
    if (before <= 0).any():
        return off
    most = np.clip(1.0 - d / before, 0.0, 1.0)
    least = np.where(d > 0, np.clip(1.0 - d / np.maximum(after, 1e-9), 0.0, 1.0), 1.0)
    begun = float(steps(time[0]))
    low = begun * np.cumprod(np.minimum(least, most))
    high = begun * np.cumprod(np.maximum(least, most))
    early, late = steps.before(np.maximum(time[1:] - slack, 0.0)), steps(np.minimum(time[1:] + slack, steps.end))
    off[known[1:]] = np.maximum(0.0, np.maximum(low - early, late - high) - ERROR)
    return off
