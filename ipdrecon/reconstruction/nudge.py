"""Drops and marks a hair from a column, put on the side of it where the counts need them."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.reconstruction.known import Known
from ipdrecon.reconstruction.pieces import Marks
from ipdrecon.steps import StepCurve

#: Error of times where the curve does not say: half a pixel of an axis of 500.
TIME_ERROR = 0.001
#: What a move takes along: what was read at one time happened at one time, so both are tried first.
BOTH, DROP, MARKS = KINDS = range(3)


@attrs.frozen
class Move:
    """A drop, marks, or both at one time, to the other side of a column.

    Attributes
    ----------
    distance, kind, time, column   ``kind`` is one of ``KINDS``.
    """

    distance: float
    kind: int
    time: float
    column: float


@attrs.frozen(eq=False)
class Sides:
    """Times of drops and marks, with the means to move one across a column.

    A time that was read may lie on the other side of a column than it did in the trial: then an interval shows more
    marks than patients left in it, or an event too few or too many.
    """

    curve: StepCurve
    marks: Marks
    columns: Floats
    after: bool
    reach: float

    @classmethod
    def of(cls, curve: StepCurve, known: Known, marks: Marks, *, exact: bool, convention: str) -> Sides:
        """``exact``: times are what they are, and nothing moves."""
        reach = max(2.5 * curve.time_se, TIME_ERROR * curve.end if curve.time_se == 0 else 0.0)
        return cls(curve, marks, known.time[1:], convention == "after", 0.0 if exact else reach)

    def moves(self) -> list[Move]:
        """Every way to take the nearest drop, the nearest marks, or both across a column, the nearest first."""
        if self.reach <= 0:
            return []
        falls = np.diff(np.append(1.0, self.curve.survival)) < 0
        found = set()
        for column in map(float, self.columns):
            for times in (self.curve.time[falls], self.marks.time):
                later = self._later(times, column)
                for time in (float(times[later].min(initial=np.inf)), float(times[~later].max(initial=-np.inf))):
                    if (distance := abs(time - column)) <= self.reach:
                        found |= {(distance, kind, time, column) for kind in KINDS}
        return [Move(*parts) for parts in sorted(found)]

    def moved(self, move: Move) -> Sides | None:
        """After a move; None where there is nothing to move, or a drop would pass its neighbour."""
        later = not bool(self._later(np.array([move.time]), move.column)[0])
        to = self._beside(move.column, later)
        curve, marks = self.curve, self.marks
        if move.kind != MARKS:
            at = np.flatnonzero(curve.time == move.time)
            times = curve.time.copy()
            times[at] = to
            if not at.size or (np.diff(times) <= 0).any() or times[0] != 0:
                return None
            curve = attrs.evolve(curve, time=times, since=times, end=max(curve.end, to))
        if move.kind != DROP:
            here = marks.time == move.time
            if not here.any():
                return None
            marks = Marks(np.sort(np.where(here, to, marks.time)), marks.complete)
        return attrs.evolve(self, curve=curve, marks=marks)

    def halved(self) -> Sides | None:
        """Every other mark that stands at the very time of a drop just before it; None where there is none.

        By convention who is censored at the time of an event leaves after it. Where times were read off pixels, such
        marks may as well have come before.
        """
        if self.reach <= 0 or not self.marks.time.size:
            return None
        tied = np.isin(self.marks.time, self.curve.time) & ~np.isin(self.marks.time, self.columns)
        where = np.flatnonzero(tied & (self.marks.time > 0))[::2]
        if not where.size:
            return None
        times = self.marks.time.copy()
        times[where] = np.nextafter(times[where], -np.inf)
        return attrs.evolve(self, marks=Marks(np.sort(times), self.marks.complete))

    def needed(self, known: Known) -> Sides:
        """Moves without which an interval shows more marks than patients who left it."""
        sides = self
        gone = known.at_risk[:-1] - known.at_risk[1:]
        for _ in range(4 * gone.size if self.reach > 0 else 0):
            spare = sides._marks_per_interval(known)[:-1] - gone
            if not (spare > 0).any():
                break
            j = int(np.argmax(spare > 0))
            low, high = float(known.time[j]), float(known.time[j + 1])
            inside = np.flatnonzero((sides._at(low) if j else np.full(sides.marks.time.size, True)) & ~sides._at(high))
            nearest = sides.marks.time[inside]
            if high - nearest[-1] <= self.reach:
                sides = sides._mark_moved(int(inside[-1]), high, True)
            elif j and nearest[0] - low <= self.reach:
                sides = sides._mark_moved(int(inside[0]), low, False)
            else:
                break
        return sides

    def trimmed(self, known: Known) -> Sides:
        """Without the marks that are more than the patients who left an interval, those next to its edges first."""
        gone = np.append(known.at_risk[:-1] - known.at_risk[1:], known.at_risk[-1])
        held = self._marks_per_interval(known)
        if (held <= gone).all():
            return self
        keep = np.ones(self.marks.time.size, np.bool_)
        ends = np.append(known.time, np.inf)
        stop = np.cumsum(held)
        for j in np.flatnonzero(held > gone):
            inside = np.arange(stop[j] - held[j], stop[j])
            times = self.marks.time[inside]
            nearness = np.minimum(times - ends[j], ends[j + 1] - times)
            keep[inside[np.argsort(nearness, kind="stable")[: held[j] - gone[j]]]] = False
        return attrs.evolve(self, marks=Marks(self.marks.time[keep], self.marks.complete))

    def _marks_per_interval(self, known: Known) -> np.ndarray:
        cuts = [0, *(int((~self._at(float(c))).sum()) for c in known.time[1:]), self.marks.time.size]
        return np.diff(cuts)

    def _at(self, column: float) -> Bools:
        return self._later(self.marks.time, column)

    def _later(self, times: Floats, column: float) -> Bools:
        return np.asarray(times > column if self.after else times >= column)

    def _beside(self, column: float, later: bool) -> float:
        on_later = np.nextafter(column, np.inf) if self.after else column
        on_earlier = column if self.after else np.nextafter(column, -np.inf)
        return float(on_later if later else on_earlier)

    def _mark_moved(self, index: int, column: float, later: bool) -> Sides:
        times = self.marks.time.copy()
        times[index] = self._beside(column, later)
        return attrs.evolve(self, marks=Marks(np.sort(times), self.marks.complete))
