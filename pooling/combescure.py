"""The distribution-free summary survival curve's numbers (Combescure, Foucher & Jackson 2014).

Conditional survival of each study in each interval is brought to the arcsine scale, pooled there under fixed or
random effects, and multiplied up again. Arrays may carry leading axes (..., K, T): many meta-analyses at once.
K studies, T intervals; NaN where a study is not observed.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats

#: (added to survivors, added to patients): keeps intervals without events or without survivors inside the scale.
QUARTER = (0.25, 0.5)
#: Eigenvalues below this share of the largest are rounding.
ROUNDING = 1e-14


@attrs.frozen(eq=False)
class Fit:
    """Pooled arcsine conditional survival ``beta`` (..., T), its ``covariance`` (..., T, T) and what made it.

    ``precision`` (..., K, T, T) holds each study's inverse total covariance, zero where it is not observed.
    """

    beta: Floats
    covariance: Floats
    precision: Floats
    residual: Floats
    between: Floats


def arcsine(
    conditional: Floats, at_risk: Floats, *, correction: tuple[float, float] = QUARTER, unit_variance: bool = False
) -> tuple[Floats, Floats]:
    """Arcsine of conditional survival and its variance, (..., K, T) each (eq. 3).

    ``unit_variance`` gives 1/n instead of 1/(4n) and lets the correction into it, as the R package metaSurvival does
    when its correction is off: intervals are then twice too wide.
    """
    a, b = correction
    n = at_risk + b
    transformed = np.arcsin(np.sqrt(np.clip((at_risk * conditional + a) / n, 0.0, 1.0)))
    return transformed, np.where(np.isnan(transformed), np.nan, 1.0 / (n if unit_variance else 4.0 * n))


def fixed(y: Floats, v: Floats) -> Fit:
    """Inverse-variance means, time by time."""
    seen = ~np.isnan(y)
    w = np.where(seen, 1.0 / np.where(seen, v, 1.0), 0.0)
    total = w.sum(axis=-2)
    beta = (w * np.where(seen, y, 0.0)).sum(axis=-2) / total
    return Fit(
        beta,
        _diagonal(1.0 / total),
        _diagonal(w),
        np.where(seen, y - beta[..., None, :], 0.0),
        np.zeros((*beta.shape, beta.shape[-1])),
    )


def between(y: Floats, v: Floats) -> Floats:
    """Between-study covariance by moments, (..., T, T) (DerSimonian & Laird 1986; Jackson, White & Riley 2010).

    A pair of times takes its weights from the studies observed at both; a time with one study has no variance. The
    matrix as a whole is brought to the nearest without negative eigenvalues.
    """
    seen = ~np.isnan(y)
    root = np.where(seen, 1.0 / np.sqrt(np.where(seen, v, 1.0)), 0.0)
    # Centring first: the sums below lose no digits then.
    weight = root**2
    middle = (weight * np.where(seen, y, 0.0)).sum(axis=-2) / weight.sum(axis=-2)
    centred = np.where(seen, y - middle[..., None, :], 0.0)
    turned = np.swapaxes(root, -1, -2)
    w = turned @ root
    first = np.swapaxes(root * centred, -1, -2) @ root
    cross = np.swapaxes(root * centred, -1, -2) @ (root * centred)
    squares = np.swapaxes(weight, -1, -2) @ weight
    together = np.swapaxes(seen, -1, -2).astype(float) @ seen.astype(float)
    enough = together > 1.5
    safe = np.where(enough, w, 1.0)
    q = cross - first * np.swapaxes(first, -1, -2) / safe
    b = np.where(enough, w - squares / safe, 1.0)
    times = np.arange(y.shape[-1])
    q[..., times, times] -= together[..., times, times] - 1.0
    return truncated(np.where(enough, q / b, 0.0))


def truncated(matrix: Floats) -> Floats:
    """The symmetric matrix with its negative eigenvalues set to 0."""
    values, vectors = np.linalg.eigh((matrix + np.swapaxes(matrix, -1, -2)) / 2)
    largest = np.maximum(values[..., -1:], 0.0)
    values = np.where(values > ROUNDING * largest, values, 0.0)
    return np.asarray((vectors * values[..., None, :]) @ np.swapaxes(vectors, -1, -2))


def random(y: Floats, v: Floats, sigma: Floats) -> Fit:
    """Generalised least squares with the total covariance of each study's observed intervals."""
    seen = ~np.isnan(y)
    pair = seen[..., :, None] & seen[..., None, :]
    total = np.where(pair, sigma[..., None, :, :], 0.0) + _diagonal(np.where(seen, v, 1.0))
    precision = np.where(pair, np.linalg.inv(total), 0.0)
    filled = np.where(seen, y, 0.0)
    covariance = np.linalg.inv(precision.sum(axis=-3))
    beta = (covariance @ (precision @ filled[..., None]).sum(axis=-3))[..., 0]
    return Fit(beta, covariance, precision, np.where(seen, y - beta[..., None, :], 0.0), sigma)


def survival(beta: Floats) -> Floats:
    """Pooled curve at the ends of the intervals (..., T)."""
    return np.asarray(np.cumprod(np.sin(beta) ** 2, axis=-1))


def log_gradient(beta: Floats) -> Floats:
    """Derivatives of log S at each time by each beta, (..., T times, T betas); finite where S is 0."""
    sine = np.sin(beta)
    slope = 2.0 * np.cos(beta) / np.where(np.abs(sine) > 1e-12, sine, np.copysign(1e-12, sine))
    times = np.arange(beta.shape[-1])
    return np.where(times[:, None] >= times[None, :], slope[..., None, :], 0.0)


def _diagonal(values: Floats) -> Floats:
    return np.asarray(values[..., :, None] * np.eye(values.shape[-1]))
