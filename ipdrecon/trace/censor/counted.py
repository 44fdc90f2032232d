"""Whether the marks of a curve can be counted on to be all of them, and where they begin and end it."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.upright.shape import Upright
from ipdrecon.trace.lines.level import Staircase

#: Pixels from the beginning of a curve within which nothing is told from the axis line.
START_PX = 2.0
#: Share of the leftover ink near a curve that its marks explain where none was overlooked.
ALL_EXPLAINED = 0.95
#: Pixels from a fall within which it hides part of a mark, and share of the curve's columns from which some may be
#: hidden altogether.
BESIDE_PX, STEEP = 3.0, 0.5
#: Shortest arm of a last plus that a curve may seem to go on along, error of its end, in pixels, and share of an arm by
#: which JPEG shortens those that were measured.
LEAST_ARM_PX, ARM_PX, ARM = 3.0, 1.5, 0.2
#: Pixels by which a curve may end beyond the edge of its last tick, in which it ends.
OVER_PX = 1.5
#: Pixels between the end of a curve and the edge of the plot area to which it runs.
EDGE_PX = 1.5
#: Reach of an upright, in pixels, and places it was learned from, with which an arm would have been seen.
ARM_SEEN_PX, ARM_SEEN_RUNS = 5.0, 20


def after_the_start(start: float, marks: Marks) -> Marks:
    """The marks without those on the first pixels from ``start``, where the axis line and its tick look like one.

    It is the column in which the first of the curves begins: one beneath others may be seen from its first mark on.
    Their number is a lower bound then: a patient may be censored there.
    """
    kept = marks.x > start + START_PX
    if kept.all():
        return marks
    return attrs.evolve(
        marks, x=marks.x[kept], merged=True, rows=marks.rows[kept] if marks.rows.size == kept.size else marks.rows
    )


def as_lower_bound(stair: Staircase, marks: Marks) -> Marks:
    """The marks, their number called a lower bound where ink is left that may be others, or the curve hides some."""
    if marks.merged or not marks.x.size:
        return marks
    mine, whole = marks.explained
    columns = np.arange(np.ceil(stair.x[0]), stair.end)
    next_fall = np.searchsorted(stair.x[1:], columns)
    padded = np.concatenate([[-np.inf], stair.x[1:], [np.inf]])
    beside = np.minimum(columns - padded[next_fall], padded[next_fall + 1] - columns) < BESIDE_PX
    sure = mine >= ALL_EXPLAINED * whole and not (columns.size and float(beside.mean()) > STEEP)
    return marks if sure else attrs.evolve(marks, merged=True)


def end_at_last_mark(stair: Staircase, marks: Marks, edge: float = np.inf) -> Staircase:
    """A curve that ends in a mark ends at its centre: follow-up ends with the last patient's time.

    The arm of a cross, or the edge of a circle, that leads downwards from there looks like a last fall. What leads from
    an upright to the ``edge`` of the plot area, its column, is no arm unless it is as long and the mark may have one.
    """
    if marks.template is None or not marks.x.size:
        return stair
    half = max(marks.template.ink.shape) / 2
    last = float(marks.x[-1])
    over = stair.end - last
    if not 0 < over <= half + 2:
        return stair
    kept = int(np.searchsorted(stair.x, last))
    if kept == 0:
        return stair
    fall = float(stair.y[-1] - stair.y[kept - 1])
    # The arm of a plus is level, and the curve seems to go on along it.
    arm = _arm(marks)
    # What ends within an arm that was measured ends nowhere else; where arms are but guessed, a line may be shorter.
    measured = isinstance(marks.shape, Upright) and marks.shape.arm > 0
    on_arm = over <= arm + max(ARM_PX, ARM * arm) if measured else abs(over - arm) <= ARM_PX
    level = arm >= LEAST_ARM_PX and on_arm
    to_edge = abs(stair.end - edge) <= EDGE_PX
    least = marks.width if to_edge else (marks.width + stair.width) / 2 + OVER_PX
    if marks.template.upright and over > least and (not on_arm or (to_edge and _is_tick(marks))):
        return stair  # it goes on
    if kept < stair.x.size and ((marks.template.upright and not level) or fall > half + stair.width / 2):
        return stair
    return attrs.evolve(stair, x=stair.x[:kept], y=stair.y[:kept], y_se=stair.y_se[:kept], end=last)


def _is_tick(marks: Marks) -> bool:
    """Whether a mark would have shown its arms beside falls, had it any."""
    shape = marks.shape
    if not isinstance(shape, Upright) or shape.arm > 0:
        return False
    return (shape.up + shape.down) / 2 >= ARM_SEEN_PX and shape.runs >= ARM_SEEN_RUNS


def _arm(marks: Marks) -> float:
    """How far a mark reaches to either side; a level line hides the arms of a plus, which are as long as it is high."""
    if not isinstance(marks.shape, Upright):
        return 0.0 if marks.template is None else marks.template.arms
    both = min(marks.shape.up, marks.shape.down) > 0
    return marks.shape.arm or (marks.shape.up + marks.shape.down) / 2 * both
