"""Curves held to their marks: a tick or plus of known lengths tells its middle by the end of any of its arms.

Where marks crowd, or those of another curve lie over them, neither edge of a curve's ink is the line's own, and a path
may run a good part of a mark beside the curve. The ends of arms that stick out into paper are seen there all the same,
and the curve runs through the middles they tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.censor.upright import Upright, ink_across
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.bars import bar_ends, falling_chain
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from ipdrecon.trace.lines.walk import OTHER_INK

#: Places a shape was learned from, and width of its upright, from which its lengths are known to a part of a pixel.
LEAST_RUNS, LEAST_WIDTH_PX = 3, 1.0
#: Pixels of an arm that are seen, and how many more than its length may be: a longer bar is a line.
LEAST_SEEN, MORE_PX = 2, 1.0
#: Coverage by any ink below which there is paper; share of a mark's pixels that must be ink of some colour.
PAPER, INKED = 0.25, 0.97
#: Pixels beyond a mark's reach within which its middle lies from the curve as read.
BEYOND_PX = 1.0
#: Pixels by which a later middle may lie above an earlier one; by which the curve may pass a middle, and columns.
JITTER_PX, LEVEL_PX, BESIDE_PX = 0.6, 0.4, 1.0
#: How far from a middle a curve runs beside its marks and not only a step too soon or late: pixels, share of its width.
FAR_PX, FAR = 2.0, 0.5
#: Smallest difference of two levels, in pixels, and parts of one between which levels are taken.
STEP_PX, PARTS = 0.05, 4


def pinned_to_marks(strokes: Sequence[Stroke], layers: Layers, hidden: Mask) -> list[Stroke]:
    """The curves, each led through the middles of its marks that ends of their arms tell.

    Curves that share a colour, greys of several, whose overlaps look like a darker one's marks, and curves whose marks
    are not known by their lengths or are black are left.
    ``hidden`` (h, w) is text, legend and rules.
    """
    paper = (layers.any_ink < PAPER) & ~hidden
    of_layer = [-1 if s.neutral else s.layer for s in strokes]
    return [
        _pinned(s, layers, paper) if of_layer.count(own) == 1 else s for s, own in zip(strokes, of_layer, strict=True)
    ]


def _pinned(stroke: Stroke, layers: Layers, paper: Mask) -> Stroke:
    shape, stair = stroke.marks.shape, stroke.stair
    if not isinstance(shape, Upright) or shape.runs < LEAST_RUNS or shape.width < LEAST_WIDTH_PX or stroke.dark:
        return stroke
    alpha = layers.alpha[stroke.layer]
    x, y = _middles(alpha, paper, attrs.evolve(shape, width=ink_across(alpha, stair, stroke.marks.x, shape)), stair)
    x, y = _of_curve(x, y, shape, stair)
    whole = _all_inked(x, y, shape, layers.any_ink >= OTHER_INK)
    x, y = x[whole], y[whole]
    on = falling_chain(y, JITTER_PX)
    reach = 2 * max(shape.up, shape.down)
    return attrs.evolve(stroke, stair=_through(stair, x[on], y[on], reach)) if on.any() else stroke


def _middles(alpha: Layer, paper: Mask, shape: Upright, stair: Staircase) -> tuple[Floats, Floats]:
    """Columns and rows of the middles that ends of arms near a curve tell, from left to right."""
    height, width = alpha.shape
    reach = 2 * max(shape.up, shape.down, shape.arm) + stair.width
    near = stroke_mask((height, width), stair, 2 * reach)
    found: list[tuple[Floats, Floats]] = []
    pictures = (alpha, paper, near)
    if shape.arm > 0:
        along = (alpha.T, paper.T, near.T)
        edge, row = _ends(along, shape.width, shape.arm)
        found.append((edge + shape.arm, row))
        edge, row = _ends(_backward(along), shape.width, shape.arm)
        found.append((width - 1 - edge - shape.arm, row))
    edge, column = _ends(pictures, shape.width, shape.up)
    found.append((column, edge + shape.up))
    edge, column = _ends(_backward(pictures), shape.width, shape.down)
    found.append((column, height - 1 - edge - shape.down))
    x, y = (np.concatenate(values) for values in zip(*found, strict=True))
    order = np.lexsort((y, x))
    return x[order], y[order]


def _backward(pictures: tuple[Layer, Mask, Mask]) -> tuple[Layer, Mask, Mask]:
    cover, paper, near = pictures
    return cover[::-1], paper[::-1], near[::-1]


def _ends(pictures: tuple[Layer, Mask, Mask], width: float, arm: float) -> tuple[Floats, Floats]:
    """Where arms of at most a length begin along the first axis of pictures, and their middles along the second."""
    cover, paper, near = (np.ascontiguousarray(picture) for picture in pictures)
    ends: Floats = bar_ends(cover, paper, near, width, LEAST_SEEN)
    ends = ends[ends[:, 2] <= arm + MORE_PX]
    return ends[:, 0], ends[:, 1]


def _of_curve(x: Floats, y: Floats, shape: Upright, stair: Staircase) -> tuple[Floats, Floats]:
    """The middles within a mark's reach of a curve, above, below or beside it."""
    reach = max(shape.up, shape.down)
    near = np.zeros(x.size, np.bool_)
    for beside in np.linspace(-reach, reach, 2 * int(reach) + 1):
        level = levels_at(stair, np.clip(x + beside, stair.x[0], stair.end))
        near |= np.abs(level - y) <= reach + BEYOND_PX
    near &= (x >= stair.x[0] - BESIDE_PX) & (x <= stair.end + BESIDE_PX)
    return x[near], y[near]


def _all_inked(x: Floats, y: Floats, shape: Upright, lit: Mask) -> Bools:
    """Whether marks with these middles would lie on ink all over: their own, or another curve's over it."""
    height, width = lit.shape

    def on(rows: Floats, columns: Floats) -> Floats:
        row, column = np.round(rows).astype(np.int64), np.round(columns).astype(np.int64)
        outside = (row < 0) | (row >= height) | (column < 0) | (column >= width)
        inked = outside | lit[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]
        return np.asarray(inked.mean(axis=1))

    upright = np.arange(-int(shape.up - 0.5), int(shape.down - 0.5) + 1)
    bar = np.arange(-int(max(shape.arm - 0.5, 0)), int(max(shape.arm - 0.5, 0)) + 1)
    column, row = x[:, None], y[:, None]
    shares = on(row + upright, np.broadcast_to(column, (x.size, upright.size)))
    shares = np.minimum(shares, on(np.broadcast_to(row, (x.size, bar.size)), column + bar))
    return np.asarray(shares >= INKED)


def _through(stair: Staircase, x: Floats, y: Floats, reach: float) -> Staircase:
    """A staircase that runs no higher than a middle after it, and no lower before it.

    Where it lies beside two of them that stand within ``reach`` of each other, it is moved between them as well.
    """
    y = np.maximum.accumulate(y)
    parts = np.linspace(stair.x[0], stair.end, int(PARTS * (stair.end - stair.x[0])) + 2)
    at = np.unique(np.concatenate([stair.x, x - BESIDE_PX, x, np.nextafter(x, np.inf), parts]))
    at = at[(at >= stair.x[0]) & (at <= stair.end)]
    step = np.clip(np.searchsorted(stair.x, at, side="right") - 1, 0, None)
    level = stair.y[step]
    before = np.searchsorted(x, at + BESIDE_PX, side="right") - 1
    after = np.searchsorted(x, at, side="left")
    least = np.where(before >= 0, y[np.maximum(before, 0)], -np.inf) - LEVEL_PX
    most = np.where(after < x.size, y[np.minimum(after, x.size - 1)], np.inf) + LEVEL_PX
    ends = np.append(stair.x[1:], stair.end)
    moved = stair.y - _beside(stair, x, y, (stair.x + ends) / 2, reach)
    held = np.clip(moved[step], least, np.maximum(most, least))
    held = np.maximum.accumulate(held)
    begins = np.concatenate([[True], np.diff(held) > STEP_PX])
    se = np.where(np.abs(held - level) < STEP_PX, stair.y_se[step], LEVEL_PX)
    return attrs.evolve(stair, x=at[begins], y=held[begins], y_se=se[begins])


def _beside(stair: Staircase, x: Floats, y: Floats, at: Floats, reach: float) -> Floats:
    """How far below its marks a staircase lies at columns: as much as below both middles around each, if not 0."""
    near = np.clip(x[:, None] + np.linspace(-BESIDE_PX, BESIDE_PX, 5), stair.x[0], stair.end)
    below = levels_at(stair, near) - y[:, None]
    least = below[np.arange(x.size), np.abs(below).argmin(axis=1)]
    least = np.where(np.abs(least) < max(FAR_PX, FAR * stair.width), 0.0, least)
    both = np.where(np.abs(least[1:]) < np.abs(least[:-1]), least[1:], least[:-1])
    both = np.where((np.sign(least[1:]) == np.sign(least[:-1])) & (np.diff(x) <= reach), both, 0.0)
    return np.concatenate([[0.0], both, [0.0]])[np.searchsorted(x, at)]
