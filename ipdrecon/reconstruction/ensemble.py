"""Many reconstructions that all agree with what was published: how far the patients are determined."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction.best import best_with
from ipdrecon.reconstruction.constrained import constrained
from ipdrecon.reconstruction.known import Known
from ipdrecon.reconstruction.noise import EXACT
from ipdrecon.reconstruction.nudge import TIME_ERROR
from ipdrecon.reconstruction.request import Request
from ipdrecon.reconstruction.result import Reconstruction
from ipdrecon.reconstruction.spread import Spread
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: Part of the standard errors of levels and times that all of them share (calibration, width of the line).
SHARED = 0.2
#: How far the spread of unseen censorings is believed. SD of its log power inside intervals of a table, and over all
#: of follow-up without one; how many censorings count as one when its shape is drawn.
POWER_SD, WIDE_POWER_SD, CLUSTER = 0.55, 1.3, 6.0
#: SD of the log of the patients left at the end of the curve.
STAY_SD = 1.0
#: Hazard of censoring over follow-up that is drawn where nothing is known of it: its median, and the SD of its log.
HAZARD, HAZARD_SD = 1.5, 1.0
#: Standard errors are this much larger to a replicate's fit than to its draw: paths nearly as good get their turn.
LENIENCE = 1.5
#: Draws that keep no count are drawn again so often.
RETRIES = 5


@attrs.frozen(eq=False)
class Ensemble:
    """Reconstructions of one arm under the curve's error and every spread of censorings that keeps the counts.

    Attributes
    ----------
    replicates : tuple of IPD   For multiple imputation: analyse each, join by Rubin's rules.
    best : Reconstruction       The single reconstruction beside them.
    seed : int
    """

    replicates: tuple[IPD, ...]
    best: Reconstruction
    seed: int

    def of(self, statistic: Callable[[IPD], float]) -> Floats:
        """A statistic of every replicate, (M,)."""
        return np.array([statistic(ipd) for ipd in self.replicates])

    @property
    def events(self) -> Floats:
        """Events of every replicate, (M,)."""
        return self.of(lambda ipd: float(ipd.event.sum()))

    @property
    def medians(self) -> Floats:
        """Median of every replicate, (M,); inf where not reached."""
        return self.of(lambda ipd: ipd.km().median())

    def rmst(self, horizon: float) -> Floats:
        """Restricted mean survival time of every replicate, (M,); the last level is carried on to ``horizon``."""

        def area(ipd: IPD) -> float:
            curve = ipd.km()
            return float(np.sum(curve.survival * np.diff(np.append(np.minimum(curve.time, horizon), horizon))))

        return self.of(area)


def interval(values: Floats, level: float = 0.95) -> tuple[float, float]:
    """Central interval of a statistic's values over replicates; infinite where the order statistic is."""
    ordered = np.sort(values)
    outside = (1 - level) / 2 * (ordered.size - 1)
    return float(ordered[int(np.floor(outside))]), float(ordered[int(np.ceil(ordered.size - 1 - outside))])


def ensemble(
    curve: StepCurve,
    *,
    replicates: int = 200,
    seed: int = 0,
    risk_table: RiskTable | None = None,
    patients: int | None = None,
    events: int | None = None,
    treatment: str = "",
    trial: str = "",
    time_unit: str = "",
    **options: Any,
) -> Ensemble:
    """So many reconstructions; arguments as :func:`ipdrecon.reconstruction.reconstruct`.

    Each draws the levels of the curve within their standard errors, the times within theirs, and where censorings that
    no mark shows lie (a Dirichlet process around the assumption, Ferguson 1973, with an uncertain lean to early or
    late), and is then solved as the best one is: every count that was published holds in every replicate.

    Raises
    ------
    InputError, InfeasibleError  as for a single reconstruction.
    """
    if replicates < 2:
        raise InputError(f"an ensemble of {replicates} says nothing about uncertainty; ask for 2 or more")
    request = Request(curve, risk_table, patients, events, **options)
    base, setting = best_with(request, treatment=treatment, trial=trial, time_unit=time_unit)
    # Arms of a trial share how patients leave it: with one seed their replicates lean the same way.
    common = np.random.default_rng([seed, 0])
    rng = np.random.default_rng([seed, 1, zlib.crc32(curve.time.tobytes() + curve.survival.tobytes())])
    exact = setting.error <= EXACT
    unseen = max(1.0, float(len(base.ipd) - base.ipd.event.sum() - setting.marks.time.size))
    drawn = []
    for _ in range(replicates):
        ipd = base.ipd
        lean = common.normal(), common.random(), common.random()
        for _ in range(RETRIES):
            solved = constrained(
                setting.curve if exact else _drawn_curve(rng, setting.curve, setting.error),
                setting.known,
                _drawn_spread(rng, setting.spread, setting.known, setting.curve, unseen, lean),
                marks=setting.marks,
                error=setting.error if exact else setting.error * LENIENCE,
                convention=base.convention,
            )
            if solved is not None:
                ipd = IPD.of_arm(solved.time, solved.event, treatment=treatment, trial=trial, time_unit=time_unit)
                break
        drawn.append(ipd)
    return Ensemble(tuple(drawn), base, seed)


def _drawn_curve(rng: np.random.Generator, curve: StepCurve, error: float) -> StepCurve:
    """The curve with other errors: levels and times drawn within their standard errors, kept in order."""
    se = np.where(curve.survival_se > 0, curve.survival_se, error)
    levels = curve.survival + (rng.normal(0.0, 1.0, se.size) + SHARED * rng.normal()) * se
    fixed = (curve.survival >= 1) | (curve.survival <= 0)
    levels = np.clip(np.where(fixed, curve.survival, levels), 0.0, 1.0)
    levels = _falling(levels)
    time_se = curve.time_se if curve.time_se > 0 else TIME_ERROR * curve.end / np.sqrt(3)
    times = curve.time + (rng.normal(0.0, 1.0, curve.time.size) + SHARED * rng.normal()) * time_se
    times = np.clip(np.where(curve.time == 0, 0.0, times), 0.0, curve.end)
    # Neighbours keep their order: a time is drawn no further than halfway to the next.
    middles = 0.5 * (curve.time[1:] + curve.time[:-1])
    times = np.clip(times, np.append(0.0, middles), np.append(middles, curve.end))
    keep = np.append(True, np.diff(times) > 0)
    if not keep.all():
        times = curve.time
    return attrs.evolve(curve, time=times, survival=levels, since=times, survival_se=curve.survival_se * LENIENCE)


def _falling(levels: Floats) -> Floats:
    """Levels that never rise: those that do share the middle of their highest predecessor and lowest successor."""
    down = np.minimum.accumulate(levels)
    up = np.maximum.accumulate(levels[::-1])[::-1]
    return np.asarray(0.5 * (down + up))


def _drawn_spread(
    rng: np.random.Generator,
    spread: Spread,
    known: Known,
    curve: StepCurve,
    unseen: float,
    lean: tuple[float, float, float],
) -> Spread:
    """Another spread of the censorings nobody saw, and of those left at the end.

    ``lean``: how early or late censoring is (standard normal), and two uniform numbers that decide who stays.
    """
    final = float(curve.survival[-1])
    alone = known.time.size == 1
    if alone:
        most = max(1.0, known.at_risk[0] * final)
        stay = 1.0 if lean[1] < 0.25 else lean[2] * most
        if lean[1] > 0.5 and spread.time.size:
            # Patients leave at a constant hazard, and those who are left at the end.
            hazard = HAZARD * float(np.exp(HAZARD_SD * lean[0]))
            spread, stay = _at_hazard(spread, curve, hazard), max(1.0, most * float(np.exp(-hazard)))
            lean = 0.0, lean[1], lean[2]
    else:
        before = float(curve.before(min(float(known.time[-1]), curve.end)))
        most = max(1.0, known.at_risk[-1] * (final / before if before > 0 else 0.0))
        stay = float(np.clip((spread.stay + 0.5) * np.exp(STAY_SD * rng.normal()), 0.0, most))
    if spread.time.size == 0:
        return attrs.evolve(spread, stay=stay, rng=rng)
    steps = np.diff(spread.height)
    height = float(steps.sum())
    if height > 0:
        steps = rng.gamma(np.maximum(steps / height * unseen / CLUSTER, 1e-6))
    power = float(np.exp(lean[0] * (WIDE_POWER_SD if alone else POWER_SD)))
    return attrs.evolve(spread, height=np.append(0.0, np.cumsum(steps)), stay=stay, power=spread.power * power, rng=rng)


def _at_hazard(spread: Spread, curve: StepCurve, hazard: float) -> Spread:
    """The spread of censorings at a constant hazard, which is ``hazard`` over all of follow-up."""
    times = spread.time
    alive = curve.survival[np.searchsorted(curve.time, times[:-1], side="right") - 1]
    left = np.exp(-hazard * times / max(float(times[-1]), 1e-300))
    return attrs.evolve(spread, height=np.append(0.0, np.cumsum(alive * -np.diff(left))))


__all__ = ["Ensemble", "ensemble", "interval"]
