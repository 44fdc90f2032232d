"""Whole-number events and censorings nearest to the curve that keep every published count."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.reconstruct.kernels import fit_interval, spread_evenly
from ipdrecon.steps import StepCurve

#: Standard error of a level where the curve does not say: half a pixel of a 500 px axis.
DEFAULT_SE = 0.001


@attrs.frozen(eq=False)
class Counts:
    """Patients at the columns that divide follow-up: ``time[0]`` is 0, counts fall."""

    time: Floats
    at_risk: Ints


def constrained(curve: StepCurve, counts: Counts, *, events: int | None = None) -> tuple[Floats, Bools, list[str]]:
    """Times and event flags of all patients, and what was assumed.

    Each interval between two columns is solved by itself: every possible number of events is tried, the rest of the
    patients who left are censored evenly over the interval, and the steps that come nearest to the curve are kept
    (weighted by its standard error). After the last column censoring goes on at the rate before it (Guyot 2012), or
    as the total of events leaves it.
    """
    se = np.where(curve.survival_se > 0, curve.survival_se, DEFAULT_SE)
    drops = np.flatnonzero(np.diff(np.append(1.0, curve.survival)) < 0)
    time, level_after, weight = curve.time[drops], curve.survival[drops], 1.0 / se[drops] ** 2
    edges = np.append(counts.time, max(curve.end, float(counts.time[-1])) * (1 + 1e-9) + 1e-12)
    found: list[Floats] = []
    flags: list[Bools] = []
    assumed = []
    level, used, censored_so_far = 1.0, 0, 0
    for i in range(counts.time.size):
        begin, end = float(edges[i]), float(edges[i + 1])
        last = i == counts.time.size - 1
        inside = (time > begin) & (time <= end) if i else (time >= begin) & (time <= end)
        n = int(counts.at_risk[i])
        if n == 0:
            break
        if last:
            left = _left_at_end(time[inside], level_after[inside], level, n, begin, end, used, censored_so_far, events)
            if left > 0:
                assumed.append("patients left at the end of the curve are censored there")
        else:
            left = int(counts.at_risk[i + 1])
        must = -1 if not (last and events is not None) else max(0, min(n - left, events - used))
        d, c, level, _ = fit_interval(
            time[inside], level_after[inside], weight[inside], level, n, left, begin, end, must
        )
        found.append(np.repeat(time[inside], d))
        flags.append(np.ones(int(d.sum()), np.bool_))
        found.append(begin + (np.arange(c) + 0.5) / max(1, c) * (min(end, curve.end) - begin))
        flags.append(np.zeros(int(c), np.bool_))
        used, censored_so_far = used + int(d.sum()), censored_so_far + int(c)
        if last and left > 0:
            found.append(np.full(left, curve.end))
            flags.append(np.zeros(left, np.bool_))
    return np.concatenate(found), np.concatenate(flags), assumed


def _left_at_end(
    time: Floats,
    survival: Floats,
    level: float,
    n: int,
    begin: float,
    end: float,
    used: int,
    censored: int,
    events: int | None,
) -> int:
    """Patients still at risk when the curve ends."""
    final = float(survival[-1]) if survival.size else level
    if final <= 0:
        return 0
    if begin > 0 and end > begin:
        rate = censored / begin
        lost = min(n, round(rate * (end - begin)))
    else:
        lost = 0
    if events is not None:
        return max(0, n - lost - max(0, events - used))
    before = spread_evenly(lost, begin, end, time)
    alive, at = float(n), level
    for i in range(time.size):
        gone = max(0.0, alive - before[i]) * (1.0 - survival[i] / at) if at > 0 else 0.0
        alive -= gone
        at = float(survival[i])
    return max(0, round(alive - lost))
