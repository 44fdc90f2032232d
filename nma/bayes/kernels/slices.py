"""Slices with stepping out: τ, and directions far from normal, compiled."""

from __future__ import annotations

import math

from numba import njit

from nma.bayes.kernels import TURNS
from nma.bayes.kernels.density import log_likelihood, log_prior


@njit(cache=True, nogil=True)
def _log_tau_density(log_tau, squares, freedom, turned, stiffness, precision, family, a, b):
    """Density of log τ given the deviations plus effects of all trials, parameters integrated out."""
    tau = math.exp(log_tau)
    t2 = tau * tau
    left, logs = squares, 0.0
    for j in range(turned.size):
        d = stiffness[j] + precision * t2
        left -= turned[j] * turned[j] / d
        logs += math.log(d / t2)
    return -freedom * log_tau - 0.5 * max(left, 0.0) / t2 - 0.5 * logs + log_prior(tau, family, a, b) + log_tau


@njit(cache=True, nogil=True)
def slice_tau(rng, log_tau, squares, freedom, turned, stiffness, precision, family, a, b):
    """One slice update of log τ, stepping out (Neal 2003)."""
    level = _log_tau_density(log_tau, squares, freedom, turned, stiffness, precision, family, a, b)
    level += math.log(1.0 - rng.random())
    low = log_tau - rng.random()
    high = low + 1.0
    for _ in range(TURNS):
        if _log_tau_density(low, squares, freedom, turned, stiffness, precision, family, a, b) <= level:
            break
        low -= 1.0
    for _ in range(TURNS):
        if _log_tau_density(high, squares, freedom, turned, stiffness, precision, family, a, b) <= level:
            break
        high += 1.0
    for _ in range(TURNS):
        at = low + (high - low) * rng.random()
        if _log_tau_density(at, squares, freedom, turned, stiffness, precision, family, a, b) > level:
            return at
        if at < log_tau:
            low = at
        else:
            high = at
    return log_tau


@njit(cache=True, nogil=True)
def _along(t, lo, hi, arm, coefficient, logit, value, events, patients, square, linear):
    """Change of the log posterior after a step ``t`` along a direction."""
    total = -0.5 * square * t * t - linear * t
    for s in range(lo, hi):
        a = arm[s]
        total += log_likelihood(logit[a] + t * coefficient[s], events[a], patients[a]) - value[a]
    return total


@njit(cache=True, nogil=True)
def slice_directions(
    rng, start, arm, coefficient, along_mu, along_beta, width, events, patients,
    baseline_precision, effect_precision, mu, beta, logit, value, jump,
):  # fmt: skip
    """Slice updates along directions that nothing but a prior holds, stepping out (Neal 2003)."""
    for d in range(width.size):
        lo, hi = start[d], start[d + 1]
        square, linear = 0.0, 0.0
        for k in range(mu.size):
            square += baseline_precision * along_mu[d, k] ** 2
            linear += baseline_precision * along_mu[d, k] * mu[k]
        for j in range(beta.size):
            square += effect_precision * along_beta[d, j] ** 2
            linear += effect_precision * along_beta[d, j] * beta[j]
        level = math.log(1.0 - rng.random())
        low = -width[d] * rng.random()
        high = low + width[d]
        for _ in range(TURNS):
            if _along(low, lo, hi, arm, coefficient, logit, value, events, patients, square, linear) <= level:
                break
            low -= width[d]
        for _ in range(TURNS):
            if _along(high, lo, hi, arm, coefficient, logit, value, events, patients, square, linear) <= level:
                break
            high += width[d]
        for _ in range(TURNS):
            t = low + (high - low) * rng.random()
            if _along(t, lo, hi, arm, coefficient, logit, value, events, patients, square, linear) > level:
                for k in range(mu.size):
                    mu[k] += t * along_mu[d, k]
                for j in range(beta.size):
                    beta[j] += t * along_beta[d, j]
                for s in range(lo, hi):
                    a = arm[s]
                    logit[a] += t * coefficient[s]
                    value[a] = log_likelihood(logit[a], events[a], patients[a])
                jump[d] += abs(t)
                break
            if t < 0.0:
                low = t
            else:
                high = t
