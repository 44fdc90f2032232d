"""Loops over the pixels of paths, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Steps of a staircase: the path came from the left, or from above, or begins here.
BEGIN, FROM_LEFT, FROM_ABOVE = 0, 1, 2


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def path_gain(gain, top, bottom):
    """Sum of a map (h, w) over the pixels of a path; top, bottom (w,) its rows, -1 outside."""
    total = 0.0
    for c in range(top.size):
        if top[c] >= 0:
            for r in range(top[c], bottom[c] + 1):
                total += gain[r, c]
    return total


@njit(cache=True, nogil=True)
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
