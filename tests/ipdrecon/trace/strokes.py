"""Strokes for tests of which of them are curves."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import Walk

SHAPE = (300, 480)


def level_stroke(color: tuple[int, int, int], layer: int, row: int, width: float, score: float) -> Stroke:
    """A line through the whole plot, level but for one small fall."""
    rows = np.full(SHAPE[1], row)
    path = Walk(rows, rows, score, 1.0)
    seen = np.ones(SHAPE[1], np.bool_)
    fall = np.array([float(row), row + 4.0])
    stair = Staircase(np.array([0.0, SHAPE[1] / 2]), fall, np.full(2, 0.1), SHAPE[1] - 1.0, width, seen)
    marks = Marks(np.zeros(0), np.zeros(SHAPE, np.bool_))
    return Stroke(np.array(color, np.float32), layer, path, stair, False, marks)
