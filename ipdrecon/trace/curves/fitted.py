"""Curves fitted to their ink: each is drawn with its marks, and its falls and levels are moved to where it fits best.

A level is measured where its line shows alone, and a fall where its vertical stroke does. Where marks stand beside
falls neither does: a mark's ink became a small fall of its own before the true one, which then lay part of a pixel off,
and of curves of few patients the times of falls are most of the error.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import attrs
import numpy as np

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.through_marks import is_dashed
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.fitted import fitted as fitted_steps
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask

#: Coverage, in [0, 1], by other ink from which a pixel does not tell how far the curve covers it.
OTHER = 0.15
#: Pixels by which other lines of a colour are wider than they were measured.
RIM_PX = 1.0
#: A line without marks, as marks are drawn: reach up and down, width and reach of the arms, in pixels.
UNMARKED = (0.0, 0.0, 0.0, 0.0)


def fitted(strokes: Sequence[Stroke], layers: Layers, hidden: Mask) -> list[Stroke]:
    """The curves, their falls and levels where what they draw fits their ink best.

    Dashed ones are left, and those with marks other than ticks and pluses in their own colour. ``hidden`` (h, w) is
    text, legend and rules.
    """
    return side_by_side(partial(_fitted, strokes=strokes, layers=layers, hidden=hidden), strokes)


def _fitted(stroke: Stroke, strokes: Sequence[Stroke], layers: Layers, hidden: Mask) -> Stroke:
    """One curve, fitted where no other ink, no other line of its colour and nothing ``hidden`` (h, w) lies."""
    alpha, stair, shape = layers.alpha[stroke.layer], stroke.stair, stroke.marks.shape
    drawn = isinstance(shape, Upright) and not stroke.dark
    if stroke.beneath or (stroke.marks.x.size and not drawn) or is_dashed(stroke, layers.any_ink):
        return stroke
    known = ~hidden & (layers.any_ink - alpha < OTHER)
    for other in strokes:
        if other is not stroke and other.layer == stroke.layer:
            known &= ~(stroke_mask(hidden.shape, other.stair, RIM_PX) | other.marks.mask)
    for limit in stroke.limits:
        known &= ~stroke_mask(hidden.shape, limit, RIM_PX)
    marks, lengths = np.zeros(0), UNMARKED
    if isinstance(shape, Upright) and drawn:
        marks = np.sort(stroke.marks.x).astype(np.float64)
        lengths = (float(shape.up), float(shape.down), float(shape.width), float(shape.arm))
    x, y = fitted_steps(alpha, known, stair.x, stair.y, float(stair.end), float(stair.width), marks, lengths)
    return attrs.evolve(stroke, stair=attrs.evolve(stair, x=x, y=y))
