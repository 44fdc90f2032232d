"""Contrasts without sampling: a closed form under the fixed effect, quadrature over τ under random effects.

Given τ, the posterior of the parameters is normal; τ itself has one dimension and is integrated by quadrature (the
idea of Röver 2020 for two treatments, here for networks). So an effect's posterior is a mixture of normal
distributions whose quantiles are found as roots, without any Monte Carlo error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Ints, Locked, array_field, floats
from nma.bayes.curve import Curve
from nma.bayes.design import Design
from nma.bayes.priors import Priors
from nma.bayes.quadrature import integrate
from nma.contrasts import Contrasts

#: Nodes of τ that together hold less of the posterior than this are left out.
WEIGHTLESS = 1e-13


@attrs.frozen
class Group:
    """Trials with the same number of arms: (m, k-1) effects, (m, k-1, k-1) covariances, (m, k-1, q) rows."""

    trial: Ints
    effect: Floats
    covariance: Floats
    rows: Floats


@attrs.frozen
class Exact(Locked):
    """Posterior of a design's parameters as a mixture over τ.

    Attributes
    ----------
    design : Design
    random : bool
    priors : Priors
    curve : Curve or None          Posterior of τ / (scale + τ), scale that of its prior; None under the fixed effect.
    tau : (J,) float               Nodes; one node at 0 under the fixed effect.
    weight : (J,) float            Add up to 1.
    mean : (J, q) float            Of the parameters given τ.
    covariance : (J, q, q) float
    log_evidence : float           Logarithm of the marginal likelihood; NaN where effects have a flat prior.
    deviance : (trials,) float     Posterior mean residual deviance of each trial.
    at_mean : (trials,) float      Residual deviance at the posterior mean of the trial's own effects.
    """

    design: Design
    random: bool
    priors: Priors
    log_evidence: float
    curve: Curve | None
    tau: Floats = array_field(floats)
    weight: Floats = array_field(floats)
    mean: Floats = array_field(floats)
    covariance: Floats = array_field(floats)
    deviance: Floats = array_field(floats)
    at_mean: Floats = array_field(floats)

    def tau_quantile(self, p: float) -> float:
        """Quantile of τ; 0 under the fixed effect."""
        if self.curve is None:
            return 0.0
        u = float(self.curve.quantile(p)[0])
        return self.priors.tau.scale * u / (1 - u)

    def tau_density(self, tau: Floats) -> Floats:
        """(k,) posterior density of τ.

        Inside its panels the curve is a polynomial, so its distribution function is differentiated.
        """
        if self.curve is None:
            return np.zeros_like(tau)
        scale = self.priors.tau.scale
        u, h = tau / (scale + tau), 1e-5
        low, high = np.clip(u - h, 0, 1), np.clip(u + h, 0, 1)
        slope = (self.curve.cdf(high) - self.curve.cdf(low)) / (high - low)
        return np.asarray(slope * scale / (scale + tau) ** 2)

    def contrast(self, rows: Floats, *, predicted: bool = False) -> tuple[Floats, Floats]:
        """(J, c) means and standard deviations of linear combinations; ``predicted`` is for the next trial."""
        variance = ((rows @ self.covariance) * rows).sum(axis=2)
        if predicted:
            variance = variance + self.tau[:, None] ** 2
        return self.mean @ rows.T, np.sqrt(np.maximum(variance, 0.0))

    def draws(self, rng: np.random.Generator, size: int) -> Floats:
        """(size, q) independent draws of the parameters."""
        counts = rng.multinomial(size, self.weight)
        parts = []
        for j in np.flatnonzero(counts):
            values, vectors = np.linalg.eigh(self.covariance[j])
            root = vectors * np.sqrt(np.maximum(values, 0.0))
            parts.append(self.mean[j] + rng.standard_normal((counts[j], root.shape[0])) @ root.T)
        return rng.permutation(np.concatenate(parts))


def exact(trials: Sequence[Contrasts], design: Design, *, random: bool, priors: Priors) -> Exact:
    """The posterior of a design's parameters.

    Between trials the covariance is τ² with correlation 1/2 within a trial (Higgins & Whitehead 1996).

    Raises
    ------
    ConvergenceError  where the posterior of τ cannot be integrated.
    """
    groups = grouped(trials, design)
    if not random:
        log, mean, covariance = _given_tau(groups, np.zeros(1), priors)
        curve, tau, weight, evidence = None, np.zeros(1), np.ones(1), float(log[0])
    else:

        def log_density(tau: Floats) -> Floats:
            return _given_tau(groups, tau, priors, moments=False)[0] + priors.tau.log_density(tau)

        errors = np.concatenate(
            [g.covariance[:, range(g.rows.shape[1]), range(g.rows.shape[1])].ravel() for g in groups]
        )
        typical = math.sqrt(float(np.median(errors)))
        middle = typical * np.array([0.05, 0.2, 0.5, 1.0, 2.0, 5.0])
        curve, evidence = integrate(log_density, scale=priors.tau.scale, upper=priors.tau.upper, features=middle)
        weight = curve.mass.ravel()
        order = np.argsort(weight)
        heavy = np.sort(order[np.cumsum(weight[order]) > WEIGHTLESS])
        weight = weight[heavy] / weight[heavy].sum()
        u = curve.at.ravel()[heavy]
        tau = priors.tau.scale * u / (1 - u)
        _, mean, covariance = _given_tau(groups, tau, priors)
    deviance, at_mean = _deviances(groups, len(trials), tau, weight, mean, covariance)
    return Exact(
        design,
        random,
        priors,
        math.nan if math.isinf(priors.effect_sd) else evidence,
        curve,
        tau=tau,
        weight=weight,
        mean=mean,
        covariance=covariance,
        deviance=deviance,
        at_mean=at_mean,
    )


def grouped(trials: Sequence[Contrasts], design: Design) -> tuple[Group, ...]:
    """Trials by their number of arms, in the design's order of arms."""
    found: dict[int, list[tuple[int, Floats, Floats, Floats]]] = {}
    for k, (trial, arms, rows) in enumerate(zip(trials, design.arms, design.rows, strict=True)):
        based = trial.against(arms[0])
        at = [based.treatments.index(name) for name in arms[1:]]
        found.setdefault(len(at), []).append((k, based.effect[at], based.covariance[np.ix_(at, at)], rows))
    return tuple(
        Group(*(np.array([member[i] for member in members]) for i in range(4))) for _, members in sorted(found.items())
    )


def _spread(group: Group, tau: Floats) -> Floats:
    """(J, m, k-1, k-1) covariance of the trials' effects."""
    k = group.effect.shape[1]
    return np.asarray(group.covariance[None] + (tau**2)[:, None, None, None] * (np.eye(k) + 1.0) / 2)


def _given_tau(
    groups: Sequence[Group], tau: Floats, priors: Priors, *, moments: bool = True
) -> tuple[Floats, Floats, Floats]:
    """Log marginal likelihood (J,), and mean (J, q) and covariance (J, q, q) of the parameters, given each τ."""
    q = groups[0].rows.shape[2]
    flat = math.isinf(priors.effect_sd)
    own = 0.0 if flat else priors.effect_sd**-2
    precision = np.broadcast_to(own * np.eye(q), (tau.size, q, q)).copy()
    force, squares, logs = np.zeros((tau.size, q)), np.zeros(tau.size), np.zeros(tau.size)
    for group in groups:
        m, k = group.effect.shape
        if k == 1:
            weight = 1.0 / (group.covariance[:, 0, 0] + (tau**2)[:, None])
            rows, y = group.rows[:, 0], group.effect[:, 0]
            precision += (weight @ (rows[:, :, None] * rows[:, None, :]).reshape(m, q * q)).reshape(-1, q, q)
            force += weight @ (rows * y[:, None])
            squares += weight @ y**2
            logs -= np.log(weight).sum(axis=1)
            freedom = m
        else:
            spread = _spread(group, tau)
            inverse = np.linalg.inv(spread)
            pulled = np.einsum("jmab,mbq->jmaq", inverse, group.rows)
            precision += np.einsum("maq,jmap->jqp", group.rows, pulled)
            force += np.einsum("jmaq,ma->jq", pulled, group.effect)
            squares += np.einsum("ma,jmab,mb->j", group.effect, inverse, group.effect)
            logs += np.linalg.slogdet(spread)[1].sum(axis=1)
            freedom = m * k
        logs += freedom * math.log(2 * math.pi)
    root = np.linalg.cholesky(precision)
    half = np.linalg.solve(root, force[:, :, None])[:, :, 0]
    log_det = 2 * np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    log = -0.5 * (logs + log_det + squares - (half**2).sum(axis=1))
    log += 0.5 * q * math.log(2 * math.pi) if flat else 0.5 * q * math.log(own)
    if not moments:
        return log, half, precision
    covariance = np.linalg.inv(precision)
    covariance = (covariance + covariance.transpose(0, 2, 1)) / 2
    return log, np.einsum("jqp,jp->jq", covariance, force), covariance


def _deviances(
    groups: Sequence[Group], trials: int, tau: Floats, weight: Floats, mean: Floats, covariance: Floats
) -> tuple[Floats, Floats]:
    """Posterior mean residual deviance of each trial, and the residual deviance at its posterior mean effects.

    A trial's own effects are normal given parameters and τ, so that both are finite sums: with V the trial's
    covariance and T that between trials, they are ``x + T (V + T)⁻¹ (y - x)`` with covariance ``T - T (V + T)⁻¹ T``.
    """
    deviance, at_mean = np.zeros(trials), np.zeros(trials)
    for group in groups:
        k = group.effect.shape[1]
        between = (tau**2)[:, None, None, None] * (np.eye(k) + 1.0) / 2
        # V (V + T)⁻¹ turns residuals against the parameters into residuals against the trial's own effects.
        shrink = np.einsum("mab,jmbc->jmac", group.covariance, np.linalg.inv(_spread(group, tau)))
        left = group.effect[None] - np.einsum("maq,jq->jma", group.rows, mean)
        own = np.einsum("jmab,jmb->jma", shrink, left)
        spread = np.einsum("maq,jqp,mbp->jmab", group.rows, covariance, group.rows, optimize=True)
        around = np.einsum("jmab,jmbc,jmdc->jmad", shrink, spread, shrink, optimize=True)
        around = around + np.einsum("jmab,jbc->jmac", shrink, between[:, 0])
        inverse = np.linalg.inv(group.covariance)
        each = np.einsum("jma,mab,jmb->jm", own, inverse, own, optimize=True)
        each = each + np.einsum("mab,jmba->jm", inverse, around)
        deviance[group.trial] = weight @ each
        centre = np.einsum("j,jma->ma", weight, own)
        at_mean[group.trial] = np.einsum("ma,mab,mb->m", centre, inverse, centre)
    return deviance, at_mean
