"""How censorings that nobody saw are spread over an interval: the named assumptions."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve

#: Assumption → what it says, as results print it.
ASSUMPTIONS = {
    "uniform": "censored patients leave evenly over each interval",
    "exposure": "censored patients leave in proportion to those still at risk",
    "administrative": "censored patients leave at the end of each interval",
}


@attrs.frozen(eq=False)
class Spread:
    """A rising function H(t); the part of an interval's censorings before t is H(t) - H(begin) over H(end) - H(begin).

    Attributes
    ----------
    time, height : (m,) float   Knots, straight lines between them; empty for censoring at the end of each interval.
    """

    time: Floats
    height: Floats

    def share(self, time: Floats, begin: Floats, end: Floats) -> Floats:
        """Part of the censorings of [begin, end] that lies before each time, all (k,)."""
        if self.time.size == 0:
            return np.zeros(time.size)
        low, high = self._at(begin), self._at(end)
        length = np.where(high > low, high - low, 1.0)
        inside = np.clip((self._at(time) - low) / length, 0.0, 1.0)
        return np.where(high > low, inside, 0.0)

    def places(self, count: int, begin: float, end: float) -> Floats:
        """Times of ``count`` censorings in [begin, end], (count,), at the middles of equal parts of H."""
        low, high = self._at(np.array([begin, end])) if self.time.size else (0.0, 0.0)
        if not high > low:
            return np.full(count, end)
        middles = low + (np.arange(count) + 0.5) / count * (high - low)
        return np.clip(np.interp(middles, self.height, self.time), begin, end)

    def _at(self, time: Floats) -> Floats:
        return np.interp(time, self.time, self.height)


def spread_of(assumption: str, curve: StepCurve, last: float) -> Spread:
    """The spread an assumption stands for, over [0, last].

    Raises
    ------
    InputError  where the assumption is unknown.
    """
    if assumption not in ASSUMPTIONS:
        raise InputError(f"assumption '{assumption}' is unknown; use one of {', '.join(ASSUMPTIONS)}")
    if assumption == "administrative":
        return Spread(np.zeros(0), np.zeros(0))
    if assumption == "uniform":
        return Spread(np.array([0.0, max(last, 1e-300)]), np.array([0.0, 1.0]))
    knots = np.unique(np.concatenate([curve.time, [max(last, float(curve.time[-1]), 1e-300)]]))
    alive = np.maximum(curve.survival[np.searchsorted(curve.time, knots[:-1], side="right") - 1], 1e-6)
    return Spread(knots, np.append(0.0, np.cumsum(alive * np.diff(knots))))
