"""Curves in a field of their own ink: where marks crowd without a gap, a path may run along its upper or lower edge.

A mark reaches as far above its curve as below, so the curve runs in the middle of such a field, which is as high as one
mark. Wider than any stroke, it counts as paper, and its rim alone as ink.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.contrast import distance
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.kernels.levels import potts_steps
from ipdrecon.trace.kernels.runs import inked_around
from ipdrecon.trace.level import STEP_PRICE
from ipdrecon.trace.stroke import Stroke
from ipdrecon.trace.swath import levels_at

#: Height of a field against the stroke's width, and pixels beyond that, from which it is no stroke; columns without a
#: gap from which it is no vertical stroke.
TALL, TALL_PX, LEAST_COLUMNS = 3.0, 4.0, 8
#: RGB distance of what is a curve's own colour.
OWN_COLOR = 45.0
#: How far from the middle of a field a path runs along its edge, as a share of its height.
OFF_MIDDLE = 0.2
#: How far the height of a field may be from that of one mark: share of it, and pixels.
AS_HIGH, AS_HIGH_PX = 0.15, 2.0
#: Noise of the middle of a field, in pixels: its edges are those of marks before and behind.
NOISE_PX = 0.4
#: Least share of a curve's columns along an edge, all but a few along the same one, and of its tall columns that are as
#: high as a mark, from which it is moved to the middle: steep curves and marks beside falls are tall here and there.
LEAST_SHARE, ONE_SIDE, ALIKE = 0.3, 0.6, 0.8


def in_middle_of_combs(stroke: Stroke, rgb: Layer) -> Stroke:
    """A curve that runs along the edge of fields of its own ink, moved to their middle; others as they are.

    ``rgb`` (h, w, 3) are the pixels it was found in.
    """
    columns = np.arange(stroke.path.first, min(stroke.path.last, rgb.shape[1] - 1) + 1)
    level = levels_at(stroke.stair, columns.astype(np.float64))
    columns, level = columns[np.isfinite(level)], level[np.isfinite(level)]
    if columns.size < 2 * LEAST_COLUMNS:
        return stroke
    rows = np.clip(np.round(level), 0, rgb.shape[0] - 1).astype(np.int64)
    above, below = inked_around(distance(rgb, stroke.color) < OWN_COLOR, rows, columns)
    height = above + below
    tall = _without_short(height > TALL * stroke.stair.width + TALL_PX, LEAST_COLUMNS)
    off = np.where(tall, rows + (below - above) / 2 - level, 0.0)
    edge = tall & (np.abs(off) > OFF_MIDDLE * height)
    if edge.mean() < LEAST_SHARE or abs(float(np.sign(off[edge]).mean())) < ONE_SIDE:
        return stroke
    mark = float(np.median(height[tall]))
    field = tall & (np.abs(height - mark) <= max(AS_HIGH_PX, AS_HIGH * mark))
    beside = np.convolve(tall, np.ones(2 * LEAST_COLUMNS + 1), mode="same") > 0.5
    if field.sum() < ALIKE * tall.sum():
        return stroke
    known = field | (~beside & (height > 0))
    nearest = columns[known][np.searchsorted((columns[known][1:] + columns[known][:-1]) / 2, columns)]
    middle = (level + np.where(field, off, 0.0))[nearest - columns[0]]
    falling = (np.maximum.accumulate(middle) + np.minimum.accumulate(middle[::-1])[::-1]) / 2
    begins, values = potts_steps(falling, np.ones(falling.size), NOISE_PX, STEP_PRICE)
    y = np.maximum.accumulate(values)
    stair = attrs.evolve(stroke.stair, x=columns[begins].astype(np.float64), y=y, y_se=np.full(y.size, NOISE_PX))
    return attrs.evolve(stroke, stair=stair)


def _without_short(lit: Bools, least: int) -> Bools:
    """A row of pixels without its runs that are shorter than ``least``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
    kept = np.zeros_like(lit)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        kept[begin:end] = end - begin >= least
    return kept
