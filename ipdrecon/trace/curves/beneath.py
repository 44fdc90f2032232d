"""Curves that run on beneath others and are seen again beyond these: followed to there."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace import cv
from ipdrecon.trace.curves.behind import measured_along
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OWN, Walk, gains, walk

#: Columns in which a curve is seen beyond the others that hide it, at least, in pixels and in stroke widths.
SHOWN_PX, SHOWN_WIDTHS = 6, 3.0
#: Share of what it goes on for that lies beneath other curves or on its own ink, at least.
COVERED = 0.95
#: What a pixel gains beneath another curve beside which the stroke is seen.
BESIDE_GAIN = 0.5
#: Margin in pixels around other strokes in which their own rims lie, and coverage by a curve's colour that no rim has.
RIM_PX, NO_RIM = 1.5, 0.6


def followed_beneath(ink: Ink, layers: Layers, strokes: Sequence[Stroke]) -> list[Stroke]:
    """The curves, those that end beneath others followed to where they are seen again."""
    wide = [stroke_mask(ink.shape, s.stair, RIM_PX) | s.marks.mask for s in strokes]
    bare = [stroke_mask(ink.shape, s.stair, 0.0) for s in strokes]
    found = []
    for k, stroke in enumerate(strokes):
        near, within = ([mask for j, mask in enumerate(masks) if j != k] for masks in (wide, bare))
        if near:  # a curve that another one covers almost whole shows beside it
            beside = (layers.alpha[stroke.layer] >= NO_RIM) & ~np.logical_or.reduce(within)
            stroke = _followed(
                ink,
                layers,
                stroke,
                np.logical_or.reduce(near),
                cv.dilate(beside, 1, 2 * round(stroke.stair.width / 2) + 1),
            )
        found.append(stroke)
    return found


def _followed(ink: Ink, layers: Layers, stroke: Stroke, taken: Mask, beside: Mask) -> Stroke:
    """The stroke with what is seen of it beyond the ``taken`` ground it ends on, or ``beside`` what covers it; itself
    where nothing is."""
    column = stroke.path.last
    row = int(np.clip(round(float(stroke.stair.y[-1])), stroke.path.top[column], stroke.path.bottom[column]))
    alpha = layers.alpha[stroke.layer]
    near = taken[max(0, row - 1) : row + 2, column : column + 1 + round(stroke.stair.width + RIM_PX)]
    if column + SHOWN_PX >= alpha.shape[1] or not near.any():
        return stroke
    clean: Layer = np.where(stroke.marks.mask, 0.0, alpha).astype(np.float32)
    other = np.maximum(layers.any_ink - alpha, 0.0)
    gain = gains(clean, other, ink.hidden, taken, rules=ink.rules, seen=False)
    beside = beside & taken & ~ink.hidden & ~ink.rules
    gain[beside] = BESIDE_GAIN
    begin = np.full(alpha.shape, np.inf, np.float32)
    begin[row, column] = 0.0
    beyond = walk(gain, begin)
    if beyond is None or not _is_seen(
        beyond, column, ((alpha >= OWN) & ~taken & ~ink.hidden) | beside, taken, stroke.stair.width
    ):
        return stroke
    on = np.arange(alpha.shape[1]) > column
    top, bottom = (np.where(on, b, p) for b, p in ((beyond.top, stroke.path.top), (beyond.bottom, stroke.path.bottom)))
    bottom[column] = beyond.bottom[column]
    path = attrs.evolve(stroke.path, top=top, bottom=bottom)
    longer = measured_along(ink, layers, stroke, path, taken)
    return longer if longer.stair.end > stroke.stair.end + SHOWN_PX else stroke


def _is_seen(beyond: Walk, column: int, own: Mask, taken: Mask, width: float) -> bool:
    """Whether a way beyond a curve's end shows the curve long enough, and lies beneath others wherever it does not."""
    columns = np.arange(column + 1, beyond.last + 1)
    rows = beyond.bottom[columns]
    shown = own[rows, columns]
    if shown.sum() < max(SHOWN_PX, SHOWN_WIDTHS * width):
        return False
    return bool((shown | taken[rows, columns]).mean() >= COVERED)
