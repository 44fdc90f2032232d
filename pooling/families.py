"""Parametric survival distributions on unconstrained parameters, which can be pooled and need no bounds.

    exponential   log scale                       H = t / scale
    weibull       log scale, log shape            H = (t / scale)^shape
    lognormal     mu, log sigma
    loglogistic   log scale, log shape            H = log(1 + (t / scale)^shape)
    gengamma      mu, log sigma, Q                Prentice (1974); Q = 1 is Weibull, Q = 0 log-normal
    spline        phi of log H                    Royston & Parmar (2002), natural cubic spline of log time

Each gives log H and the log of dH / d log t at x = log t.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln, log_ndtr

from ipdrecon.frozen import Floats

#: Parameters of each family; a spline has one for each knot.
SIZES = {"exponential": 1, "weibull": 2, "lognormal": 2, "loglogistic": 2, "gengamma": 3}
#: Relative step of numerical derivatives: cube root of the machine precision.
STEP = 6e-6
#: Generalised gamma closer to the log-normal than this is the log-normal: 1/Q² has no digits left.
SMALLEST_Q = 1e-4
#: Log of a slope that is none: a spline that falls is no cumulative hazard.
NO_SLOPE = -1e6

Pair = tuple[Floats, Floats]


def hazards(family: str, parameters: Floats, log_time: Floats, knots: Floats) -> Pair:
    """log H(t) and log(dH / d log t), (m,) each."""
    return _FAMILIES[family](np.asarray(parameters, dtype=float), log_time, knots)


def log_hazard(family: str, parameters: Floats, time: Floats, knots: Floats) -> Floats:
    """log of the cumulative hazard H(t) at times above 0, (m,)."""
    return hazards(family, parameters, np.log(time), knots)[0]


def gradient(family: str, parameters: Floats, time: Floats, knots: Floats) -> Floats:
    """Derivatives of log H by the parameters, (m, p), by central differences."""
    columns = []
    for i, value in enumerate(parameters):
        step = STEP * max(1.0, abs(value))
        moved = np.zeros(parameters.size)
        moved[i] = step
        above, below = (log_hazard(family, parameters + sign * moved, time, knots) for sign in (1.0, -1.0))
        columns.append((above - below) / (2 * step))
    return np.array(columns).T


def _exponential(p: Floats, x: Floats, _: Floats) -> Pair:
    return x - p[0], x - p[0]


def _weibull(p: Floats, x: Floats, _: Floats) -> Pair:
    value = np.exp(p[1]) * (x - p[0])
    return value, value + p[1]


def _lognormal(p: Floats, x: Floats, _: Floats) -> Pair:
    z = (x - p[0]) / np.exp(p[1])
    tail = log_ndtr(-z)
    return np.log(-tail), -0.5 * z**2 - 0.5 * np.log(2 * np.pi) - p[1] - tail


def _loglogistic(p: Floats, x: Floats, _: Floats) -> Pair:
    odds = np.exp(p[1]) * (x - p[0])
    cumulative = np.logaddexp(0.0, odds)
    return np.log(cumulative), p[1] + odds - cumulative


def _gengamma(p: Floats, x: Floats, knots: Floats) -> Pair:
    q = p[2]
    if abs(q) < SMALLEST_Q:
        return _lognormal(p, x, knots)
    a = q**-2.0
    turned = np.clip(q * (x - p[0]) / np.exp(p[1]), -700.0, 700.0)
    inner = a * np.exp(turned)
    upper = gammaincc(a, inner) if q > 0 else gammainc(a, inner)
    lower = gammainc(a, inner) if q > 0 else gammaincc(a, inner)
    # log S keeps its digits where S is near 1.
    tail = np.where(lower < 0.5, np.log1p(-lower), np.log(np.maximum(upper, 1e-300)))
    density = np.log(abs(q)) + a * np.log(a) - gammaln(a) + a * (turned - np.exp(turned)) - p[1]
    return np.log(np.maximum(-tail, 1e-300)), density - tail


def _spline(p: Floats, x: Floats, knots: Floats) -> Pair:
    at = np.log(knots)
    low, high = at[0], at[-1]
    # Cubes of the knots' span keep all parameters of one size.
    scale = (high - low) ** -2
    value, slope = p[0] + p[1] * x, np.full(x.shape, p[1])
    for i in range(2, knots.size):
        share = (high - at[i - 1]) / (high - low)
        parts = ((1.0, at[i - 1]), (-share, low), (share - 1.0, high))
        value = value + p[i] * scale * sum(c * np.maximum(x - k, 0.0) ** 3 for c, k in parts)
        slope = slope + p[i] * scale * sum(3 * c * np.maximum(x - k, 0.0) ** 2 for c, k in parts)
    return value, np.where(slope > 0, value + np.log(np.where(slope > 0, slope, 1.0)), NO_SLOPE)


_FAMILIES: Mapping[str, Callable[[Floats, Floats, Floats], Pair]] = {
    "exponential": _exponential,
    "weibull": _weibull,
    "lognormal": _lognormal,
    "loglogistic": _loglogistic,
    "gengamma": _gengamma,
    "spline": _spline,
}
