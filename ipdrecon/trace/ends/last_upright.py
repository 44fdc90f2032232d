"""Where the last upright of a curve stands, found or not: rows of ticks and pluses end with it, and the curve in it."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.spans import first_run
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import OWN

#: Share of a mark's reach to either side from which a column of ink is an upright, and pixels beyond its arm in which
#: the last one is looked for.
TALL, BEYOND_PX = 0.75, 2
#: Pixels by which an upright may reach further than those that were found.
LONGER_PX = 2.5
#: Pixels behind the last mark that was found, from which an upright is another one.
BEHIND_PX = 1.5
#: Share of the way to an upright on which the line is seen that leads there.
LED = 0.9
#: How far behind the last dash of a curve its last tick may stand, in gaps between dashes, most of which are measured
#: shorter than they are.
GAPS = 2.0
#: How far black marks may hide the end of a curve, in heights of a mark: what goes on further is another line.
MOST = 3.0


def behind_all(stair: Staircase, marks: Marks, own: Layer, black: Layer, like: Marks | None = None) -> float | None:
    """Where an upright stands behind all that were found, in which a curve ends; None where none does.

    ``own`` (h, w) is the coverage by the curve's own colour, ``black`` by black: marks in that hide the end of a curve
    of another colour where they crowd, which runs on beneath them. ``like`` are marks of another curve, which tell what
    they look like where none was found on this one.
    """
    if not marks.x.size:
        return None if like is None else _alone(stair, like, own)
    if not isinstance(marks.shape, Upright):
        return None
    row = int(marks.rows[-1]) if marks.rows.size == marks.x.size else None
    ink = own
    if _are_black(marks, marks.shape, own, black):
        ink = np.maximum(own, black)
        level, end = round(float(stair.y[-1])), round(stair.end)
        beyond = first_run(ink[max(0, level - 1) : level + 2, end:].max(axis=0) >= OWN)
        if beyond <= MOST * (marks.shape.up + marks.shape.down):
            stair = attrs.evolve(stair, end=float(max(stair.end, end + beyond - 0.5)))
    last = last_upright(stair, ink, marks.shape, row)
    if last is None or last <= marks.x[-1] + BEHIND_PX or stair.x[-1] > last + marks.shape.width / 2 + BEHIND_PX:
        return None
    # The far side of a square that was taken for two uprights stands beyond the line.
    longer = row is not None and stair.y[-1] - row > max(marks.shape.up, marks.shape.down)  # than the rim of a mark
    fallen = row is None or ((longer or ink is not own) and stair.x[-1] > marks.x[-1])
    at = round(float(stair.y[-1])) if row is None or fallen else row
    first = round(max(marks.x[-1], stair.x[-1]) if fallen else marks.x[-1])
    between = ink[max(0, at - 1) : at + 2, first : round(last)].max(axis=0)
    return last if between.size and (between >= OWN).mean() >= LED else None


def _alone(stair: Staircase, like: Marks, own: Layer) -> float | None:
    """The only upright of a curve, in which it ends: of those that reach to both sides, for a last fall goes down."""
    shape = like.shape
    if not isinstance(shape, Upright) or min(shape.up, shape.down) <= stair.width:
        return None
    last = last_upright(stair, own, shape)
    if last is None or stair.x[-1] > last + shape.width / 2 + BEHIND_PX:
        return None
    row = round(float(stair.y[-1]))
    line = own[max(0, row - 1) : row + 2, round(stair.x[-1]) : round(last)].max(axis=0)
    return last if line.size and (line >= OWN).mean() >= LED else None


def behind_last_dash(stair: Staircase, marks: Marks, own: Layer, gap: float) -> float | None:
    """Where a tick stands alone behind the last dash of a curve, which ends in it; None where none does.

    ``own`` (h, w) is the coverage by the curve's colour, ``gap`` the bare stretch between its dashes, in pixels.
    """
    shape = marks.shape
    if not isinstance(shape, Upright):
        return None
    row, first = round(float(stair.y[-1])), int(stair.end) + 2
    line = own[max(0, row - 1) : row + 2].max(axis=0) >= OWN
    bare = first_run(~line[first:])
    at = first + bare
    wide = first_run(line[at:])
    after = at + wide
    if bare > GAPS * gap or not 0 < wide <= shape.width + BEHIND_PX or line[after : after + round(gap)].any():
        return None
    tick = own[:, at:after]
    darkest = tick[:, int(np.argmax(tick.sum(axis=0)))]
    if not _is_tall(darkest, row, shape) or first_run(darkest[row:] >= OWN) > shape.down + LONGER_PX:
        return None
    cover = own[_outside(row, shape, stair.width), at - 1 : after + 1].sum(axis=0)
    return at - 1 + float(cover @ np.arange(cover.size)) / float(cover.sum()) if cover.any() else None


def _are_black(marks: Marks, shape: Upright, own: Layer, black: Layer) -> bool:
    """Whether marks are black, and their curve is not."""
    if marks.rows.size != marks.x.size:
        return False
    rows = np.clip(marks.rows - int(TALL * shape.up), 0, len(own) - 1)
    columns = np.clip(np.round(marks.x), 0, own.shape[1] - 1).astype(np.int64)
    return bool(np.median(black[rows, columns]) >= OWN > np.median(own[rows, columns]))


def last_upright(stair: Staircase, alpha: Layer, shape: Upright, row: int | None = None) -> float | None:
    """Column of the middle of the last upright within a mark's reach of a curve's end; None where none stands there.

    ``alpha`` (h, w) is the coverage by the curve's own colour, ``row`` that of the last mark that was found: among
    crowded marks a path may leave it along the rim of one. Marks that crowd cannot be told apart, but where their
    ink ends the last one does, half the width of an upright behind the end of the curve.
    """
    reach = int(np.ceil(max(shape.arm, (shape.up + shape.down) / 2))) + BEYOND_PX
    last = min(round(stair.end) + 1, alpha.shape[1] - 2)
    columns = np.arange(last, max(last - reach, int(np.ceil(stair.x[0]))) - 1, -1)
    levels = np.clip(np.round(levels_at(stair, np.minimum(columns, stair.end).astype(np.float64))), 0, len(alpha) - 1)
    for column, level in zip(columns, levels.astype(np.int64), strict=True):
        for at in {int(level), int(level) if row is None else row}:
            if _is_tall(alpha[:, column], at, shape):
                edge = alpha[_outside(at, shape, stair.width), column : column + 2].mean(axis=0)
                return float(column - 0.5 + edge.sum() - shape.width / 2)
    return None


def _outside(row: int, shape: Upright, width: float) -> slice:
    """Rows of an upright at a row of its line that lie outside of the line, on the side to which it reaches further."""
    reach = max(shape.up, shape.down)
    far, near = max(1, int(TALL * reach)), int(min(reach, width) / 2)
    near = min(near, far - 1)
    return slice(max(0, row - far), row - near) if shape.up >= shape.down else slice(row + near + 1, row + far + 1)


def _is_tall(column: Layer, row: int, shape: Upright) -> bool:
    """Whether a column of ink reaches as far to either side of a row as an upright does, and no further to one to which
    that reaches at all: the fall of another curve crosses it, and the curve's own comes from above."""
    lit = column >= OWN
    if not lit[row]:
        return False
    up, down = first_run(lit[row::-1]), first_run(lit[row:])
    sides = ((up, shape.up), (down, shape.down))
    within = any(run <= reach + LONGER_PX for run, reach in sides if reach > LONGER_PX)
    return within and up > TALL * shape.up and down > TALL * shape.down
