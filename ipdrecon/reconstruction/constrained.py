"""Whole-number events and censorings nearest to the curve that keep every published count."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.reconstruction.beam import search
from ipdrecon.reconstruction.kernels import fill, open_end
from ipdrecon.reconstruction.known import Known
from ipdrecon.reconstruction.pieces import Marks, Pieces
from ipdrecon.reconstruction.spread import Spread
from ipdrecon.reconstruction.total import fixed, tilted
from ipdrecon.steps import StepCurve

#: An interval is walked drop by drop where one drop tells the number at risk to within so many patients: with the
#: numbers at its ends known, and with nothing known but the drops, which then tell together.
TELLING = 24.0
TELLING_ALONE = 200.0
#: Times the censorings are moved again to meet a total.
CORRECTIONS = 4
#: Weight of the expected censorings after the last known count: they are a guess, the curve is not.
GUESSED = 0.25


@attrs.frozen(eq=False)
class Solved:
    """Patients that were found.

    Attributes
    ----------
    time : (n,) float
    event : (n,) bool
    misfit : float         Sum of squared differences of S over their variances, with the price of unlikely bursts.
    worst : float          Largest absolute difference of S beyond what one event makes there.
    strain : float         Largest difference of S in standard errors.
    left : int             Patients still at risk at the end of the curve.
    unseen : int           Censorings that no mark shows, left ones not counted.
    """

    time: Floats
    event: Bools
    misfit: float
    worst: float
    strain: float
    left: int
    unseen: int


@attrs.frozen(eq=False)
class _Path:
    """The best hypothesis: which intervals were walked, where it ended, its events, and what the search left behind."""

    fine: Bools
    slot: int
    misfit: float
    spent: int
    trace: tuple[Ints, Ints, Ints]
    tail: tuple[int, Ints] | None


def constrained(
    curve: StepCurve,
    known: Known,
    spread: Spread,
    *,
    marks: Marks,
    error: float,
    convention: str = "at_or_after",
    walked: bool = True,
) -> Solved | None:
    """The best patients, None where none keep all counts.

    Follow-up is divided at the columns. Inside an interval the events follow from the curve once it is known how many
    of those who left were censored; a beam of hypotheses, one for each number of events so far, goes through the
    intervals, each trying the numbers next to the one the curve asks for (in closed form, Titman 2026). Where drops
    tell the number at risk it goes from drop to drop instead, unless ``walked`` is false. A total of events first moves
    the censorings within the intervals (later ones leave more events to the same curve); where that does not lead to
    it, the events of the intervals are set so that it is met. The stretch after the last column ends with as many
    patients left as the spread says, unless the total says otherwise.
    """
    pieces = Pieces.of(curve, known, spread, marks, error, convention)
    total = known.total
    telling = 0.0 if not walked else TELLING if known.time.size > 1 else TELLING_ALONE
    if total is None:
        path = _search(pieces, pieces.telling(telling), marks.complete, -1)
        return None if path is None else _patients(pieces, path, marks.complete)
    path = None
    if marks.complete:
        path = _search(pieces, pieces.telling(telling), True, total)
    else:
        pieces, path = _with_total(pieces, telling, total)
    if path is None:
        forced = None if marks.complete else fixed(pieces, total)
        if forced is None:
            return None
        pieces = forced
        path = _search(pieces, np.zeros(pieces.first.size - 1, np.bool_), marks.complete, total)
    return None if path is None else _patients(pieces, path, marks.complete)


def _with_total(pieces: Pieces, telling: float, total: int) -> tuple[Pieces, _Path | None]:
    """Pieces with censorings moved so that the curve asks for the total, and the path that has it.

    What the walked intervals make of a move is only seen afterwards, so the goal is corrected a few times.
    """
    moved = tilted(pieces, total)
    path = _search(moved, moved.telling(telling), False, total)
    goal = float(total)
    for _ in range(CORRECTIONS):
        if path is not None or not goal > 0:
            break
        moved = tilted(pieces, goal, exactly=True)
        fine = moved.telling(telling)
        path = _search(moved, fine, False, total)
        if path is None:
            free = _search(moved, fine, False, -1)
            if free is None:
                break
            goal += total - free.spent
    return moved if path is not None else pieces, path


def _search(pieces: Pieces, telling: Bools, complete: bool, total: int) -> _Path | None:
    """The best path with so many events (-1: any number)."""
    steps = telling.size - 1
    # Where no walk through the open interval meets the total, it is taken as one step from where it begins.
    for walk_open in (True, False) if telling[steps] else (False,):
        fine = telling.copy()
        fine[steps] = walk_open
        origin, gap, drop, kept, events, level, cost, _ = search(
            pieces.survival, pieces.weight, pieces.share, pieces.marked, pieces.first, pieces.known.at_risk,
            pieces.marks, pieces.fewest, pieces.most, fine, complete, pieces.spread.stay, total, GUESSED,
        )  # fmt: skip
        if (kept == 0).any():
            return None
        trace = origin, gap, drop
        slots = range(int(kept[steps]))
        if fine[steps]:
            ends = [(float(cost[s]), s) for s in slots if total < 0 or events[s] == total]
            if ends:
                cheapest, s = min(ends)
                return _Path(fine, s, cheapest, int(events[s]), trace, None)
            continue
        best: _Path | None = None
        for s in slots:
            wanted = -1 if total < 0 else total - int(events[s])
            if total >= 0 and wanted < 0:
                continue
            misfit, unseen, last, found, _ = open_end(
                pieces.survival, pieces.weight, pieces.share, pieces.marked, int(pieces.first[-2]),
                int(pieces.first[-1]), int(pieces.known.at_risk[-1]), float(level[s]), int(pieces.marks[-1]), complete,
                pieces.spread.stay, wanted,
            )  # fmt: skip
            if np.isfinite(misfit) and (best is None or cost[s] + misfit < best.misfit):
                best = _Path(fine, s, float(cost[s] + misfit), int(events[s] + last), trace, (int(unseen), found))
        if best is not None:
            return best
    return None


def _patients(pieces: Pieces, path: _Path, complete: bool) -> Solved:
    """Times and flags along the best path."""
    events, before, closing, whole = _retraced(pieces, path)
    at_risk, first, fine = pieces.known.at_risk, pieces.first, path.fine
    steps, size = at_risk.size - 1, pieces.time.size
    gone, unseen, estimate, level = [pieces.marked_times], 0, np.zeros(size), 1.0
    for j in range(steps + 1):
        low, high = int(first[j]), int(first[j + 1])
        if fine[j]:
            gone += [pieces.gap_places(j, i, int(before[i])) for i in range(low, high) if before[i]]
            gone.append(pieces.gap_places(j, high, int(closing[j])))
            unseen += int(before[low:high].sum() + closing[j])
            level = _level(pieces, j, events, before, level)
        elif j < steps:
            count = int(at_risk[j] - at_risk[j + 1] - pieces.marks[j] - whole[j])
            _, level, _ = fill(
                pieces.survival, pieces.weight, pieces.share, pieces.marked, low, high, int(at_risk[j]), level, count,
                int(whole[j]), events, estimate,
            )  # fmt: skip
            gone.append(pieces.places(j, count))
            unseen += count
        elif path.tail is not None:
            events[low:high] = path.tail[1][low:high]
            gone.append(pieces.places(j, path.tail[0]))
            unseen += path.tail[0]
    spent = int(events.sum())
    left = int(at_risk[0]) - spent - sum(part.size for part in gone)
    if fine[steps] and not complete and left > (stay := max(1, round(pieces.spread.stay))):
        # Nothing tells when those after the last drop left.
        gone.append(pieces.gap_places(steps, size, left - stay))
        unseen += left - stay
        left = stay
    censored = np.concatenate([*gone, np.full(left, pieces.edges[-1])])
    times = np.concatenate([np.repeat(pieces.time, events), censored])
    flags = np.repeat([True, False], [spent, censored.size])
    return Solved(times, flags, path.misfit, *pieces.worst(events, censored), left, unseen)


def _retraced(pieces: Pieces, path: _Path) -> tuple[Ints, Ints, Ints, Ints]:
    """Events at and unseen censorings before each drop of walked intervals; per interval those after its last drop,
    and the events of intervals that were one step (-1 elsewhere)."""
    origin, gap, drop = path.trace
    steps, size = path.fine.size - 1, pieces.time.size
    events, before = np.zeros(size, np.int64), np.zeros(size, np.int64)
    closing, whole = np.zeros(steps + 1, np.int64), np.full(steps + 1, -1, np.int64)
    slot = path.slot
    for j in range(steps if path.fine[steps] else steps - 1, -1, -1):
        node = size + j
        here, slot = slot, int(origin[node, slot])
        if not path.fine[j]:
            whole[j] = drop[node, here]
            continue
        closing[j] = gap[node, here]
        for i in range(int(pieces.first[j + 1]) - 1, int(pieces.first[j]) - 1, -1):
            events[i], before[i] = drop[i, slot], gap[i, slot]
            slot = int(origin[i, slot])
    return events, before, closing, whole


def _level(pieces: Pieces, j: int, events: Ints, before: Ints, level: float) -> float:
    """The estimate after an interval that was walked drop by drop."""
    n, marked = int(pieces.known.at_risk[j]), 0
    for i in range(int(pieces.first[j]), int(pieces.first[j + 1])):
        n -= int(before[i]) + int(pieces.marked[i]) - marked
        marked = int(pieces.marked[i])
        if events[i]:
            level *= 1.0 - int(events[i]) / n
        n -= int(events[i])
    return level
