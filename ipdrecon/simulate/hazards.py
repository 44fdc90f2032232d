"""Event-time distributions; each draws times in its own unit."""

from __future__ import annotations

from typing import Protocol

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Locked, array_field, floats


class EventTimes(Protocol):
    """Anything that draws event times."""

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        """``n`` independent event times, (n,), positive; inf for patients who never have the event."""
        ...


@attrs.frozen
class Weibull:
    """S(t) = exp(-(t / scale)^shape); shape 1 is the exponential distribution."""

    shape: float
    scale: float

    @classmethod
    def of_median(cls, median: float, shape: float = 1.0) -> Weibull:
        """The Weibull distribution with this median."""
        return cls(shape, median / np.log(2) ** (1 / shape))

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        return np.asarray(self.scale * rng.weibull(self.shape, n))


@attrs.frozen
class LogNormal:
    """log T is normal with mean log(median) and standard deviation sigma: a hazard that rises, then falls."""

    median: float
    sigma: float

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        return np.asarray(self.median * np.exp(self.sigma * rng.standard_normal(n)))


@attrs.frozen
class PiecewiseExponential(Locked):
    """Constant hazards between cuts: delayed effects, early peaks.

    Attributes
    ----------
    cuts : (k,) float      Rising times at which the hazard changes, without 0.
    rates : (k + 1,) float Hazard before, between and after them; positive.
    """

    cuts: Floats = array_field(floats)
    rates: Floats = array_field(floats)

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        """Inverse of the cumulative hazard, which is piecewise linear, at standard exponential draws."""
        starts = np.append(0.0, self.cuts)
        at_starts = np.append(0.0, np.cumsum(np.diff(starts) * self.rates[:-1]))
        needed = rng.exponential(size=n)
        piece = np.searchsorted(at_starts, needed, side="right") - 1
        return np.asarray(starts[piece] + (needed - at_starts[piece]) / self.rates[piece])


@attrs.frozen
class Cured:
    """A share of patients never has the event; the others follow ``uncured``."""

    share: float
    uncured: EventTimes

    def draw(self, rng: np.random.Generator, n: int) -> Floats:
        return np.where(rng.random(n) < self.share, np.inf, self.uncured.draw(rng, n))
