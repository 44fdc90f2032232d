"""Finite mixtures of normal distributions: what an effect's posterior is once τ is integrated by quadrature."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from ipdrecon.errors import ConvergenceError
from ipdrecon.frozen import Floats

#: Quantiles are found to this share of the mixture's standard deviation.
TOLERANCE = 1e-12
#: Turns of the root finder; halving alone needs about 50.
TURNS = 200


def cdf(at: npt.ArrayLike, weight: Floats, mean: Floats, sd: Floats) -> Floats:
    """(pairs,) distribution functions at one point each; ``weight`` (J,), ``mean`` and ``sd`` (J, pairs), sd > 0."""
    return np.asarray(weight @ special.ndtr((np.asarray(at) - mean) / sd))


def quantile(p: float, weight: Floats, mean: Floats, sd: Floats) -> Floats:
    """(pairs,) quantiles, by Newton steps kept inside a bracket that only shrinks.

    The bracket is where the components themselves have that quantile, so it always holds the root.

    Raises
    ------
    ConvergenceError  where the bracket does not close.
    """
    z = float(special.ndtri(p))
    own = mean + z * sd
    low, high = own.min(axis=0), own.max(axis=0)
    centre = weight @ mean
    spread = np.sqrt(weight @ (sd**2 + (mean - centre) ** 2))
    x = np.clip(centre + z * spread, low, high)
    for _ in range(TURNS):
        gap = (x - mean) / sd
        miss = weight @ special.ndtr(gap) - p
        slope = (weight[:, None] * np.exp(-0.5 * gap * gap) / sd).sum(axis=0) / np.sqrt(2 * np.pi)
        low, high = np.where(miss < 0, x, low), np.where(miss < 0, high, x)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = x - miss / slope
        step = np.where((step > low) & (step < high), step, (low + high) / 2)
        moved = np.abs(step - x)
        x = step
        if (moved <= TOLERANCE * spread).all() or (high - low <= TOLERANCE * spread).all():
            return np.asarray(x)
    raise ConvergenceError("a quantile of a mixture was not found; the posterior of τ may be too wide for its prior")
