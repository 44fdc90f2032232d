"""The default reconstruction: everything published is kept, and the curve is met as closely as that allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import attrs
import numpy as np

from ipdrecon.errors import InfeasibleError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruct.constrained import Solved, constrained
from ipdrecon.reconstruct.known import Known, gather
from ipdrecon.reconstruct.noise import EXACT, level_error
from ipdrecon.reconstruct.nudge import Sides
from ipdrecon.reconstruct.pieces import Marks
from ipdrecon.reconstruct.request import Request
from ipdrecon.reconstruct.result import Reconstruction
from ipdrecon.reconstruct.spread import ASSUMPTIONS, spread_of

#: Largest difference of S that is not worth a warning, beyond five standard errors and one event.
TOLERATED = 0.02
#: Largest difference up to which nothing published is doubted, beyond four standard errors and one event.
BELIEVED = 0.01

#: Standard errors a level may be off before drops and marks near columns are tried on their other side; how many are
#: tried, how often, and what a move must gain in squared standard errors.
STRAINED, MOVES, ROUNDS, WORTH = 3.0, 12, 4, 4.0


def best(request: Request, *, treatment: str = "", trial: str = "", time_unit: str = "") -> Reconstruction:
    """Patients that keep every count and come nearest to the curve; see :func:`ipdrecon.reconstruct.reconstruct`."""
    curve = request.curve
    known, relaxed, warnings = gather(
        curve, request.risk_table, request.patients, request.events, nearest=request.nearest
    )
    error = level_error(curve, int(known.at_risk[0]))
    solved, convention, given_up = _solve(request, known, error)
    relaxed += given_up
    if solved.worst > TOLERATED + 5 * error:
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
    """The solution under the best convention; what cannot be kept is given up one by one where that is allowed.

    Marks that are said to show everybody are believed as long as the curve can be met with them.
    """
    fallback: tuple[Solved, str, list[str], tuple[str, ...]] | None = None
    for counts, shown, given_up, items in _attempts(request, known):
        found = _conventional(request, counts, shown, error)
        if found is None:
            continue
        solved, convention = found
        if solved.worst <= BELIEVED + 4 * error:
            fallback = (solved, convention, given_up, items)
            break
        # Nothing is given up for a curve that is not met much better without it.
        if fallback is None or solved.worst < 0.5 * fallback[0].worst:
            fallback = (solved, convention, given_up, items)
    if fallback is None:
        raise InfeasibleError(
            "no patients keep the numbers at risk and follow the curve; check that they belong together",
            ("numbers at risk", "curve"),
        )
    solved, convention, given_up, items = fallback
    if items and not request.nearest:
        raise InfeasibleError(
            f"{' and '.join(items)} contradict each other; correct one of them, or ask for the nearest answer with "
            "--nearest",
            items,
        )
    return solved, convention, given_up


def _attempts(request: Request, known: Known) -> Iterator[tuple[Known, Marks, list[str], tuple[str, ...]]]:
    """Counts and marks to keep, what was given up of them in words, and what contradicts it (nothing: no loss)."""
    marks, nobody = _marks(request), Marks(np.zeros(0))
    rest = ("numbers at risk", "curve") if request.risk_table is not None else ("curve",)
    yield known, marks, [], ()
    if marks.complete:
        # Marks that hide each other are how figures look, and no contradiction.
        yield known, Marks(marks.time), ["some censor marks stand for several patients"], ()
    if marks.time.size:
        # Marks are read, not printed: one too many is a reading, more than all who can be censored a contradiction.
        most = int(known.at_risk[0]) - (known.total or 0)
        text = "censor marks were not used: curve and counts do not allow them"
        items = (
            ("censor marks", "patients" if known.total is None else "total events") if marks.time.size > most else ()
        )
        yield known, nobody, [text], items
    if known.total is not None:
        free = attrs.evolve(known, total=None)
        text = f"{known.total} events were not kept: curve and counts do not allow them"
        if marks.time.size:
            yield free, Marks(marks.time), [text], ("total events", *rest)
        yield free, nobody, [text], ("total events", *rest)


def _conventional(request: Request, known: Known, marks: Marks, error: float) -> tuple[Solved, str] | None:
    """The better of the conventions to try."""
    spread = spread_of(request.assumption, request.curve, known.time, known.at_risk)
    found = []
    for convention in _conventions(request):
        sides = Sides.of(request.curve, known, marks, exact=error <= EXACT, convention=convention).needed(known)
        if not marks.complete:
            sides = sides.trimmed(known)

        def solve(at: Sides, convention: str = convention) -> Solved | None:
            return constrained(at.curve, known, spread, marks=at.marks, error=error, convention=convention)

        solved = _improved(sides, solve)
        if solved is not None:
            found.append((solved, convention))
    return min(found, key=lambda pair: pair[0].misfit, default=None)


def _improved(sides: Sides, solve: Callable[[Sides], Solved | None]) -> Solved | None:
    """The solution, with drops and marks near a column on the side that meets the curve better."""
    best = solve(sides)
    for _ in range(ROUNDS):
        if best is not None and best.strain <= STRAINED:
            break
        before = best
        for moved in islice(sides.moves(), MOVES):
            other = solve(moved)
            if other is not None and (best is None or other.misfit < best.misfit - WORTH):
                best, sides = other, moved
                break
        if best is before:
            break
    return best


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
