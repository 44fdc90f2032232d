"""Elliptical slices along directions and of τ, compiled."""

from __future__ import annotations

import math

from numba import njit

from nma.bayes.kernels import TURNS
from nma.bayes.kernels.density import log_likelihood, log_prior


@njit(cache=True, nogil=True)
def ellipse_directions(
    rng, begin, start, arm, coefficient, along_mu, along_beta, events, patients, w, y,
    baseline_precision, effect_precision, mu, beta, logit, value, trial,
):  # fmt: skip
    """Elliptical slice updates along single directions, from number ``begin`` on.

    A trial whose empty arm has wandered off makes a joint move of everything short; here the others move without it.
    """
    for d in range(begin, start.size - 1):
        lo, hi = start[d], start[d + 1]
        square, force, rest = 0.0, 0.0, 0.0
        for k in range(mu.size):
            square += baseline_precision * along_mu[d, k] ** 2
            force -= baseline_precision * along_mu[d, k] * mu[k]
        for j in range(beta.size):
            square += effect_precision * along_beta[d, j] ** 2
            force -= effect_precision * along_beta[d, j] * beta[j]
        for s in range(lo, hi):
            a = arm[s]
            gap = logit[a] - y[a]
            square += w[a] * coefficient[s] ** 2
            force -= w[a] * coefficient[s] * gap
            rest += value[a] + 0.5 * w[a] * gap * gap
        mean, push = force / square, rng.standard_normal() / math.sqrt(square)
        level = rest + math.log(1.0 - rng.random())
        angle = 2.0 * math.pi * rng.random()
        low, high = angle - 2.0 * math.pi, angle
        for _ in range(TURNS):
            t = mean - mean * math.cos(angle) + push * math.sin(angle)
            rest = 0.0
            for s in range(lo, hi):
                a = arm[s]
                at = logit[a] + t * coefficient[s]
                trial[a] = log_likelihood(at, events[a], patients[a])
                gap = at - y[a]
                rest += trial[a] + 0.5 * w[a] * gap * gap
            if rest > level:
                for k in range(mu.size):
                    mu[k] += t * along_mu[d, k]
                for j in range(beta.size):
                    beta[j] += t * along_beta[d, j]
                for s in range(lo, hi):
                    a = arm[s]
                    logit[a] += t * coefficient[s]
                    value[a] = trial[a]
                break
            if angle > 0.0:
                high = angle
            else:
                low = angle
            angle = low + (high - low) * rng.random()


@njit(cache=True, nogil=True)
def ellipse_tau(rng, tau, events, patients, w, y, family, a, b, e, logit, value, trial):
    """τ given the standardised deviations: all deviations grow or shrink together.

    The deviations may change their sign together with τ, so that a chain near 0 passes through instead of turning
    round. Comes back: the new τ.
    """
    square, force, rest = 0.0, 0.0, log_prior(tau, family, a, b)
    for i in range(e.size):
        gap = logit[i] - y[i]
        rest += value[i] + 0.5 * w[i] * gap * gap
        eta = e[i] / tau
        square += w[i] * eta * eta
        force += w[i] * eta * (e[i] - gap)
    if not square > 0.0:
        return tau
    mean, push = force / square, rng.standard_normal() / math.sqrt(square)
    level = rest + math.log(1.0 - rng.random())
    angle = 2.0 * math.pi * rng.random()
    low, high = angle - 2.0 * math.pi, angle
    for _ in range(TURNS):
        at = mean + (tau - mean) * math.cos(angle) + push * math.sin(angle)
        rest = log_prior(abs(at), family, a, b) if at != 0.0 else -math.inf
        if rest > -math.inf:
            grown = at / tau - 1.0
            for i in range(e.size):
                here = logit[i] + grown * e[i]
                trial[i] = value[i] if e[i] == 0.0 else log_likelihood(here, events[i], patients[i])
                gap = here - y[i]
                rest += trial[i] + 0.5 * w[i] * gap * gap
        if rest > level:
            grown = at / tau - 1.0
            for i in range(e.size):
                logit[i] += grown * e[i]
                e[i] += grown * e[i]
                value[i] = trial[i]
            return abs(at)
        if angle > 0.0:
            high = angle
        else:
            low = angle
        angle = low + (high - low) * rng.random()
    return tau
