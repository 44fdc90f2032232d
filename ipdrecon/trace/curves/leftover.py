"""Ink of a curve's colour that no curve accounts for: one was lost, cut short, or follows the marks of another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.digitization import TracedCurve
from ipdrecon.frozen import Floats
from ipdrecon.trace import cv
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask

#: Coverage by a curve's colour from which ink is surely its own.
OWN_INK = 0.6
#: How far beside the marks of a curve its own ink may lie, and beside text, legend and rules, in pixels.
MARKS_PX, HIDDEN_PX = 4, 2
#: Least width of a piece of such ink, in widths of the curve and pixels: noise and what is left of marks is smaller.
PIECE, PIECE_PX = 2.0, 5.0
#: Share of the box around a piece of ink that a hollow one covers at most: a staircase, or the frame of a legend.
HOLLOW = 0.25
#: Columns with such ink as a share of the curve's from which it is doubted, and its confidence then: the key of a
#: legend that was not seen and single marks cover less.
LEFT_OVER, UNEXPLAINED = 0.1, 0.6
WARNING = "ink of its colour lies where no curve was read; look at the overlay"


def with_doubts_of_leftover(
    curves: Sequence[TracedCurve], strokes: Sequence[Stroke], alpha: Layer, hidden: Mask
) -> list[TracedCurve]:
    """The curves, with a warning and less confidence where pieces of their colour's ink belong to none of them.

    Parameters
    ----------
    strokes : sequence of Stroke    Those curves in pixels.
    alpha : (k, h, w) float32       Coverage by each colour.
    hidden : (h, w) bool            Text, legend and rules.
    """
    shares = leftover_shares(strokes, alpha, hidden)
    return [
        attrs.evolve(curve, confidence=min(curve.confidence, UNEXPLAINED), warnings=(*curve.warnings, WARNING))
        if share > LEFT_OVER
        else curve
        for curve, share in zip(curves, shares, strict=True)
    ]


def leftover_shares(strokes: Sequence[Stroke], alpha: Layer, hidden: Mask) -> Floats:
    """Columns with pieces of ink in each curve's (n,) colour that belong to no curve, limit or mark, over its own ones.

    Marks that were not found may stand on a curve, and the axes may have its colour: ink is left over only beyond the
    reach of marks from both.
    """
    known, reach = _widened(hidden, HIDDEN_PX), reach_px(hidden.shape)
    rim = round(reach)
    known[:rim], known[-rim:], known[:, :rim], known[:, -rim:] = True, True, True, True
    for stroke in strokes:
        known |= _widened(stroke.marks.mask, MARKS_PX)
        for stair in (stroke.stair, *stroke.limits):
            known |= stroke_mask(hidden.shape, stair, reach)
    return np.array([_columns(s, (alpha[s.layer] >= OWN_INK) & ~known) / max(1, _length(s)) for s in strokes])


def _length(stroke: Stroke) -> int:
    return int((stroke.path.top >= 0).sum())


def _columns(stroke: Stroke, left: Mask) -> int:
    """How many columns pieces of leftover ink cover that are wider than a curve is thick, and no frames."""
    covered = np.zeros(left.shape[1], np.bool_)
    for first, top, width, height, area in cv.parts(left):
        if width < max(PIECE_PX, PIECE * stroke.stair.width):
            continue
        hollow = height > reach_px(left.shape) and area < HOLLOW * width * height
        if hollow and _is_frame(left[top : top + height, first : first + width], math.ceil(stroke.stair.width) + 1):
            continue
        covered[first : first + width] = True
    return int(covered.sum())


def _is_frame(piece: Mask, corner: int) -> bool:
    """Whether ink has a corner at its upper right or lower left, where a falling line has none."""
    return bool(piece[:corner, -corner:].any() or piece[-corner:, :corner].any())


def _widened(mask: Mask, by: int) -> Mask:
    return cv.dilate(mask, 2 * by + 1, 2 * by + 1)
