"""Confidence limits of a survival curve and of its median, and the quantiles behind them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtrit

from ipdrecon.frozen import Floats
from pooling.combescure import Fit

#: A study that carries less than this share of the information on a quantity says nothing about it.
NEGLIGIBLE = 1e-9
#: Survival as close to one half as this is one half (R's survfit takes the square root of the machine precision).
TIE = float(np.sqrt(np.finfo(float).eps))


def quantile(level: float, df: Floats | float) -> Floats:
    """Two-sided quantile of Student's t, of the normal where ``df`` is inf."""
    upper = 0.5 + level / 2
    degrees = np.asarray(df, dtype=float)
    finite = np.isfinite(degrees)
    return np.asarray(np.where(finite, stdtrit(np.where(finite, degrees, 1.0), upper), ndtri(upper)))


def limits(survival: Floats, log_se: Floats, critical: Floats | float, transform: str) -> tuple[Floats, Floats]:
    """Pointwise limits of S from the standard error of log S, held in [0, 1] (Kalbfleisch & Prentice 1980, 1.4.3).

    At S = 1 before any event both limits are 1. At S = 0 the lower limit is 0 and the upper is not known: it stays
    where it was, as nothing says how far it has come down.
    """
    low, high = survival.copy(), survival.copy()
    inside = (survival > 0) & (survival < 1) & np.isfinite(log_se)
    s, half = survival[inside], (critical * log_se)[inside]
    if transform == "plain":
        low[inside], high[inside] = s - s * half, s + s * half
    elif transform == "log":
        low[inside], high[inside] = s * np.exp(-half), s * np.exp(half)
    else:
        spread = half / -np.log(s)
        with np.errstate(over="ignore"):
            low[inside], high[inside] = s ** np.exp(spread), s ** np.exp(-spread)
    low, high = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
    if (gone := survival <= 0).any():
        first = int(np.argmax(gone))
        low[first:] = 0.0
        high[first:] = high[first - 1] if first else 1.0
    return low, high


def falling(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The part of a band a survival curve can lie in: it is above every later lower limit, below every earlier upper.

    A band of t quantiles with few degrees of freedom opens wide where hardly anybody has failed yet, and says less
    there than a little later.
    """
    return np.maximum.accumulate(low[::-1])[::-1], np.minimum.accumulate(high)


def hartung_knapp(fit: Fit, gradient: Floats) -> tuple[Floats, Floats]:
    """Variances (..., F) of F linear functions of the pooled vector, and their degrees of freedom.

    The variance under the model is scaled by how far the studies really lie from the pooled estimate, in the
    direction of each function (Hartung & Knapp 2001; Sidik & Jonkman 2002 for one parameter, where this is the same).
    With P_k a study's precision, C the covariance, r_k its residuals and g a gradient, study k moves the estimate by
    u_k = g'C P_k r_k, expected to vary by w_k = g'C P_k C g less its share in the fit. The degrees of freedom are
    Satterthwaite's for the quadratic form sum(u_k² / w_k); with one parameter they are K - 1.

    Parameters
    ----------
    gradient : (..., F, T)

    Returns
    -------
    variance, df : (..., F)   df is 0 where fewer than two studies tell of a function; the variance is the model's then.
    """
    turned = fit.covariance @ np.swapaxes(gradient, -1, -2)
    moves = fit.precision @ turned[..., None, :, :]
    u = (moves * fit.residual[..., None]).sum(axis=-2)
    w = (moves * turned[..., None, :, :]).sum(axis=-2)
    model = (np.swapaxes(turned, -1, -2) * gradient).sum(axis=-1)
    # (..., F, K) from here: one quadratic form for each function.
    u, w = np.swapaxes(u, -1, -2), np.swapaxes(w, -1, -2)
    tells = w > NEGLIGIBLE * np.maximum(w.sum(axis=-1, keepdims=True), 1e-300)
    scale = np.where(tells, 1.0 / np.sqrt(np.where(tells, w, 1.0)), 0.0)
    carried = fit.covariance[..., None, :, :] @ moves
    a, b = np.moveaxis(moves, -1, -3), np.moveaxis(carried, -1, -3)  # (..., F, K, T)
    shared = a @ np.swapaxes(b, -1, -2)
    form = tells[..., None] * np.eye(tells.shape[-1]) - shared * scale[..., :, None] * scale[..., None, :]
    trace = np.trace(form, axis1=-2, axis2=-1)
    square = (form**2).sum(axis=(-2, -1))
    enough = (tells.sum(axis=-1) > 1) & (trace > 1e-6)
    ratio = np.where(enough, ((u * scale) ** 2).sum(axis=-1) / np.where(enough, trace, 1.0), 1.0)
    df = np.where(enough, trace**2 / np.where(square > 0, square, 1.0), 0.0)
    return model * ratio, df


def crossing_of_steps(time: Floats, survival: Floats, level: float = 0.5) -> float:
    """Where a step function comes down to ``level``; inf where it never does.

    Where it stays exactly at the level for a while, the middle of that stretch, as R's survfit (Brookmeyer & Crowley
    1982 leave the choice open); where it stays there to its end, the beginning of the stretch.
    """
    below = np.flatnonzero(survival < level + TIE)
    if not below.size:
        return float("inf")
    first = int(below[0])
    if abs(survival[first] - level) < TIE:
        lower = np.flatnonzero(survival[first:] < survival[first])
        if lower.size:
            return float((time[first] + time[first + int(lower[0])]) / 2)
    return float(time[first])


def crossing_of_lines(time: Floats, survival: Floats, level: float = 0.5) -> Floats:
    """Where curves (..., k), linear between ``time`` (k,), first come down to ``level``; inf where they never do.

    ``time[0]`` is 0 and the curves begin at 1 there.
    """
    below = survival <= level
    first = np.argmax(below, axis=-1)
    crosses = below.any(axis=-1) & (first > 0)
    at = np.clip(first, 1, None)
    high = np.take_along_axis(survival, (at - 1)[..., None], axis=-1)[..., 0]
    low = np.take_along_axis(survival, at[..., None], axis=-1)[..., 0]
    share = np.where(crosses, (high - level) / np.where(crosses, high - low, 1.0), 0.0)
    found = time[at - 1] + share * (time[at] - time[at - 1])
    return np.where(below[..., 0], 0.0, np.where(crosses, found, np.inf))
