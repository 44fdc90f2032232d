"""Curve and published counts → individual patient data."""

from __future__ import annotations

from ipdrecon.errors import InfeasibleError, InputError
from ipdrecon.reconstruction.request import Request
from ipdrecon.reconstruction.result import METHODS, Reconstruction
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

__all__ = ["METHODS", "InfeasibleError", "Reconstruction", "Request", "reconstruct"]


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
    assumption: str = "smooth",
    convention: str = "auto",
    marks: str = "auto",
    nearest: bool = False,
) -> Reconstruction:
    """Patients of one arm from its curve and whatever else was published of it.

    Parameters
    ----------
    curve : StepCurve
        Its ``survival_se`` weighs the levels; its ``marks`` are censorings.
    risk_table : RiskTable, optional
        Numbers at risk, with events and censored where printed.
    patients, events : int, optional
        Of the arm. ``patients`` may be left out where the table begins at time 0.
    method : str
        "constrained" (keeps all counts, nearest to the curve), "guyot" (Guyot et al. 2012, as published) or "marks"
        (Rogula et al. 2022).
    assumption : str
        How censorings that nobody saw are spread: "smooth", "uniform", "exposure" or "administrative".
    convention : str
        Who counts as at risk: "at_or_after", "after", or "auto": that of the table, else the one that fits better.
    marks : str
        "auto" (all censorings where the curve says so, else some of them), "complete", "some" or "ignore".
    nearest : bool
        Whether contradicting counts are relaxed, and said in the result, instead of raising.

    Raises
    ------
    InputError       where an option is unknown, or neither patients nor numbers at risk are given.
    InfeasibleError  where the counts contradict each other; its ``items`` name them.
    """
    request = Request(
        curve, risk_table, patients, events, assumption=assumption, convention=convention, marks=marks, nearest=nearest
    )
    if method == "constrained":
        from ipdrecon.reconstruction.best import best

        return best(request, treatment=treatment, trial=trial, time_unit=time_unit)
    if method == "guyot":
        from ipdrecon.reconstruction.guyot import guyot

        return guyot(request, treatment=treatment, trial=trial, time_unit=time_unit)
    if method == "marks":
        from ipdrecon.reconstruction.marks import from_marks

        return from_marks(request, treatment=treatment, trial=trial, time_unit=time_unit)
    raise InputError(f"method '{method}' is unknown; use one of {', '.join(METHODS)}")
