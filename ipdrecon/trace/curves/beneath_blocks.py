"""Lines beneath filled symbols: a path may run anywhere within a square, and the curve runs through its middle.

Symbols and ticks that crowd are a field of ink along the curve, as far above it as below.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.runs import inked_around, nearest_lit
from ipdrecon.trace.lines.walk import Walk

#: Least side of a symbol against the width of the line, and in pixels beyond that: falls in small steps are a little
#: thicker than their line.
THICKER, THICKER_PX = 2.2, 4.0
#: Coverage of what is filled, and fewest symbols that stand apart from each other.
FILLED, LEAST_APART = 0.5, 3
#: Pixels, and the share, by which the sides of symbols that stand apart may differ.
SAME_PX, SAME = 2.0, 0.15
#: Most pixels of such ink in a column, as a share of the smaller side of the plot: two crowded symbols.
TALLEST = 0.14
#: Rows from a path within which its ink is sought.
NEAR_PX = 3


def without_blocks(alpha: Layer, path: Walk, width: float) -> Layer | None:
    """Coverage (h, w) with no more of the filled symbols along a path than the line through their middles.

    None where there are none; ``width`` is that of the line, in pixels.
    """
    lit = np.asarray(alpha >= FILLED)
    side = int(np.ceil(max(THICKER * width, width + THICKER_PX)))
    blocks = cv.open_(lit, side, side)
    columns = np.flatnonzero(path.top >= 0)
    rows = nearest_lit(lit, path.bottom[columns].astype(np.int64), columns, NEAR_PX)
    within = blocks[rows, columns]
    if _apart(blocks, rows[within], columns[within]) < LEAST_APART:
        return None
    above, below = inked_around(lit, rows, columns)
    within &= above + below < TALLEST * min(alpha.shape)
    middle = np.where(within, rows + (below - above) / 2, path.bottom[columns].astype(np.float64))
    return _thinned(alpha, rows, columns, within, middle, above, below, width)


def _apart(blocks: Mask, rows: Ints, columns: Ints) -> int:
    """How many symbols that touch no other ones some pixels lie on: as long as high, and all of one size.

    Where ticks or pluses crowd their pieces are of any size.
    """
    found, _ = ndimage.label(blocks)
    places = ndimage.find_objects(found)
    on = [places[k - 1] for k in np.unique(found[rows, columns]) if k > 0]
    sides = np.array([[down.stop - down.start, across.stop - across.start] for down, across in on]).reshape(-1, 2)
    slack = np.maximum(SAME_PX, SAME * sides)
    even = np.abs(sides[:, 0] - sides[:, 1]) <= slack.max(axis=1)
    alike = (np.abs(sides[:, None] - sides[None, :]) <= slack[:, None]).all(axis=2) & even[None, :]
    return int(alike.sum(axis=1).max(initial=0))


def _thinned(
    alpha: Layer,
    rows: Ints,
    columns: Ints,
    within: Bools,
    middle: Floats,
    above: Floats,
    below: Floats,
    width: float,
) -> Layer:
    """Coverage with symbols as thin as their line, which falls from the middle of one column to that of the next."""
    around = np.stack([np.append(middle[:1], middle[:-1]), middle, np.append(middle[1:], middle[-1:])])
    top, bottom = around.min(axis=0) - width / 2, around.max(axis=0) + width / 2
    at = np.arange(alpha.shape[0])[:, None]
    kept = np.clip(np.minimum(bottom, at + 0.5) - np.maximum(top, at - 0.5), 0.0, 1.0)
    run = (at >= (rows - above - 1)[None, :]) & (at <= (rows + below + 1)[None, :]) & within[None, :]
    thin = alpha.copy()
    thin[:, columns] *= np.where(run, kept, 1.0).astype(np.float32)
    return thin
