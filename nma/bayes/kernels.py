"""Loops of the arm-level sampler, compiled.

Arms lie one after the other, trial by trial, each trial's baseline first: those of trial k are ``first[k]`` to
``first[k + 1]``. The logit of an arm is ``mu[k] + x @ beta + e``: baseline of the trial, design row times parameters
(empty for the baseline arm), deviation of the trial (0 in the fixed-effect model and for baselines).

Every likelihood stands as a normal approximation (weight ``w``, working response ``y`` of each arm) times what is
left of it. The normal part is drawn exactly, in blocks; what is left is met by elliptical slice sampling, which needs
no step size and always moves (Murray, Adams & MacKay 2010; Nishihara, Murray & Adams 2014).
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

#: Families of priors for τ.
HALF_NORMAL, HALF_CAUCHY, UNIFORM, LOG_NORMAL = 0, 1, 2, 3
#: Weight of arms of a trial without any event (or with events only), which says next to nothing.
SILENT = 1e-9
#: Turns of a slice before it gives up and stays; an interval halves each turn, so this is never met by chance.
TURNS = 200


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


@njit(cache=True, nogil=True)
def _row(a, beta, ptr, col, val):
    total = 0.0
    for s in range(ptr[a], ptr[a + 1]):
        total += val[s] * beta[col[s]]
    return total


@njit(cache=True, nogil=True)
def _prepare(first, ptr, col, val, w, baseline_precision, effect_precision, cross, total, root):
    """Precision of (mu, beta) given the deviations: ``total`` of each mu, ``cross``, and the root of beta's own."""
    q = root.shape[0]
    root[:] = 0.0
    for j in range(q):
        root[j, j] = effect_precision
    for k in range(first.size - 1):
        total[k] = baseline_precision
        cross[k] = 0.0
        for a in range(first[k], first[k + 1]):
            total[k] += w[a]
            for s in range(ptr[a], ptr[a + 1]):
                cross[k, col[s]] += w[a] * val[s]
                for t in range(ptr[a], ptr[a + 1]):
                    root[col[s], col[t]] += w[a] * val[s] * val[t]
        for i in range(q):
            if cross[k, i] != 0.0:
                for j in range(q):
                    root[i, j] -= cross[k, i] * cross[k, j] / total[k]
    for j in range(q):
        for i in range(j, q):
            left = root[i, j]
            for s in range(j):
                left -= root[i, s] * root[j, s]
            if i == j:
                root[j, j] = math.sqrt(left)
            else:
                root[i, j] = left / root[j, j]
        for i in range(j):
            root[i, j] = 0.0


@njit(cache=True, nogil=True)
def _back(root, x):
    """Solve ``root.T x = x`` in place."""
    q = x.size
    for i in range(q - 1, -1, -1):
        for s in range(i + 1, q):
            x[i] -= root[s, i] * x[s]
        x[i] /= root[i, i]


@njit(cache=True, nogil=True)
def _forward(root, x):
    """Solve ``root x = x`` in place."""
    for i in range(x.size):
        for s in range(i):
            x[i] -= root[i, s] * x[s]
        x[i] /= root[i, i]


@njit(cache=True, nogil=True)
def _trials_random(rng, first, events, patients, w, y, offset, tau, precision, logit, value, mean, push, trial):
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
def _baselines(rng, first, events, patients, w, y, offset, precision, mu, logit, value, trial):
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
def _joint(
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
    _forward(root, beta_mean)
    _back(root, beta_mean)
    for j in range(q):
        beta_push[j] = rng.standard_normal()
    _back(root, beta_push)
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
            centre[a] = mu_mean[k] + _row(a, beta_mean, ptr, col, val) + e[a]
            push[a] = mu_push[k] + _row(a, beta_push, ptr, col, val)
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
                    logit[a] = mu[k] + _row(a, beta, ptr, col, val) + e[a]
                    value[a] = trial[a]
            return
        if angle > 0.0:
            high = angle
        else:
            low = angle
        angle = low + (high - low) * rng.random()


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
def _slice_tau(rng, log_tau, squares, freedom, turned, stiffness, precision, family, a, b):
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
def _slice_directions(
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


@njit(cache=True, nogil=True)
def _ellipse_directions(
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
def _ellipse_tau(rng, tau, events, patients, w, y, family, a, b, e, logit, value, trial):
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
    _prepare(first, ptr, col, val, w, baseline_precision, effect_precision, cross, total, root)
    for k in range(trials):
        mu[k] = y[first[k]]
        for a in range(first[k], first[k + 1]):
            if random and a > first[k]:
                e[a] = tau * rng.standard_normal()
            logit[a] = mu[k] + _row(a, beta, ptr, col, val) + e[a]
            value[a] = log_likelihood(logit[a], events[a], patients[a])
    window = 0
    for i in range(burn_in + draws.shape[0]):
        for a in range(arms):
            offset[a] = _row(a, beta, ptr, col, val)
        if random:
            _trials_random(
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
                _slice_tau(
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
                    e[a] = logit[a] - mu[k] - _row(a, beta, ptr, col, val)
        else:
            _baselines(rng, first, events, patients, w, y, offset, baseline_precision, mu, logit, value, scratch)
        # With the standardised deviations held (Yu & Meng 2011): parameters, then τ.
        _joint(
            rng, first, events, patients, ptr, col, val, w, y, held, e, cross, total, root,
            mu, beta, logit, value, mu_mean, beta_mean, mu_push, beta_push, mean, push, scratch,
        )  # fmt: skip
        if start.size > 1:
            _slice_directions(
                rng, start, arm, coefficient, along_mu, along_beta, width, events, patients,
                baseline_precision, effect_precision, mu, beta, logit, value, jump,
            )  # fmt: skip
            _ellipse_directions(
                rng, loose, start, arm, coefficient, along_mu, along_beta, events, patients, w, y,
                baseline_precision, effect_precision, mu, beta, logit, value, scratch,
            )  # fmt: skip
        if random:
            tau = _ellipse_tau(rng, tau, events, patients, w, y, family, prior_a, prior_b, e, logit, value, scratch)
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
                _prepare(first, ptr, col, val, w, baseline_precision, effect_precision, cross, total, root)
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
