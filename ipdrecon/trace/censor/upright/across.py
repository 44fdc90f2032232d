"""How thick the uprights of a curve's marks are drawn: the width with which they were found best may be less."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.upright.shape import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import levels_at

#: Pixels beside the width of an upright in which there is paper where it stands alone, and coverage up to which that
#: is paper; coverage from which it is seen in a row; and fewest rows that tell its width.
ASIDE_PX, PAPER, SEEN, LEAST_ROWS = 2, 0.25, 0.35, 12


def ink_across(alpha: Layer, stair: Staircase, x: Floats, shape: Upright) -> float:
    """Ink across uprights that stand at columns ``x`` (m,) of a curve, in pixels: in the rows beyond its line in which
    they stand alone; the width of their shape where too few do.

    ``alpha`` (h, w) is the coverage by the curve's own colour.
    """
    height, width = alpha.shape
    reach = round(shape.width) + ASIDE_PX
    out = np.arange(int(stair.width / 2) + 2, int(max(shape.up, shape.down)))
    level = levels_at(stair, np.clip(x, stair.x[0], stair.end))
    rows = np.round(level[:, None] + np.append(-out, out)).astype(np.int64)
    columns = np.round(x).astype(np.int64)[:, None, None] + np.arange(-reach, reach + 1)
    inside = (rows >= 0) & (rows < height) & (columns[..., 0] >= 0) & (columns[..., -1] < width)
    across = alpha[np.clip(rows, 0, height - 1)[..., None], np.clip(columns, 0, width - 1)]
    alone = inside & (np.maximum(across[..., 0], across[..., -1]) <= PAPER)
    alone &= across[..., reach - 1 : reach + 2].max(axis=-1) >= SEEN
    return float(np.median(across.sum(axis=-1)[alone])) if alone.sum() >= LEAST_ROWS else shape.width
