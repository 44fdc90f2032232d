"""Curves that end in a circle, a cross or another symbol, whose far half is no follow-up and whose rim no fall."""

from __future__ import annotations

import attrs
import numpy as np
from scipy import ndimage

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.censor import Marks, reach_px
from ipdrecon.trace.censor.symbol import Kind, Symbol
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.spans import first_run
from ipdrecon.trace.lines.walk import OWN

#: How far a symbol stands out of its stroke at least, and how far its two halves may differ, in pixels.
OUT_PX, UNEVEN_PX = 1.5, 1.5
#: How far a level that was measured beneath symbols may lie from the middle of the last one, in pixels.
LOWER_PX = 2.0
#: Share of the columns of a symbol's far half in which it stands out of the stroke (a bar does in a few), and of those
#: in which it reaches as far above the level as below.
FILLED, EVEN = 0.6, 0.75
#: Where a ring that is cut is told from a cross: this share of its half from the end. There a ring reaches more than
#: that share of its half height, and the arms of a cross are near its middle.
NEAR_MIDDLE, ROUND = 0.8, 0.6
#: Least difference of its extents, as a share of half its height; and how much one may differ in the other sense, px.
TAPER, STEP_PX = 0.3, 1.0
#: Pixels beyond the middle of a symbol from which a mark is another one.
BEYOND_PX = 1.0
#: Pixels of a line beyond a symbol's own ink on its row from which it goes on.
LINE_PX = 3.0
#: Pixels between the end of the ink and that of the curve.
END_PX = 2.0
#: Symbols without gaps in their outline, the round ones among them, how much lower these are in their last column, and
#: how near to the size of those on the keys, in pixels.
CLOSED = (Kind.CIRCLE, Kind.DISC, Kind.SQUARE, Kind.BLOCK)
CURVED, ROUNDED, KEYED_PX = (Kind.CIRCLE, Kind.DISC), 0.8, 1.0
#: Columns at the right edge of the crop in which a square may be cut by that of the plot area.
EDGE_PX = 7


def without_last_symbol(
    stair: Staircase, alpha: Layer, marks: Floats, keyed: Upright | Symbol | None = None
) -> Staircase:
    """A curve whose ink ends as far above its level as below, about as far as it is long, ends in the middle of that.

    A symbol is about as high as it is wide, and stands with its middle on the curve; a last fall has ink below only.
    The levels followed along its rim are dropped. ``alpha`` (h, w) is the coverage by the curve's own colour. Where
    marks were found (``marks``, their columns) beyond that middle, these are no symbol but ticks side by side. Closed
    symbols that the keys of the legend show (``keyed``) may crowd: as high as one of them, the ink ends in one.
    """
    early = np.flatnonzero(stair.x < stair.end - 2 * reach_px(alpha.shape))
    first = int(early[-1]) if early.size else 0
    tried = (_ended(stair, k, alpha, keyed) for k in range(stair.x.size - 1, first - 1, -1))
    ended = next((found for found in tried if found is not stair), stair)
    return stair if marks.size and marks.max() > ended.end + BEYOND_PX else ended


def beyond_last_symbol(stair: Staircase, marks: Marks, alpha: Layer) -> float | None:
    """Where a line ends that goes on past its last mark; None where it ends there, or the mark hides which it does.

    On the row of its line a cross has ink in its middle only: more of it is the line. A circle has its rim there, which
    the rounded end of a thick line reaches: only what lies beyond is the line.
    """
    if marks.template is None or marks.template.upright or not marks.x.size or marks.rows.size != marks.x.size:
        return None
    ink, last = marks.template.ink, float(marks.x[-1])
    row, middle = int(marks.rows[-1]), (ink.shape[1] - 1) // 2
    on_row = ink[max(0, marks.template.up - 1) : marks.template.up + 2, middle:].max(axis=0) >= OWN
    seen = alpha[max(0, row - 1) : row + 2, round(last) :].max(axis=0) >= OWN
    own, length = int(np.flatnonzero(on_row).max(initial=-1)) + 1, first_run(np.asarray(seen))
    return round(last) + length - 0.5 if length > own + max(LINE_PX, stair.width) else None


def _ended(stair: Staircase, k: int, alpha: Layer, keyed: Upright | Symbol | None) -> Staircase:
    """The curve ended in the middle of a symbol on its level ``k``; itself where none is there."""
    level = float(stair.y[k])
    found = _ink_at_end(stair, level, alpha)
    if found is None:
        return stair
    ink, top, last = found
    up, down = extents(ink, level - top)
    half, lower = _half(up, down)
    if isinstance(keyed, Symbol) and keyed.kind in CLOSED and abs(lower) <= LOWER_PX:
        size = keyed.reach + (0.0 if keyed.kind.filled else keyed.width / 2)
        within = last < alpha.shape[1] - EDGE_PX
        whole = (up[-1] + down[-1]) / 2 < ROUNDED * half if keyed.kind in CURVED else within
        end = last + 0.5 - size
        if abs(half - size) <= KEYED_PX and whole and stair.x[k] < end and last + 0.5 - stair.end <= END_PX:
            return attrs.evolve(stair, x=stair.x[: k + 1], y=stair.y[: k + 1], y_se=stair.y_se[: k + 1], end=end)
    if not stair.width / 2 + OUT_PX < half < reach_px(alpha.shape) or abs(lower) > LOWER_PX:
        return stair
    up, down = up + lower, down - lower
    far = slice(up.size - round(half), None)
    out = np.maximum(up, down)[far] > stair.width / 2 + OUT_PX
    even = np.abs(up - down)[far] <= UNEVEN_PX
    end = last + 0.5 - half
    if not _tapers((up + down)[far] / 2, half):
        return stair  # bars of marks that stand close are as high everywhere, or in turns
    if out.mean() < FILLED or even.mean() < EVEN or stair.x[k] >= end or abs(last + 0.5 - stair.end) > END_PX:
        return stair
    parted = np.diff(np.flatnonzero(ink[:, -2:].any(axis=1))).max(initial=0) > 1
    if parted and up[up.size - round(NEAR_MIDDLE * half)] > ROUND * half:
        return stair  # a ring that the edge of the plot area cuts
    return attrs.evolve(stair, x=stair.x[: k + 1], y=stair.y[: k + 1], y_se=stair.y_se[: k + 1], end=end)


def extents(ink: Bools, level: float) -> tuple[Floats, Floats]:
    """How far the ink (h, w) of each column reaches above a level and below it, in pixels; 0 where there is none."""
    lit = ink.any(axis=0)
    up = np.where(lit, level - (ink.argmax(axis=0) - 0.5), 0.0)
    down = np.where(lit, len(ink) - ink[::-1].argmax(axis=0) - 0.5 - level, 0.0)
    return up, down


def _tapers(extent: Floats, half: float) -> bool:
    """Whether the far half of a symbol grows, or shrinks, from its middle to its end."""
    steps = np.diff(extent[:-1])
    one_way = bool((steps <= STEP_PX).all() or (steps >= -STEP_PX).all())
    return one_way and float(np.ptp(extent)) > TAPER * half


def _ink_at_end(stair: Staircase, level: float, alpha: Layer) -> tuple[Bools, int, int] | None:
    """The ink at a curve's end that hangs together with what is on a level; its first row and its last column."""
    reach = int(reach_px(alpha.shape))
    row, column = round(level), round(stair.end)
    top, left = max(0, row - reach), max(0, column - 2 * reach)
    ink: Bools = alpha[top : row + reach + 1, left : column + int(END_PX) + 2] >= OWN
    if row - top >= len(ink):
        return None
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    on: Ints = np.asarray(parts)[row - top]
    own = np.isin(parts, np.unique(on[on > 0]))
    lit = np.flatnonzero(own.any(axis=0))
    return (own[:, : lit[-1] + 1], top, left + int(lit[-1])) if lit.size else None


def _half(up: Floats, down: Floats) -> tuple[float, float]:
    """Half the size of a symbol, and how far its middle lies below the level.

    The size is as far as the last columns reach, as many as that; (0, 0) where they reach farther.
    """
    for count in range(2, up.size):
        above, below = float(up[-count:].max()), float(down[-count:].max())
        if (above + below) / 2 <= count + 0.5:
            return (above + below) / 2, (below - above) / 2
    return 0.0, 0.0
