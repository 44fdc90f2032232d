"""Whole-number events and censorings nearest to the curve that keep every published count."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.reconstruct.kernels import chain, fill, open_end
from ipdrecon.reconstruct.known import Known
from ipdrecon.reconstruct.spread import Spread
from ipdrecon.steps import StepCurve


@attrs.frozen(eq=False)
class Solved:
    """Patients that were found.

    Attributes
    ----------
    time : (n,) float
    event : (n,) bool
    misfit : float         Sum of squared differences of S over their variances.
    worst : float          Largest absolute difference of S.
    left : int             Patients still at risk at the end of the curve.
    unseen : int           Censorings that no mark shows, left ones not counted.
    """

    time: Floats
    event: Bools
    misfit: float
    worst: float
    left: int
    unseen: int


@attrs.frozen(eq=False)
class Marks:
    """Censor marks and what they say: all of the censorings, or some."""

    time: Floats
    complete: bool = False


def constrained(
    curve: StepCurve,
    known: Known,
    spread: Spread,
    *,
    marks: Marks,
    error: float,
    convention: str = "at_or_after",
    unseen_at_end: int = -1,
) -> Solved | None:
    """The best patients, None where none keep all counts.

    Follow-up is divided at the columns. Inside an interval the events follow from the curve once it is known how many
    of those who left were censored; a beam of hypotheses, one for each number of events so far, goes through the
    intervals, each trying the numbers next to the one the curve asks for (in closed form, Titman 2026). The stretch
    after the last column ends with one patient left, unless ``unseen_at_end`` or the total of events says otherwise.
    """
    pieces = _Pieces.of(curve, known, spread, marks, error, convention)
    parent, chosen, kept, total, level, cost = chain(
        pieces.survival, pieces.weight, pieces.share, pieces.marked, pieces.first, known.at_risk, pieces.marks,
        pieces.fewest, pieces.most,
    )  # fmt: skip
    steps = known.time.size - 1
    number = int(kept[-1]) if steps else 1
    if steps and (kept == 0).any():
        return None
    low, high = int(pieces.first[-2]), int(pieces.first[-1])
    unseen = 0 if marks.complete else unseen_at_end
    best = None
    for s in range(number):
        wanted = -1 if known.total is None else known.total - int(total[s])
        if known.total is not None and wanted < 0:
            continue
        end = open_end(
            pieces.survival, pieces.weight, pieces.share, pieces.marked, low, high, int(known.at_risk[-1]),
            float(level[s]), int(pieces.marks[-1]), unseen, wanted,
        )  # fmt: skip
        if np.isfinite(end[0]) and (best is None or cost[s] + end[0] < best[0]):
            best = (float(cost[s] + end[0]), s, end)
    if best is None:
        return None
    path = np.zeros(steps, np.int64)
    slot = best[1]
    for j in range(steps - 1, -1, -1):
        path[j] = chosen[j, slot]
        slot = int(parent[j, slot])
    return pieces.patients(path, best[2], best[0])


@attrs.frozen(eq=False)
class _Pieces:
    """Drops and marks of a curve, cut at the columns."""

    curve: StepCurve
    known: Known
    spread: Spread
    marked_times: Floats
    time: Floats
    survival: Floats
    weight: Floats
    share: Floats
    marked: Ints
    first: Ints
    marks: Ints
    fewest: Ints
    most: Ints
    edges: Floats
    after: bool

    @classmethod
    def of(cls, curve: StepCurve, known: Known, spread: Spread, marks: Marks, error: float, convention: str) -> _Pieces:
        drops = np.flatnonzero(np.diff(np.append(1.0, curve.survival)) < 0)
        time, survival = curve.time[drops], curve.survival[drops]
        se = curve.survival_se[drops]
        after = convention == "after"
        edges = np.append(known.time, max(curve.end, float(known.time[-1])))
        side = "right" if after else "left"
        first = np.searchsorted(time, known.time, side=side)
        first[0] = 0
        first = np.append(first, time.size).astype(np.int64)
        at = np.repeat(np.arange(known.time.size), np.diff(first))
        cuts = np.searchsorted(marks.time, known.time, side=side)
        cuts[0] = 0
        cuts = np.append(cuts, marks.time.size)
        marked = (np.searchsorted(marks.time, time, side="left") - cuts[at]).clip(0).astype(np.int64)
        ends = _last_leaving(edges, known.at_risk, curve.end)
        share = spread.share(time, edges[:-1][at], ends[at])
        inside = np.diff(cuts).astype(np.int64)
        if marks.time.size and not marks.complete:
            # Every censoring has a mark; those that merged sit where marks are.
            share = np.where(inside[at] > 0, marked / np.maximum(inside[at], 1), share)
        gone = known.at_risk[:-1] - known.at_risk[1:]
        fewest = np.where(known.events >= 0, known.events, np.where(known.censored >= 0, gone - known.censored, 0))
        most = np.where((known.events >= 0) | (known.censored >= 0), fewest, gone)
        if marks.complete:
            fewest = most = gone - inside[:-1]
        return cls(
            curve=curve, known=known, spread=spread, marked_times=marks.time, time=time, survival=survival,
            weight=1.0 / np.where(se > 0, se, error) ** 2, share=share, marked=marked, first=first, marks=inside,
            fewest=fewest.astype(np.int64), most=most.astype(np.int64), edges=edges, after=after,
        )  # fmt: skip

    def patients(self, path: Ints, end: tuple[float, int, int, Ints, float], misfit: float) -> Solved:
        """Times and flags for the events chosen per interval."""
        at_risk = self.known.at_risk
        events = np.zeros(self.time.size, np.int64)
        estimate = np.zeros(self.time.size)
        level, censored, unseen_in_all = 1.0, [self.marked_times], 0
        ends = _last_leaving(self.edges, at_risk, self.curve.end)
        for j in range(path.size):
            low, high = int(self.first[j]), int(self.first[j + 1])
            unseen = int(at_risk[j] - at_risk[j + 1] - self.marks[j] - path[j])
            _, level, _ = fill(
                self.survival, self.weight, self.share, self.marked, low, high, int(at_risk[j]), level, unseen,
                int(path[j]), events, estimate,
            )  # fmt: skip
            censored.append(self._places(j, unseen, ends[j]))
            unseen_in_all += unseen
        _, unseen, last_events, found, _ = end
        low = int(self.first[-2])
        events[low:] = found[low:]
        censored.append(self._places(path.size, int(unseen), ends[-1]))
        left = int(at_risk[-1] - self.marks[-1] - unseen - last_events)
        censored.append(np.full(left, self.edges[-1]))
        gone = np.concatenate(censored)
        times = np.concatenate([np.repeat(self.time, events), gone])
        flags = np.repeat([True, False], [int(events.sum()), gone.size])
        return Solved(times, flags, misfit, self._worst(events, gone), left, unseen_in_all + int(unseen))

    def _places(self, j: int, count: int, end: float) -> Floats:
        """Times of the censorings of an interval that nobody saw."""
        if count <= 0:
            return np.zeros(0)
        begin = float(self.edges[j])
        inside = int(self.marks[j])
        if inside:
            start = int(self.marks[:j].sum())
            pick = start + np.floor((np.arange(count) + 0.5) / count * inside).astype(np.int64)
            return self.marked_times[pick]
        places = self.spread.places(count, begin, end)
        if j < self.edges.size - 2 and self.known.at_risk[j + 1] == 0:
            # Nobody is left: the last one leaves where the curve ends.
            places = np.append(places[:-1], end)
        # Whoever counts at a column is still there at it: the others left strictly before, or after.
        if self.after:
            return np.maximum(places, np.nextafter(begin, np.inf)) if j else places
        last = j == self.edges.size - 2
        return places if last else np.minimum(places, np.nextafter(float(self.edges[j + 1]), -np.inf))

    def _worst(self, events: Ints, gone: Floats) -> float:
        ordered = np.sort(gone)
        before = np.append(0, np.cumsum(events)[:-1]) + np.searchsorted(ordered, self.time, side="left")
        n = self.known.at_risk[0] - before
        estimate = np.cumprod(np.where(n > 0, 1.0 - events / np.maximum(n, 1), 1.0))
        return float(np.abs(estimate - self.survival).max(initial=0.0))


def _last_leaving(edges: Floats, at_risk: Ints, end: float) -> Floats:
    """Until when patients leave in each interval: its end, or that of the curve where nobody is left after it."""
    ends = edges[1:].copy()
    closing = np.append(at_risk[1:] == 0, True)
    return np.where(closing, np.minimum(ends, np.maximum(end, edges[:-1])), ends)
