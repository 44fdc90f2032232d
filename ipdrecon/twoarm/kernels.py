"""Two arms against each other, compiled: thousands of reconstructions are compared in one go."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def tally(time_a, event_a, time_b, event_b):
    """Events and numbers at risk of both arms at every time at which either has an event.

    All times sorted. Returns (k,) int64: events in a, events in b, at risk in a, at risk in b.
    """
    na, nb = time_a.size, time_b.size
    size = na + nb
    da, db = np.zeros(size, np.int64), np.zeros(size, np.int64)
    ra, rb = np.zeros(size, np.int64), np.zeros(size, np.int64)
    i = j = k = 0
    while i < na or j < nb:
        now = time_a[i] if j >= nb or (i < na and time_a[i] <= time_b[j]) else time_b[j]
        ra[k], rb[k] = na - i, nb - j
        while i < na and time_a[i] == now:
            da[k] += event_a[i]
            i += 1
        while j < nb and time_b[j] == now:
            db[k] += event_b[j]
            j += 1
        if da[k] + db[k] > 0:
            k += 1
        else:
            da[k] = db[k] = 0
    return da[:k].copy(), db[:k].copy(), ra[:k].copy(), rb[:k].copy()


@njit(cache=True)
def score(beta, da, db, ra, rb):
    """First derivative and information of the partial likelihood of b against a, ties by Efron (1977)."""
    ratio = np.exp(beta)
    first = information = 0.0
    for k in range(da.size):
        d = da[k] + db[k]
        first += db[k]
        for tied in range(d):
            share = tied / d
            in_b = ratio * (rb[k] - share * db[k])
            p = in_b / (in_b + ra[k] - share * da[k])
            first -= p
            information += p * (1.0 - p)
    return first, information


@njit(cache=True)
def log_hazard_ratio(da, db, ra, rb):
    """Maximum of the partial likelihood by Newton's method, halved where it runs away.

    Returns log HR of b against a, its standard error, and 1 where it settled (0 where it has no maximum).
    """
    beta = 0.0
    bound = 30.0
    low, high = -bound, bound
    for _ in range(200):
        first, information = score(beta, da, db, ra, rb)
        if first > 0:
            low = beta
        else:
            high = beta
        step = first / information if information > 0 else (1.0 if first > 0 else -1.0)
        ahead = beta + step
        if not (low < ahead < high):
            ahead = 0.5 * (low + high)
        done = abs(ahead - beta) < 1e-11
        beta = ahead
        if done:
            break
    first, information = score(beta, da, db, ra, rb)
    settled = 1 if (information > 1e-9 and abs(beta) < bound - 1e-6) else 0
    return beta, (1.0 / np.sqrt(information) if information > 0 else np.inf), settled


@njit(cache=True)
def log_rank(da, db, ra, rb):
    """Observed minus expected events of b and their hypergeometric variance (Mantel 1966)."""
    gap = variance = 0.0
    for k in range(da.size):
        d, n = da[k] + db[k], ra[k] + rb[k]
        gap += db[k] - d * rb[k] / n
        if n > 1:
            variance += d * (rb[k] / n) * (ra[k] / n) * (n - d) / (n - 1)
    return gap, variance
