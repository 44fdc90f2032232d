"""A curve cut at the columns of its risk table: what the search works on."""

from __future__ import annotations

from typing import Literal

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.reconstruction.known import Known
from ipdrecon.reconstruction.spread import Spread
from ipdrecon.steps import StepCurve


@attrs.frozen(eq=False)
class Marks:
    """Censor marks and what they say: all of the censorings, or some."""

    time: Floats
    complete: bool = False


@attrs.frozen(eq=False)
class Pieces:
    """Drops and marks by interval. Intervals are numbered by the column they begin at; the last one is open.

    Attributes
    ----------
    time, survival, weight : (k,)   Drops: when, the level after, 1 / variance.
    share : (k,) float              Part of its interval's unseen censorings before the drop.
    marked : (k,) int               Marks of its interval before the drop.
    first : (J + 2,) int            First drop of each interval.
    marks : (J + 1,) int            Marks in each interval.
    fewest, most : (J,) int         Events an interval may have.
    edges : (J + 2,) float          Columns and the end.
    after : bool                    Whether those with time > column count as at risk.
    """

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
    def of(cls, curve: StepCurve, known: Known, spread: Spread, marks: Marks, error: float, convention: str) -> Pieces:
        """Cut ``curve`` and its marks at the columns of ``known``."""
        drops = np.flatnonzero(np.diff(np.append(1.0, curve.survival)) < 0)
        time, survival = curve.time[drops], curve.survival[drops]
        se = curve.survival_se[drops]
        after = convention == "after"
        last = float(known.time[-1])
        # Whoever is left is seen beyond the last column where only those count as at risk at it.
        edges = np.append(known.time, max(curve.end, float(np.nextafter(last, np.inf)) if after and last > 0 else last))
        side: Literal["left", "right"] = "right" if after else "left"
        first = np.searchsorted(time, known.time, side=side)
        first[0] = 0
        first = np.append(first, time.size).astype(np.int64)
        at = np.repeat(np.arange(known.time.size), np.diff(first))
        cuts = np.searchsorted(marks.time, known.time, side=side)
        cuts[0] = 0
        cuts = np.append(cuts, marks.time.size)
        marked = (np.searchsorted(marks.time, time, side="left") - cuts[at]).clip(0).astype(np.int64)
        share = spread.share(time, edges[:-1][at], last_leaving(edges, known.at_risk, curve.end)[at])
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

    def telling(self, patients: float) -> Bools:
        """Intervals whose drops tell the number at risk to within so many patients, (J + 1,).

        One event among n lowers S by S / n, so an error s of both levels makes sqrt(2) s n^2 / S of n.
        """
        fine = np.zeros(self.first.size - 1, np.bool_)
        for j in range(fine.size):
            low, high = int(self.first[j]), int(self.first[j + 1])
            if high > low:
                error = float(np.sqrt(2 / self.weight[low:high].min()))
                level = float(self.survival[low - 1]) if low else 1.0
                fine[j] = error * float(self.known.at_risk[j]) ** 2 <= patients * max(level, 1e-9)
        return fine

    def places(self, j: int, count: int) -> Floats:
        """Times of so many censorings of an interval that nobody saw."""
        if count <= 0:
            return np.zeros(0)
        inside = int(self.marks[j])
        if inside:
            start = int(self.marks[:j].sum())
            parts = self.spread.parts(count)
            pick = start + np.minimum(np.floor(parts * inside).astype(np.int64), inside - 1)
            return np.asarray(self.marked_times[pick], np.float64)
        begin, end = float(self.edges[j]), self._leaving(j)
        places = self.spread.places(count, begin, end)
        if self._closes(j):
            places = np.append(places[:-1], end)
        return self._inside(j, places)

    def gap_places(self, j: int, i: int, count: int) -> Floats:
        """Times of so many censorings between drop i - 1 and drop i of an interval (or its edges)."""
        if count <= 0:
            return np.zeros(0)
        low, high = int(self.first[j]), int(self.first[j + 1])
        begin = float(self.time[i - 1]) if i > low else float(self.edges[j])
        end = float(self.time[i]) if i < high else max(self._leaving(j), begin)
        between = self.marked_times[(self.marked_times >= begin) & (self.marked_times < end)]
        if between.size:
            return between[np.floor((np.arange(count) + 0.5) / count * between.size).astype(np.int64)]
        places = self.spread.places(count, begin, end)
        if i < high:
            # Before the drop, and not with it: those censored with an event count as at risk for it.
            return np.maximum(np.minimum(places, np.nextafter(end, -np.inf)), begin)
        if self._closes(j):
            places = np.append(places[:-1], end)
        return self._inside(j, places)

    def worst(self, events: Ints, censored: Floats) -> tuple[float, float]:
        """Largest difference of S at the drops for these events and censor times: beyond one event there, and in
        standard errors."""
        before = np.append(0, np.cumsum(events)[:-1]) + np.searchsorted(np.sort(censored), self.time, side="left")
        n = np.maximum(self.known.at_risk[0] - before, 1)
        estimate = np.cumprod(np.maximum(1.0 - events / n, 0.0))
        one = np.append(1.0, estimate)[:-1] / n
        off = np.abs(estimate - self.survival)
        return float((off - one).max(initial=0.0)), float((off * np.sqrt(self.weight)).max(initial=0.0))

    def _leaving(self, j: int) -> float:
        return float(last_leaving(self.edges, self.known.at_risk, self.curve.end)[j])

    def _closes(self, j: int) -> bool:
        """Whether nobody is left after interval j: its last patient leaves where the curve ends."""
        return j < self.edges.size - 2 and self.known.at_risk[j + 1] == 0

    def _inside(self, j: int, places: Floats) -> Floats:
        """Whoever counts at a column is still there at it: the others left strictly before, or after."""
        if self.after:
            return np.maximum(places, np.nextafter(float(self.edges[j]), np.inf)) if j else places
        if j == self.edges.size - 2:
            return places
        return np.minimum(places, np.nextafter(float(self.edges[j + 1]), -np.inf))


def last_leaving(edges: Floats, at_risk: Ints, end: float) -> Floats:
    """Until when patients leave in each interval: its end, or that of the curve where nobody is left after it."""
    ends = edges[1:].copy()
    closing = np.append(at_risk[1:] == 0, True)
    return np.where(closing, np.minimum(ends, np.maximum(end, edges[:-1])), ends)
