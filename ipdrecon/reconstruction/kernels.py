"""Loops of the constrained method, compiled.

An interval is what lies between two columns of the risk table. Inside it, ``share`` says which part of the
censorings nobody saw comes before each drop, ``marked`` how many marked ones do. With the censorings known, every
drop's events follow one after another from the curve; what is searched is how many of those who left had the event.
"""

from __future__ import annotations

import numpy as np
from numba import njit

#: Events tried on either side of the number that the curve itself asks for.
REACH = 2
#: Events that still are added or removed one at a time; more are spread over the interval by tilting the curve.
SINGLE = 4


@njit(cache=True)
def unseen_before(share, count):
    """How many of ``count`` censorings lie before a drop that has ``share`` of them before it."""
    return min(count, max(0, int(np.floor(share * count + 0.5))))


@njit(cache=True)
def follow(survival, share, marked, low, high, at_risk, level, unseen, tilt, events):
    """Events of drops low..high, each the whole number that brings the estimate nearest to the curve.

    The estimate and not the curve is carried on (Guyot 2012, step 4), so rounding does not add up. ``tilt`` raises
    the fall of the curve within the interval to a power (1: the curve as it is). Fills ``events``; returns their sum
    and the estimate after the last.
    """
    done = 0
    start = level
    for i in range(low, high):
        n = at_risk - done - marked[i] - unseen_before(share[i], unseen)
        d = 0
        if n > 0 and level > 0:
            goal = survival[i]
            if tilt != 1.0 and goal > 0 and start > 0:
                goal = start * (min(1.0, goal / start)) ** tilt
            d = min(n, max(0, int(np.floor(n * (1.0 - goal / level) + 0.5))))
            level *= 1.0 - d / n
        events[i] = d
        done += d
    return done, level


@njit(cache=True)
def retrace(survival, weight, share, marked, low, high, at_risk, level, unseen, events, estimate):
    """Estimate after each drop for given events; returns squared misfit and the last level, inf where impossible."""
    done = 0
    misfit = 0.0
    for i in range(low, high):
        n = at_risk - done - marked[i] - unseen_before(share[i], unseen)
        if events[i] > 0:
            if events[i] > n:
                return np.inf, level
            level *= 1.0 - events[i] / n
        estimate[i] = level
        done += events[i]
        misfit += weight[i] * (level - survival[i]) ** 2
    return misfit, level


@njit(cache=True)
def shift_one(survival, weight, share, marked, low, high, at_risk, unseen, events, estimate, change):
    """Add (change 1) or remove (-1) the one event that costs least; False where there is none to change."""
    best, where = np.inf, -1
    slope = curve = 0.0
    left = at_risk
    for i in range(low, high):
        left -= events[i]
    for i in range(high - 1, low - 1, -1):
        slope += weight[i] * (estimate[i] - survival[i]) * estimate[i]
        curve += weight[i] * estimate[i] ** 2
        n = left + events[i] - marked[i] - unseen_before(share[i], unseen)
        alive = n - events[i]
        left += events[i]
        if change > 0:
            if alive <= 0:
                continue
            factor = -1.0 / alive
        else:
            if events[i] == 0:
                continue
            factor = 1.0 / alive if alive > 0 else 1.0
        cost = 2 * factor * slope + factor**2 * curve
        if cost < best:
            best, where = cost, i
    if where < 0:
        return False
    events[where] += change
    return True


@njit(cache=True)
def fill(survival, weight, share, marked, low, high, at_risk, level, unseen, total, events, estimate):
    """Events of an interval that add up to ``total`` (any number where it is -1).

    Returns squared misfit (inf where impossible), the estimate after it, and the events.
    """
    done, _ = follow(survival, share, marked, low, high, at_risk, level, unseen, 1.0, events)
    if total >= 0 and abs(done - total) > SINGLE and low < high:
        a, b = 0.0, 1.0
        while b < 1e6:
            done, _ = follow(survival, share, marked, low, high, at_risk, level, unseen, b, events)
            if done >= total:
                break
            a, b = b, b * 2
        for _ in range(40):
            middle = 0.5 * (a + b)
            done, _ = follow(survival, share, marked, low, high, at_risk, level, unseen, middle, events)
            if abs(done - total) <= 1:
                break
            if done < total:
                a = middle
            else:
                b = middle
    misfit, after = retrace(survival, weight, share, marked, low, high, at_risk, level, unseen, events, estimate)
    if total < 0:
        return misfit, after, done
    while done != total:
        change = 1 if done < total else -1
        if not shift_one(survival, weight, share, marked, low, high, at_risk, unseen, events, estimate, change):
            return np.inf, level, done
        done += change
        misfit, after = retrace(survival, weight, share, marked, low, high, at_risk, level, unseen, events, estimate)
        if not np.isfinite(misfit):
            return np.inf, level, done
    return misfit, after, done


@njit(cache=True)
def line_of(survival, share, marked, low, high, at_risk, level, marks):
    """Patients left at the end of an interval as a line in the unseen censorings: left = ``a`` - ``b`` * unseen.

    The recursion n' = (n - censored) S_i / S_(i-1) is linear in the censorings (Titman 2026).
    """
    a, b = float(at_risk), 0.0
    before, part = 0, 0.0
    for i in range(low, high):
        a -= marked[i] - before
        b += share[i] - part
        before, part = marked[i], share[i]
        ratio = survival[i] / level if level > 0 else 0.0
        a *= ratio
        b *= ratio
        level = survival[i]
    return a - (marks - before), b + (1.0 - part)


@njit(cache=True)
def candidates(survival, share, marked, low, high, at_risk, left, level, marks, fewest, most):
    """Range of events to try in an interval between two known counts; empty (1, 0) where none is possible."""
    gone = at_risk - left
    most = min(most, gone - marks)
    if low == high:
        most = min(most, 0)
    if most < 0 or fewest < 0:
        return 1, 0
    if fewest >= most:
        return fewest, most
    a, b = line_of(survival, share, marked, low, high, at_risk, level, marks)
    unseen = (a - left) / b if b > 1e-12 else 0.0
    middle = int(np.floor(gone - marks - unseen + 0.5))
    middle = min(max(middle, fewest), most)
    return max(fewest, middle - REACH), min(most, middle + REACH)


@njit(cache=True)
def open_end(survival, weight, share, marked, low, high, at_risk, level, marks, complete, stay, total):
    """The stretch after the last known count, whose patients left at the end nobody printed.

    complete: whether marks show everybody; stay: patients expected to be left at the end; total: events it must hold,
    -1 where not known. Where ``total`` is known, the censorings follow from it.
    Returns squared misfit (inf where impossible), unseen censorings, events in all, events per drop, last level.
    """
    events = np.zeros(survival.size, np.int64)
    estimate = np.zeros(survival.size)
    best = (np.inf, 0, 0, level)
    best_events = events.copy()
    room = at_risk - marks
    if room < 0 or total > room or (total > 0 and low == high):
        return best[0], 0, 0, best_events, level
    a, b = line_of(survival, share, marked, low, high, at_risk, level, marks)
    middle = 0.0
    if total >= 0:
        room -= total
        middle = (at_risk - marks - a - total) / (1.0 - b) if 1.0 - b > 1e-9 else room - stay
    elif b > 1e-12:
        middle = (a - stay) / b
    u = 0 if complete else min(max(int(np.floor(middle + 0.5)), 0), room)
    # Neighbours are tried in this order: of equal misfits the first is kept.
    for shift in (0, -1, 1):
        v = u + shift
        if v < 0 or v > room or (shift != 0 and (complete or total < 0)):
            continue
        misfit, after, done = fill(
            survival, weight, share, marked, low, high, at_risk, level, v, total, events, estimate
        )
        if done > at_risk - marks - v:
            misfit, after, done = fill(
                survival, weight, share, marked, low, high, at_risk, level, v, at_risk - marks - v, events, estimate
            )
        if misfit < best[0]:
            best = (misfit, v, done, after)
            best_events[:] = events
    return best[0], best[1], best[2], best_events, best[3]


@njit(cache=True)
def expected_events(survival, share, marked, first, at_risk, marks, stay, fewest, most, out):
    """Events the curve asks for in each interval, as real numbers; fills ``out`` (J + 1,), the open interval last."""
    steps = at_risk.size - 1
    for j in range(steps + 1):
        low, high = first[j], first[j + 1]
        out[j] = 0.0
        if low == high:
            continue
        level = survival[low - 1] if low > 0 else 1.0
        a, b = line_of(survival, share, marked, low, high, at_risk[j], level, marks[j])
        room = float(at_risk[j] - marks[j])
        if j < steps:
            room -= at_risk[j + 1]
            unseen = (a - at_risk[j + 1]) / b if b > 1e-12 else 0.0
            out[j] = min(max(room - min(max(unseen, 0.0), room), fewest[j]), most[j])
        else:
            unseen = (a - stay) / b if b > 1e-12 else 0.0
            unseen = min(max(unseen, 0.0), room)
            out[j] = min(max(at_risk[j] - marks[j] - a - unseen * (1.0 - b), 0.0), room)
