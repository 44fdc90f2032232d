"""Quadrature of a density over τ in [0, ∞): Gauss-Legendre panels, split where the density needs it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ipdrecon.errors import ConvergenceError
from ipdrecon.frozen import Floats
from nma.bayes.curve import Curve, rule

#: Points of a panel.
POINTS = 12
#: Panels are split until what the split changes is this share of the whole.
TOLERANCE = 1e-11
#: Rounds and points of the search for the highest point; each round narrows the range by half the points.
PEAK_ROUNDS, PEAK_POINTS = 5, 21
#: Rounds of splitting: a density a million times narrower than the range is still met.
ROUNDS = 60


def integrate(
    log_density: Callable[[Floats], Floats], *, scale: float, upper: float = np.inf, features: Floats | None = None
) -> tuple[Curve, float]:
    """The normalised density of ``u = τ / (scale + τ)``, and the logarithm of the integral over τ in [0, upper].

    u brings the range to [0, 1], so that tails like that of a half-Cauchy prior are smooth.

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
    points, weights = rule(POINTS)
    end = 1.0 if np.isinf(upper) else upper / (scale + upper)
    marks = [0.0, end, *np.linspace(0, end, 5)[1:-1]]
    if features is not None:
        marks += [float(u) for u in features / (scale + features)]

    def log_at(u: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(log_density(scale * u / (1 - u)) + np.log(scale) - 2 * np.log1p(-u))

    marks += _around_peak(log_at, np.array(sorted(u for u in marks if 0 < u < end)), end)
    edges = np.unique([u for u in marks if 0 <= u <= end])
    lows, highs = edges[:-1], edges[1:]

    def evaluated(low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
        u = low[:, None] + (high - low)[:, None] * points
        log = log_at(u.ravel()).reshape(u.shape)
        return u, log, (high - low)[:, None] * weights

    done: list[tuple[Floats, Floats, Floats, Floats, Floats]] = []
    u, log, w = evaluated(lows, highs)
    top = log.max()
    if not np.isfinite(top):
        raise ConvergenceError("the posterior of τ cannot be integrated; give a proper prior of τ")
    for _ in range(ROUNDS):
        middle = (lows + highs) / 2
        left, right = np.column_stack([lows, middle]).ravel(), np.column_stack([middle, highs]).ravel()
        u2, log2, w2 = evaluated(left, right)
        top = max(top, log2.max())
        coarse = (w * np.exp(log - top)).sum(axis=1)
        fine = (w2 * np.exp(log2 - top)).sum(axis=1).reshape(-1, 2).sum(axis=1)
        whole = fine.sum() + sum(float((part[3] * np.exp(part[2] - top)).sum()) for part in done)
        if not (np.isfinite(whole) and whole > 0):
            raise ConvergenceError("the posterior of τ cannot be integrated; give a proper prior of τ")
        good = np.abs(fine - coarse) <= TOLERANCE * whole
        done.append((lows[good], u[good], log[good], w[good], highs[good]))
        if good.all():
            break
        # The halves become the next round's wholes.
        split = np.repeat(~good, 2)
        lows, highs, u, log, w = left[split], right[split], u2[split], log2[split], w2[split]
    else:
        raise ConvergenceError("the posterior of τ is too narrow to integrate; give a wider prior or check the data")
    left, u, log, w, right = (np.concatenate([part[i] for part in done]) for i in range(5))
    order = np.argsort(left)
    density = np.exp(log[order] - top)
    mass = density * w[order]
    total = float(mass.sum())
    curve = Curve(np.append(left[order], right[order][-1]), u[order], density / total, mass / total)
    return curve, float(top + np.log(total))


def _around_peak(log_at: Callable[[Floats], Floats], start: Floats, end: float) -> list[float]:
    """Places about the highest point, at a few of its own widths, so that no panel can step over it."""
    u = start
    for _ in range(PEAK_ROUNDS):
        log = log_at(u)
        if not np.isfinite(log).any():
            return []
        best = int(np.nanargmax(log))
        low = u[best - 1] if best > 0 else u[0] / 2
        high = u[best + 1] if best + 1 < u.size else (u[-1] + end) / 2
        u = np.linspace(low, high, PEAK_POINTS)
    at, step = float(u[PEAK_POINTS // 2]), float(u[1] - u[0])
    three = log_at(np.array([at - step, at, at + step]))
    bend = float(-(three[0] - 2 * three[1] + three[2])) / step**2
    if not (np.isfinite(bend) and bend > 0):
        return []
    width = bend**-0.5
    return [at + side * width for side in (-8.0, -3.0, 0.0, 3.0, 8.0)]
