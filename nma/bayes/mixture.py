"""Finite mixtures of normal distributions: what an effect's posterior is once τ is integrated by quadrature."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from ipdrecon.errors import ConvergenceError
from ipdrecon.frozen import Floats

#: The last Newton step is at most this share of the mixture's standard deviation; what is left is about its square.
TOLERANCE = 1e-7
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
    # One component, or several that agree, have their root at the end of the bracket itself.
    margin = 1e-9 * (own.max(axis=0) - own.min(axis=0) + sd.min(axis=0))
    low, high = own.min(axis=0) - margin, own.max(axis=0) + margin
    centre = weight @ mean
    spread = np.sqrt(weight @ (sd**2 + (mean - centre) ** 2))
    x = np.clip(centre + z * spread, low, high)
    for _ in range(TURNS):
        gap = (x - mean) / sd
        miss = weight @ special.ndtr(gap) - p
        slope = (weight[:, None] * np.exp(-0.5 * gap * gap) / sd).sum(axis=0) / np.sqrt(2 * np.pi)
        low, high = np.where(miss < 0, x, low), np.where(miss < 0, high, x)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = -miss / slope
        short = np.abs(step) <= TOLERANCE * spread
        inside = short | ((x + step > low) & (x + step < high))
        x = np.where(inside, x + step, (low + high) / 2)
        # Where there is a gap without density, no step is short, but the bracket closes.
        if (short | (high - low <= TOLERANCE**2 * (spread + np.abs(x)))).all():
            return np.asarray(x)
    raise ConvergenceError("a quantile of a mixture was not found; the posterior of τ may be too wide for its prior")
