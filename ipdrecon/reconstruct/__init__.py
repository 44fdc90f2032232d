"""Curve and published counts → individual patient data."""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import InfeasibleError, InputError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruct.constrained import Counts, constrained
from ipdrecon.reconstruct.result import METHODS, Reconstruction
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

__all__ = ["METHODS", "Reconstruction", "reconstruct"]


def reconstruct(
    curve: StepCurve,
    *,
    risk_table: RiskTable | None = None,
    patients: int | None = None,
    events: int | None = None,
    method: str = "constrained",
    treatment: str = "",
    trial: str = "",
    time_unit: str = "",
) -> Reconstruction:
    """Patients of one arm from its curve and its published counts.

    Raises
    ------
    InputError       where the method is unknown, or neither patients nor numbers at risk are given.
    InfeasibleError  where the counts contradict each other; its ``items`` name them.
    """
    if method not in METHODS:
        raise InputError(f"method '{method}' is unknown; use one of {', '.join(METHODS)}")
    counts, warnings = _counts(curve, risk_table, patients)
    if events is not None and events > counts.at_risk[0]:
        raise InfeasibleError(
            f"{events} events cannot be among {counts.at_risk[0]} patients; correct one of them",
            ("total events", "patients"),
        )
    time, event, assumed = constrained(curve, counts, events=events)
    ipd = IPD.of_arm(time, event, treatment=treatment, trial=trial, time_unit=time_unit)
    return Reconstruction(ipd, method, tuple(assumed), convention="at_or_after", warnings=tuple(warnings))


def _counts(curve: StepCurve, table: RiskTable | None, patients: int | None) -> tuple[Counts, list[str]]:
    """Numbers at risk at columns inside follow-up, beginning at time 0."""
    warnings: list[str] = []
    if table is None:
        if patients is None:
            raise InputError("an arm needs its patients or its numbers at risk; give --patients ARM=N or --risk-table")
        return Counts(np.zeros(1), np.array([patients], np.int64)), warnings
    keep = ~np.isnan(table.at_risk) & (table.time <= curve.end)
    time, at_risk = table.time[keep], np.round(table.at_risk[keep]).astype(np.int64)
    if time.size == 0 or time[0] > 0:
        first = (
            patients
            if patients is not None
            else (round(float(at_risk[0]) / float(curve.before(time[0]))) if time.size else None)
        )
        if first is None:
            raise InputError("the risk table has no column inside the curve's follow-up; give --patients ARM=N")
        if patients is None:
            warnings.append(f"no number at risk at time 0: {first} patients follow from the first column and the curve")
        time, at_risk = np.append(0.0, time), np.append(first, at_risk)
    if (rise := np.flatnonzero(np.diff(at_risk) > 0)).size:
        at = int(rise[0])
        raise InfeasibleError(
            f"numbers at risk rise from {at_risk[at]} at {time[at]:g} to {at_risk[at + 1]} at {time[at + 1]:g}; "
            "correct the table, or the figure has delayed entry",
            (f"at risk at {time[at]:g}", f"at risk at {time[at + 1]:g}"),
        )
    return Counts(time, at_risk), warnings
