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
#: close with a probability of 4/pi exp(-pi^2 / (8 c^2)), 3 in a thousand million (a Brownian motion inside +-c).
CLOSE = 0.25
#: Events, and share of an arm's patients still at risk, below which hazards rise in too few and large steps for that.
FEWEST_EVENTS, FEWEST_AT_RISK = 15, 0.25


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
    both have a share of ``FEWEST_AT_RISK`` at risk.
    """
    return [(one.name, other.name) for one, other in combinations(arms, 2) if _are_copies(one, other)]


def said(pairs: Iterable[tuple[str, str]], treatment: str) -> list[str]:
    """One sentence a pair."""
    return [
        f"'{one}' and '{other}' have nearly the same patients on '{treatment}'; if they are one trial, keep one"
        for one, other in pairs
    ]


def _are_copies(one: Counts, other: Counts) -> bool:
    end = min(float(arm.time[arm.at_risk >= FEWEST_AT_RISK * arm.at_risk[0]].max()) for arm in (one, other))
    times = np.union1d(one.time, other.time)
    times = times[times <= end]
    if min(_until(arm, arm.events, times).max(initial=0.0) for arm in (one, other)) < FEWEST_EVENTS:
        return False
    hazards, variances = zip(*(_hazard(arm, times) for arm in (one, other)), strict=True)
    return bool(np.abs(hazards[0] - hazards[1]).max() < CLOSE * np.sqrt(variances[0][-1] + variances[1][-1]))


def _hazard(arm: Counts, times: Floats) -> tuple[Floats, Floats]:
    """Cumulative hazard and its variance at each time."""
    steps = np.divide(arm.events, arm.at_risk, out=np.zeros_like(arm.events), where=arm.at_risk > 0)
    squares = np.divide(steps, arm.at_risk, out=np.zeros_like(steps), where=arm.at_risk > 0)
    return _until(arm, steps, times), _until(arm, squares, times)


def _until(arm: Counts, values: Floats, times: Floats) -> Floats:
    """Sums of values up to each time."""
    return np.asarray(np.append(0.0, np.cumsum(values))[np.searchsorted(arm.time, times, side="right")])
