"""Where the last upright of a curve stands, found or not: rows of ticks and pluses end with it, and the curve in it."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.swath import levels_at
from ipdrecon.trace.walk import OWN

#: Share of a mark's reach to either side from which a column of ink is an upright, and pixels beyond its arm in which
#: the last one is looked for.
TALL, BEYOND_PX = 0.75, 2


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
    """Whether a column of ink reaches as far to either side of a row as an upright does."""
    lit = column >= OWN
    return bool(lit[row]) and _run(lit[row::-1]) > TALL * shape.up and _run(lit[row:]) > TALL * shape.down


def _run(lit: Bools) -> int:
    """Pixels from the first one on that are lit without a gap."""
    return int(lit.size if lit.all() else np.argmin(lit))
