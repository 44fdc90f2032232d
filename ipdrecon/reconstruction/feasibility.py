"""Which published counts can be true together."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.reconstruction.noise import CLICKED
from ipdrecon.steps import StepCurve

#: Reading error of S that a number at risk is granted beyond three standard errors of the curve.
SLACK = 0.02
#: Least reading error of times, as a share of follow-up: a drop at a column may have been read on its other side.
TIME_SLACK, CLICK_TIME_SLACK = 0.002, 0.006


def consistent_columns(curve: StepCurve, time: Floats, at_risk: Ints, trust: Floats) -> tuple[Bools, tuple[int, ...]]:
    """The most trusted set of columns that can be true together, and the smallest conflict outside it.

    Two columns agree where counts do not rise and no more patients are left than the curve leaves alive. That relation
    passes on from column to column, so the best set is a heaviest path: O(m^2).

    Returns
    -------
    keep : (m,) bool
    conflict : the first pair of columns that cannot both be true; empty where all agree.
    """
    m = time.size
    clicked = bool((curve.since < curve.time).any())
    reach = max(2 * curve.time_se, (CLICK_TIME_SLACK if clicked else TIME_SLACK) * curve.end)
    early = np.maximum(time - reach, 0.0)
    alive_before = np.append(1.0, curve.survival)[
        np.searchsorted(curve.time, np.minimum(early, curve.end), side="left")
    ]
    late = time + reach
    alive_after = np.append(1.0, curve.survival)[np.searchsorted(curve.time, late, side="left")]
    slack = SLACK + 3 * max(float(np.max(curve.survival_se, initial=0.0)), CLICKED if clicked else 0.0)
    agree = np.zeros((m, m), np.bool_)
    for i in range(m):
        left = at_risk[i] * (alive_before[i + 1 :] + slack) / max(float(alive_after[i]), 1e-9) + 1.0
        agree[i, i + 1 :] = (at_risk[i + 1 :] <= at_risk[i]) & (at_risk[i + 1 :] <= left) & (time[i + 1 :] > time[i])
        # Dead curve: nobody is left after S = 0.
        if curve.survival[-1] <= 0:
            agree[i, i + 1 :] &= (at_risk[i + 1 :] == 0) | (early[i + 1 :] <= curve.time[-1])
    weight, best, parent = trust.copy(), trust.copy(), np.full(m, -1)
    for j in range(m):
        for i in range(j):
            if agree[i, j] and best[i] + weight[j] > best[j] + 1e-12:
                best[j], parent[j] = best[i] + weight[j], i
    # A set that does not begin at time 0 knows no patients.
    root = np.arange(m)
    for j in range(m):
        root[j] = j if parent[j] < 0 else root[parent[j]]
    starts = time[root] == 0
    last = int(np.argmax(np.where(starts, best, -np.inf)))
    keep = np.zeros(m, np.bool_)
    while last >= 0:
        keep[last] = True
        last = int(parent[last])
    if keep.all():
        return keep, ()
    out = int(np.flatnonzero(~keep)[0])
    for other in sorted(range(m), key=lambda k: abs(k - out)):
        low, high = min(out, other), max(out, other)
        if other != out and not agree[low, high]:
            return keep, (low, high)
    return keep, (out,)


def flow_conflict(
    curve: StepCurve, time: Floats, at_risk: Ints, events: Ints, censored: Ints
) -> tuple[str, ...] | None:
    """The first interval whose printed events and censored cannot be, in words; None where all can."""
    for j in range(time.size - 1):
        gone = int(at_risk[j] - at_risk[j + 1])
        d, c = int(events[j]), int(censored[j])
        where = f"from {time[j]:g} to {time[j + 1]:g}"
        if d >= 0 and c >= 0 and d + c != gone:
            return (f"events {where}", f"censored {where}", f"at risk at {time[j]:g}", f"at risk at {time[j + 1]:g}")
        if d > gone or c > gone:
            kind = "events" if d > gone else "censored"
            return (f"{kind} {where}", f"at risk at {time[j]:g}", f"at risk at {time[j + 1]:g}")
        needed = d if d >= 0 else (gone - c if c >= 0 else 0)
        drops = (curve.time >= time[j] - 3 * curve.time_se) & (curve.time <= time[j + 1] + 3 * curve.time_se)
        falls = np.diff(np.append(1.0, curve.survival)) < 0
        if needed > 0 and not (drops & falls).any():
            return (f"events {where}", "the flat curve there")
    return None
