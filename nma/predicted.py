"""Predicted survival: a reference curve times the network's hazard ratios gives each treatment's curve.

``S_i(t) = S_0(t)^exp(β_i)`` with β_i the log hazard ratio against the reference. On the scale log(-log S) the two parts
add up, and so do their variances: the reference curve and the network are taken to be independent pieces of evidence.
"""

from __future__ import annotations

import attrs
import numpy as np
from scipy import special

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.baseline import Baseline
from nma.result import ComponentResult

#: Points of Gauss-Legendre integration in each interval of a curve that is linear between its times.
NODES = 12


@attrs.frozen
class Predicted(Locked):
    """Curves of all treatments of a component, with what they say together.

    Attributes
    ----------
    reference : str                Whose curve was given.
    treatments : tuple of n str
    time : (k,) float              From 0, in ``time_unit``.
    survival, low, high : (n, k)   Predicted curve and pointwise limits at ``level``.
    median, median_low, median_high : (n,) float   inf where not reached.
    horizon : float                Where restricted means end.
    rmst : (n,) float              Restricted mean survival time up to ``horizon``.
    rmst_covariance : (n, n) float Joint, as all treatments share the reference curve and the network.
    level : float
    step : bool                    Whether curves are constant between their times; else linear in the reference.
    time_unit : str
    notes : tuple of str           What the prediction assumes.
    """

    reference: str
    treatments: tuple[str, ...]
    horizon: float
    level: float
    step: bool
    time_unit: str
    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    low: Floats = array_field(floats)
    high: Floats = array_field(floats)
    median: Floats = array_field(floats)
    median_low: Floats = array_field(floats)
    median_high: Floats = array_field(floats)
    rmst: Floats = array_field(floats)
    rmst_covariance: Floats = array_field(floats)
    notes: tuple[str, ...] = ()

    @property
    def rmst_se(self) -> Floats:
        """(n,) standard errors of the restricted means."""
        return np.sqrt(self.rmst_covariance.diagonal())

    def rmst_difference(self) -> tuple[Floats, Floats]:
        """Restricted mean of each treatment less that of the reference, (n,), and its standard error, (n,)."""
        at = self.treatments.index(self.reference)
        own = self.rmst_covariance
        variance = own.diagonal() + own[at, at] - 2 * own[:, at]
        return self.rmst - self.rmst[at], np.sqrt(np.maximum(variance, 0.0))


@attrs.frozen
class CurveSummary(Locked):
    """A given curve as it stands: limits, median and restricted mean, made as those of predicted curves are.

    Attributes
    ----------
    curve : Baseline
    median, median_low, median_high : float   inf where not reached.
    rmst, rmst_se : float                     NaN where the curve ends before the horizon.
    low, high : (k,) float                    Pointwise limits at the level asked for.
    """

    curve: Baseline
    median: float
    median_low: float
    median_high: float
    rmst: float
    rmst_se: float
    low: Floats = array_field(floats)
    high: Floats = array_field(floats)


def summary_of_curve(curve: Baseline, *, level: float, horizon: float) -> CurveSummary:
    """A curve's own limits, median and restricted mean."""
    none = np.zeros(1)
    survival, low, high = _bands(curve, none, none, float(special.ndtri((1 + level) / 2)))
    crossing = _crossing_of_steps if curve.step else _crossing_of_lines
    medians = [crossing(curve.time, rows[0]) for rows in (survival, low, high)]
    mean, error = float("nan"), float("nan")
    if horizon <= curve.end:
        rmst, variance = _restricted(curve, none, np.zeros((1, 1)), horizon)
        mean, error = float(rmst[0]), float(np.sqrt(variance[0, 0]))
    return CurveSummary(curve, medians[0], medians[1], medians[2], mean, error, low[0], high[0])


def predict(part: ComponentResult, baseline: Baseline, *, horizon: float | None = None) -> Predicted:
    """Curves, medians and restricted means of every treatment from one treatment's curve.

    Raises
    ------
    InputError    where effects are no hazard ratios, or the horizon lies outside the curve.
    NetworkError  where the curve's treatment is not in the component.
    """
    if part.measure.name != "HR":
        raise InputError(
            f"a reference curve is multiplied by hazard ratios, but the network's effects are {part.measure.name}"
        )
    effect, covariance = part.main.against(baseline.treatment)
    end = baseline.end if horizon is None else float(horizon)
    if not 0 < end <= baseline.end:
        raise InputError(
            f"horizon {end:g} lies outside the reference curve, which ends at {baseline.end:g}; choose one inside"
        )
    z = float(special.ndtri((1 + part.level) / 2))
    survival, low, high = _bands(baseline, effect, covariance.diagonal(), z)
    crossing = _crossing_of_steps if baseline.step else _crossing_of_lines
    medians = [np.array([crossing(baseline.time, row) for row in rows]) for rows in (survival, low, high)]
    if not baseline.step:
        # Between its times the reference is linear, a power of it is not: the crossing is found where it is linear.
        medians[0] = np.array([crossing(baseline.time, baseline.survival, 0.5 ** np.exp(-b)) for b in effect])
    rmst, rmst_covariance = _restricted(baseline, effect, covariance, end)
    return Predicted(
        reference=baseline.treatment,
        treatments=part.treatments,
        horizon=end,
        level=part.level,
        step=baseline.step,
        time_unit=baseline.time_unit,
        time=baseline.time,
        survival=survival,
        low=low,
        high=high,
        median=medians[0],
        median_low=medians[1],
        median_high=medians[2],
        rmst=rmst,
        rmst_covariance=rmst_covariance,
        notes=_notes(part, baseline),
    )


def _notes(part: ComponentResult, baseline: Baseline) -> tuple[str, ...]:
    notes = [
        "hazards are taken to be proportional at all times",
        f"the curve of {baseline.treatment} and the network's hazard ratios are taken to be independent",
    ]
    if baseline.assumed:
        notes.append(f"covariance of the reference curve: {baseline.assumed}")
    if part.main.tau2 > 0:
        notes.append("limits are those of the mean effect over trials, without the variation between them")
    return tuple(notes)


def _bands(baseline: Baseline, effect: Floats, variance: Floats, z: float) -> tuple[Floats, Floats, Floats]:
    """(n, k) predicted survival and limits, symmetric as log(-log S)."""
    s = baseline.survival
    ratio = np.exp(effect)[:, None]
    survival = np.where(s > 0, s, 0.0) ** ratio
    inside = (s > 0) & (s < 1)
    log_s = np.log(s[inside])
    own = baseline.log_covariance.diagonal()[inside] / log_s**2
    spread = z * np.sqrt(own[None, :] + variance[:, None])
    low, high = survival.copy(), survival.copy()
    with np.errstate(over="ignore"):
        low[:, inside] = np.exp(log_s * ratio * np.exp(spread))
        high[:, inside] = np.exp(log_s * ratio * np.exp(-spread))
    if (gone := s <= 0).any():
        # Nothing says how far the upper limit has come down where nobody is left.
        high[:, gone] = high[:, int(np.argmax(gone)) - 1][:, None]
    # Limits may turn where a small standard error follows a large one; a survival curve never rises.
    return survival, np.minimum.accumulate(low, axis=1), np.maximum.accumulate(high[:, ::-1], axis=1)[:, ::-1]


def _crossing_of_steps(time: Floats, survival: Floats, level: float = 0.5) -> float:
    below = np.flatnonzero(survival <= level + 1e-12)
    return float(time[below[0]]) if below.size else float("inf")


def _crossing_of_lines(time: Floats, survival: Floats, level: float = 0.5) -> float:
    below = np.flatnonzero(survival <= level + 1e-12)
    if not below.size:
        return float("inf")
    j = int(below[0])
    drop = survival[j - 1] - survival[j]
    return float(time[j - 1] + (time[j] - time[j - 1]) * min(1.0, (survival[j - 1] - level) / drop))


def _restricted(baseline: Baseline, effect: Floats, covariance: Floats, horizon: float) -> tuple[Floats, Floats]:
    """(n,) areas under the predicted curves up to the horizon, and their (n, n) covariance by the delta method."""
    left = baseline.time[baseline.time < horizon]
    right = np.append(left[1:], horizon)
    width = right - left
    before = baseline.survival[: left.size]
    if baseline.step:
        levels, weights = before[:, None], width[:, None]
        hats = np.stack([np.ones_like(levels), np.zeros_like(levels)])
    else:
        points, share = np.polynomial.legendre.leggauss(NODES)
        after = baseline.survival[1 : left.size + 1]
        full = baseline.time[1 : left.size + 1] - left
        along = (points + 1)[None, :] / 2 * (width / full)[:, None]
        levels = before[:, None] * (1 - along) + after[:, None] * along
        weights = width[:, None] * share[None, :] / 2
        hats = np.stack([1 - along, along])
    inside = levels > 0
    log_s = np.log(np.where(inside, levels, 1.0))
    ratio = np.exp(effect)[:, None, None]
    curves = np.where(inside, np.exp(ratio * log_s), 0.0)
    rmst = (curves * weights).sum(axis=(1, 2))
    by_effect = (curves * ratio * log_s * weights).sum(axis=(1, 2))
    # dS/dS_0 times dS_0/dlog S_0 at the two ends of each interval.
    slope = np.where(inside, ratio * curves / np.where(inside, levels, 1.0), 0.0) * weights
    gradient = np.zeros((effect.size, baseline.time.size))
    gradient[:, : left.size] += (slope * hats[0]).sum(axis=2) * before
    if not baseline.step:
        gradient[:, 1 : left.size + 1] += (slope * hats[1]).sum(axis=2) * after
    joint = gradient @ baseline.log_covariance @ gradient.T + by_effect[:, None] * covariance * by_effect[None, :]
    return rmst, (joint + joint.T) / 2
