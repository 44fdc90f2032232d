"""Strokes that are ruled lines: of a frame, of a legend, of reference."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.cv import Mask
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at

#: Most that the levels differ at which a ruled line is seen, in pixels, and the share of its columns that may lie off.
LEVEL_PX, OFF_LEVEL = 1.0, 0.03
#: How far the line of a frame may lie from a stroke that is it, in pixels, and the share of its columns that do.
FRAME_PX, ALL_ALONG = 2, 0.9


def without_frame(strokes: list[Stroke], rules: Mask, expected: int | None) -> list[Stroke]:
    """The curves without those that are the line of the frame at S = 1, where there are enough others.

    A text over the key of a legend makes its colour the frame's, and so names that. ``rules`` (h, w) are lines of
    frame and grid.
    """
    if expected is None or len(strokes) <= expected:
        return strokes
    curves = [s for s in strokes if not (is_ruled(s) and _lies_on(s, rules))]
    return curves if len(curves) >= expected else strokes


def _lies_on(stroke: Stroke, rules: Mask) -> bool:
    """Whether a line runs along lines of frame or grid all along."""
    columns = np.flatnonzero(stroke.path.top >= 0)
    levels = levels_at(stroke.stair, columns.astype(np.float64))
    known = np.isfinite(levels)
    rows, columns = np.round(levels[known]).astype(np.int64), columns[known]
    around = np.clip(rows + np.arange(-FRAME_PX, FRAME_PX + 1)[:, None], 0, len(rules) - 1)
    on = rules[around, columns].any(axis=0)
    return bool(on.size) and float(on.mean()) > ALL_ALONG


def is_ruled(stroke: Stroke) -> bool:
    """Whether all that is seen of a stroke's own ink lies at one level: a frame of a legend, a line of reference."""
    seen = levels_at(stroke.stair, np.flatnonzero(stroke.stair.seen).astype(np.float64))
    known = seen[np.isfinite(seen)]
    return bool(known.size) and float(np.subtract(*np.quantile(known, [1 - OFF_LEVEL, OFF_LEVEL]))) <= LEVEL_PX
