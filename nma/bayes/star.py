"""Counts of a star under the fixed effect, without sampling.

Where every trial compares the hub with one other treatment and the hub is the reference, the posterior falls into one
factor a treatment: ``p(d) ∝ N(d) Π ∫ Bin(r₁ | μ) Bin(r₂ | μ + d) N(μ) dμ`` over its trials. Each is a curve in one
dimension, each trial's baseline an integral in one dimension; both are done on Gauss-Legendre panels that grow away
from where the counts speak, because with empty cells only the priors end the tails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats
from nma.arms import ArmCounts
from nma.bayes.curve import Curve, nodes
from nma.bayes.priors import Priors

#: Points of a panel.
POINTS = 16
#: Panels are as wide as this many standard errors near the middle; further out each is wider than the one before.
FIRST, GROWTH = 2.0, 1.35
#: but never wider than this: an arm's likelihood bends within a few units of log odds wherever it lies.
WIDEST = 5.0
#: Log density below the largest that no printed digit can see.
NEGLIGIBLE = 50.0
#: Effects done at once, to bound memory.
CHUNK = 512
#: How many prior standard deviations tails are followed.
REACH = 9.0


@attrs.frozen
class Star:
    """Posteriors of all effects against the hub, independent of each other.

    Attributes
    ----------
    reference : str
    treatments : tuple of str     All but the reference.
    curves : tuple of Curve       One each.
    priors : Priors
    """

    reference: str
    treatments: tuple[str, ...]
    curves: tuple[Curve, ...]
    priors: Priors

    def draws(self, rng: np.random.Generator, size: int) -> Floats:
        """(size, treatments) independent draws."""
        columns = []
        for curve in self.curves:
            grid = np.unique(np.concatenate([curve.edges, curve.at.ravel()]))
            columns.append(np.interp(rng.random(size), curve.cdf(grid), grid))
        return np.column_stack(columns)


def is_star(trials: Sequence[ArmCounts], reference: str) -> bool:
    """Whether the posterior factorises: only two-arm trials, each with the reference."""
    return all(len(trial.treatments) == 2 and reference in trial.treatments for trial in trials)


def star(trials: Sequence[ArmCounts], reference: str, priors: Priors) -> Star:
    """The posterior of every effect against the hub.

    Raises
    ------
    NetworkError  where the trials are no star around the reference.
    """
    if not is_star(trials, reference):
        raise NetworkError(
            f"these trials are no star of two-arm trials around {reference}, so their posterior does not fall into "
            "single effects; sample it"
        )
    groups: dict[str, list[tuple[float, float, float, float]]] = {}
    for trial in trials:
        hub = trial.treatments.index(reference)
        other = 1 - hub
        groups.setdefault(trial.treatments[other], []).append(
            (trial.events[hub], trial.patients[hub], trial.events[other], trial.patients[other])
        )
    names = tuple(sorted(groups))
    return Star(reference, names, tuple(effect_curve(np.array(groups[name]), priors) for name in names), priors)


def effect_curve(counts: Floats, priors: Priors) -> Curve:
    """Posterior of one log odds ratio from (trials, 4) counts: r and n of the hub, r and n of the other arm."""
    logit, error = _empirical(counts)
    weight = 1 / (error**2).sum(axis=1)
    edges = _panels(
        float(np.average(logit[:, 1] - logit[:, 0], weights=weight)), weight.sum() ** -0.5, priors.effect_sd
    )

    def log_density(d: Floats) -> Floats:
        log = -0.5 * (d / priors.effect_sd) ** 2
        for row, own, se in zip(counts, logit, error, strict=True):
            log = log + _log_marginal(d, row, own, se, priors.baseline_sd)
        return log

    edges = edges[slice(*_reached(edges, log_density))]
    at, step = nodes(edges, POINTS)
    log = log_density(at.ravel()).reshape(at.shape)
    density = np.exp(log - log.max())
    total = float((density * step).sum())
    return Curve(edges, at, density / total, density * step / total)


def _log_marginal(d: Floats, counts: Floats, logit: Floats, error: Floats, baseline_sd: float) -> Floats:
    """Log of the integral over one trial's baseline, for every d.

    The variable is the log odds of the arm that knows its own better: its likelihood stays where it is whatever d,
    and the other one is never narrower.
    """
    lead = int(error[1] < error[0])
    sign = 1.0 if lead == 0 else -1.0
    (r1, n1), (r2, n2) = counts[2 * lead : 2 * lead + 2], counts[2 - 2 * lead : 4 - 2 * lead]

    def log_joint(x: Floats, at: Floats) -> Floats:
        other = x[None, :] + sign * at[:, None]
        baseline = x[None, :] if lead == 0 else other
        own = r1 * x - n1 * np.logaddexp(0, x)
        return np.asarray(own[None, :] + r2 * other - n2 * np.logaddexp(0, other) - 0.5 * (baseline / baseline_sd) ** 2)

    edges = _panels(float(logit[lead]), float(error[lead]), baseline_sd)
    some = d[np.unique(np.linspace(0, d.size - 1, 40).astype(int))]
    edges = _kept(edges, log_joint(edges, some))
    x, step = (part.ravel() for part in nodes(edges, POINTS))
    made = np.empty(d.size)
    for lo in range(0, d.size, CHUNK):
        log = log_joint(x, d[lo : lo + CHUNK])
        top = log.max(axis=1)
        made[lo : lo + CHUNK] = np.log(np.exp(log - top[:, None]) @ step) + top
    return made


def _reached(edges: Floats, log_density: Callable[[Floats], Floats]) -> tuple[int, int]:
    """First edge and one past the last that matter, by strides outwards from the middle.

    A marginal of a log-concave density is log-concave (Prékopa 1973), so it only falls from there on.
    """
    middle = edges.size // 2
    log = {middle: float(log_density(edges[[middle]])[0])}
    ends = []
    for side, last in ((-1, 0), (1, edges.size - 1)):
        stride, at = 1, middle
        while at != last:
            at = max(at - stride, 0) if side < 0 else min(at + stride, last)
            log[at] = float(log_density(edges[[at]])[0])
            if log[at] < max(log.values()) - NEGLIGIBLE:
                break
            stride *= 2
        ends.append(at)
    return ends[0], ends[1] + 1


def _kept(edges: Floats, log: Floats) -> Floats:
    """Edges without the outer panels whose (rows, edges) log densities are nowhere near the row's largest."""
    near = (log > log.max(axis=1, keepdims=True) - NEGLIGIBLE).any(axis=0)
    found = np.flatnonzero(near)
    return edges[max(found[0] - 1, 0) : found[-1] + 2]


def _empirical(counts: Floats) -> tuple[Floats, Floats]:
    """(trials, 2) empirical log odds and their standard errors."""
    r, n = counts[:, [0, 2]] + 0.5, counts[:, [1, 3]] + 1.0
    return np.log(r / (n - r)), np.sqrt(1 / r + 1 / (n - r))


def _panels(centre: float, width: float, prior_sd: float) -> Floats:
    """Edges from the centre outwards, growing, to where the prior has ended."""
    reach = REACH * prior_sd + abs(centre)
    steps, at, size = [0.0], 0.0, min(FIRST * width, WIDEST)
    while at < reach:
        at += size
        steps.append(at)
        if at > 8 * width:
            size = min(size * GROWTH, WIDEST)
    out = np.array(steps)
    return np.concatenate([centre - out[:0:-1], centre + out])
