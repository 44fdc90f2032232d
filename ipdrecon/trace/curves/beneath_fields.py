"""Curves beneath a field of another one's ticks, told by the ends of their own ticks that stick out of it.

Where ticks crowd, a curve drawn later hides the line of one that runs within their reach, and of that only the ends of
its ticks are seen, above the field or below it. They run along it as a line would, but a line neither comes back up
from where it was seen, nor lies above the field here and below it there.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor import Marks, reach_px
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.whole import line_along
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.tips import tip_levels
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OTHER_INK, OWN, Walk, begin_near, gains

#: Share of a path's columns on its own ink from which nothing hides it, and fewest columns that show ends of its ticks.
PLAIN, LEAST_COLUMNS = 0.97, 8
#: What the level that an end tells is worth against ink that may be the line itself.
TOLD = 0.9
#: What is left of the ink beyond such a level, above and below: upright, it would hold more than a line is thick.
END, UPPER, LOWER = 0.4, -1.0, 1.0
#: Pixels of ink that the way beneath must hold more than the way along the ends, and share of them.
MORE_PX, MORE = 8.0, 0.06
#: Pixels from where a curve began within which it begins.
BEGIN_PX = 4


def beneath_fields(strokes: Sequence[Stroke], marks: Sequence[Marks], layers: Layers, hidden: Mask) -> list[Stroke]:
    """The curves, those led beneath the fields of others' ticks where that is the better way for their ink.

    ``marks`` are those found on them, and tell the shape: each curve's own, or that of others where all of its are
    hidden. ``hidden`` (h, w) is text, legend and rules.
    """
    shapes = [_upright(m) for m in marks]
    common = next((shape for shape in shapes if shape is not None), None)
    return [
        s if s.path.own > PLAIN or common is None else _led(s, own or common, strokes, layers, hidden)
        for s, own in zip(strokes, shapes, strict=True)
    ]


def _upright(marks: Marks) -> Upright | None:
    """The tick or plus that marks are, or what recurs where they crowd, in its lengths; None of other symbols."""
    if marks.shape is not None or marks.template is None:
        return marks.shape if isinstance(marks.shape, Upright) else None
    up, tall = marks.template.up, marks.template.ink.shape[0]
    return Upright(up + 0.5, tall - up - 0.5, marks.template.width)


def _led(stroke: Stroke, shape: Upright, strokes: Sequence[Stroke], layers: Layers, hidden: Mask) -> Stroke:
    alpha, size = layers.alpha[stroke.layer], (hidden.shape[0], hidden.shape[1])
    half = stroke.stair.width / 2
    others = {s.layer for s in strokes} - {stroke.layer}
    alone = sum(s.layer == stroke.layer for s in strokes) == 1
    if min(shape.up, shape.down) <= half or not others or not alone:
        return stroke
    field = np.any([layers.alpha[k] >= OWN for k in others], axis=0)
    near = np.any([stroke_mask(size, s.stair, 2 * reach_px(size)) for s in strokes if s.layer in others], axis=0)
    told = tip_levels(alpha, alpha >= OWN, field, near, shape.up, shape.down, half)
    if (told >= 0).any(axis=0).sum() < LEAST_COLUMNS:
        return stroke
    faded = _without_ends(alpha, told, stroke.stair.width)
    along = _way(stroke, faded, faded, layers, hidden)
    ink = _with_levels(faded, told, stroke.stair.width)
    beneath = _way(stroke, ink, faded, layers, hidden)
    if beneath is None or beneath.last < stroke.path.last - shape.width:
        return stroke
    if along is not None and beneath.score < along.score + max(MORE_PX, MORE * along.score):
        return stroke
    stair = staircase(ink, layers.any_ink, beneath, stroke.stair.width)
    return stroke if stair is None else attrs.evolve(stroke, path=beneath, stair=stair)


def _way(stroke: Stroke, ink: Layer, own: Layer, layers: Layers, hidden: Mask) -> Walk | None:
    """The best way through ``ink`` (h, w), which holds the curve's ``own`` (h, w), from where the curve began."""
    other = np.where(ink > own, 0.0, np.maximum(layers.any_ink - layers.alpha[stroke.layer], 0.0)).astype(np.float32)
    first = stroke.path.first
    begin = begin_near(ink.shape, float(stroke.path.top[first]), float(first), BEGIN_PX)
    lit = (ink >= OWN) | (other >= OTHER_INK) | hidden
    return line_along(gains(ink, other, hidden), begin, lit, own)


def _without_ends(alpha: Layer, told: Floats, width: float) -> Layer:
    """Coverage (h, w) with little of what lies beyond the levels (2, w) that ends of ticks tell."""
    ink = alpha.copy()
    rows = np.arange(alpha.shape[0])[:, None]
    for levels, side in zip(told, (UPPER, LOWER), strict=True):
        at = np.flatnonzero(levels >= 0)
        ink[:, at] *= np.where(side * (rows - levels[at]) > width / 2, END, 1.0).astype(np.float32)
    return ink


def _with_levels(alpha: Layer, told: Floats, width: float) -> Layer:
    """Coverage (h, w) with a piece of the line at each level (2, w) that the end of a tick tells."""
    ink = alpha.copy()
    rows = np.arange(alpha.shape[0])[:, None]
    for levels in told:
        at = np.flatnonzero(levels >= 0)
        cover = np.minimum(levels[at] + width / 2, rows + 0.5) - np.maximum(levels[at] - width / 2, rows - 0.5)
        ink[:, at] = np.maximum(ink[:, at], TOLD * np.clip(cover, 0.0, 1.0)).astype(np.float32)
    return ink
