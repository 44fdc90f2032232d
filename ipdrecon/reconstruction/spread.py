"""How censorings that nobody saw are spread over time: the named assumptions."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Ints
from ipdrecon.steps import StepCurve

#: Assumption → what it says, as results print it.
ASSUMPTIONS = {
    "smooth": "the censoring distribution runs smoothly through the numbers at risk",
    "uniform": "censored patients leave evenly over each interval",
    "exposure": "censored patients leave in proportion to those still at risk",
    "administrative": "censored patients leave at the end of each interval",
}


@attrs.frozen(eq=False)
class Spread:
    """A rising function H(t); the part of an interval's censorings before t is (H(t) - H(begin)) / (H(end) - H(begin)).

    Attributes
    ----------
    time, height : (m,) float   Knots, straight lines between them; empty for censoring at the end of each interval.
    stay : float                Patients left at the end of the curve, where nothing tells.
    power : float               The part is raised to it: above 1 censoring comes later in each interval.
    rng : Generator, optional   Draws the places within equal parts of H; their middles are taken where there is none.
    """

    time: Floats
    height: Floats
    stay: float = 1.0
    power: float = 1.0
    rng: np.random.Generator | None = None

    def parts(self, count: int) -> Floats:
        """One place in each of ``count`` equal parts of [0, 1], before H is applied, (count,)."""
        within = 0.5 if self.rng is None else self.rng.random(count)
        return np.asarray(((np.arange(count) + within) / count) ** (1.0 / self.power))

    def share(self, time: Floats, begin: Floats, end: Floats) -> Floats:
        """Part of the censorings of [begin, end] that lies before each time, all (k,)."""
        if self.time.size == 0:
            return np.zeros(time.size)
        low, high = self._at(begin), self._at(end)
        length = np.where(high > low, high - low, 1.0)
        flat = np.clip((time - begin) / np.where(end > begin, end - begin, 1.0), 0.0, 1.0)
        inside = np.where(high > low, np.clip((self._at(time) - low) / length, 0.0, 1.0), flat)
        return np.asarray(inside if self.power == 1.0 else inside**self.power)

    def places(self, count: int, begin: float, end: float) -> Floats:
        """Times of ``count`` censorings in [begin, end], (count,), one in each of so many equal parts of H."""
        if self.time.size == 0:
            return np.full(count, end)
        low, high = self._at(np.array([begin, end]))
        parts = self.parts(count)
        if not high > low:
            return begin + parts * (end - begin)
        return np.asarray(np.clip(np.interp(low + parts * (high - low), self.height, self.time), begin, end))

    def _at(self, time: Floats) -> Floats:
        return np.asarray(np.interp(time, self.time, self.height), np.float64)


def spread_of(assumption: str, curve: StepCurve, columns: Floats, at_risk: Ints) -> Spread:
    """The spread an assumption stands for, from 0 to the end of the curve or the last column.

    Raises
    ------
    InputError  where the assumption is unknown.
    """
    if assumption not in ASSUMPTIONS:
        raise InputError(f"assumption '{assumption}' is unknown; use one of {', '.join(ASSUMPTIONS)}")
    if assumption == "administrative":
        return Spread(np.zeros(0), np.zeros(0), float(at_risk[0]))
    last = max(curve.end, float(columns[-1]), 1e-300)
    times, uncensored = _censoring_curve(curve, columns, at_risk, last)
    stay = float(at_risk[0]) * float(curve.survival[-1]) * float(uncensored[-1])
    if assumption == "uniform":
        return Spread(np.array([0.0, last]), np.array([0.0, 1.0]), stay)
    knots = np.unique(np.concatenate([curve.time, columns, np.linspace(0.0, last, 65)]))
    alive = np.maximum(curve.survival[np.searchsorted(curve.time, knots[:-1], side="right") - 1], 1e-6)
    if assumption == "exposure":
        return Spread(knots, np.append(0.0, np.cumsum(alive * np.diff(knots))), stay)
    falls = -np.diff(_monotone(times, uncensored, knots))
    return Spread(knots, np.append(0.0, np.cumsum(alive * np.maximum(falls, 0.0))), stay)


def _censoring_curve(curve: StepCurve, columns: Floats, at_risk: Ints, last: float) -> tuple[Floats, Floats]:
    """Probability of not being censored at the columns and the end: at risk = N S G, so G = at risk / (N S)."""
    before = np.append(1.0, curve.survival)[np.searchsorted(curve.time, columns, side="left")]
    before[0] = 1.0
    left = np.where(before > 0, at_risk / np.maximum(at_risk[0] * before, 1e-12), 0.0)
    times, values = columns.astype(np.float64), np.minimum.accumulate(np.minimum(left, 1.0))
    inside = times < curve.end
    if not inside.all() or last <= times[-1]:
        return times, values
    # The last fall goes on, until one patient (or none) is left.
    final = float(curve.survival[-1])
    least = min(1.0 / (at_risk[0] * final), float(values[-1])) if final > 0 else 0.0
    slope = (values[-1] - values[-2]) / (times[-1] - times[-2]) if times.size > 1 else -np.inf
    at_end = max(least, float(values[-1] + slope * (last - times[-1])))
    return np.append(times, last), np.append(values, at_end)


def _monotone(x: Floats, y: Floats, at: Floats) -> Floats:
    """Monotone cubic through the points (Fritsch & Carlson 1980; end slopes one-sided)."""
    if x.size < 3:
        return np.asarray(np.interp(at, x, y), np.float64)
    step, slope = np.diff(x), np.diff(y) / np.diff(x)
    inner = np.zeros(x.size - 2)
    same = slope[:-1] * slope[1:] > 0
    w1, w2 = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    inner[same] = (w1 + w2)[same] / (w1[same] / slope[:-1][same] + w2[same] / slope[1:][same])
    tangent = np.concatenate([[_end_slope(step, slope)], inner, [_end_slope(step[::-1], slope[::-1])]])
    i = np.clip(np.searchsorted(x, at, side="right") - 1, 0, x.size - 2)
    t = np.clip((at - x[i]) / step[i], 0.0, 1.0)
    h00, h10 = (1 + 2 * t) * (1 - t) ** 2, t * (1 - t) ** 2
    h01, h11 = t**2 * (3 - 2 * t), t**2 * (t - 1)
    return np.asarray(h00 * y[i] + h10 * step[i] * tangent[i] + h01 * y[i + 1] + h11 * step[i] * tangent[i + 1])


def _end_slope(step: Floats, slope: Floats) -> float:
    """Three-point end slope, held back so that the curve keeps its direction."""
    value = ((2 * step[0] + step[1]) * slope[0] - step[0] * slope[1]) / (step[0] + step[1])
    if value * slope[0] <= 0:
        return 0.0
    if slope[0] * slope[1] <= 0 and abs(value) > 3 * abs(slope[0]):
        return float(3 * slope[0])
    return float(value)
