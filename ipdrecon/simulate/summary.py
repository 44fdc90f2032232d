"""What a trial published of one endpoint, and the same statistics of given patients."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.ipd import IPD

#: Size of a misfit that weighs one unit: survival, log hazard ratio, share of the events.
SURVIVAL_UNIT, RATIO_UNIT, EVENTS_UNIT = 0.002, 0.004, 0.02


@attrs.frozen
class Summary:
    """What a trial published of one endpoint; arms in the order control, experimental.

    Attributes
    ----------
    patients : (2,) int
    medians : (2,) float
    hazard_ratio : float       Experimental against control.
    end : float                Longest follow-up.
    events : float             In both arms together; NaN where not known.
    rates : tuple of (time, control, experimental)   Survival at landmarks, in [0, 1].
    accrual : float            Part of ``end`` over which patients entered.
    """

    patients: tuple[int, int]
    medians: tuple[float, float]
    hazard_ratio: float
    end: float
    events: float = float("nan")
    rates: tuple[tuple[float, float, float], ...] = ()
    accrual: float = 0.6


@attrs.frozen
class Shown:
    """The same statistics of given patients."""

    medians: tuple[float, float]
    hazard_ratio: float
    events: int
    rates: tuple[tuple[float, float, float], ...]


def shown(control: IPD, other: IPD, times: tuple[float, ...] = ()) -> Shown:
    """Medians, Cox hazard ratio, events and landmark rates of two arms."""
    curves = (control.km(), other.km())
    return Shown(
        medians=(curves[0].median(), curves[1].median()),
        hazard_ratio=float(np.exp(log_hazard_ratio(control, other))),
        events=int(control.event.sum() + other.event.sum()),
        rates=tuple((t, float(curves[0](t)), float(curves[1](t))) for t in times),
    )


def log_hazard_ratio(control: IPD, other: IPD) -> float:
    """Cox estimate of ``other`` against ``control`` (Efron's handling of ties), by Newton's method."""
    times = np.concatenate([control.time, other.time])
    events = np.concatenate([control.event, other.event])
    group = np.append(np.zeros(len(control)), np.ones(len(other)))
    distinct, place = np.unique(times[events], return_inverse=True)
    deaths = np.bincount(place).astype(float)
    deaths1 = np.bincount(place, weights=group[events])
    at_risk = [np.sum(times[None, group == g] >= distinct[:, None], axis=1).astype(float) for g in (0, 1)]
    # One row a death: with k of d tied deaths already taken away, as Efron weighs them.
    rows = np.repeat(np.arange(distinct.size), deaths.astype(int))
    taken = (np.arange(rows.size) - np.searchsorted(rows, rows)) / deaths[rows]
    n0 = at_risk[0][rows] - taken * (deaths - deaths1)[rows]
    n1 = at_risk[1][rows] - taken * deaths1[rows]
    beta = 0.0
    for _ in range(50):
        share = n1 * np.exp(beta) / (n0 + n1 * np.exp(beta))
        step = (deaths1.sum() - share.sum()) / max(float((share * (1 - share)).sum()), 1e-12)
        beta += float(np.clip(step, -1.0, 1.0))
        if abs(step) < 1e-10:
            break
    return beta


def followed(arm: IPD, time: float) -> float:
    """Survival at a time, and below it where the last patient has left before: too short a follow-up is a misfit."""
    curve = arm.km()
    return float(curve(time)) if time <= curve.end else float(curve.survival[-1]) - 0.05


def between(arm: IPD, time: float) -> float:
    """Survival at a time, half a step below the drop at an event that falls on it."""
    curve = arm.km()
    middles = np.append((curve.survival[1:] + curve.survival[:-1]) / 2, curve.survival[-1])
    return float(np.interp(time, np.append(curve.time[1:], curve.end), middles))


def settle(arm: IPD, median: float) -> IPD:
    """The event at the arm's median moved onto the published one, where no other event lies between."""
    at = arm.km().median()
    if not np.isfinite(at) or at == median:
        return arm
    low, high = min(at, median), max(at, median)
    others = arm.event & (arm.time != at)
    if np.any(others & (arm.time >= low) & (arm.time <= high)):
        return arm
    time = np.where(arm.event & (arm.time == at), median, arm.time)
    return IPD.of_arm(time, arm.event, treatment=str(arm.treatment[0]), time_unit=arm.time_unit)
