"""The walk along a curve with censor marks, compiled (Rogula et al. 2022, by recurrence)."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Most copies of one gap's marks that are tried.
COPIES = 200


@njit(cache=True)
def nearest_events(n, goal, level):
    """Events among ``n`` that bring the estimate nearest to ``goal``, and its distance then."""
    if n <= 0 or level <= 0:
        return 0, abs(level - goal)
    d = min(n, max(0, int(np.floor(n * (1.0 - goal / level) + 0.5))))
    return d, abs(level * (1.0 - d / n) - goal)


@njit(cache=True)
def walk(time, survival, marks, columns, at_risk, merged, tolerance):
    """Events at each drop and patients behind each mark.

    time, survival (k,): drops; marks (m,) sorted; columns, at_risk (J,): numbers at risk, the first at 0 (patients
    with time >= column); merged: whether marks may stand for several patients; tolerance: of S.
    Returns events (k,), patients per mark (m,), censorings just before each column that no mark shows (J,), patients
    left at the end, and per column how many patients are missing.
    """
    events = np.zeros(time.size, np.int64)
    copies = np.zeros(marks.size, np.int64)
    extra = np.zeros(columns.size, np.int64)
    missed = np.zeros(columns.size, np.int64)
    n, level = at_risk[0], 1.0
    i = m = 0
    j = 1
    since = 0
    while i < time.size or m < marks.size or j < columns.size:
        next_drop = time[i] if i < time.size else np.inf
        next_mark = marks[m] if m < marks.size else np.inf
        next_column = columns[j] if j < columns.size else np.inf
        if next_column <= next_drop and next_column <= next_mark:
            gap = n - at_risk[j]
            if gap > 0:
                # A fall on a flat stretch is censoring, never events.
                if m > since and merged:
                    for c in range(gap):
                        copies[since + c % (m - since)] += 1
                else:
                    extra[j] += gap
                n -= gap
            elif gap < 0:
                missed[j] = -gap
            since = m
            j += 1
        elif next_mark < next_drop:
            if n > 0:
                copies[m] += 1
                n -= 1
            m += 1
        else:
            d, off = nearest_events(n, survival[i], level)
            if merged and off > tolerance and m > since:
                for c in range(1, min(COPIES, n) + 1):
                    more, closer = nearest_events(n - c, survival[i], level)
                    if closer <= tolerance:
                        for k in range(c):
                            copies[since + k % (m - since)] += 1
                        n -= c
                        d = more
                        break
            events[i] = d
            if n > 0:
                level *= 1.0 - d / n
            n -= d
            since = m
            i += 1
    return events, copies, extra, n, missed
