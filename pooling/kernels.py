"""Loops of pooling: Kaplan-Meier curves of resampled patients."""

from __future__ import annotations

import numpy as np
from numba import float64, int64, njit, void
from numba.types import Array

WEIGHTS = Array(int64, 2, "C", readonly=True)
TIMES = Array(float64, 1, "C", readonly=True)
FLAGS = Array(int64, 1, "C", readonly=True)
OUT = Array(float64, 2, "C")
ROW = Array(float64, 1, "C")


@njit(void(TIMES, FLAGS, WEIGHTS, float64, OUT, ROW, ROW), cache=True)
def weighted_curves(time, event, weights, horizon, survival, median, area):
    """Product-limit of patients counted ``weights`` times, one row of ``weights`` (B, n) a resample.

    ``time`` (n,) is sorted; ``survival`` (B, m) is filled at the m distinct times of ``time``; ``median`` (B,) is inf
    where a curve stays above one half; ``area`` (B,) is the area up to ``horizon``.
    """
    n = time.size
    for b in range(weights.shape[0]):
        at_risk = 0
        for i in range(n):
            at_risk += weights[b, i]
        level, total, last, middle = 1.0, 0.0, 0.0, np.inf
        i, column = 0, 0
        while i < n:
            here, deaths, leaving = time[i], 0, 0
            while i < n and time[i] == here:
                leaving += weights[b, i]
                deaths += weights[b, i] * event[i]
                i += 1
            right = min(here, horizon)
            if right > last:
                total += level * (right - last)
                last = right
            if deaths > 0:
                level *= 1.0 - deaths / at_risk
            at_risk -= leaving
            # 1e-12: products of fractions miss one half by rounding.
            if middle == np.inf and level <= 0.5 + 1e-12:
                middle = here
            survival[b, column] = level
            column += 1
        if horizon > last:
            total += level * (horizon - last)
        median[b], area[b] = middle, total
