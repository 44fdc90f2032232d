"""Loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Steps of a staircase: the path came from the left, or from above, or begins here.
BEGIN, FROM_LEFT, FROM_ABOVE = 0, 1, 2


@njit(cache=True)
def staircase_scores(gain, begin):
    """Best score of a right-and-down path that ends at each pixel.

    gain (h, w) float32: what a pixel adds; begin (h, w) float32: what starting there costs (inf: not allowed).
    Returns score (h, w) float32 and step (h, w) uint8.
    """
    height, width = gain.shape
    score = np.empty((height, width), np.float32)
    step = np.zeros((height, width), np.uint8)
    for r in range(height):
        for c in range(width):
            best = -begin[r, c]
            how = 0
            if c > 0 and score[r, c - 1] > best:
                best = score[r, c - 1]
                how = 1
            if r > 0 and score[r - 1, c] > best:
                best = score[r - 1, c]
                how = 2
            score[r, c] = best + gain[r, c]
            step[r, c] = how
    return score, step


@njit(cache=True)
def walk_back(step, row, column):
    """First and last row of the path in each column, -1 where the path has not begun; (w,), (w,)."""
    width = step.shape[1]
    top = np.full(width, -1, np.int64)
    bottom = np.full(width, -1, np.int64)
    r, c = row, column
    bottom[c] = r
    while True:
        top[c] = r
        how = step[r, c]
        if how == 0:
            break
        if how == 1:
            c -= 1
            bottom[c] = r
        else:
            r -= 1
    return top, bottom


@njit(cache=True)
def pixel_gains(alpha, other, bridged, hidden, rules, used, away, costs, floor, reach, limit):
    """What each pixel adds to a path, (h, w) float32.

    alpha, other (h, w) float32: own and foreign ink; bridged, hidden, rules, used (h, w) bool; away (h, w) float32:
    distance from all ink; costs: of paper, foreign ink, hidden ground, a bridge, used ground, each pixel of distance
    beyond ``reach``, and of ground farther than ``limit``; floor: coverage from which ink is the curve's own.
    """
    paper, foreign, beneath, bridge, again, far, void = costs
    height, width = alpha.shape
    gain = np.empty((height, width), np.float32)
    for r in range(height):
        for c in range(width):
            a = alpha[r, c]
            if used[r, c]:  # ways through used ground are equally long: rather on ink, and its own, than on a rim
                value = -again * (1.25 - 0.25 * max(a, min(1.0, 2.0 * other[r, c])) - 0.25 * a)
            elif a >= floor:
                value = (a - 0.25) / 0.75
            else:
                value = -paper + (paper - foreign) * min(1.0, 2.0 * other[r, c])
                if bridged[r, c]:
                    value = max(value, -bridge)
                if hidden[r, c] or rules[r, c]:
                    value = max(value, -beneath)
            d = away[r, c]
            if d > limit:
                value = -void
            elif d > reach:
                value -= far * (d - reach)
            gain[r, c] = value
    return gain


@njit(cache=True)
def fill_swath(height, low, high):
    """Mask (height, w) of the rows from ``low`` to ``high`` (w,) in each column; empty where low > high."""
    mask = np.zeros((height, low.size), np.bool_)
    for c in range(low.size):
        if low[c] > high[c]:
            continue
        for r in range(max(0, int(np.ceil(low[c]))), min(height - 1, int(np.floor(high[c]))) + 1):
            mask[r, c] = True
    return mask


@njit(cache=True)
def path_gain(gain, top, bottom):
    """Sum of a map (h, w) over the pixels of a path; top, bottom (w,) its rows, -1 outside."""
    total = 0.0
    for c in range(top.size):
        if top[c] >= 0:
            for r in range(top[c], bottom[c] + 1):
                total += gain[r, c]
    return total


@njit(cache=True)
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


@njit(cache=True)
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


@njit(cache=True)
def bare_runs(ink, top, bottom):
    """Stretches of a path on bare paper, in path order.

    ink (h, w) bool: where there is anything; top, bottom (w,) path rows, -1 outside.
    Returns (k,) columns where each stretch begins and (k,) lengths in pixels along the path.
    """
    height, width = ink.shape
    begins = np.empty(width + height, np.int64)
    lengths = np.empty(width + height, np.int64)
    count = 0
    run = 0
    begin = 0
    for c in range(width):
        if top[c] < 0:
            continue
        for r in range(top[c], bottom[c] + 1):
            # A path may run one pixel beside its stroke.
            lit = ink[r, c] or (r > 0 and ink[r - 1, c]) or (r + 1 < height and ink[r + 1, c])
            lit = lit or (c > 0 and ink[r, c - 1]) or (c + 1 < width and ink[r, c + 1])
            if lit:
                if run > 0 and count < begins.size:
                    begins[count] = begin
                    lengths[count] = run
                    count += 1
                run = 0
            else:
                if run == 0:
                    begin = c
                run += 1
    return begins[:count], lengths[:count]


@njit(cache=True)
def vertical_centers(alpha, x, y, width):
    """Times of the steps, from the centre of ink of each vertical stroke where it stands clear of both levels.

    alpha (h, w) float32 coverage; x, y (k,) steps and levels in pixels, y never falling; width: stroke width.
    Returns (k,): x where a stroke is too short, or its ink is not one stroke's.
    """
    height, columns = alpha.shape
    refined = x.copy()
    half = width / 2
    for i in range(1, x.size):
        top = int(np.ceil(y[i - 1] + half + 0.5))
        bottom = int(np.floor(y[i] - half - 0.5))
        if bottom < top:
            continue
        left = max(0, int(np.floor(x[i] - half - 1.5)))
        right = min(columns - 1, int(np.ceil(x[i] + half + 1.5)))
        mass = 0.0
        moment = 0.0
        for r in range(max(0, top), min(height - 1, bottom) + 1):
            for c in range(left, right + 1):
                mass += alpha[r, c]
                moment += alpha[r, c] * c
        rows = bottom - top + 1
        if mass <= 0 or abs(mass / rows - width) > 0.35 * width + 0.25:
            continue
        center = moment / mass
        low = refined[i - 1] + 1e-3
        high = x[i + 1] - 1e-3 if i + 1 < x.size else center
        if abs(center - x[i]) <= 1.5 and low < center <= high:
            refined[i] = center
    return refined


@njit(cache=True)
def _run_ink(alpha, row, column, down, along, floor, reach):
    """Coverage summed along a straight run of ink through a pixel, with the rims where it ends."""
    height, width = alpha.shape
    total = alpha[row, column]
    for sign in (-1, 1):
        for d in range(1, reach + 1):
            r, c = row + sign * d * down, column + sign * d * along
            if r < 0 or r >= height or c < 0 or c >= width:
                break
            total += alpha[r, c]
            if alpha[r, c] < floor:
                break
    return total


@njit(cache=True)
def stroke_widths(alpha, ink, top, bottom, floor, reach):
    """Thickness of a stroke at each inked pixel of its path, the smaller of its runs down and along.

    alpha, ink (h, w) float32 coverage by the stroke's colour and by any; top, bottom (w,) path rows, -1 outside; floor:
    coverage below which a run ends; reach: pixels a run is followed. Returns (n,) widths and (n,) those of all ink.
    """
    height, width = alpha.shape
    found = np.empty((2, height + width))
    count = 0
    for c in range(width):
        if top[c] < 0:
            continue
        for r in range(top[c], bottom[c] + 1):
            if alpha[r, c] < floor or count >= found.shape[1]:
                continue
            for i in range(2):
                layer = alpha if i == 0 else ink
                down, along = _run_ink(layer, r, c, 1, 0, floor, reach), _run_ink(layer, r, c, 0, 1, floor, reach)
                found[i, count] = min(down, along)
            count += 1
    return found[0, :count], found[1, :count]
