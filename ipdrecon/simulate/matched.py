"""Patients of a two-arm trial that agree with what the trial published: medians, hazard ratio, rates, events.

Hazards are constant between knots. Their logarithms, and the rate of dropping out, are found by least squares so that
the expected survival, Cox estimate and events meet the summary, as smooth and as near to proportional as it allows.
Patients are then placed at evenly spaced quantiles of the event times and, in a low-discrepancy order, of the censor
times, not drawn at random: so that a small arm shows its published median as well. What placing leaves over is handed
back to the least squares a few times, and the order begins at several random points, of which the best is kept.
"""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from ipdrecon.simulate.summary import (
    EVENTS_UNIT,
    RATIO_UNIT,
    SURVIVAL_UNIT,
    Summary,
    between,
    followed,
    log_hazard_ratio,
    settle,
)

#: Knots of the hazard as shares of the follow-up: dense where most progressions are.
KNOTS = np.array([0.05, 0.10, 0.16, 0.24, 0.34, 0.48, 0.65, 0.82])
#: Hazards may also change shortly before each median and at each landmark: progressions are seen at visits, so that
#: medians may lie close together and rates soon after them far apart. Knots closer than NEAR (of the follow-up) join.
BEFORE_MEDIAN, NEAR = 0.92, 0.012
#: Points at which expected survival is followed.
GRID = 800
#: Weight of a roughness of 1 in log hazard, and of a departure of 1 from proportional hazards.
ROUGHNESS, PROPORTION = 0.3, 0.5
#: Weight of a log hazard's distance from the constant one that gives the median: where nothing else is known, curves
#: fall as exponential ones do.
STAYING = 0.3
#: How often the misfit of the placed patients is handed back, how much of it, and from how many random points.
ROUNDS, PART, BEGINNINGS = 8, 0.6, 12
#: Relative distance from a published median that weighs one unit.
MEDIAN_UNIT = 0.002
#: Steps of a sequence that fills the unit square evenly (Roberts 2018, from the plastic number).
FIRST_STEP, SECOND_STEP = 0.7548776662466927, 0.5698402909980532
#: Range of log hazards, per unit of time.
LOG_HAZARDS = (-9.0, 3.0)
#: The wanted statistics are moved by no more than so many units, lest they run away from what cannot be met.
REACH = 12.0
#: Times are kept to this, in the unit of the summary.
KEPT = 0.01


def matched(summary: Summary, *, names: tuple[str, str], unit: str, rng: np.random.Generator) -> tuple[IPD, IPD]:
    """Patients of the two arms.

    Raises
    ------
    InputError  where nothing comes near the summary: it contradicts itself.
    """
    from scipy.optimize import least_squares

    model = _Expected(summary)
    first = least_squares(lambda x: model.misfit(x, model.wanted), model.guess, max_nfev=200).x
    best, size = None, float("inf")
    for _ in range(BEGINNINGS):
        begin = rng.random(4)
        guess, wanted = first, model.wanted
        for _ in range(ROUNDS):
            guess = least_squares(lambda x, goal=wanted: model.misfit(x, goal), guess, max_nfev=60).x
            arms = tuple(
                settle(
                    _place(summary, model.hazards(guess, arm), model.dropout(guess), arm, begin, names[arm], unit),
                    summary.medians[arm],
                )
                for arm in (0, 1)
            )
            left = model.wanted - model.statistics(arms)
            away = [arms[arm].km().median() / summary.medians[arm] - 1 for arm in (0, 1)]
            miss = float(np.sum((left / model.units) ** 2) + np.sum((np.array(away) / MEDIAN_UNIT) ** 2))
            if miss < size:
                best, size = (arms[0], arms[1]), miss
            wanted = np.clip(
                wanted + PART * left, model.wanted - REACH * model.units, model.wanted + REACH * model.units
            )
    if best is None:
        raise InputError(f"no patients agree with {summary}; check that medians, rates and hazard ratio go together")
    return best


class _Expected:
    """Expected statistics of hazards and dropping out, on a fine grid, and their distance from what is wanted."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.starts = _starts(summary)
        self.time = np.linspace(0.0, summary.end, GRID + 1)
        self.middle = (self.time[1:] + self.time[:-1]) / 2
        self.piece = np.searchsorted(self.starts, self.middle, side="right") - 1
        start = summary.end * (1 - summary.accrual)
        self.entered = np.clip((summary.end - self.middle) / (summary.end - start), 0.0, 1.0)
        self.pieces = self.starts.size
        self.log_ratio = float(np.log(summary.hazard_ratio))
        rates = [(t, s) for t, *both in summary.rates for s in both]
        self.wanted = np.array(
            [0.5, 0.5, *(s for _, s in rates), self.log_ratio] + ([] if np.isnan(summary.events) else [summary.events])
        )
        self.units = np.array(
            [SURVIVAL_UNIT] * (2 + len(rates))
            + [RATIO_UNIT]
            + ([] if np.isnan(summary.events) else [EVENTS_UNIT * summary.events])
        )
        level = [np.log(np.log(2) / m) for m in summary.medians]
        self.guess = np.concatenate([np.full(self.pieces, level[0]), np.full(self.pieces, level[1]), [-4.0]])

    def hazards(self, x: Floats, arm: int) -> Floats:
        return np.exp(np.clip(x[arm * self.pieces : (arm + 1) * self.pieces], *LOG_HAZARDS))

    def dropout(self, x: Floats) -> float:
        return float(np.exp(np.clip(x[-1], -12.0, 0.0)))

    def expected(self, x: Floats) -> Floats:
        """Survival at the medians and landmarks, log hazard ratio, and events where they are known."""
        summary = self.summary
        width = self.time[1] - self.time[0]
        follow = self.entered * np.exp(-self.dropout(x) * self.middle)
        survival, dying, staying = [], [], []
        for arm in (0, 1):
            hazard = self.hazards(x, arm)[self.piece]
            total = np.append(0.0, np.cumsum(hazard * width))
            survival.append(np.exp(-total))
            alive = np.exp(-(total[1:] + total[:-1]) / 2) * follow * summary.patients[arm]
            staying.append(alive)
            dying.append(alive * hazard * width)
        values = [float(np.interp(summary.medians[arm], self.time, survival[arm])) for arm in (0, 1)]
        values += [float(np.interp(t, self.time, survival[arm])) for t, *_ in summary.rates for arm in (0, 1)]
        beta, deaths = self.log_ratio, dying[0] + dying[1]
        for _ in range(30):
            share = staying[1] * np.exp(beta) / np.maximum(staying[0] + staying[1] * np.exp(beta), 1e-300)
            step = (dying[1].sum() - (share * deaths).sum()) / max(float((share * (1 - share) * deaths).sum()), 1e-12)
            beta += float(np.clip(step, -1.0, 1.0))
            if abs(step) < 1e-10:
                break
        values.append(beta)
        if np.isfinite(summary.events):
            values.append(float(deaths.sum()))
        return np.array(values)

    def misfit(self, x: Floats, wanted: Floats) -> Floats:
        one, two = np.log(self.hazards(x, 0)), np.log(self.hazards(x, 1))
        return np.concatenate(
            [
                (self.expected(x) - wanted) / self.units,
                ROUGHNESS * np.diff(one, 2),
                ROUGHNESS * np.diff(two, 2),
                PROPORTION * (two - one - self.log_ratio),
                [0.1 * (x[-1] + 4.0)],
                STAYING * (x[:-1] - self.guess[:-1]),
            ]
        )

    def statistics(self, arms: tuple[IPD, ...]) -> Floats:
        """The same statistics of placed patients; survival between steps by interpolation, which is smooth."""
        values = [between(arms[arm], self.summary.medians[arm]) for arm in (0, 1)]
        values += [followed(arms[arm], t) for t, *_ in self.summary.rates for arm in (0, 1)]
        values.append(log_hazard_ratio(arms[0], arms[1]))
        if np.isfinite(self.summary.events):
            values.append(float(sum(arm.event.sum() for arm in arms)))
        return np.array(values)


def _starts(summary: Summary) -> Floats:
    """Times from which a hazard holds, 0 first."""
    times = [*summary.medians, *(BEFORE_MEDIAN * m for m in summary.medians), *(t for t, *_ in summary.rates)]
    kept = [0.0]
    for knot in sorted([*times, *(KNOTS * summary.end)]):
        if NEAR * summary.end < knot - kept[-1] and knot < (1 - NEAR) * summary.end:
            kept.append(float(knot))
    return np.array(kept)


def _place(summary: Summary, hazards: Floats, dropout: float, arm: int, begin: Floats, name: str, unit: str) -> IPD:
    """One arm at evenly spaced quantiles; ``begin``: where the order of the censor times starts, two numbers an arm."""
    n = summary.patients[arm]
    starts = _starts(summary)
    at_starts = np.append(0.0, np.cumsum(np.diff(starts) * hazards[:-1]))
    order = np.arange(n)
    needed = -np.log1p(-(order + 0.5) / n)
    piece = np.searchsorted(at_starts, needed, side="right") - 1
    event = starts[piece] + (needed - at_starts[piece]) / hazards[piece]
    first = (begin[2 * arm] + FIRST_STEP * order) % 1.0
    second = (begin[2 * arm + 1] + SECOND_STEP * order) % 1.0
    leaving = np.minimum(summary.end * (1 - summary.accrual * first), -np.log1p(-second) / dropout)
    time = np.maximum(np.round(np.minimum(event, leaving) / KEPT) * KEPT, KEPT)
    return IPD.of_arm(time, event <= leaving, treatment=name, time_unit=unit)
