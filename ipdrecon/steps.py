"""A survival curve as a right-continuous step function."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.errors import CurveError
from ipdrecon.frozen import Floats, Locked, array_field, floats

#: Rise of S that is rounding of decimal input and not a rising curve.
ROUNDING = 1e-12


@attrs.frozen
class StepCurve(Locked):
    """Right-continuous survival curve, stored as its jumps: S(t) = survival[i] for time[i] <= t < time[i+1].

    Attributes
    ----------
    time : (k,) float          Strictly increasing, ``time[0] == 0``; in the trial's time unit.
    survival : (k,) float      In [0, 1], never rising; ``survival[0]`` is 1 unless patients failed at time 0.
    end : float                Last follow-up: where the drawn curve stops. At least ``time[-1]``.
    survival_se : (k,) float   Standard error of each level (0 where exact).
    time_se : float            Standard error of the jump times.
    marks : (m,) float         Censor times read off the curve, sorted; may repeat where marks show several patients.
    marks_complete : bool      Whether every censored patient is believed to have a mark; False where marks merge
                               (they are then a lower bound) or where none were printed.
    since : (k,) float         The level was reached no earlier than this: the time of the point read before it.
                               Equal to ``time`` where the drop itself was seen.
    """

    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    end: float = attrs.field(default=np.nan)
    survival_se: Floats = array_field(floats, factory=lambda: floats([]))
    time_se: float = 0.0
    marks: Floats = array_field(floats, factory=lambda: floats([]))
    marks_complete: bool = False
    since: Floats = array_field(floats, factory=lambda: floats([]))

    def __attrs_post_init__(self) -> None:
        time, survival = self.time, self.survival
        if time.ndim != 1 or time.shape != survival.shape or time.size == 0:
            raise CurveError(
                f"a curve has {time.size} times and {survival.size} survival values; it needs as many of one as of "
                "the other, and at least one"
            )
        if not (np.isfinite(time).all() and np.isfinite(survival).all()):
            raise CurveError("a curve holds a time or survival value that is not a number; remove those rows")
        if time[0] != 0:
            raise CurveError(
                f"a curve starts at ({time[0]:g}, {survival[0]:g}); it must start at time 0: "
                "StepCurve.from_points adds the row (0, 1)"
            )
        if (step := np.diff(time)).size and (step <= 0).any():
            at = int(np.argmax(step <= 0))
            raise CurveError(
                f"times of a curve go from {time[at]:g} to {time[at + 1]:g}; they must rise strictly: "
                "StepCurve.from_points orders them"
            )
        if (rise := np.diff(survival)).size and (rise > ROUNDING).any():
            at = int(np.argmax(rise > ROUNDING))
            raise CurveError(
                f"survival rises from {survival[at]:.4f} to {survival[at + 1]:.4f} at t={time[at + 1]:g}; "
                "a survival curve cannot rise: if this is reading noise, use StepCurve.from_points"
            )
        if survival.min() < 0 or survival.max() > 1:
            raise CurveError(f"survival goes down to {survival.min():g}; it must stay in [0, 1]")
        if np.isnan(self.end):
            object.__setattr__(self, "end", float(time[-1]))
        if self.end < time[-1]:
            raise CurveError(f"a curve ends at t={self.end:g} but steps at t={time[-1]:g}; give an end after its steps")
        if self.survival_se.size == 0:
            object.__setattr__(self, "survival_se", floats(np.zeros(time.size)))
        if self.survival_se.shape != time.shape:
            raise CurveError(f"a curve of {time.size} steps has {self.survival_se.size} standard errors; give as many")
        if self.since.size == 0:
            object.__setattr__(self, "since", time)
        if self.since.shape != time.shape or not (self.since <= time).all():
            raise CurveError(
                "levels of a curve must be reached no earlier than their ``since``; give one for each step"
            )
        if self.marks.size and ((np.diff(self.marks) < 0).any() or self.marks[0] < 0):
            raise CurveError("censor marks must be times of 0 or later, in rising order; sort them first")

    def __call__(self, time: npt.ArrayLike) -> Floats:
        """S(t); NaN after the last follow-up and before 0."""
        at = np.asarray(time, dtype=np.float64)
        index = np.searchsorted(self.time, at, side="right") - 1
        inside = (at >= 0) & (at <= self.end)
        return np.where(inside, self.survival[np.clip(index, 0, None)], np.nan)

    def before(self, time: npt.ArrayLike) -> Floats:
        """S(t-), the level just before t; NaN after the last follow-up."""
        at = np.asarray(time, dtype=np.float64)
        levels = np.append(1.0, self.survival)[np.searchsorted(self.time, at, side="left")]
        return np.where((at >= 0) & (at <= self.end), levels, np.nan)

    def median(self, level: float = 0.5) -> float:
        """First time S(t) <= ``level``; inf where the curve does not come down so far.

        Where S equals the level on a stretch, that is the first time of the stretch (Brookmeyer & Crowley 1982 leave
        the choice open; R's survfit takes the midpoint of the stretch).
        """
        below = np.flatnonzero(self.survival <= level + ROUNDING)
        return float(self.time[below[0]]) if below.size else float("inf")

    def rmst(self, horizon: float) -> float:
        """Area under the curve up to ``horizon`` (restricted mean survival time).

        Raises
        ------
        CurveError  where ``horizon`` lies after the last follow-up and S has not reached 0.
        """
        if horizon > self.end and self.survival[-1] > 0:
            raise CurveError(
                f"RMST at {horizon:g} asked of a curve followed to {self.end:g}; choose a horizon inside follow-up"
            )
        edges = np.append(np.minimum(self.time, horizon), horizon)
        return float(np.sum(self.survival * np.diff(edges)))

    @classmethod
    def from_points(
        cls,
        time: npt.ArrayLike,
        survival: npt.ArrayLike,
        *,
        end: float | None = None,
        survival_se: npt.ArrayLike | None = None,
        time_se: float = 0.0,
        marks: npt.ArrayLike = (),
        marks_complete: bool = False,
        clicked: bool = False,
    ) -> StepCurve:
        """The curve through points in any order: sorted, (0, 1) added, rises flattened by a running minimum.

        Several points at one time leave the lowest. Points that do not lower the curve only extend its end. Values
        are clipped to [0, 1]; percentages are not recognised here. ``clicked``: points are some of those on the curve
        and not all its steps, so that a level may have been reached at any time since the point before.
        """
        times = np.asarray(time, dtype=np.float64).ravel()
        levels = np.clip(np.asarray(survival, dtype=np.float64).ravel(), 0.0, 1.0)
        if times.size == 0 or times.shape != levels.shape:
            raise CurveError(
                f"{times.size} times came with {levels.size} survival values; a curve needs as many of each"
            )
        if not (np.isfinite(times).all() and np.isfinite(levels).all()):
            raise CurveError("a curve holds a time or survival value that is not a number; remove those rows")
        if times.min() < 0:
            raise CurveError(f"a curve has a point at time {times.min():g}; times must be 0 or later")
        errors = np.zeros_like(times) if survival_se is None else np.asarray(survival_se, dtype=np.float64).ravel()
        order = np.lexsort((-levels, times))
        times, levels, errors = times[order], np.minimum.accumulate(levels[order]), errors[order]
        last = float(times[-1]) if end is None else float(end)
        final = np.append(np.diff(times) > 0, True)
        times, levels, errors = times[final], levels[final], errors[final]
        if times[0] != 0:
            times, levels, errors = np.append(0.0, times), np.append(1.0, levels), np.append(0.0, errors)
        steps = np.append(True, np.diff(levels) < 0)
        since = np.append(times[0], times[:-1]) if clicked else times
        return cls(
            time=times[steps],
            survival=levels[steps],
            end=max(last, float(times[steps][-1])),
            survival_se=errors[steps],
            time_se=time_se,
            marks=np.sort(np.asarray(marks, dtype=np.float64)),
            marks_complete=marks_complete,
            since=since[steps],
        )
