"""Individual patient data: tidy columns trial, treatment, time, event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.errors import IPDError
from ipdrecon.frozen import Bools, Floats, Locked, Texts, array_field, bools, floats, texts
from ipdrecon.steps import StepCurve


@attrs.frozen
class IPD(Locked):
    """Times to event or censoring, one row a patient.

    Attributes
    ----------
    time : (n,) float       Finite, 0 or later.
    event : (n,) bool       True for an event, False for censoring.
    treatment : (n,) str    Arm of the patient.
    trial : (n,) str        Trial of the patient; "" where there is only one.
    time_unit : str         One unit for all rows: "days", "weeks", "months", "years", or "" where not known.
    """

    time: Floats = array_field(floats)
    event: Bools = array_field(bools)
    treatment: Texts = array_field(texts)
    trial: Texts = array_field(texts)
    time_unit: str = ""

    def __attrs_post_init__(self) -> None:
        sizes = {self.time.shape, self.event.shape, self.treatment.shape, self.trial.shape}
        if len(sizes) != 1 or self.time.ndim != 1:
            raise IPDError(f"columns of patient data have shapes {sorted(sizes)}; they must be equally long")
        if self.time.size == 0:
            raise IPDError("patient data hold no patient; give at least one row")
        if not np.isfinite(self.time).all():
            raise IPDError(f"patient {int(np.argmin(np.isfinite(self.time))) + 1} has no finite time")
        if self.time.min() < 0:
            raise IPDError(
                f"patient {int(np.argmin(self.time)) + 1} has time {self.time.min():g}; times must be 0 or later"
            )
        if self.time_unit and self.time_unit not in MONTHS_PER_UNIT:
            raise IPDError(f"time unit '{self.time_unit}' is unknown; use one of {', '.join(MONTHS_PER_UNIT)}")

    def __len__(self) -> int:
        return int(self.time.size)

    @classmethod
    def of_arm(
        cls,
        time: npt.ArrayLike,
        event: npt.ArrayLike,
        *,
        treatment: str = "",
        trial: str = "",
        time_unit: str = "",
    ) -> IPD:
        """Patients of one arm of one trial, sorted by time, events before censorings at the same time."""
        times, events = np.asarray(time, dtype=np.float64), np.asarray(event, dtype=np.bool_)
        order = np.lexsort((~events, times))
        return cls(
            time=times[order],
            event=events[order],
            treatment=np.full(times.size, treatment),
            trial=np.full(times.size, trial),
            time_unit=time_unit,
        )

    @classmethod
    def concat(cls, parts: Iterable[IPD]) -> IPD:
        """All rows of several sets; a set without a time unit takes that of the others.

        Raises
        ------
        IPDError  where two sets have different time units: bring them to one with ``in_unit`` first.
        """
        sets = list(parts)
        units = {part.time_unit for part in sets} - {""}
        if len(units) > 1:
            raise IPDError(f"patient data in {' and '.join(sorted(units))} cannot be joined; use one time unit")
        return cls(
            time=np.concatenate([part.time for part in sets]),
            event=np.concatenate([part.event for part in sets]),
            treatment=np.concatenate([part.treatment for part in sets]),
            trial=np.concatenate([part.trial for part in sets]),
            time_unit=units.pop() if units else "",
        )

    def select(self, rows: Bools) -> IPD:
        """The rows where ``rows`` is True."""
        return attrs.evolve(
            self, time=self.time[rows], event=self.event[rows], treatment=self.treatment[rows], trial=self.trial[rows]
        )

    def arm(self, treatment: str, trial: str | None = None) -> IPD:
        """Patients on one treatment, in one trial or in all."""
        rows = self.treatment == treatment
        if trial is not None:
            rows = rows & (self.trial == trial)
        if not rows.any():
            raise IPDError(f"no patient on '{treatment}'" + (f" in trial '{trial}'" if trial is not None else ""))
        return self.select(rows)

    @property
    def trials(self) -> tuple[str, ...]:
        """Trials in order of appearance."""
        return _in_order(self.trial)

    @property
    def treatments(self) -> tuple[str, ...]:
        """Treatments in order of appearance."""
        return _in_order(self.treatment)

    def arms(self) -> Iterator[tuple[str, str, IPD]]:
        """(trial, treatment, patients) of every arm, in order of appearance."""
        for trial in self.trials:
            inside = self.trial == trial
            for treatment in _in_order(self.treatment[inside]):
                yield trial, treatment, self.select(inside & (self.treatment == treatment))

    def in_unit(self, unit: str) -> IPD:
        """The same patients with times in another unit.

        Raises
        ------
        IPDError  where the unit of these data is not known.
        """
        if not self.time_unit:
            raise IPDError(f"patient data without a time unit cannot be given in {unit}; say their unit first")
        factor = MONTHS_PER_UNIT[self.time_unit] / MONTHS_PER_UNIT[unit]
        return attrs.evolve(self, time=self.time * factor, time_unit=unit)

    def km(self) -> StepCurve:
        """Product-limit estimate over all rows together (Kaplan & Meier 1958), with censor times as marks."""
        time, events, at_risk = self.counts()
        survival = np.cumprod(1.0 - events / at_risk)
        drops = events > 0
        return StepCurve.from_points(
            np.append(0.0, time[drops]),
            np.append(1.0, survival[drops]),
            end=float(self.time.max()),
            marks=np.sort(self.time[~self.event]),
            marks_complete=True,
        )

    def counts(self) -> tuple[Floats, Floats, Floats]:
        """Distinct times, events at each, and numbers at risk just before each, all (k,)."""
        distinct, inverse = np.unique(self.time, return_inverse=True)
        events = np.bincount(inverse, weights=self.event, minlength=distinct.size).astype(np.float64)
        leaving = np.bincount(inverse, minlength=distinct.size)
        at_risk = self.time.size - np.append(0, np.cumsum(leaving)[:-1])
        return distinct, events, at_risk.astype(np.float64)

    def at_risk(self, time: npt.ArrayLike, *, convention: str = "at_or_after") -> Floats:
        """Patients still at risk at each time: those with time >= t, or > t under the convention "after"."""
        side: Literal["left", "right"] = "left" if convention == "at_or_after" else "right"
        ordered = np.sort(self.time)
        return (self.time.size - np.searchsorted(ordered, np.asarray(time, dtype=np.float64), side=side)).astype(
            np.float64
        )


def _in_order(names: Texts) -> tuple[str, ...]:
    distinct, first = np.unique(names, return_index=True)
    return tuple(str(name) for name in distinct[np.argsort(first)])
