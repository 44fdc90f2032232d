"""Exact reconstruction from censor marks and drops (Rogula et al. 2022), with a correction for marks that merged."""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction.known import gather
from ipdrecon.reconstruction.noise import level_error
from ipdrecon.reconstruction.request import Request
from ipdrecon.reconstruction.result import Reconstruction
from ipdrecon.reconstruction.walk import walk


def from_marks(request: Request, *, treatment: str = "", trial: str = "", time_unit: str = "") -> Reconstruction:
    """Patients from a walk along the curve: marked censorings leave, every drop takes the events that meet it best.

    Where a drop cannot be met within the curve's error, marks of the gap before it are taken to stand for several
    patients, as few as it needs. A number at risk lower than the walk has left means more such marks, never events; a
    higher one cannot be met by this method and is said.

    Raises
    ------
    InputError       where the curve has no marks.
    InfeasibleError  where counts contradict each other, and ``nearest`` was not asked for.
    """
    curve = request.curve
    if not curve.marks.size or request.marks == "ignore":
        raise InputError("the method 'marks' needs censor marks and the curve has none; use 'constrained' or 'guyot'")
    known, relaxed, warnings = gather(curve, request.risk_table, request.patients, None, nearest=request.nearest)
    error = level_error(curve, int(known.at_risk[0]))
    complete = request.marks == "complete" or (request.marks == "auto" and curve.marks_complete)
    drops = np.flatnonzero(np.diff(np.append(1.0, curve.survival)) < 0)
    marks = np.minimum(curve.marks, curve.end)
    events, copies, extra, left, missed = walk(
        curve.time[drops], curve.survival[drops], marks, known.time, known.at_risk, not complete, 3 * error
    )
    for j in np.flatnonzero(missed):
        warnings.append(
            f"{known.at_risk[j] - missed[j]} patients left at {known.time[j]:.5g} where "
            f"{known.at_risk[j]} are published"
        )
    # Censorings at a column that no mark shows leave just before it.
    unmarked = np.repeat(np.nextafter(known.time, -np.inf).clip(0), extra)
    gone = np.concatenate(
        [np.repeat(marks, copies), unmarked, np.full(int(left), max(curve.end, float(known.time[-1])))]
    )
    times = np.concatenate([np.repeat(curve.time[drops], events), gone])
    flags = np.repeat([True, False], [int(events.sum()), gone.size])
    assumed = []
    if (copies > 1).any():
        assumed.append(f"{int((copies - 1).clip(0).sum())} censored patients share a mark with another")
    if left:
        assumed.append(f"{int(left)} patients left at the end of the curve are censored there")
    if request.events is not None and int(events.sum()) != request.events:
        warnings.append(
            f"{int(events.sum())} events where {request.events} are published; this method does not use them"
        )
    return Reconstruction(
        IPD.of_arm(times, flags, treatment=treatment, trial=trial, time_unit=time_unit),
        "marks",
        used=tuple(item for item in request.used if item != "total events"),
        assumed=tuple(assumed),
        relaxed=tuple(relaxed),
        warnings=tuple(warnings),
        level_se=error,
    )
