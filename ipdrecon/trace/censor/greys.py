"""Black marks on grey curves: what is darker than a grey line, on it or beside it, is black ink."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.trace.censor.ground import (
    DRAWN,
    LEAST_INK,
    SLACK_COLUMNS_PX,
    SLACK_ROWS_PX,
    Ground,
    blur_of,
    level_rows,
)
from ipdrecon.trace.censor.inks import Marked, other_strokes
from ipdrecon.trace.censor.kernels import stroke_cover
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import stroke_mask

#: Contrast of a line against that of black up to which it is grey, and from which it is drawn at all.
GREY, PALEST = 0.85, 0.1


def over_greys(curves: Sequence[Marked], own: Sequence[Ground], depth: Layer, hidden: Mask) -> list[Ground]:
    """Ground of each curve, with black ink instead of its own where it is grey; empty where none is.

    Parameters
    ----------
    own : sequence of Ground    Those with each curve's own ink.
    depth : (h, w)              Contrast of ink without a colour against black's.
    hidden : (h, w)             Text, legend and rules.
    """
    shades = [shade_of(curve, depth) if curve.neutral else 1.0 for curve in curves]
    if not any(PALEST <= shade <= GREY for shade in shades):
        return []
    return [
        _over(curve, shade, depth, hidden | other) if PALEST <= shade <= GREY else ground
        for curve, shade, ground, other in zip(curves, shades, own, other_strokes(curves), strict=True)
    ]


def shade_of(curve: Marked, depth: Layer) -> float:
    """Contrast of a line's colour against black's, where it runs level and bare."""
    levels = level_rows(curve.stair, depth.shape[1])
    at = np.flatnonzero(levels >= 0)
    rows = np.clip(np.round(levels[at]).astype(np.int64), 0, len(depth) - 1)
    drawn = curve.alpha[rows, at] >= DRAWN
    return float(np.median(depth[rows, at][drawn] / curve.alpha[rows, at][drawn])) if drawn.any() else 0.0


def _over(curve: Marked, shade: float, depth: Layer, hidden: Mask) -> Ground:
    """Black ink over one grey line: the darker the line, the less of the black on it can be told."""
    height, width = depth.shape
    stair = curve.stair
    alpha = np.minimum(depth / np.float32(shade), np.float32(1.0))
    halo, noise = blur_of(alpha, stair, hidden)
    slack = SLACK_ROWS_PX, SLACK_COLUMNS_PX
    line = np.float32(shade) * stroke_cover(stair.x, stair.y, stair.end, stair.width, *slack, halo, height, width)
    free = np.float32(1.0) - line
    black = np.clip((depth - line) / free, 0.0, 1.0)
    near = stroke_mask((height, width), stair, reach_px(depth.shape))
    ink = np.where(near & (black >= LEAST_INK), black, np.float32(0.0)).astype(np.float32)
    return Ground(ink, np.where(hidden, np.float32(0.0), free), level_rows(stair, width), shade * noise)
