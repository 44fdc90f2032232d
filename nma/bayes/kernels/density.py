"""Densities of one arm and of τ, compiled."""

from __future__ import annotations

import math

from numba import njit

#: Families of priors for τ.
HALF_NORMAL, HALF_CAUCHY, UNIFORM, LOG_NORMAL = 0, 1, 2, 3


@njit(cache=True, nogil=True)
def log_likelihood(logit, events, patients):
    """Binomial log likelihood without its constant."""
    if logit > 0.0:
        return events * logit - patients * (logit + math.log1p(math.exp(-logit)))
    return events * logit - patients * math.log1p(math.exp(logit))


@njit(cache=True, nogil=True)
def log_prior(tau, family, a, b):
    """Log density of τ without its constant; ``log-normal`` is about τ²."""
    if family == HALF_NORMAL:
        return -0.5 * (tau / a) ** 2
    if family == HALF_CAUCHY:
        return -math.log1p((tau / a) ** 2)
    if family == UNIFORM:
        return 0.0 if tau <= a else -math.inf
    z = (2.0 * math.log(tau) - a) / b
    return -0.5 * z * z - math.log(tau)
