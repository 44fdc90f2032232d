"""The default reconstruction: everything published is kept, and the curve is met as closely as that allows."""

from __future__ import annotations

import attrs

from ipdrecon.errors import InfeasibleError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction.between import filled_in
from ipdrecon.reconstruction.constrained import Solved
from ipdrecon.reconstruction.known import gather
from ipdrecon.reconstruction.noise import level_error
from ipdrecon.reconstruction.request import Request
from ipdrecon.reconstruction.result import Reconstruction
from ipdrecon.reconstruction.setting import Setting, improved, settings, shown_marks
from ipdrecon.reconstruction.spread import ASSUMPTIONS

#: Largest difference of S for which no printed count is doubted, beyond five standard errors and one event.
TOLERATED = 0.02
#: Largest difference up to which censor marks are not doubted, beyond four standard errors and one event.
BELIEVED = 0.01
#: Squared standard errors by which another convention must meet the curve better than the usual one.
SHOWN = 10.0


def best(request: Request, *, treatment: str = "", trial: str = "", time_unit: str = "") -> Reconstruction:
    """Patients that keep every count and come nearest to the curve; see :func:`ipdrecon.reconstruction.reconstruct`."""
    return best_with(request, treatment=treatment, trial=trial, time_unit=time_unit)[0]


def best_with(
    request: Request, *, treatment: str = "", trial: str = "", time_unit: str = ""
) -> tuple[Reconstruction, Setting]:
    """The best patients, and the setting in which they were found."""
    known, relaxed, warnings = gather(
        request.curve, request.risk_table, request.patients, request.events, nearest=request.nearest
    )
    error = level_error(request.curve, int(known.at_risk[0]))
    shown = shown_marks(request).time.size
    if not request.nearest and shown + (known.total or 0) > known.at_risk[0]:
        raise InfeasibleError(
            f"{shown} censor marks and {known.total or 0} events are more than {known.at_risk[0]} patients; correct "
            "one of them, or ask for the nearest answer with --nearest",
            ("censor marks", *(("total events",) if known.total else ()), "patients"),
        )
    request = attrs.evolve(request, curve=filled_in(request.curve, known, error))
    found: tuple[Solved, Setting] | None = None
    for ways in settings(request, known, error):
        tried = _tried(ways)
        if all(solved.worst > TOLERATED + 5 * error for solved, _ in tried):
            tried += _tried([attrs.evolve(way, walked=False) for way in ways])
        if not tried:
            continue
        # The first convention is the usual one: another must show in the curve.
        priced = [
            (solved.misfit + SHOWN * (s.convention != ways[0].convention), i) for i, (solved, s) in enumerate(tried)
        ]
        solved, setting = tried[min(priced)[1]]
        # Nothing is given up for a curve that is not met much better without it.
        if found is None or solved.worst < 0.5 * found[0].worst:
            found = solved, setting
        # Marks are readings and given up sooner than printed counts.
        good = BELIEVED + 4 * error if setting.marks.time.size else TOLERATED + 5 * error
        if solved.worst <= good:
            break
    if found is None:
        raise InfeasibleError(
            "no patients keep the numbers at risk and follow the curve; check that they belong together",
            ("numbers at risk", "curve"),
        )
    solved, setting = found
    if setting.items and not request.nearest:
        raise InfeasibleError(
            f"{' and '.join(setting.items)} contradict each other; correct one of them, or ask for the nearest answer "
            "with --nearest",
            setting.items,
        )
    if solved.worst > TOLERATED + 5 * error:
        warnings.append(f"curve and counts do not agree: they differ by up to {solved.worst:.3f} in S")
    result = Reconstruction(
        IPD.of_arm(solved.time, solved.event, treatment=treatment, trial=trial, time_unit=time_unit),
        "constrained",
        used=request.used,
        assumed=tuple(_assumed(request, setting, solved)),
        relaxed=(*relaxed, *setting.given_up),
        convention=setting.convention,
        warnings=tuple(warnings),
        level_se=error,
    )
    return result, setting


def _tried(ways: list[Setting]) -> list[tuple[Solved, Setting]]:
    """The ways that have a solution."""
    return [(solved, setting) for setting, solved in map(improved, ways) if solved is not None]


def _assumed(request: Request, setting: Setting, solved: Solved) -> list[str]:
    said = []
    known = setting.known
    if solved.unseen:
        said.append(ASSUMPTIONS[request.assumption])
    if known.total is None and known.at_risk[-1] > 0 and solved.unseen:
        said.append("after the last known count censoring goes on as before it")
    if solved.left:
        said.append(f"{solved.left} patients left at the end of the curve are censored there")
    return said
