"""Quadrature of a density over τ in [0, ∞): Gauss-Legendre panels, split where the density needs it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ipdrecon.errors import ConvergenceError
from ipdrecon.frozen import Floats

#: Points of a panel.
POINTS = 12
#: Panels are split until what the split changes is this share of the whole.
TOLERANCE = 1e-11
#: Rounds of splitting: a density a million times narrower than the range is still met.
ROUNDS = 60


def integrate(
    log_density: Callable[[Floats], Floats], *, scale: float, upper: float = np.inf, features: Floats | None = None
) -> tuple[Floats, Floats, float]:
    """Nodes, (J,) normalised weights and the logarithm of the integral of a density over [0, upper].

    ``u = τ / (scale + τ)`` brings the range to [0, 1], so that tails like that of a half-Cauchy prior are smooth.

    Parameters
    ----------
    log_density : function of (k,) τ
    scale : float                  A typical τ.
    upper : float                  Where the density ends.
    features : (f,) float          τ at which panels begin, such as where the density is expected to peak.

    Raises
    ------
    ConvergenceError  where the density cannot be integrated.
    """
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    points, weights = (points + 1) / 2, weights / 2
    end = 1.0 if np.isinf(upper) else upper / (scale + upper)
    marks = [0.0, end, *(np.linspace(0, end, 5)[1:-1])]
    if features is not None:
        marks += [float(u) for u in features / (scale + features) if 0 < u < end]
    edges = np.unique(marks)
    lows, highs = edges[:-1], edges[1:]

    def evaluated(low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
        u = low[:, None] + (high - low)[:, None] * points
        tau = scale * u / (1 - u)
        with np.errstate(divide="ignore"):
            log = log_density(tau.ravel()).reshape(tau.shape) + np.log(scale) - 2 * np.log1p(-u)
        return tau, log, (high - low)[:, None] * weights

    done: list[tuple[Floats, Floats, Floats]] = []
    _, log, w = evaluated(lows, highs)
    top = log.max()
    whole = 0.0
    for _ in range(ROUNDS):
        middle = (lows + highs) / 2
        tau2, log2, w2 = evaluated(np.column_stack([lows, middle]).ravel(), np.column_stack([middle, highs]).ravel())
        top = max(top, log.max(), log2.max())
        coarse = (w * np.exp(log - top)).sum(axis=1)
        fine = (w2 * np.exp(log2 - top)).sum(axis=1).reshape(-1, 2).sum(axis=1)
        whole = fine.sum() + sum(float((a[2] * np.exp(a[1] - top)).sum()) for a in done)
        if not (np.isfinite(whole) and whole > 0):
            raise ConvergenceError("the posterior of τ cannot be integrated; give a proper prior of τ")
        split = np.abs(fine - coarse) > TOLERANCE * whole
        keep = np.repeat(~split, 2)
        done.append((tau2[keep], log2[keep], w2[keep]))
        if not split.any():
            break
        # The halves become the next round's wholes.
        lows, highs = (
            np.column_stack([lows, middle])[split].ravel(),
            np.column_stack([middle, highs])[split].ravel(),
        )
        log, w = log2[~keep], w2[~keep]
    else:
        raise ConvergenceError("the posterior of τ is too narrow to integrate; give a wider prior or check the data")
    nodes = np.concatenate([part[0].ravel() for part in done])
    logs = np.concatenate([part[1].ravel() for part in done])
    mass = np.concatenate([np.broadcast_to(part[2], part[1].shape).ravel() for part in done]) * np.exp(logs - top)
    order = np.argsort(nodes)
    keep = mass[order] > 1e-18 * mass.sum()
    return nodes[order][keep], (mass[order] / mass.sum())[keep], float(top + np.log(mass.sum()))

