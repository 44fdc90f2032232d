"""Guyot's algorithm, compiled; step numbers are those of the paper (Guyot et al. 2012)."""

from __future__ import annotations

import numpy as np
from numba import njit

#: Rounds after which an interval that still swings between two answers keeps the better one.
ROUNDS = 50


@njit(cache=True)
def place(time, low, high, begin, end, count, censored):
    """Step 2: ``count`` censorings evenly over [begin, end), counted in the gap after the click before each."""
    for k in range(low, high):
        censored[k] = 0
    k = low
    for j in range(count):
        at = begin + (j + 1.0) / (count + 1.0) * (end - begin)
        while k + 1 < high and time[k + 1] <= at:
            k += 1
        censored[k] += 1


@njit(cache=True)
def sweep(survival, low, high, at_risk, estimate, last, censored, events, alive):
    """Step 3: events at clicks low..high; returns patients left, the estimate, and its last click with an event."""
    n = at_risk
    for k in range(low, high):
        alive[k] = n
        d = 0
        if k > 0 and n > 0 and estimate > 0:
            d = min(n, max(0, int(np.floor(n * (1.0 - survival[k] / estimate) + 0.5))))
        events[k] = d
        if d > 0:
            estimate *= 1.0 - d / n
            last = k
        n = n - d
        taken = min(n, censored[k])
        censored[k] = taken
        n -= taken
    return n, estimate, last


@njit(cache=True)
def interval(time, survival, low, high, begin, end, at_risk, next_at_risk, estimate, last, censored, events, alive):
    """Steps 1 to 4 for an interval with a known end: censorings until its patients meet the next number at risk.

    Returns patients left, estimate, last click with an event, censorings. The published number is never overwritten:
    where rounding swings around it the nearest answer is kept, and what is missing is left to the caller.
    """
    at_end = survival[high - 1] if high > low else estimate
    count = max(0, int(np.floor(at_risk * (at_end / estimate if estimate > 0 else 0.0) - next_at_risk + 0.5)))
    best_gap, best_count = 1 << 60, 0
    for _ in range(ROUNDS):
        count = min(max(count, 0), at_risk)
        place(time, low, high, begin, end, count, censored)
        n, _, _ = sweep(survival, low, high, at_risk, estimate, last, censored, events, alive)
        gap = n - next_at_risk
        if abs(gap) < best_gap:
            best_gap, best_count = abs(gap), count
        if gap == 0 or (gap < 0 and count == 0):
            break
        count += gap
    place(time, low, high, begin, end, best_count, censored)
    n, estimate, last = sweep(survival, low, high, at_risk, estimate, last, censored, events, alive)
    return n, estimate, last, best_count


@njit(cache=True)
def guyot_arm(time, survival, columns, at_risk, end, total):
    """Events and censorings after every click, and patients left at the end.

    time, survival (K,): clicks from (0, 1); columns, at_risk (I,): table rows, the first at 0, none after ``end``;
    total: events of the arm, -1 where not known.
    Returns events (K,), censorings in the gap after each click (K,), patients left at the last click, and the columns
    whose number could not be met.
    """
    size, rows = time.size, columns.size
    events, censored, alive = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    missed = np.zeros(rows, np.int64)
    estimate, last, n = 1.0, 0, at_risk[0]
    lost, spent, low = 0, 0, 0
    for i in range(rows - 1):
        high = low
        while high < size and time[high] < columns[i + 1]:
            high += 1
        if high == low:
            # No click: the curve is flat, whoever left was censored.
            gone = max(0, n - at_risk[i + 1])
            if low > 0:
                censored[low - 1] += gone
            lost += gone
            n -= gone
        else:
            n, estimate, last, count = interval(
                time, survival, low, high, columns[i], columns[i + 1], n, at_risk[i + 1], estimate, last, censored,
                events, alive,
            )  # fmt: skip
            lost += count
            for k in range(low, high):
                spent += events[k]
        missed[i + 1] = n - at_risk[i + 1]
        low = high
    begin = columns[rows - 1]
    length = end - begin
    # Step 5: censoring goes on at the rate so far; without a table nobody is censored before the end.
    count = 0
    if rows > 1 and begin > 0:
        count = min(n, int(np.floor(lost / begin * length + 0.5)))
    if total >= 0 and rows == 1:
        count = max(0, n - total)
    left = n
    if low < size:
        best_gap, best_count = 1 << 60, count
        for _ in range(ROUNDS):
            count = min(max(count, 0), n)
            place(time, low, size, begin, end, count, censored)
            left, _, _ = sweep(survival, low, size, n, estimate, last, censored, events, alive)
            if total < 0:
                best_count = count
                break
            found = spent
            for k in range(low, size):
                found += events[k]
            gap = found - total
            if abs(gap) < best_gap:
                best_gap, best_count = abs(gap), count
            if gap == 0 or (gap < 0 and count == 0):
                break
            count += gap
        place(time, low, size, begin, end, best_count, censored)
        left, _, _ = sweep(survival, low, size, n, estimate, last, censored, events, alive)
        if total >= 0:
            # Step 5, D already reached: no more events after it.
            for k in range(size):
                if total < events[k]:
                    left += events[k] - total
                    events[k] = total
                total -= events[k]
    else:
        gone = min(n, count)
        censored[size - 1] += gone
        left = n - gone
    return events, censored, left, missed


@njit(cache=True)
def rows_of(time, columns, events, censored, left, end):
    """Step 6: a row a patient: events at clicks, censorings in the middle of the gap after, the rest at the end.

    A gap ends at the next click or at the next column, so that nobody censored before a column counts at it.
    """
    size = left
    for k in range(time.size):
        size += events[k] + censored[k]
    times, flags = np.empty(size), np.zeros(size, np.bool_)
    at = column = 0
    for k in range(time.size):
        while column < columns.size and columns[column] <= time[k]:
            column += 1
        for _ in range(events[k]):
            times[at] = time[k]
            flags[at] = True
            at += 1
        until = time[k + 1] if k + 1 < time.size else end
        if column < columns.size:
            until = min(until, columns[column])
        middle = 0.5 * (time[k] + until)
        for _ in range(censored[k]):
            times[at] = middle
            at += 1
    for _ in range(left):
        times[at] = end
        at += 1
    return times, flags
