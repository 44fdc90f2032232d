"""The default reconstruction: everything published is kept, and the curve is met as closely as that allows."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import InfeasibleError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruct.constrained import Marks, Solved, constrained
from ipdrecon.reconstruct.known import Known, gather
from ipdrecon.reconstruct.noise import level_error
from ipdrecon.reconstruct.request import Request
from ipdrecon.reconstruct.result import Reconstruction
from ipdrecon.reconstruct.spread import ASSUMPTIONS, spread_of

#: Largest difference of S that reading errors explain, beyond five standard errors and one event.
TOLERATED = 0.02


def best(request: Request, *, treatment: str = "", trial: str = "", time_unit: str = "") -> Reconstruction:
    """Patients that keep every count and come nearest to the curve; see :func:`ipdrecon.reconstruct.reconstruct`."""
    curve = request.curve
    known, relaxed, warnings = gather(
        curve, request.risk_table, request.patients, request.events, nearest=request.nearest
    )
    error = level_error(curve, int(known.at_risk[0]))
    solved, convention, given_up = _solve(request, known, error)
    relaxed += given_up
    if solved.worst > TOLERATED + 5 * error + 1.0 / known.at_risk[0]:
        warnings.append(f"curve and counts do not agree: they differ by up to {solved.worst:.3f} in S")
    ipd = IPD.of_arm(solved.time, solved.event, treatment=treatment, trial=trial, time_unit=time_unit)
    return Reconstruction(
        ipd,
        "constrained",
        used=request.used,
        assumed=tuple(_assumed(request, known, solved)),
        relaxed=tuple(relaxed),
        convention=convention,
        warnings=tuple(warnings),
        level_se=error,
    )


def _assumed(request: Request, known: Known, solved: Solved) -> list[str]:
    said = []
    if solved.unseen:
        said.append(ASSUMPTIONS[request.assumption])
    if solved.left and known.at_risk[-1] > 0:
        said.append(f"{solved.left} patients left at the end of the curve are censored there")
    if known.total is None and known.at_risk[-1] > 0 and solved.unseen:
        said.append("patients go on leaving after the last known count until one is left where the curve ends")
    return said


def _solve(request: Request, known: Known, error: float) -> tuple[Solved, str, list[str]]:
    """The solution under the best convention; what cannot be kept is given up one by one where that is allowed."""
    curve = request.curve
    marks = _marks(request)
    attempts: list[tuple[Known, Marks, list[str], tuple[str, ...]]] = [(known, marks, [], ())]
    if marks.complete:
        some = Marks(marks.time)
        attempts.append((known, some, ["some censor marks stand for several patients"], ("censor marks",)))
    if marks.time.size:
        attempts.append(
            (known, Marks(np.zeros(0)), ["censor marks were not used"], ("censor marks", "numbers at risk"))
        )
    if known.total is not None:
        free = attrs.evolve(known, total=None)
        text = f"{known.total} events were not kept: curve and numbers at risk do not allow them"
        attempts.append((free, Marks(np.zeros(0)), [text], ("total events", "numbers at risk")))
    spread = spread_of(request.assumption, curve, max(curve.end, float(known.time[-1])))
    for number, (counts, shown, given_up, items) in enumerate(attempts):
        found = [
            (solved, convention)
            for convention in _conventions(request)
            if (solved := constrained(curve, counts, spread, marks=shown, error=error, convention=convention))
            is not None
        ]
        if not found:
            continue
        # Merged marks are no contradiction: they are how figures look.
        if number and items != ("censor marks",) and not request.nearest:
            raise InfeasibleError(
                f"{' and '.join(items)} contradict each other; correct one of them, or ask for the nearest answer with "
                "--nearest",
                items,
            )
        solved, convention = min(found, key=lambda pair: pair[0].misfit)
        return solved, convention, given_up
    raise InfeasibleError(
        "no patients keep the numbers at risk and follow the curve; check that they belong together",
        ("numbers at risk", "curve"),
    )


def _marks(request: Request) -> Marks:
    curve = request.curve
    if request.marks == "ignore" or not curve.marks.size:
        return Marks(np.zeros(0))
    complete = request.marks == "complete" or (request.marks == "auto" and curve.marks_complete)
    return Marks(np.minimum(curve.marks, curve.end), complete)


def _conventions(request: Request) -> tuple[str, ...]:
    """Conventions to try: they differ only where a drop or a mark stands at a column."""
    table, curve = request.risk_table, request.curve
    if table is None:
        return ("at_or_after",)
    if request.convention != "auto":
        return (request.convention,)
    if table.convention:
        return (table.convention,)
    columns = table.time[table.time > 0]
    there = np.concatenate([curve.time, curve.marks])
    return ("at_or_after", "after") if np.isin(columns, there).any() else ("at_or_after",)
