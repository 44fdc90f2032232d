"""The search through all intervals, compiled: a beam of hypotheses goes from column to column.

Where few patients are at risk or levels are exact, the size of a drop tells how many were at risk (one event among n
lowers S by S / n), and the beam goes from drop to drop: every hypothesis says how many were censored before each.
Elsewhere drops tell nothing of the kind and an interval is one step: its events in all.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from ipdrecon.reconstruction.kernels import candidates, fill, line_of

#: Hypotheses carried on.
BEAM = 24
#: Fewest censorings expected in a gap: bursts are unlikely, never impossible.
RARE = 0.03
#: Most censorings of a gap that are tried on either side of the number expected.
AROUND = 6
#: Events of one drop whose implied number at risk is tried, however unexpected.
TIED = 8
#: Standard errors within which a level counts as met, for those.
MET = 4.0


@njit(cache=True)
def unlikely(count, expected):
    """Minus twice the log probability of a Poisson count, 0 events among 0 expected being certain."""
    expected = max(expected, RARE)
    return 2.0 * (expected - count * math.log(expected) + math.lgamma(count + 1.0))


@njit(cache=True)
def offer(n, e, level, cost, origin, gap, drop, size, new_n, new_e, new_level, new_cost, parent, unseen, events):
    """Keep a hypothesis if it is the best of its kind (patients left, events so far) and among the ``BEAM`` best."""
    worst = 0
    for s in range(size):
        if n[s] == new_n and e[s] == new_e:
            worst = s
            break
        if cost[s] > cost[worst]:
            worst = s
    else:
        if size < BEAM:
            worst = size
            size += 1
            cost[worst] = np.inf
    if new_cost < cost[worst]:
        n[worst], e[worst], level[worst], cost[worst] = new_n, new_e, new_level, new_cost
        origin[worst], gap[worst], drop[worst] = parent, unseen, events
    return size


@njit(cache=True)
def step(
    goal, weight, expected, complete, temper, floor, marks, number, n, e, level, cost,
    n2, e2, level2, cost2, origin, gap, drop,
):  # fmt: skip
    """All hypotheses over one drop; returns how many there are after it.

    goal, weight: of the level after the drop; expected: unseen censorings before it; floor: fewest patients that must
    be left after it; marks: marked censorings before it.
    """
    size = 0
    reach = MET / math.sqrt(weight)
    for s in range(number):
        start = n[s] - marks
        room = start - floor
        if room < 0:
            continue
        hazard = 1.0 - goal / level[s] if level[s] > 0 else 0.0
        lowest, highest = 0, 0
        tried = 0
        if not complete:
            lowest = max(0, int(expected) - AROUND)
            highest = min(room, int(expected) + 2 + min(AROUND, int(3.0 * math.sqrt(expected))))
            tried = TIED
        for option in range(lowest, highest + 1 + tried):
            c = option
            if option > highest:
                # The number at risk that this many events would need.
                if hazard <= 0:
                    break
                ties = option - highest
                c = start - math.floor(ties / hazard + 0.5)
                if c < 0 or c > room or (lowest <= c <= highest):
                    continue
                if abs(level[s] * (1.0 - ties / (start - c)) - goal) > reach:
                    continue
            alive = start - c
            most = alive - floor
            want = alive * hazard
            first = min(max(math.floor(want + 0.5), 0), most)
            base = cost[s] + temper * unlikely(c, expected)
            for other in range(2):
                d = first
                if other == 1:
                    d = first + 1 if want > first else first - 1
                    if d < 0 or d > most:
                        continue
                after = level[s] * (1.0 - d / alive) if alive > 0 else level[s]
                misfit = weight * (after - goal) ** 2
                size = offer(
                    n2, e2, level2, cost2, origin, gap, drop, size, alive - d, e[s] + d, after, base + misfit, s, c, d
                )
    return size


@njit(cache=True)
def search(survival, weight, share, marked, first, at_risk, marks, fewest, most, fine, complete, stay, total, temper):
    """Best hypotheses through all intervals between known counts, and through the open one after the last.

    first (J + 2,) index of each interval's first drop; at_risk (J + 1,); marks (J + 1,); fewest, most (J,) events per
    interval; fine (J + 1,): whether an interval is walked drop by drop; complete: whether marks show everybody;
    stay: patients expected to be left at the end; total: events in all, -1 where not known;
    temper: weight of the expected censorings of the open interval against the curve.

    Returns, for hypotheses after each node (drops, then one node an interval): origin, unseen censorings, events;
    hypotheses after each interval; and of those after the last: events so far, level, cost, patients left. The open
    interval is part of it only where it is fine; else it is left to the caller.
    """
    steps = at_risk.size - 1
    nodes = survival.size + steps + 1
    origin = np.zeros((nodes, BEAM), np.int64)
    gap = np.zeros((nodes, BEAM), np.int64)
    drop = np.zeros((nodes, BEAM), np.int64)
    kept = np.zeros(steps + 1, np.int64)
    events, estimate = np.zeros(survival.size, np.int64), np.zeros(survival.size)
    n, e = np.full(BEAM, at_risk[0]), np.zeros(BEAM, np.int64)
    level, cost = np.ones(BEAM), np.zeros(BEAM)
    number = 1
    for j in range(steps + 1):
        opened = j == steps
        if opened and not fine[j]:
            kept[j] = number
            break
        low, high = first[j], first[j + 1]
        last = survival.size + j
        leader = 0
        for s in range(number):
            if cost[s] < cost[leader]:
                leader = s
        begin_n, begin_e, begin_level, begin_cost, begin_number = n.copy(), e.copy(), level.copy(), cost.copy(), number
        done = 0
        if fine[j]:
            goal_n = 0 if opened else at_risk[j + 1]
            if j > 0 and not fine[j - 1] and low > 0:
                # A step leaves up to half an event between estimate and curve; drops are measured from the curve.
                level[:number] = survival[low - 1]
            a, b = line_of(survival, share, marked, low, high, at_risk[j], level[leader], marks[j])
            if not opened:
                wanted = (a - goal_n) / b if b > 1e-12 else 0.0
            elif total >= 0:
                wanted = (at_risk[j] - marks[j] - a - (total - e[leader])) / (1.0 - b) if b < 1 - 1e-9 else 0.0
            else:
                wanted = (a - stay) / b if b > 1e-12 and high > low else 0.0
            wanted = min(max(wanted, 0.0), float(at_risk[j] - marks[j]))
            before, part = 0, 0.0
            for i in range(low, high):
                n2, e2 = np.zeros(BEAM, np.int64), np.zeros(BEAM, np.int64)
                level2, cost2 = np.zeros(BEAM), np.zeros(BEAM)
                number = step(
                    survival[i], weight[i], wanted * (share[i] - part), complete, temper if opened else 1.0,
                    goal_n + marks[j] - marked[i], marked[i] - before, number, n, e, level, cost,
                    n2, e2, level2, cost2, origin[i], gap[i], drop[i],
                )  # fmt: skip
                before, part = marked[i], share[i]
                n, e, level, cost = n2, e2, level2, cost2
            n2, e2 = np.zeros(BEAM, np.int64), np.zeros(BEAM, np.int64)
            level2, cost2 = np.zeros(BEAM), np.zeros(BEAM)
            for s in range(number):
                left = n[s] - (marks[j] - before)
                c = 0 if opened else left - goal_n
                if left < 0 or c < 0 or (c > 0 and complete):
                    continue
                price = 0.0 if opened else unlikely(c, wanted * (1.0 - part))
                done = offer(
                    n2, e2, level2, cost2, origin[last], gap[last], drop[last], done, left - c, e[s], level[s],
                    cost[s] + price, s, c, 0,
                )  # fmt: skip
        if fine[j] and done and not opened:
            # Events of the interval that are known rule out the others.
            fits = 0
            for s in range(done):
                k = s
                node_slot = origin[last, s]
                for i in range(high - 1, low - 1, -1):
                    node_slot = origin[i, node_slot]
                spent = e2[s] - begin_e[node_slot]
                if fewest[j] <= spent <= most[j]:
                    n2[fits], e2[fits], level2[fits], cost2[fits] = n2[k], e2[k], level2[k], cost2[k]
                    origin[last, fits], gap[last, fits] = origin[last, k], gap[last, k]
                    fits += 1
            done = fits
        if fine[j] and done:
            n, e, level, cost, number = n2, e2, level2, cost2, done
            kept[j] = number
            continue
        fine[j] = False
        n, e, level, cost, number = begin_n, begin_e, begin_level, begin_cost, begin_number
        if opened:
            kept[j] = number
            break
        n2, e2 = np.zeros(BEAM, np.int64), np.zeros(BEAM, np.int64)
        level2, cost2 = np.zeros(BEAM), np.zeros(BEAM)
        size = 0
        for s in range(number):
            fewer, more = candidates(
                survival, share, marked, low, high, at_risk[j], at_risk[j + 1], level[s], marks[j], fewest[j], most[j]
            )
            for d in range(fewer, more + 1):
                unseen = at_risk[j] - at_risk[j + 1] - marks[j] - d
                misfit, after, _ = fill(
                    survival, weight, share, marked, low, high, at_risk[j], level[s], unseen, d, events, estimate
                )
                if np.isfinite(misfit):
                    size = offer(
                        n2, e2, level2, cost2, origin[last], gap[last], drop[last], size, at_risk[j + 1], e[s] + d,
                        after, cost[s] + misfit, s, unseen, d,
                    )  # fmt: skip
        n, e, level, cost, number = n2, e2, level2, cost2, size
        kept[j] = size
        if size == 0:
            break
    return origin, gap, drop, kept, e, level, cost, n
