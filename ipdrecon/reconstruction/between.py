"""Clicks on a curve are not its steps: the events between two of them lie somewhere in between."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.reconstruction.known import Known
from ipdrecon.reconstruction.noise import CLICKED
from ipdrecon.steps import StepCurve


def filled_in(curve: StepCurve, known: Known, error: float) -> StepCurve:
    """The curve with a step for each event that a fall between two clicks holds, evenly over the time between them.

    A curve of steps stays as it is, and so do clicks so exact that they must be the steps themselves.
    """
    if error < CLICKED or not (curve.since < curve.time).any():
        return curve
    before = np.append(1.0, curve.survival[:-1])
    hazard = np.where(before > 0, 1.0 - curve.survival / np.maximum(before, 1e-300), 0.0)
    columns = known.time
    alive = np.append(1.0, curve.survival)[np.searchsorted(curve.time, columns, side="left")]
    alive[0] = 1.0
    uncensored = np.where(alive > 0, known.at_risk / np.maximum(known.at_risk[0] * alive, 1e-300), 0.0).clip(0, 1)
    at_risk = known.at_risk[0] * before * np.interp(curve.time, columns, uncensored)
    counts = np.where(curve.since < curve.time, np.clip(np.round(at_risk * hazard), 1, 10_000), 1).astype(np.int64)
    if (counts == 1).all():
        return curve
    which = np.repeat(np.arange(counts.size), counts)
    part = (np.arange(which.size) - np.repeat(np.cumsum(counts) - counts, counts) + 1) / counts[which]
    time = curve.since[which] + part * (curve.time - curve.since)[which]
    survival = before[which] + part * (curve.survival - before)[which]
    # The last step of each fall is the click itself, to the digit.
    last = part >= 1
    time[last], survival[last] = curve.time[which[last]], curve.survival[which[last]]
    keep = np.append(True, np.diff(time) > 0)
    return attrs.evolve(
        curve,
        time=time[keep],
        survival=np.minimum.accumulate(survival[keep]),
        survival_se=curve.survival_se[which][keep],
        since=time[keep],
    )
