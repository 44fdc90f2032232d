"""Loops of reconstruction, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def events_given_censoring(survival, weight, level, at_risk, censored_before, total):
    """Events at each step when the censorings are known: each the whole number that brings the estimate nearest.

    survival (k,) levels after each step; weight (k,) 1 / variance; level: estimate before the first step; at_risk:
    patients at the beginning; censored_before (k + 1,) censorings before each step and, last, before the end, counted
    from the beginning; total: most events allowed.
    The estimate and not the curve is carried on (Guyot 2012, step 4, corrected at once), so rounding does not add up.
    Returns events (k,) int64, weighted squares, level after the last step, events in all.
    """
    k = survival.size
    events = np.zeros(k, np.int64)
    cost = 0.0
    done = 0
    for i in range(k):
        n = at_risk - done - censored_before[i]
        if n <= 0 or level <= 0:
            cost += weight[i] * (level - survival[i]) ** 2
            continue
        want = n * (1.0 - survival[i] / level)
        d = int(np.floor(want + 0.5))
        d = max(0, min(d, n, total - done))
        events[i] = d
        done += d
        level *= 1.0 - d / n
        cost += weight[i] * (level - survival[i]) ** 2
    return events, cost, level, done


@njit(cache=True)
def spread_evenly(count, begin, end, times):
    """How many of ``count`` censorings, spread evenly over (begin, end), come before each time; (k,) int64."""
    before = np.zeros(times.size, np.int64)
    length = end - begin
    for i in range(times.size):
        share = (times[i] - begin) / length if length > 0 else 1.0
        before[i] = min(count, max(0, int(np.floor(share * count + 0.5))))
    return before


@njit(cache=True)
def fit_interval(times, survival, weight, level, at_risk, left, begin, end, fixed_events):
    """Events and censorings of one interval between two columns of the risk table.

    times, survival, weight (k,): steps inside the interval; level: estimate before it; at_risk: patients at its
    beginning; left: patients at its end; fixed_events: -1, or the events it must hold.
    Every possible number of events is tried; the censorings are then known and spread evenly. Kept is the number that
    the steps themselves add up to, and among those the one nearest to the curve.
    Returns events (k,) int64, number of censorings, level at the end, squares.
    """
    gone = at_risk - left
    best_cost = np.inf
    best_events = np.zeros(times.size, np.int64)
    best_censored = gone
    best_level = level
    low = 0 if fixed_events < 0 else fixed_events
    high = gone if fixed_events < 0 else fixed_events
    for total in range(low, high + 1):
        censored = gone - total
        before = spread_evenly(censored, begin, end, times)
        events, cost, after, done = events_given_censoring(survival, weight, level, at_risk, before, total)
        missing = total - done
        if missing > 0 and times.size > 0:
            # The events the steps did not ask for go where the drop is largest: each costs its misfit.
            where = int(np.argmax(events)) if done > 0 else times.size - 1
            events[where] += missing
            cost = 0.0
            after = level
            used = 0
            for i in range(times.size):
                n = at_risk - used - before[i]
                if n > 0:
                    after *= max(0.0, 1.0 - events[i] / n)
                used += events[i]
                cost += weight[i] * (after - survival[i]) ** 2
        elif missing > 0:
            continue
        if cost < best_cost - 1e-12:
            best_cost = cost
            best_events = events
            best_censored = censored
            best_level = after
    return best_events, best_censored, best_level, best_cost
