"""Curves in a field of their own ink: where marks crowd without a gap, a path may run along its upper or lower edge.

A mark reaches as far above its curve as below, so the curve runs in the middle of such a field, which is as high as one
mark. Wider than any stroke, it counts as paper, and its rim alone as ink. Of marks that are seen to stand above their
curves that is not so.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.contrast import distance
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.levels import potts_steps
from ipdrecon.trace.kernels.runs import inked_around, nearest_lit
from ipdrecon.trace.lines.level import STEP_PRICE
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at

#: Height of a field against the stroke's width, and pixels beyond that, from which it is no stroke; columns without a
#: gap from which it is no vertical stroke.
TALL, TALL_PX, LEAST_COLUMNS = 3.0, 4.0, 8
#: RGB distance of what is a curve's own colour.
OWN_COLOR = 45.0
#: How far from the middle of a field a path runs along its edge, as a share of its height.
OFF_MIDDLE = 0.2
#: How far the height of a field may be from that of one mark: share of it, and pixels.
AS_HIGH, AS_HIGH_PX = 0.15, 2.0
#: Height against that of one mark from which a field is that of marks on levels far apart, or a fall.
TWO_MARKS = 2.0
#: Pixels beyond an edge at which what it meets is seen; height of what is left of a field behind another one against
#: the stroke's width.
EDGE_PX, PARTLY = 2, 0.2
#: Least distance of a curve from the middle of its field from which it is moved there, root mean square in pixels.
LEAST_PX = 1.5
#: The same share where the field is as high as marks that were found on the curve.
KNOWN_SHARE = 0.05
#: Noise of the middle of a field, in pixels: its edges are those of marks before and behind.
NOISE_PX = 0.4
#: Least share of a curve's columns along an edge, all but a few along the same one, and of its tall columns that are as
#: high as a mark, from which it is moved to the middle: steep curves and marks beside falls are tall here and there.
LEAST_SHARE, ONE_SIDE, ALIKE = 0.3, 0.6, 0.8


def in_middle_of_combs(strokes: Sequence[Stroke], rgb: Layer) -> list[Stroke]:
    """Curves that run along the edge of fields of their own ink, moved to their middle; others as they are.

    A curve behind such a field shows one edge of its own, half a mark from it. ``rgb`` (h, w, 3) are the pixels they
    were found in.
    """
    if any(stroke.beneath for stroke in strokes):
        return list(strokes)
    marks = [_mark_in_front(stroke, rgb) for stroke in strokes]
    found = [mark for mark in marks if mark]
    if not found:
        return list(strokes)
    masks = [np.asarray(distance(rgb, stroke.color) < OWN_COLOR) for stroke in strokes]
    nothing = np.zeros(rgb.shape[:2], np.bool_)
    moved = []
    for i, stroke in enumerate(strokes):
        others = [mask for k, mask in enumerate(masks) if strokes[k].layer != stroke.layer]
        moved.append(_moved(stroke, masks[i], np.any(others, axis=0) if others else nothing, marks[i] or found[0]))
    return moved


def _columns(stroke: Stroke, shape: tuple[int, ...]) -> tuple[Ints, Floats]:
    """Columns of a curve and its level there."""
    columns = np.arange(stroke.path.first, min(stroke.path.last, shape[1] - 1) + 1)
    level = levels_at(stroke.stair, columns.astype(np.float64))
    return columns[np.isfinite(level)], level[np.isfinite(level)]


def _mark_in_front(stroke: Stroke, rgb: Layer) -> float:
    """Height of the marks that fill a field along whose edge a curve runs, in pixels; 0 where it runs along none."""
    columns, level = _columns(stroke, rgb.shape)
    if columns.size < 2 * LEAST_COLUMNS:
        return 0.0
    rows = np.clip(np.round(level), 0, rgb.shape[0] - 1).astype(np.int64)
    above, below = inked_around(distance(rgb, stroke.color) < OWN_COLOR, rows, columns)
    height = above + below
    tall = _without_short(height > TALL * stroke.stair.width + TALL_PX, LEAST_COLUMNS)
    off = rows + (below - above) / 2 - level
    known = _height_of(stroke.marks.shape)
    if known is not None:
        own = _without_short(tall & _is_field(height, known), round(known))
        if _is_along(own, off, height, KNOWN_SHARE):
            return float(np.median(height[own]))
    if not _is_along(tall, off, height):
        return 0.0
    mark = float(np.median(height[tall]))
    return mark if _as_high(height[tall], mark).mean() >= ALIKE else 0.0


def _height_of(shape: Upright | Symbol | None) -> float | None:
    """Height of marks of a known shape between the rows of their ends; None where it is not known."""
    if isinstance(shape, Upright):
        return shape.up + shape.down - 1.0
    return None if shape is None else 2.0 * shape.reach - 1.0


def _as_high(height: Floats, mark: float) -> Bools:
    return np.asarray(np.abs(height - mark) <= max(AS_HIGH_PX, AS_HIGH * mark))


def _is_field(height: Floats, mark: float) -> Bools:
    """Where a field is as high as marks: what is a little higher is two of them, before and behind a small step."""
    return np.asarray((height >= mark - max(AS_HIGH_PX, AS_HIGH * mark)) & (height < TWO_MARKS * mark))


def _is_along(field: Bools, off: Floats, height: Floats | float, least: float = LEAST_SHARE) -> bool:
    """Whether a curve runs along one edge of a field in a good part of its columns."""
    edge = field & (np.abs(off) > OFF_MIDDLE * height)
    return bool(edge.mean() >= least and abs(float(np.sign(off[edge]).mean())) >= ONE_SIDE)


def _moved(stroke: Stroke, own: Mask, others: Mask, mark: float) -> Stroke:
    """A curve moved to the middle of its field of marks, where it runs along its edge."""
    columns, level = _columns(stroke, own.shape)
    if columns.size < 2 * LEAST_COLUMNS:
        return stroke
    rows = nearest_lit(own, np.clip(np.round(level), 0, len(own) - 1).astype(np.int64), columns, int(mark))
    above, below = inked_around(own, rows, columns)
    top, bottom, height = rows - above, rows + below, above + below
    over, under = (_meets(others, edge, columns) for edge in (top - EDGE_PX, bottom + EDGE_PX))
    whole = _is_field(height, mark)
    middle = (top + bottom) / 2
    middle = np.where(whole | ~(over | under), middle, np.where(over, bottom - mark / 2, top + mark / 2))
    enough = np.where(over | under, height > PARTLY * mark, whole)
    field = _without_short(own[rows, columns] & enough & ~(over & under), LEAST_COLUMNS)
    off = (middle - level)[field]
    least = LEAST_SHARE if _height_of(stroke.marks.shape) is None else KNOWN_SHARE
    if field.mean() < least or np.sqrt(np.mean(off**2)) < LEAST_PX or abs(off.sum()) < ONE_SIDE * np.abs(off).sum():
        return stroke
    beside = np.convolve(field, np.ones(2 * LEAST_COLUMNS + 1), mode="same") > 0.5
    known = field | (~beside & (height > 0))
    nearest = np.searchsorted((columns[known][1:] + columns[known][:-1]) / 2, columns)
    middle = np.where(field, middle, level)[known][nearest]
    falling = (np.maximum.accumulate(middle) + np.minimum.accumulate(middle[::-1])[::-1]) / 2
    begins, values = potts_steps(falling, np.ones(falling.size), NOISE_PX, STEP_PRICE)
    x, y = columns[begins].astype(np.float64), np.maximum.accumulate(values)
    foot, deep = float(stroke.stair.x[-1]), float(stroke.stair.y[-1])
    if deep - y[-1] > mark and stroke.stair.end - foot < LEAST_COLUMNS:
        # A fall at the end that is longer than a mark is the curve's own.
        x, y = np.append(x[x < foot], foot), np.append(y[x < foot], deep)
    stair = attrs.evolve(stroke.stair, x=x, y=y, y_se=np.full(y.size, NOISE_PX))
    return attrs.evolve(stroke, stair=stair)


def _meets(others: Mask, rows: Floats, columns: Ints) -> Bools:
    return np.asarray(others[np.clip(rows, 0, len(others) - 1).astype(np.int64), columns])


def _without_short(lit: Bools, least: int) -> Bools:
    """A row of pixels without its runs that are shorter than ``least``."""
    edges = edges_of(lit)
    kept = np.zeros_like(lit)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        kept[begin:end] = end - begin >= least
    return kept
