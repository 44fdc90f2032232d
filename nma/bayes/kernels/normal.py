"""The normal approximation of the parameters and its root, compiled."""

from __future__ import annotations

import math

from numba import njit


@njit(cache=True, nogil=True)
def row(a, beta, ptr, col, val):
    total = 0.0
    for s in range(ptr[a], ptr[a + 1]):
        total += val[s] * beta[col[s]]
    return total


@njit(cache=True, nogil=True)
def prepare(first, ptr, col, val, w, baseline_precision, effect_precision, cross, total, root):
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
def back(root, x):
    """Solve ``root.T x = x`` in place."""
    q = x.size
    for i in range(q - 1, -1, -1):
        for s in range(i + 1, q):
            x[i] -= root[s, i] * x[s]
        x[i] /= root[i, i]


@njit(cache=True, nogil=True)
def forward(root, x):
    """Solve ``root x = x`` in place."""
    for i in range(x.size):
        for s in range(i):
            x[i] -= root[i, s] * x[s]
        x[i] /= root[i, i]
