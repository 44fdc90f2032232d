"""Guyot et al. 2012 (BMC Med Res Methodol 12:9), as published, under all four information settings."""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import InfeasibleError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction.guyot.kernels import guyot_arm, rows_of
from ipdrecon.reconstruction.known import gather
from ipdrecon.reconstruction.request import Request
from ipdrecon.reconstruction.result import Reconstruction


def guyot(request: Request, *, treatment: str = "", trial: str = "", time_unit: str = "") -> Reconstruction:
    """Patients by Guyot's algorithm: with numbers at risk and events, with either, with neither.

    Kept from the paper: censorings evenly over each interval, adjusted until the next number at risk is met; without a
    table and total nobody is censored before the end (which overstates events). Beyond the paper: an interval without
    clicks holds censorings only, rounding that swings ends in the nearer answer, and a published number at risk that
    cannot be met is not overwritten but said.

    Raises
    ------
    InfeasibleError  where counts contradict each other, and ``nearest`` was not asked for.
    """
    curve = request.curve
    known, relaxed, warnings = gather(
        curve, request.risk_table, request.patients, request.events, nearest=request.nearest
    )
    inside = known.time <= curve.end
    columns, at_risk = known.time[inside], known.at_risk[inside]
    total = -1 if known.total is None else known.total
    # A click at every column: no interval is without one.
    time = np.union1d(curve.time, columns)
    survival = np.asarray(curve.survival[np.searchsorted(curve.time, time, side="right") - 1])
    if survival[0] < 1:
        time, survival = np.append(0.0, time), np.append(1.0, survival)
    events, censored, left, missed = guyot_arm(time, survival, columns, at_risk, curve.end, total)
    for i in np.flatnonzero(missed):
        warnings.append(
            f"{at_risk[i] + missed[i]} patients at {columns[i]:g} where {at_risk[i]} are published: "
            "the method meets the numbers only as far as the curve's steps allow"
        )
    if total >= 0 and int(events.sum()) != total:
        warnings.append(f"{int(events.sum())} events where {total} are published")
    times, flags = rows_of(time, columns, events, censored, int(left), curve.end)
    if times.size == 0:
        raise InfeasibleError("the counts leave no patient; check the numbers at risk", ("numbers at risk",))
    return Reconstruction(
        IPD.of_arm(times, flags, treatment=treatment, trial=trial, time_unit=time_unit),
        "guyot",
        used=tuple(item for item in request.used if item in ("patients", "numbers at risk", "total events")),
        assumed=("censored patients leave evenly over each interval",),
        relaxed=tuple(relaxed),
        warnings=tuple(warnings),
    )
