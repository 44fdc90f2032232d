"""The common grid of times on which studies are pooled."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Locked, array_field, floats
from pooling.studies import StudyCurve

#: Fewer patients than this at risk do not carry a study's curve farther.
FEWEST_AT_RISK = 5
#: Events a study should have in an interval, on average. With one expected event the quarter-patient correction
#: raises the pooled hazard by 4%, with two by less than 1%, with a half by 22%.
EVENTS_A_CELL = 2.0
#: Between-study covariance has T(T+1)/2 terms; twenty follow any curve
#: to within a fortieth of its fall.
MOST_INTERVALS = 20
FEWEST_INTERVALS = 4


@attrs.frozen
class Grid(Locked):
    """Ends of the intervals (T,) and the reason they were chosen."""

    time: Floats = array_field(floats)
    reason: str = ""


def automatic(studies: Sequence[StudyCurve]) -> Grid:
    """The times all studies are given at, where they share them; else intervals over which survival falls alike.

    An interval ends once pooled survival has fallen by a twentieth of its whole fall and every study still in it has
    had two events on average. The grid ends with the last study that has patients to carry it on; where others have
    ended before, the result says so.
    """
    shared = _shared(studies)
    if shared is not None:
        return Grid(shared, f"the {shared.size} times at which all curves are given")
    end = last_supported(studies)
    times, counts = _events(studies, end)
    grid = _round(_falls(studies, times, counts, end), end)
    cells = sum(int((grid <= s.end).sum()) for s in studies)
    return Grid(
        grid,
        f"{grid.size} intervals over which survival falls about alike, {counts.sum() / max(cells, 1):.1f} events in "
        f"each of every study on average, up to {end:.4g}, where a study still has {FEWEST_AT_RISK} at risk",
    )


def last_supported(studies: Sequence[StudyCurve]) -> float:
    """Latest time a study still has patients to reach."""
    return max(_carries(s) for s in studies)


def _carries(study: StudyCurve) -> float:
    if study.patients is not None:
        ordered = np.sort(study.patients.time)
        return (
            float(ordered[-FEWEST_AT_RISK])
            if ordered.size >= FEWEST_AT_RISK and ordered[-FEWEST_AT_RISK] > 0
            else float(ordered[-1])
        )
    enough = np.flatnonzero(study.at_risk >= FEWEST_AT_RISK)
    return float(study.time[enough[-1]]) if enough.size else study.end


def _shared(studies: Sequence[StudyCurve]) -> Floats | None:
    """The union of times where every study is a curve given at all of them up to its end."""
    if any(s.patients is not None for s in studies):
        return None
    union = np.unique(np.concatenate([s.time for s in studies]))
    if union.size > 3 * MOST_INTERVALS or not all(np.array_equal(union[: s.time.size], s.time) for s in studies):
        return None
    return union


def _events(studies: Sequence[StudyCurve], end: float) -> tuple[Floats, Floats]:
    """Times of events and how many, of all studies together."""
    times, weights = [], []
    for s in studies:
        if s.patients is not None:
            at = s.patients.time[s.patients.event]
            times.append(np.maximum(at, 1e-9 * end))
            weights.append(np.ones(at.size))
        else:
            times.append(s.time)
            weights.append(s.falls)
    at, count = np.concatenate(times), np.concatenate(weights)
    order = np.argsort(at, kind="stable")
    inside = at[order] <= end
    return at[order][inside], count[order][inside]


def _falls(studies: Sequence[StudyCurve], times: Floats, counts: Floats, end: float) -> Floats:
    """Ends of the intervals before rounding."""
    if not times.size:
        return np.linspace(0.0, end, FEWEST_INTERVALS + 1)[1:]
    at_risk = np.sum([_at_risk(s, times) for s in studies], axis=0)
    pooled = np.exp(-np.cumsum(counts / np.maximum(at_risk, counts)))
    followed = np.sum([times <= s.end for s in studies], axis=0)
    wanted = (1.0 - pooled[-1]) / MOST_INTERVALS
    ends, level, gathered = [], 1.0, 0.0
    for time, survival, count, still in zip(times, pooled, counts, followed, strict=True):
        gathered += count / max(still, 1)
        if level - survival >= wanted * (1 - 1e-9) and gathered >= EVENTS_A_CELL and time < end:
            ends.append(time)
            level, gathered = survival, 0.0
    # What is left at the end is too little for an interval of its own.
    if ends and gathered < EVENTS_A_CELL / 2:
        ends.pop()
    return np.array([*ends, end])


def _at_risk(study: StudyCurve, times: Floats) -> Floats:
    """Patients at risk at each time; for a curve, those at the start of its interval."""
    if study.patients is not None:
        return study.patients.at_risk(times)
    at = np.searchsorted(study.time, times, side="left")
    return np.where(at < study.time.size, study.at_risk[np.minimum(at, study.time.size - 1)], 0.0)


def _round(grid: Floats, end: float) -> Floats:
    """To round numbers as fine as a fifth of the narrowest usual interval; the end stays inside follow-up."""
    usual = end / grid.size
    unit = 10.0 ** np.floor(np.log10(usual / 2))
    rounded = np.unique(np.round(grid[:-1] / unit) * unit)
    rounded = rounded[(rounded > 0) & (rounded < end - unit / 2)]
    return np.append(np.round(rounded, 12), end)
