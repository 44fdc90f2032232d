"""Whether two arms are the same patients twice: one figure reconstructed in two ways, or one trial under two names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD

#: Widest distance of two cumulative hazards that two trials hardly ever keep, in standard errors of their difference
#: at its end. It is a martingale in a clock that its variance sets, so that two trials of the same hazard stay this
#: close with a probability of 4/pi exp(-pi^2 / (8 c^2)), one in a million (a Brownian motion inside +-c).
CLOSE = 0.296
#: What is looked at between its steps only stays close as seldom as a Brownian motion does inside a corridor wider by
#: this share of a step's standard deviation, -zeta(1/2) / sqrt(2 pi) (Siegmund 1985, Sequential Analysis, chapter X):
#: of two curves at five yearly points that is all of ``CLOSE``.
STEP = 0.5826
#: Distinct times of events, and share of an arm's patients still at risk, below which that is no approximation: so many
#: single events in whole months fall alike in two trials with a probability of .31^15, one in 40 million.
FEWEST_TIMES, FEWEST_AT_RISK = 15, 0.25


@attrs.frozen(eq=False)
class Counts:
    """One arm: distinct times, events at each and numbers at risk just before it, all (k,)."""

    name: str
    time: Floats
    events: Floats
    at_risk: Floats


def of_patients(name: str, patients: IPD) -> Counts:
    """Of one arm's patients."""
    return Counts(name, *patients.counts())


def copies(arms: Sequence[Counts]) -> list[tuple[str, str]]:
    """Names of the pairs among arms on one treatment whose curves lie closer than two trials' can.

    Cumulative hazards and their variances are Nelson's and Aalen's (Aalen 1978, eq. 3.1 and 3.6), compared as far as
    both have a share of ``FEWEST_AT_RISK`` at risk. Curves of few, coarse times are called none.
    """
    return [(one.name, other.name) for one, other in combinations(arms, 2) if _are_copies(one, other)]


def said(pairs: Iterable[tuple[str, str]], treatment: str) -> list[str]:
    """One sentence a pair."""
    return [
        f"'{one}' and '{other}' have nearly the same patients on '{treatment}'; if they are one trial, keep one"
        for one, other in pairs
    ]


def _are_copies(one: Counts, other: Counts) -> bool:
    end = min(_followed(one), _followed(other))
    if min(int(((arm.events > 0) & (arm.time <= end)).sum()) for arm in (one, other)) < FEWEST_TIMES:
        return False
    times = np.union1d(one.time, other.time)
    times = times[times <= end]
    hazards, variances = zip(*(_hazard(arm, times) for arm in (one, other)), strict=True)
    clock = variances[0] + variances[1]
    steps = np.diff(clock, prepend=0.0) / clock[-1]
    wider = STEP * np.sum(steps**1.5)  # the mean, over the clock, of a step's standard deviation
    return bool(np.abs(hazards[0] - hazards[1]).max() < (CLOSE - wider) * np.sqrt(clock[-1]))


def _followed(arm: Counts) -> float:
    """Time up to which enough of an arm's patients are at risk."""
    return float(arm.time[arm.at_risk >= FEWEST_AT_RISK * arm.at_risk[:1]].max(initial=0.0))


def _hazard(arm: Counts, times: Floats) -> tuple[Floats, Floats]:
    """Cumulative hazard and its variance at each time."""
    steps = np.divide(arm.events, arm.at_risk, out=np.zeros_like(arm.events), where=arm.at_risk > 0)
    squares = np.divide(steps, arm.at_risk, out=np.zeros_like(steps), where=arm.at_risk > 0)
    return _until(arm, steps, times), _until(arm, squares, times)


def _until(arm: Counts, values: Floats, times: Floats) -> Floats:
    """Sums of values up to each time."""
    return np.asarray(np.append(0.0, np.cumsum(values))[np.searchsorted(arm.time, times, side="right")])
