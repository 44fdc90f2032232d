"""One way to take what was published: what is kept, what is given up, and the patients that follow."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np

from ipdrecon.reconstruction.constrained import Solved, constrained
from ipdrecon.reconstruction.known import Known
from ipdrecon.reconstruction.noise import EXACT
from ipdrecon.reconstruction.nudge import Sides
from ipdrecon.reconstruction.pieces import Marks
from ipdrecon.reconstruction.request import Request
from ipdrecon.reconstruction.spread import Spread, spread_of
from ipdrecon.steps import StepCurve

#: Standard errors a level may be off before drops and marks near columns are tried on their other side; how many are
#: tried, how often, and what a move must gain in squared standard errors.
STRAINED, MOVES, ROUNDS, WORTH = 3.0, 36, 2, 4.0


@attrs.frozen(eq=False)
class Setting:
    """All that a solution rests on.

    Attributes
    ----------
    curve : StepCurve          With drops on the side of the columns where the counts need them.
    known : Known
    marks : Marks
    spread : Spread
    error : float              Standard error of levels that carry none.
    convention : str
    given_up : tuple of str    What of the published is not kept, in words.
    items : tuple of str       What contradicts each other, where that is why.
    walked : bool              Whether drops may tell the number at risk: parts of a fall, traced in pieces, do not.
    """

    curve: StepCurve
    known: Known
    marks: Marks
    spread: Spread
    error: float
    convention: str
    given_up: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    walked: bool = True

    def solve(self) -> Solved | None:
        """The patients, None where none keep all counts."""
        return constrained(
            self.curve, self.known, self.spread, marks=self.marks, error=self.error, convention=self.convention,
            walked=self.walked,
        )  # fmt: skip


def settings(request: Request, known: Known, error: float) -> Iterator[list[Setting]]:
    """Ways to take what was published, from keeping all of it to giving up more; each under every convention."""
    marks, nobody = shown_marks(request), Marks(np.zeros(0))
    rest = ("numbers at risk", "curve") if request.risk_table is not None else ("curve",)
    ways: list[tuple[Known, Marks, tuple[str, ...], tuple[str, ...]]] = [(known, marks, (), ())]
    if marks.complete:
        # Marks that hide each other are how figures look, and no contradiction.
        ways.append((known, Marks(marks.time), ("some censor marks stand for several patients",), ()))
    if marks.time.size:
        # Marks are read, not printed: one too many is a reading, more than all who can be censored a contradiction.
        most = int(known.at_risk[0]) - (known.total or 0)
        many = ("censor marks", "patients" if known.total is None else "total events")
        text = "censor marks were not used: curve and counts do not allow them"
        ways.append((known, nobody, (text,), many if marks.time.size > most else ()))
    if known.total is not None:
        free = attrs.evolve(known, total=None)
        text = f"{known.total} events were not kept: curve and counts do not allow them"
        ways += [
            (free, shown, (text,), ("total events", *rest))
            for shown in ([Marks(marks.time)] if marks.time.size else []) + [nobody]
        ]
    spread = spread_of(request.assumption, request.curve, known.time, known.at_risk)
    for counts, shown, given_up, items in ways:
        yield [
            Setting(request.curve, counts, shown, spread, error, convention, given_up, items)
            for convention in _conventions(request)
        ]


def improved(setting: Setting) -> tuple[Setting, Solved | None]:
    """The solution, with drops and marks near a column on the side that meets the curve better."""
    sides = Sides.of(
        setting.curve, setting.known, setting.marks, exact=setting.error <= EXACT, convention=setting.convention
    ).needed(setting.known)
    if not setting.marks.complete:
        sides = sides.trimmed(setting.known)
    setting = attrs.evolve(setting, curve=sides.curve, marks=sides.marks)
    best = setting.solve()
    if setting.marks.complete and (halved := sides.halved()) is not None:
        there = attrs.evolve(setting, marks=halved.marks)
        other = there.solve()
        if other is not None and (best is None or other.misfit < best.misfit - WORTH):
            best, sides, setting = other, halved, there
    for _ in range(ROUNDS):
        before = best
        for move in sides.moves()[:MOVES]:
            if best is not None and best.strain <= STRAINED:
                return setting, best
            moved = sides.moved(move)
            if moved is None:
                continue
            there = attrs.evolve(setting, curve=moved.curve, marks=moved.marks)
            other = there.solve()
            if other is not None and (best is None or other.misfit < best.misfit - WORTH):
                best, sides, setting = other, moved, there
        if best is before:
            break
    return setting, best


def shown_marks(request: Request) -> Marks:
    """The curve's censor marks as the request wants them used."""
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
