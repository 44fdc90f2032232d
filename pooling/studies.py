"""The studies of a regimen as they come in: patients, or a curve with numbers at risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs
import numpy as np

from ipdrecon.errors import CurveError, InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD
from pooling.product_limit import ProductLimit, of_counts, of_patients

#: A curve that rises by more than this is not noise of reading it.
LARGEST_RISE = 0.05


@attrs.frozen
class StudyCurve(Locked):
    """One study's survival curve under one regimen.

    Attributes
    ----------
    study, regimen : str
    time : (m,) float       Above 0, strictly increasing.
    survival : (m,) float   S at each time, never rising.
    at_risk : (m,) float    Patients at risk at the start of the interval that ends at each time, that is just after
                            the time before; whole or fractional.
    patients : ipd or None  The patients behind the curve where they are known; the curve is then evaluated exactly.
    time_unit : str
    notes : tuple of str    What was mended.
    """

    study: str
    regimen: str
    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    at_risk: Floats = array_field(floats)
    patients: IPD | None = None
    time_unit: str = ""
    notes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        where = f"study '{self.study}'"
        if self.time.ndim != 1 or not self.time.size or len({a.shape for a in self._columns}) != 1:
            raise CurveError(
                f"{where} has columns of sizes {[a.size for a in self._columns]}; give equally many, one or more"
            )
        if not all(np.isfinite(a).all() for a in self._columns):
            raise CurveError(f"{where} holds a cell that is no number; remove that row")
        if self.time[0] <= 0 or (np.diff(self.time) <= 0).any():
            raise CurveError(f"times of {where} must be above 0 and rise strictly")
        if self.survival.min() < 0 or self.survival.max() > 1:
            raise CurveError(
                f"survival of {where} runs from {self.survival.min():g} to {self.survival.max():g}; "
                "it must be in [0, 1]"
            )
        if (np.diff(self.survival) > 1e-12).any():
            raise CurveError(f"survival of {where} rises; a survival curve cannot")
        if self.at_risk.min() < 0:
            raise CurveError(f"{where} has {self.at_risk.min():g} patients at risk; give 0 or more")

    @property
    def _columns(self) -> tuple[Floats, Floats, Floats]:
        return self.time, self.survival, self.at_risk

    @property
    def end(self) -> float:
        """Last follow-up."""
        return float(self.patients.time.max()) if self.patients is not None else float(self.time[-1])

    @property
    def size(self) -> int:
        """Patients."""
        return len(self.patients) if self.patients is not None else round(float(self.at_risk[0]))

    @property
    def events(self) -> int:
        """Events; from a curve, those its falls amount to."""
        if self.patients is not None:
            return int(self.patients.event.sum())
        return round(float(self.falls.sum()))

    @property
    def falls(self) -> Floats:
        """Events in each interval that the curve's falls amount to, (m,)."""
        before = np.append(1.0, self.survival[:-1])
        return np.asarray(self.at_risk * (1.0 - self.survival / np.where(before > 0, before, 1.0)) * (before > 0))

    @cached_property
    def product_limit(self) -> ProductLimit:
        """Kaplan-Meier of the patients; of a curve, its falls as events among those at risk at the start."""
        if self.patients is not None:
            return of_patients(self.patients)
        return of_counts(self.time, self.falls, self.at_risk, float(self.at_risk[0]), self.end)

    @classmethod
    def of_patients(cls, ipd: IPD, study: str, regimen: str) -> StudyCurve:
        """A study from its patients."""
        time, events, at_risk = ipd.counts()
        survival = np.cumprod(1.0 - events / at_risk)
        # A curve starts after time 0; events at 0 belong to its first interval.
        late = time > 0
        if not late.any():
            raise InputError(f"all patients of study '{study}' leave at time 0; there is no curve to pool")
        start = np.append(float(len(ipd)), at_risk[late][1:])
        return cls(
            study=study, regimen=regimen, time=time[late], survival=floats(survival)[late], at_risk=start,
            patients=ipd, time_unit=ipd.time_unit,
        )  # fmt: skip

    @classmethod
    def of_points(
        cls,
        study: str,
        regimen: str,
        time: Floats,
        survival: Floats,
        at_risk: Floats,
        *,
        at_times: bool = False,
        time_unit: str = "",
    ) -> StudyCurve:
        """A study from points of its curve.

        Parameters
        ----------
        at_risk : (m,)   NaN where not printed: the number is then carried along between those that are, as survival
                         falls and censoring goes on at an even rate.
        at_times : bool  Whether numbers at risk are those at each time (as figures print them); else those at the
                         start of the interval that ends there (metaSurvival, RISCA).

        Raises
        ------
        CurveError  where the curve rises by more than reading noise, or nothing is printed at risk.
        """
        order = np.argsort(time, kind="stable")
        time, survival, at_risk = (np.asarray(a, dtype=float)[order] for a in (time, survival, at_risk))
        if survival.size and survival.max() > 1 and survival.max() <= 100:
            raise CurveError(
                f"survival of study '{study}' goes up to {survival.max():g}; give proportions, not percent"
            )
        notes = []
        lowest = np.minimum.accumulate(survival)
        rise = float((survival - lowest).max()) if survival.size else 0.0
        if rise > LARGEST_RISE:
            at = int(np.argmax(survival - lowest))
            raise CurveError(
                f"survival of study '{study}' rises by {rise:.3f} up to t={time[at]:g}; a survival curve cannot rise: "
                "mend the row, or give 1 - S of cumulative incidence"
            )
        if rise > 1e-12:
            notes.append(f"study '{study}': rises of up to {rise:.4f} were flattened")
        survival = lowest
        zero = time == 0
        if at_times:
            time, survival, at_risk = _starts(study, time, survival, at_risk)
        else:
            time, survival, at_risk = time[~zero], survival[~zero], at_risk[~zero]
        keep = ~np.isnan(at_risk)
        return cls(study, regimen, time[keep], survival[keep], at_risk[keep], time_unit=time_unit, notes=tuple(notes))


def _starts(study: str, time: Floats, survival: Floats, at_risk: Floats) -> tuple[Floats, Floats, Floats]:
    """Numbers at risk at each time become those at the start of each interval."""
    known = ~np.isnan(at_risk)
    if not known.any() or time[known][0] > 0:
        raise CurveError(
            f"study '{study}' has no number at risk at time 0; add that row, or give numbers at the start of intervals"
        )
    filled = np.where(known, at_risk, carried(survival, time, at_risk[known], survival[known], time[known]))
    final = np.append(np.diff(time) > 0, True)
    time, survival, filled = time[final], survival[final], filled[final]
    if time.size < 2:
        raise CurveError(f"study '{study}' has a row at time 0 only; give its curve")
    if survival[0] < 1:
        # Failures at time 0 are failures of the first interval among all who began.
        filled[0] = at_risk[known][0]
    return time[1:], survival[1:], filled[:-1]


def carried(alive: Floats, time: Floats, known: Floats, known_alive: Floats, known_time: Floats) -> Floats:
    """Numbers at risk at any ``time``: survival times the share not yet censored, which falls evenly in between.

    ``alive`` and ``known_alive`` are the curve at ``time`` and at ``known_time``, where ``known`` numbers are printed.
    After the last printed number the share stays as it was.
    """
    usable = (known_alive > 0) & (known > 0)
    if not usable.any():
        return np.zeros_like(time)
    logs = np.interp(time, known_time[usable], np.log(known[usable] / known_alive[usable]))
    # A printed 0 ends the study, whatever the drawn curve does.
    ended = known_time[known <= 0].min() if (known <= 0).any() else np.inf
    return np.where(time >= ended, 0.0, np.exp(logs) * alive)


def by_regimen(studies: Sequence[StudyCurve], regimens: Mapping[str, str]) -> dict[str, list[StudyCurve]]:
    """Studies under the regimen their arm belongs to, in order of appearance.

    Two arms of one study under one regimen become one study where their patients are known.

    Raises
    ------
    InputError  where a named arm is in no study, or two arms of a study without patients share a regimen.
    """
    known = list(dict.fromkeys(s.regimen for s in studies))
    if unknown := sorted(set(regimens) - set(known)):
        raise InputError(f"no patient on '{unknown[0]}'; the treatments are {', '.join(known)}")
    groups: dict[str, dict[str, list[StudyCurve]]] = {}
    for s in studies:
        groups.setdefault(regimens.get(s.regimen, s.regimen), {}).setdefault(s.study, []).append(s)
    return {name: [_joined(name, arms) for arms in group.values()] for name, group in groups.items()}


def _joined(regimen: str, arms: list[StudyCurve]) -> StudyCurve:
    if len(arms) == 1:
        return attrs.evolve(arms[0], regimen=regimen)
    patients = [s.patients for s in arms if s.patients is not None]
    if len(patients) < len(arms):
        names = " and ".join(f"'{s.regimen}'" for s in arms)
        raise InputError(
            f"study '{arms[0].study}' gives {names} to regimen '{regimen}' as curves; "
            "join their curves first, or keep one"
        )
    joined = StudyCurve.of_patients(IPD.concat(patients), arms[0].study, regimen)
    names = " and ".join(s.regimen for s in arms)
    return attrs.evolve(joined, notes=(f"study '{joined.study}': arms {names} count as one",))


def of_ipd(ipd: IPD) -> list[StudyCurve]:
    """Every arm of every trial."""
    return [StudyCurve.of_patients(arm, trial, treatment) for trial, treatment, arm in ipd.arms()]
