"""Hazard ratios of one trial within stretches of time, under hazards that are constant in each (piecewise exponential).

A trial's rate in a stretch is events over person-time; rates of different stretches and arms are independent given who
is there at their start, so every stretch is a network of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import attrs
import numpy as np

from ipdrecon.errors import InputError, NetworkError
from ipdrecon.ipd import IPD
from nma.contrasts import Contrasts


@attrs.frozen
class Stretch:
    """Time from ``start`` (not included) to ``stop`` (included); ``stop`` is inf in the last one."""

    start: float
    stop: float

    @property
    def name(self) -> str:
        """As printed: "0 to 6", "after 12"."""
        return f"{self.start:g} to {self.stop:g}" if np.isfinite(self.stop) else f"after {self.start:g}"


def stretches(cuts: Sequence[float]) -> tuple[Stretch, ...]:
    """Stretches between 0, the cuts and the end.

    Raises
    ------
    InputError  where cuts are not above 0 and in order.
    """
    edges = [0.0, *map(float, cuts), float("inf")]
    if len(edges) < 3 or not all(np.isfinite(edges[:-1])) or any(a >= b for a, b in pairwise(edges)):
        raise InputError(f"cuts {', '.join(f'{c:g}' for c in cuts)} must be one or more times above 0, rising")
    return tuple(Stretch(a, b) for a, b in pairwise(edges))


def rate_contrasts(ipd: IPD, stretch: Stretch, *, reference: str | None = None) -> Contrasts:
    """Log rate ratios against the reference arm; the variance of a log rate is one over its events.

    Raises
    ------
    NetworkError  where fewer than two arms have events in the stretch.
    """
    name, arms = ipd.trials[0], ipd.treatments
    inside = ipd.event & (ipd.time > stretch.start) & (ipd.time <= stretch.stop)
    if stretch.start == 0:
        inside |= ipd.event & (ipd.time == 0)
    spent = np.clip(np.minimum(ipd.time, stretch.stop) - stretch.start, 0.0, None)
    events = {arm: int(inside[ipd.treatment == arm].sum()) for arm in arms}
    years = {arm: float(spent[ipd.treatment == arm].sum()) for arm in arms}
    usable = [arm for arm in arms if events[arm] > 0 and years[arm] > 0]
    if len(usable) < 2:
        silent = ", ".join(repr(arm) for arm in arms if arm not in usable)
        raise NetworkError(f"trial '{name}' has no event on {silent} {_when(stretch)}")
    if reference in usable:
        usable = [str(reference), *(arm for arm in usable if arm != reference)]
    log_rate = np.array([np.log(events[arm] / years[arm]) for arm in usable])
    count = np.array([events[arm] for arm in usable], dtype=np.float64)
    return Contrasts(
        trial=name,
        reference=usable[0],
        treatments=tuple(usable[1:]),
        effect=log_rate[1:] - log_rate[0],
        covariance=np.diag(1 / count[1:]) + 1 / count[0],
        measure="HR",
        patients=np.array([int(((ipd.treatment == arm) & (ipd.time > stretch.start)).sum()) for arm in usable]),
        events=count,
    )


def _when(stretch: Stretch) -> str:
    return f"from {stretch.name}" if np.isfinite(stretch.stop) else stretch.name
