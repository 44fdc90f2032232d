"""Steps that are the rim of a symbol whose shape is known.

Between dashes a path that falls onto a level where a circle stands follows its rim, and one that leaves such a level
does so early: there the curve stands on no level on which that symbol was looked for. Steps that lie within the width
of a symbol are left out, and it is looked for once more; the ink no mark explains tells where.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.tried import Trial, with_mark
from ipdrecon.trace.censor.upright import Placed
from ipdrecon.trace.lines.level import Staircase

#: Share of a symbol's squared ink that is left unexplained where one may have been overlooked, and most steps that are
#: of them near each other, and levels after one that are tried on a curve.
LEFT, MOST_TRIED, MOST_NEAR, MOST_LEVELS = 0.3, 30, 3, 3
#: Share of the symbol that must be seen, of what is seen that must speak for it, and of the whole by which the ink is
#: explained better with it than without.
SEEN, GOOD, BETTER = 0.35, 0.5, 0.25
#: Share of that by which it is at first sight, between fewer places.
ROUGHLY = 0.6
#: Pixels by which the levels of a rim may lie farther from the curve's own than the symbol and the stroke reach.
FARTHER_PX = 2.0


@attrs.frozen(eq=False)
class _Without:
    """A staircase without some of its steps, and the columns between which they were."""

    stair: Staircase
    first: float
    last: float


def without_detours(trial: Trial, ground: Ground, marks: Marks) -> tuple[Staircase, Marks]:
    """The curve without steps along rims, and its marks with the symbols these belong to; ``ground`` is what its marks
    were looked for on."""
    stair = trial.curve.stair
    left = np.where(marks.mask | trial.hidden, np.float32(0.0), ground.rest) ** 2
    unexplained = np.concatenate([[0.0], np.cumsum(left.sum(axis=0))])
    for start in _starts(stair, unexplained, trial):
        better = _best(trial, stair, start, marks.x)
        if better is None:
            continue
        stair, x, y = better
        marks = with_mark(marks, trial.like, x, y)
    return stair, marks


def _starts(stair: Staircase, unexplained: Floats, trial: Trial) -> list[float]:
    """Columns of steps near which most of a symbol is unexplained, the most of it first."""
    width = unexplained.size - 1
    wide = trial.reach + trial.like.width
    begin = np.clip(np.round(stair.x[1:] - wide), 0, width).astype(np.int64)
    stop = np.clip(np.round(stair.x[1:] + 2 * wide) + 1, 0, width).astype(np.int64)
    energy = unexplained[stop] - unexplained[begin]
    chosen: list[float] = []
    for k in np.argsort(-energy):
        x = float(stair.x[1 + k])
        if energy[k] < LEFT * trial.energy or len(chosen) == MOST_TRIED:
            break
        if sum(abs(x - other) <= wide for other in chosen) < MOST_NEAR:
            chosen.append(x)
    return chosen


def _best(trial: Trial, stair: Staircase, start: float, known: Floats) -> tuple[Staircase, float, float] | None:
    """The staircase without steps from this one on, and column and row of the symbol it then has; None where it has
    none but those ``known`` (their columns)."""
    found = np.flatnonzero(stair.x == start)
    if not found.size:
        return None
    wide = 2 * trial.reach + trial.like.width + stair.width
    first, last = start - 2 * trial.reach, start + wide + 2 * trial.reach
    before = {roughly: trial.placed(stair, first, last, roughly=roughly)[0] for roughly in (True, False)}
    best, most = None, BETTER * trial.energy
    for tried in _shorter(stair, int(found[0]), wide, trial.reach + stair.width / 2 + FARTHER_PX):
        gain = 0.0
        for roughly in (True, False):
            placed, _ = trial.placed(tried.stair, first, last, roughly=roughly)
            clear = _clear_ones(trial, placed, tried, np.concatenate([before[roughly].x, known]))
            gain = float(placed.evidence.sum() - before[roughly].evidence.sum())
            if not clear.any() or gain <= (ROUGHLY if roughly else 1.0) * most:
                break
        else:
            k = int(np.argmax(np.where(clear, placed.evidence, -np.inf)))
            best, most = (tried.stair, float(placed.x[k]), float(placed.y[k])), gain
    return best


def _clear_ones(trial: Trial, placed: Placed, tried: _Without, known: Floats) -> Bools:
    """Which symbols where the steps were are well seen and none of those ``known`` (their columns)."""
    inside = (placed.x >= tried.first - trial.reach) & (placed.x <= tried.last + trial.reach)
    apart = np.array([np.abs(known - x).min(initial=np.inf) > trial.reach / 2 for x in placed.x], np.bool_)
    seen = (placed.visible >= SEEN * trial.energy) & (placed.evidence >= GOOD * placed.visible)
    return np.asarray(inside & apart & seen)


def _shorter(stair: Staircase, p: int, wide: float, far: float) -> Iterator[_Without]:
    """The staircase without the levels from ``p`` on that lie within a symbol's width: the one before goes on, or the
    one after begins earlier. They are no farther from that one than a rim may be."""
    for q in range(p + 1, min(p + 1 + MOST_LEVELS, stair.x.size)):
        if stair.x[q] - stair.x[p] > wide:
            break
        kept = np.ones(stair.x.size, np.bool_)
        kept[p:q] = False
        for x, off in ((stair.x[p], stair.y[q] - stair.y[p]), (stair.x[q], stair.y[q - 1] - stair.y[p - 1])):
            if off > far:
                continue
            begin = stair.x.copy()
            begin[q] = x
            yield _Without(
                attrs.evolve(stair, x=begin[kept], y=stair.y[kept], y_se=stair.y_se[kept]),
                float(stair.x[p]),
                float(stair.x[q]),
            )
