"""Patients of a two-arm trial whose numbers at risk were published at close times, with its medians, HR and events.

The counts say how many leave in each interval. Which of them had the event follows a share that changes smoothly with
time, one line on the logistic scale an arm, found by a simplex search.
"""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from ipdrecon.simulate.summary import EVENTS_UNIT, RATIO_UNIT, SURVIVAL_UNIT, Summary, between, log_hazard_ratio, settle

#: Starts of the search: level and slope of the share of events among those who leave, on the logistic scale.
STARTS = ((1.5, -1.0), (0.5, 0.0), (2.5, -4.0), (2.5, -8.0))
#: First steps of the search, large enough to change whole patients.
FIRST_STEPS = np.array([0.7, 2.0, 0.7, 2.0])


def counted(
    summary: Summary, at_risk: tuple[tuple[int, ...], tuple[int, ...]], *, names: tuple[str, str], unit: str
) -> tuple[IPD, IPD]:
    """Patients of the two arms; ``at_risk[arm][m]`` of them are at risk at time m, whole units apart.

    Raises
    ------
    InputError  where the counts rise, or do not begin with the patients of the summary.
    """
    from scipy.optimize import minimize

    for arm in (0, 1):
        if at_risk[arm][0] != summary.patients[arm] or np.any(np.diff(at_risk[arm]) > 0):
            raise InputError(
                f"numbers at risk of {names[arm]} begin with {at_risk[arm][0]} or rise; they must begin with "
                f"{summary.patients[arm]} and never rise"
            )

    def arms(x: Floats) -> tuple[IPD, IPD]:
        one, two = (_place(at_risk[arm], x[2 * arm], x[2 * arm + 1], names[arm], unit) for arm in (0, 1))
        return one, two

    def misfit(x: Floats) -> float:
        both = arms(x)
        parts = [(between(both[arm], summary.medians[arm]) - 0.5) / SURVIVAL_UNIT for arm in (0, 1)]
        parts.append((log_hazard_ratio(*both) - np.log(summary.hazard_ratio)) / RATIO_UNIT)
        if np.isfinite(summary.events):
            seen = sum(arm.event.sum() for arm in both)
            parts.append((seen - summary.events) / (EVENTS_UNIT * summary.events))
        return float(np.sum(np.square(parts)))

    tried = []
    for one in STARTS:
        for two in STARTS:
            start = np.array([*one, *two])
            simplex = np.vstack([start, start + FIRST_STEPS * np.eye(4)])
            options = {"maxfev": 600, "initial_simplex": simplex, "xatol": 1e-3}
            tried.append(minimize(misfit, start, method="Nelder-Mead", options=options))
    best = arms(min(tried, key=lambda found: float(found.fun)).x)
    return settle(best[0], summary.medians[0]), settle(best[1], summary.medians[1])


def _place(at_risk: tuple[int, ...], level: float, slope: float, name: str, unit: str) -> IPD:
    """One arm: those who leave in an interval evenly over it, events and censored in turn."""
    counts = np.append(at_risk, 0)
    leaving = -np.diff(counts)
    middle = (np.arange(leaving.size) + 0.5) / leaving.size
    share = 1 / (1 + np.exp(-np.clip(level + slope * middle, -30.0, 30.0)))
    month = np.repeat(np.arange(leaving.size), leaving)
    place = np.arange(month.size) - np.repeat(np.append(0, np.cumsum(leaving)[:-1]), leaving)
    time = np.round(month + (place + 0.5) / leaving[month] * 0.98 + 0.01, 2)
    # Error diffusion: an event whenever the shares passed so far come to another whole one.
    passed = np.cumsum(share[month])
    event = np.floor(passed + 0.5) > np.floor(np.append(0.0, passed[:-1]) + 0.5)
    return IPD.of_arm(time, event, treatment=name, time_unit=unit)
