"""Loops over the columns of a path that find its levels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def column_profiles(alpha, top, bottom, reach, floor):
    """Stroke of a path in each column: the run of ink that holds the path rows.

    alpha (h, w) float32 coverage; top, bottom (w,) path rows; reach: rows the run may leave the path rows of this
    column and of its neighbours within ``reach`` by (a vertical stroke is wider than the path's one column);
    floor: coverage below which the run ends.
    Returns (w,) arrays: ink (sum of coverage), center of mass, upper edge, lower edge (both sub-pixel, by area:
    the outermost row counts with its coverage), and the share of path rows that hold ink.
    """
    height, width = alpha.shape
    ink = np.zeros(width)
    center = np.full(width, np.nan)
    upper = np.full(width, np.nan)
    lower = np.full(width, np.nan)
    held = np.zeros(width)
    for c in range(width):
        if top[c] < 0:
            continue
        # The path may run along the stroke's rim: look for the strongest row within one row of the path.
        first, last = -1, -1
        inked = 0
        for r in range(top[c], bottom[c] + 1):
            if alpha[r, c] >= floor:
                inked += 1
                if first < 0:
                    first = r
                last = r
        held[c] = inked / (bottom[c] - top[c] + 1)
        if first < 0:
            for d in range(1, 3):
                for r in (top[c] - d, bottom[c] + d):
                    if 0 <= r < height and alpha[r, c] >= floor and first < 0:
                        first = r
                        last = r
            if first < 0:
                continue
        ceiling, ground = first, last
        for q in range(max(0, c - reach), min(width, c + reach + 1)):
            if top[q] >= 0:
                ceiling = min(ceiling, top[q])
                ground = max(ground, bottom[q])
        a = first
        while a > 0 and a > ceiling - reach and alpha[a - 1, c] >= floor:
            a -= 1
        b = last
        while b < height - 1 and b < ground + reach and alpha[b + 1, c] >= floor:
            b += 1
        total = 0.0
        moment = 0.0
        for r in range(max(0, a - 1), min(height, b + 2)):
            value = alpha[r, c]
            if (r < a or r > b) and value >= floor:
                continue  # cut by reach: belongs to something else
            total += value
            moment += value * r
        if total <= 0:
            continue
        ink[c] = total
        center[c] = moment / total
        # Edges by area over the outermost rows: a partly covered rim row moves the edge by its coverage.
        rim = 0.0
        r = a - 1 if a > 0 and alpha[a - 1, c] < floor else a
        peak = 0.0
        for q in range(r, min(r + 3, b + 1)):
            peak = max(peak, alpha[q, c])
        q = r
        while q <= b and alpha[q, c] < 0.98 * peak:
            rim += alpha[q, c] / peak
            q += 1
        upper[c] = q - 0.5 - rim
        rim = 0.0
        r = b + 1 if b < height - 1 and alpha[b + 1, c] < floor else b
        peak = 0.0
        for q in range(r, max(r - 3, a - 1), -1):
            peak = max(peak, alpha[q, c])
        q = r
        while q >= a and alpha[q, c] < 0.98 * peak:
            rim += alpha[q, c] / peak
            q -= 1
        lower[c] = q + 0.5 + rim
    return ink, center, upper, lower, held


@njit(cache=True, nogil=True)
def potts_steps(values, weight, noise, price):
    """Never-decreasing step function with the least chi-square plus ``price`` per step (Potts 1952; pruned search).

    values (n,) never decreasing; weight (n,). Returns the first index of each level and its value, (k,), (k,).
    """
    n = values.size
    sw = np.zeros(n + 1)
    sy = np.zeros(n + 1)
    syy = np.zeros(n + 1)
    for i in range(n):
        sw[i + 1] = sw[i] + weight[i]
        sy[i + 1] = sy[i] + weight[i] * values[i]
        syy[i + 1] = syy[i] + weight[i] * values[i] * values[i]
    best = np.full(n + 1, np.inf)
    best[0] = -price
    came = np.zeros(n + 1, np.int64)
    alive = np.zeros(n + 1, np.int64)
    count = 1
    alive[0] = 0
    scale = 1.0 / (noise * noise)
    for j in range(1, n + 1):
        for a in range(count):
            i = alive[a]
            w = sw[j] - sw[i]
            m = sy[j] - sy[i]
            cost = best[i] + price + scale * max(0.0, (syy[j] - syy[i]) - m * m / w)
            if cost < best[j]:
                best[j] = cost
                came[j] = i
        kept = 0
        for a in range(count):
            i = alive[a]
            w = sw[j] - sw[i]
            m = sy[j] - sy[i]
            if best[i] + scale * max(0.0, (syy[j] - syy[i]) - m * m / w) <= best[j]:
                alive[kept] = i
                kept += 1
        alive[kept] = j
        count = kept + 1
    k = 0
    j = n
    while j > 0:
        k += 1
        j = came[j]
    begins = np.empty(k, np.int64)
    levels = np.empty(k)
    j = n
    while j > 0:
        k -= 1
        i = came[j]
        begins[k] = i
        levels[k] = (sy[j] - sy[i]) / (sw[j] - sw[i])
        j = i
    return begins, levels
