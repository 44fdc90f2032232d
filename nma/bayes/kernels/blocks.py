"""Exact draws of the normal part in blocks, each met by an elliptical slice, compiled."""

from __future__ import annotations

import math

from numba import njit

from nma.bayes.kernels import TURNS
from nma.bayes.kernels.density import log_likelihood
from nma.bayes.kernels.normal import back, forward, row


@njit(cache=True, nogil=True)
def trials_random(rng, first, events, patients, w, y, offset, tau, precision, logit, value, mean, push, trial):
    """Logits of each trial's arms given parameters and τ: one block a trial."""
    c = 2.0 / (tau * tau)
    for k in range(first.size - 1):
        lo, hi = first[k], first[k + 1]
        middle = 0.0
        for a in range(lo, hi):
            middle += offset[a]
        middle /= hi - lo
        # Q = D - (c/p) 11', inverted by Sherman & Morrison in a form that stays exact when c is large.
        spread, force = 0.0, 0.0
        for a in range(lo, hi):
            own = w[a] + (precision if a == lo else 0.0)
            d = own + c
            spread += own / d
            force += w[a] * y[a] / d - own * (offset[a] - middle) / d
        gain = c / spread
        xi = math.sqrt(gain) * rng.standard_normal()
        rest = 0.0
        for a in range(lo, hi):
            d = w[a] + (precision if a == lo else 0.0) + c
            mean[a] = (w[a] * y[a] + c * (offset[a] - middle) + gain * force) / d
            push[a] = rng.standard_normal() / math.sqrt(d) + xi / d
            gap = logit[a] - y[a]
            rest += value[a] + 0.5 * w[a] * gap * gap
        level = rest + math.log(1.0 - rng.random())
        angle = 2.0 * math.pi * rng.random()
        low, high = angle - 2.0 * math.pi, angle
        for _ in range(TURNS):
            cos, sin = math.cos(angle), math.sin(angle)
            rest = 0.0
            for a in range(lo, hi):
                at = mean[a] + (logit[a] - mean[a]) * cos + push[a] * sin
                trial[a] = log_likelihood(at, events[a], patients[a])
                gap = at - y[a]
                rest += trial[a] + 0.5 * w[a] * gap * gap
            if rest > level:
                for a in range(lo, hi):
                    logit[a] = mean[a] + (logit[a] - mean[a]) * cos + push[a] * sin
                    value[a] = trial[a]
                break
            if angle > 0.0:
                high = angle
            else:
                low = angle
            angle = low + (high - low) * rng.random()


@njit(cache=True, nogil=True)
def baselines(rng, first, events, patients, w, y, offset, precision, mu, logit, value, trial):
    """Baseline of each trial given everything else."""
    for k in range(first.size - 1):
        lo, hi = first[k], first[k + 1]
        total, force, rest = precision, 0.0, 0.0
        for a in range(lo, hi):
            total += w[a]
            force += w[a] * (y[a] - offset[a])
            gap = logit[a] - y[a]
            rest += value[a] + 0.5 * w[a] * gap * gap
        mean, push = force / total, rng.standard_normal() / math.sqrt(total)
        level = rest + math.log(1.0 - rng.random())
        angle = 2.0 * math.pi * rng.random()
        low, high = angle - 2.0 * math.pi, angle
        for _ in range(TURNS):
            here = mean + (mu[k] - mean) * math.cos(angle) + push * math.sin(angle)
            rest = 0.0
            for a in range(lo, hi):
                at = here + offset[a]
                trial[a] = log_likelihood(at, events[a], patients[a])
                gap = at - y[a]
                rest += trial[a] + 0.5 * w[a] * gap * gap
            if rest > level:
                mu[k] = here
                for a in range(lo, hi):
                    logit[a] = here + offset[a]
                    value[a] = trial[a]
                break
            if angle > 0.0:
                high = angle
            else:
                low = angle
            angle = low + (high - low) * rng.random()


@njit(cache=True, nogil=True)
def joint(
    rng, first, events, patients, ptr, col, val, w, y, held, e, cross, total, root,
    mu, beta, logit, value, mu_mean, beta_mean, mu_push, beta_push, centre, push, trial,
):  # fmt: skip
    """All parameters and the baselines that are not held at once, given the deviations of the trials."""
    q = beta.size
    beta_mean[:] = 0.0
    rest = 0.0
    for k in range(first.size - 1):
        force = 0.0
        for a in range(first[k], first[k + 1]):
            pull = w[a] * (y[a] - e[a])
            force += pull
            for s in range(ptr[a], ptr[a + 1]):
                beta_mean[col[s]] += pull * val[s]
            gap = logit[a] - y[a]
            rest += value[a] + 0.5 * w[a] * gap * gap
        mu_mean[k] = force / total[k]
        for j in range(q):
            beta_mean[j] -= cross[k, j] * mu_mean[k]
    forward(root, beta_mean)
    back(root, beta_mean)
    for j in range(q):
        beta_push[j] = rng.standard_normal()
    back(root, beta_push)
    for k in range(first.size - 1):
        if held[k]:
            mu_mean[k], mu_push[k] = mu[k], 0.0
        else:
            mu_push[k] = rng.standard_normal() / math.sqrt(total[k])
            for j in range(q):
                if cross[k, j] != 0.0:
                    mu_mean[k] -= cross[k, j] * beta_mean[j] / total[k]
                    mu_push[k] -= cross[k, j] * beta_push[j] / total[k]
        for a in range(first[k], first[k + 1]):
            centre[a] = mu_mean[k] + row(a, beta_mean, ptr, col, val) + e[a]
            push[a] = mu_push[k] + row(a, beta_push, ptr, col, val)
    level = rest + math.log(1.0 - rng.random())
    angle = 2.0 * math.pi * rng.random()
    low, high = angle - 2.0 * math.pi, angle
    for _ in range(TURNS):
        cos, sin = math.cos(angle), math.sin(angle)
        rest = 0.0
        for a in range(e.size):
            at = centre[a] + (logit[a] - centre[a]) * cos + push[a] * sin
            trial[a] = log_likelihood(at, events[a], patients[a])
            gap = at - y[a]
            rest += trial[a] + 0.5 * w[a] * gap * gap
        if rest > level:
            for j in range(q):
                beta[j] = beta_mean[j] + (beta[j] - beta_mean[j]) * cos + beta_push[j] * sin
            for k in range(first.size - 1):
                mu[k] = mu_mean[k] + (mu[k] - mu_mean[k]) * cos + mu_push[k] * sin
                for a in range(first[k], first[k + 1]):
                    logit[a] = mu[k] + row(a, beta, ptr, col, val) + e[a]
                    value[a] = trial[a]
            return
        if angle > 0.0:
            high = angle
        else:
            low = angle
        angle = low + (high - low) * rng.random()
