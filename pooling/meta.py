"""Meta-analysis of numbers and of vectors: fixed effect, and random effects by moments."""

from __future__ import annotations

import attrs
import numpy as np
from scipy.special import chdtrc

from ipdrecon.frozen import Floats, floats
from pooling.combescure import Fit, truncated
from pooling.intervals import quantile


@attrs.frozen
class Meta:
    """Pooled number with its interval.

    Attributes
    ----------
    estimate, se, low, high : float
    df : float         Of the quantile behind the limits; inf for the normal.
    tau2 : float       Between-study variance (DerSimonian & Laird 1986); 0 under a fixed effect.
    q, q_p, i2 : float Cochran's Q, its p-value with k - 1 degrees of freedom, I².
    studies : int
    """

    estimate: float
    se: float
    low: float
    high: float
    df: float
    tau2: float
    q: float
    q_p: float
    i2: float
    studies: int


def univariate(
    estimate: Floats, se: Floats, *, model: str = "random", interval: str = "normal", level: float = 0.95
) -> Meta:
    """Inverse-variance pooling of k numbers (k,).

    Parameters
    ----------
    model : "fixed" or "random" (DerSimonian-Laird)
    interval : "normal", or "hartung-knapp" (for three studies or more; else the normal stands)
    """
    w = 1.0 / se**2
    k = estimate.size
    mean = float((w * estimate).sum() / w.sum())
    q = float((w * (estimate - mean) ** 2).sum())
    excess = float(w.sum() - (w**2).sum() / w.sum())
    tau2 = max(0.0, (q - (k - 1)) / excess) if model == "random" and k > 1 else 0.0
    w = 1.0 / (se**2 + tau2)
    mean, error, df = float((w * estimate).sum() / w.sum()), float(1.0 / np.sqrt(w.sum())), float("inf")
    if interval == "hartung-knapp" and k > 2:
        error = float(np.sqrt((w * (estimate - mean) ** 2).sum() / ((k - 1) * w.sum())))
        df = float(k - 1)
    half = float(quantile(level, df)) * error
    return Meta(
        mean, error, mean - half, mean + half, df, tau2, q, float(chdtrc(k - 1, q)) if k > 1 else float("nan"),
        max(0.0, 1.0 - (k - 1) / q) if q > 0 else 0.0, k,
    )  # fmt: skip


def between(estimates: Floats, covariances: Floats) -> Floats:
    """Between-study covariance (p, p) of vectors (K, p) with covariances (K, p, p), by moments.

    Jackson, White & Riley (2010): each pair of entries as in the univariate case, weights 1/sqrt(v_i v_j), the expected
    share of the within-study covariances taken off; negative eigenvalues of the whole are set to 0.
    """
    deviation = np.sqrt(np.einsum("kii->ki", covariances))
    w = 1.0 / (deviation[:, :, None] * deviation[:, None, :])
    total = w.sum(axis=0)
    mean_i = (w * estimates[:, :, None]).sum(axis=0) / total
    mean_j = (w * estimates[:, None, :]).sum(axis=0) / total
    q = (w * (estimates[:, :, None] - mean_i) * (estimates[:, None, :] - mean_j)).sum(axis=0)
    own = (w * (1.0 - w / total) * covariances).sum(axis=0)
    b = total - (w**2).sum(axis=0) / total
    if estimates.shape[0] < 2:
        return np.zeros(q.shape)
    return truncated((q - own) / b)


def multivariate(estimates: Floats, covariances: Floats, sigma: Floats) -> Fit:
    """Generalised least squares of vectors (K, p) with total covariances within plus ``sigma``."""
    precision = np.linalg.inv(covariances + sigma)
    covariance = np.linalg.inv(precision.sum(axis=0))
    mean = covariance @ (precision @ estimates[..., None]).sum(axis=0)[:, 0]
    return Fit(mean, floats(covariance), floats(precision), estimates - mean, sigma)
