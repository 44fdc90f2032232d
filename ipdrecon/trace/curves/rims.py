"""Curves beyond those that the panel names which are the rims of another one's marks.

A path that may take rims of circles and squares for its own ink runs from mark to mark beside the curve they stand on.
It is never farther from that than a mark reaches, and with the path left out the marks explain its ink.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace import cv
from ipdrecon.trace.censor import are_uprights, reach_px
from ipdrecon.trace.curves.look import Bare
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OWN, Walk

#: Share of a path that lies within the reach of marks of another one.
ALONG = 0.9
#: Share of the ink of a path that marks and other curves explain without it, where the panel names fewer curves, and
#: where it names none.
EXPLAINED, ALL_EXPLAINED = 0.6, 0.9
#: Pixels around marks and curves that are theirs.
AROUND_PX = 1


def without_rims_of_marks(bare: Bare, expected: int | None) -> Bare:
    """The curves without those beyond the ``expected`` number that are rims of marks on others in their ink.

    Where nothing names a number, rims are those whose ink the marks explain but for a rest.
    """
    enough = EXPLAINED if expected is not None else ALL_EXPLAINED
    weak = sorted(bare.strokes, key=lambda s: s.path.score)
    for stroke in weak:
        if len(bare.strokes) <= (expected or 1):
            break
        rest = [s for s in bare.strokes if s is not stroke]
        if any(_is_beside(stroke, other) for other in rest):
            without = attrs.evolve(bare, strokes=rest)
            if _explained(stroke, without) >= enough:
                bare = without
    return bare


def _is_beside(stroke: Stroke, other: Stroke) -> bool:
    """Whether a path lies within the reach of marks of a stronger one in the same ink."""
    same = stroke.layer == other.layer or (stroke.neutral and other.neutral)
    if not same or stroke.path.score > other.path.score:
        return False
    shape = stroke.marks.mask.shape
    own = _pixels(stroke.path, shape)
    away = cv.distance_to(_pixels(other.path, shape))[own]
    return bool(own.any()) and float(np.quantile(away, ALONG)) <= reach_px(shape)


def _explained(stroke: Stroke, without: Bare) -> float:
    """Share of the ink along a path that marks and curves explain where it is left out; ticks have no rims."""
    alpha = without.layers.alpha[stroke.layer]
    own = _pixels(stroke.path, alpha.shape) & (alpha >= OWN)
    look = without.look()
    if are_uprights(look.marks):
        return 0.0
    known = np.zeros(own.shape, np.bool_)
    for other, marks in zip(look.strokes, look.marks, strict=True):
        known |= marks.mask | stroke_mask((own.shape[0], own.shape[1]), other.stair, AROUND_PX)
    size = 2 * AROUND_PX + 1
    return float(cv.dilate(known, size, size)[own].mean()) if own.any() else 0.0


def _pixels(path: Walk, shape: tuple[int, ...]) -> Mask:
    """Pixels (h, w) of a path."""
    rows = np.arange(shape[0])[:, None]
    return np.asarray((rows >= path.top[None, :]) & (rows <= path.bottom[None, :]) & (path.top >= 0)[None, :])
