"""How far trials differ more than chance explains: Q, I², and the between-trial variance by DL, REML or ML."""

from __future__ import annotations

import math

import attrs
import numpy as np
from scipy import optimize, special

from ipdrecon.errors import ConvergenceError, InputError
from nma.fit import Fit
from nma.frequentist import fit, gathered, pieces, pseudo_inverse, q_by_trial
from nma.network import Network, sort_key

#: Ways to estimate the between-trial variance.
TAU2_METHODS = ("DL", "REML", "ML", "REML-netmeta", "ML-netmeta")


@attrs.frozen
class Heterogeneity:
    """Cochran's Q of a network and what follows from it.

    Attributes
    ----------
    q, df, p : float, int, float     Against the fixed-effect fit; p is NaN where df is 0.
    i2, i2_low, i2_high : float      Share of the variation beyond chance, in [0, 1]; NaN where df is 0.
    tau2 : float                     Between-trial variance, NaN where it cannot be estimated.
    method : str                     How tau2 was estimated.
    reason : str                     Why numbers are missing; "" where none is.
    """

    q: float
    df: int
    p: float
    i2: float
    i2_low: float
    i2_high: float
    tau2: float
    method: str
    reason: str = ""


def heterogeneity(network: Network, fixed: Fit, *, method: str = "DL", level: float = 0.95) -> Heterogeneity:
    """Q, I² with its test-based interval (Higgins & Thompson 2002), and τ² by the method asked for.

    Raises
    ------
    InputError        where the method is unknown.
    ConvergenceError  where the likelihood of τ² has no maximum that can be found.
    """
    if method not in TAU2_METHODS:
        raise InputError(f"between-trial variance by '{method}' is unknown; use one of {', '.join(TAU2_METHODS)}")
    df = degrees_of_freedom(network)
    q = float(q_by_trial(network, fixed).sum())
    if df == 0:
        nan = math.nan
        return Heterogeneity(
            0.0, 0, nan, nan, nan, nan, nan, method, "no comparison has more than one source of evidence"
        )
    i2, low, high = _i2(q, df, level)
    reason = "" if df > 2 else f"τ² rests on {df} degree{'s' if df > 1 else ''} of freedom"
    return Heterogeneity(
        q, df, float(special.chdtrc(df, q)), i2, low, high, _tau2(network, fixed, q, df, method), method, reason
    )


def degrees_of_freedom(network: Network) -> int:
    """Independent contrasts beyond those the network needs."""
    return sum(len(trial.treatments) for trial in network.trials) - len(network.treatments) + 1


def _tau2(network: Network, fixed: Fit, q: float, df: int, method: str) -> float:
    if method == "DL":
        return max(0.0, (q - df) / dl_divisor(network, fixed))
    seen = _without_shared_arms(network) if method.endswith("-netmeta") else network
    return likelihood_tau2(seen, restricted=method.startswith("REML"))


def _without_shared_arms(network: Network) -> Network:
    """What netmeta 3.3 gives its likelihood of τ² where it is given contrasts without arm-level data.

    Contrasts of a multi-arm trial against the network's first treatment, or against the trial's last where it lacks
    that one, count as independent given their random effects. The trial's covariance is better used, as REML and ML do;
    this is here to repeat netmeta's numbers.
    """
    first = network.treatments[0]
    told = []
    for trial in network.trials:
        base = trial.against(first if first in trial.arms else max(trial.arms, key=sort_key))
        told.append(attrs.evolve(base, covariance=np.diag(np.diag(base.covariance))))
    return Network(network.treatments, tuple(told), network.number, network.of)


def dl_divisor(network: Network, fixed: Fit) -> float:
    """What one unit of τ² adds to the expected Q, beyond its degrees of freedom (Jackson, White & Riley 2012)."""
    total = 0.0
    for block in network.blocks:
        laplacian = pieces(block).laplacian
        here = fixed.covariance[block.arms[:, :, None], block.arms[:, None, :]]
        total += np.einsum("mii->", laplacian) - np.einsum("mij,mjk,mki->", laplacian, here, laplacian, optimize=True)
    return float(total / 2)


def log_likelihood(network: Network, tau2: float, *, restricted: bool) -> float:
    """Profile log-likelihood of τ², restricted or not, up to a constant."""
    parts = tuple(pieces(block, tau2) for block in network.blocks)
    laplacian, flow = gathered(len(network.treatments), parts)
    covariance = pseudo_inverse(laplacian)
    at = Fit(network.treatments, covariance @ flow, covariance, tau2)
    value = -0.5 * (sum(float(part.log_det.sum()) for part in parts) + float(q_by_trial(network, at).sum()))
    if restricted:
        value -= 0.5 * float(np.linalg.slogdet(laplacian[1:, 1:])[1])
    return value


def score(network: Network, tau2: float, *, restricted: bool) -> float:
    """Derivative of :func:`log_likelihood`; zero at an inner maximum."""
    at = fit(network, tau2=tau2)
    value = 0.0
    for block in network.blocks:
        part = pieces(block, tau2)
        bent = part.flow - np.einsum("mij,mj->mi", part.laplacian, at.potential[part.arms])
        # V⁻¹ U V⁻¹ with U = (I + J)/2 is half the square of the Laplacian, seen from the arms.
        value += float((bent * bent).sum()) / 4 - float(np.einsum("mii->", part.laplacian)) / 4
        if restricted:
            here = at.covariance[part.arms[:, :, None], part.arms[:, None, :]]
            value += float(np.einsum("mij,mjk,mki->", part.laplacian, here, part.laplacian, optimize=True)) / 4
    return value


def likelihood_tau2(network: Network, *, restricted: bool) -> float:
    """τ² of largest (restricted) likelihood: the best of all roots of the score, or 0."""
    variances = np.concatenate([np.einsum("mii->mi", block.covariance).ravel() for block in network.blocks])
    spread = max(float(np.var(np.concatenate([block.effect.ravel() for block in network.blocks]))), 0.0)
    high = 10.0 * (spread + float(variances.max()))
    low = 1e-6 * float(variances.min())
    # The likelihood may have more than one hill: a grid over all sizes finds the slopes between which roots lie.
    grid = np.append(0.0, np.geomspace(low, high, 25))
    slopes = [score(network, value, restricted=restricted) for value in grid]
    if slopes[-1] > 0:
        raise ConvergenceError(
            f"the likelihood of τ² still rises at {high:.3g}, far above the spread of the trials; use method DL"
        )
    hills = [0.0] if slopes[0] <= 0 else []
    hills += [
        optimize.brentq(
            lambda value: score(network, value, restricted=restricted), grid[i], grid[i + 1], xtol=1e-14, rtol=1e-13
        )
        for i in range(len(grid) - 1)
        if slopes[i] > 0 >= slopes[i + 1]
    ]
    return max(hills, key=lambda value: log_likelihood(network, value, restricted=restricted))


def _i2(q: float, df: int, level: float) -> tuple[float, float, float]:
    """I² with the interval of Higgins & Thompson (2002), by the standard error of log H."""
    i2 = max(0.0, (q - df) / q) if q > 0 else 0.0
    k = df + 1
    if k < 3:
        return i2, math.nan, math.nan
    if q > k:
        se = 0.5 * (math.log(q) - math.log(df)) / (math.sqrt(2 * q) - math.sqrt(2 * df - 1))
    else:
        se = math.sqrt(1 / (2 * (k - 2)) * (1 - 1 / (3 * (k - 2) ** 2)))
    z = float(special.ndtri((1 + level) / 2))
    log_h = max(0.0, 0.5 * math.log(q / df)) if q > 0 else 0.0
    bounds = [max(0.0, 1 - math.exp(-2 * max(0.0, log_h + sign * z * se))) for sign in (-1, 1)]
    return i2, bounds[0], bounds[1]
