"""One chain of the arm-level sampler, compiled."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from nma.bayes.kernels.blocks import baselines, joint, trials_random
from nma.bayes.kernels.density import log_likelihood
from nma.bayes.kernels.ellipses import ellipse_directions, ellipse_tau
from nma.bayes.kernels.normal import prepare, row
from nma.bayes.kernels.slices import slice_directions, slice_tau

#: Weight of arms of a trial without any event (or with events only), which says next to nothing.
SILENT = 1e-9


@njit(cache=True, nogil=True)
def run_chain(
    rng, first, events, patients, ptr, col, val, turn, stiffness, random,
    baseline_precision, effect_precision, family, prior_a, prior_b,
    loose, start, arm, coefficient, along_mu, along_beta,
    beta, tau, burn_in, draws, probability, deviance, saturated,
):  # fmt: skip
    """One chain.

    The first ``loose`` directions are sliced with stepping out, the others along ellipses.
    ``turn`` and ``stiffness`` are eigenvectors and eigenvalues of the parameters' precision for τ = 1. ``beta`` and
    ``tau`` are where it starts. Kept are, in each row of ``draws``: beta, τ, total residual deviance; and per arm the
    sums of the fitted probability and of the residual deviance.
    """
    trials, arms, q = first.size - 1, events.size, beta.size
    w, y = np.empty(arms), np.empty(arms)
    for a in range(arms):
        yes, no = events[a] + 0.5, patients[a] - events[a] + 0.5
        w[a], y[a] = yes * no / (yes + no), math.log(yes / no)
    held, of_trial = np.zeros(trials, dtype=np.bool_), np.zeros(arms, dtype=np.int64)
    for k in range(trials):
        r, n = 0.0, 0.0
        for a in range(first[k], first[k + 1]):
            of_trial[a] = k
            r += events[a]
            n += patients[a]
        held[k] = r == 0.0 or r == n
        if held[k]:
            # Such a trial is no bell but a slope; its prior is the better approximation.
            for a in range(first[k], first[k + 1]):
                w[a] = SILENT
    mu, e, offset = np.empty(trials), np.zeros(arms), np.zeros(arms)
    logit, value, seen = np.empty(arms), np.empty(arms), np.zeros(arms)
    mean, push, scratch = np.empty(arms), np.empty(arms), np.empty(arms)
    mu_mean, mu_push, beta_mean, beta_push = np.empty(trials), np.empty(trials), np.empty(q), np.empty(q)
    cross, total, root = np.empty((trials, q)), np.empty(trials), np.empty((q, q))
    pulled, turned = np.empty(q), np.empty(q)
    width, jump = np.ones(loose), np.zeros(loose)
    freedom = arms - trials
    prepare(first, ptr, col, val, w, baseline_precision, effect_precision, cross, total, root)
    for k in range(trials):
        mu[k] = y[first[k]]
        for a in range(first[k], first[k + 1]):
            if random and a > first[k]:
                e[a] = tau * rng.standard_normal()
            logit[a] = mu[k] + row(a, beta, ptr, col, val) + e[a]
            value[a] = log_likelihood(logit[a], events[a], patients[a])
    window = 0
    for i in range(burn_in + draws.shape[0]):
        for a in range(arms):
            offset[a] = row(a, beta, ptr, col, val)
        if random:
            trials_random(
                rng, first, events, patients, w, y, offset, tau, baseline_precision, logit, value, mean, push, scratch
            )
            # τ with the parameters integrated out, then the parameters: one exact block.
            squares = 0.0
            pulled[:] = 0.0
            for k in range(trials):
                lo, hi = first[k], first[k + 1]
                mu[k] = logit[lo]
                middle = 0.0
                for a in range(lo, hi):
                    middle += logit[a] - mu[k]
                middle /= hi - lo
                for a in range(lo, hi):
                    gap = logit[a] - mu[k] - middle
                    squares += 2.0 * gap * gap
                    for s in range(ptr[a], ptr[a + 1]):
                        pulled[col[s]] += 2.0 * val[s] * gap
            for j in range(q):
                turned[j] = 0.0
                for s in range(q):
                    turned[j] += turn[s, j] * pulled[s]
            tau = math.exp(
                slice_tau(
                    rng, math.log(tau), squares, freedom, turned, stiffness, effect_precision, family, prior_a, prior_b
                )
            )
            for j in range(q):
                d = stiffness[j] + effect_precision * tau * tau
                turned[j] = turned[j] / d + tau / math.sqrt(d) * rng.standard_normal()
            for j in range(q):
                beta[j] = 0.0
                for s in range(q):
                    beta[j] += turn[j, s] * turned[s]
            for k in range(trials):
                for a in range(first[k] + 1, first[k + 1]):
                    e[a] = logit[a] - mu[k] - row(a, beta, ptr, col, val)
        else:
            baselines(rng, first, events, patients, w, y, offset, baseline_precision, mu, logit, value, scratch)
        # With the standardised deviations held (Yu & Meng 2011): parameters, then τ.
        joint(
            rng, first, events, patients, ptr, col, val, w, y, held, e, cross, total, root,
            mu, beta, logit, value, mu_mean, beta_mean, mu_push, beta_push, mean, push, scratch,
        )  # fmt: skip
        if start.size > 1:
            slice_directions(
                rng, start, arm, coefficient, along_mu, along_beta, width, events, patients,
                baseline_precision, effect_precision, mu, beta, logit, value, jump,
            )  # fmt: skip
            ellipse_directions(
                rng, loose, start, arm, coefficient, along_mu, along_beta, events, patients, w, y,
                baseline_precision, effect_precision, mu, beta, logit, value, scratch,
            )  # fmt: skip
        if random:
            tau = ellipse_tau(rng, tau, events, patients, w, y, family, prior_a, prior_b, e, logit, value, scratch)
        if i < burn_in:
            # Three times the normal approximation and the widths follow what was seen, then they stay.
            window += 1
            for a in range(arms):
                seen[a] += 1.0 / (1.0 + math.exp(-logit[a]))
            if i + 1 == burn_in // 4 or i + 1 == burn_in // 2 or i + 1 == 3 * burn_in // 4:
                for a in range(arms):
                    if held[of_trial[a]]:
                        continue
                    p = min(max(seen[a] / window, 1e-12), 1.0 - 1e-12)
                    w[a] = max(patients[a] * p * (1.0 - p), 1e-12)
                    y[a] = math.log(p / (1.0 - p)) + (events[a] - patients[a] * p) / w[a]
                seen[:] = 0.0
                prepare(first, ptr, col, val, w, baseline_precision, effect_precision, cross, total, root)
                for d in range(loose):
                    width[d] = max(2.0 * jump[d] / window, 0.1)
                    jump[d] = 0.0
                window = 0
            continue
        kept = i - burn_in
        for j in range(q):
            draws[kept, j] = beta[j]
        draws[kept, q] = tau if random else 0.0
        sum_deviance = 0.0
        for a in range(arms):
            probability[a] += 1.0 / (1.0 + math.exp(-logit[a]))
            own = 2.0 * (saturated[a] - value[a])
            deviance[a] += own
            sum_deviance += own
        draws[kept, q + 1] = sum_deviance
