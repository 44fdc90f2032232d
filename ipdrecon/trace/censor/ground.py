"""The ground marks are looked for on: the ink beside a curve, and how much of each pixel its stroke leaves free."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.kernels import stroke_cover
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.level import Staircase

#: Pixels a stroke may reach beyond where it was measured: levels are known better than times.
SLACK_ROWS_PX, SLACK_COLUMNS_PX = 0.45, 0.9
#: Coverage below which ink beside a stroke is noise (JPEG, paper).
LEAST_INK = 0.15
#: Coverage from which ink on another curve's stroke lies above it.
ON_TOP = 0.6


@attrs.frozen(eq=False)
class Ground:
    """Ink near a curve that its stroke does not explain.

    Attributes
    ----------
    ink : (h, w) float32     Coverage by the ink marks are drawn in, within their reach, 0 elsewhere.
    free : (h, w) float32    Share of each pixel that tells: 0 on strokes, text and rules, 1 on bare paper.
    levels : (w,) float      Row of the curve, -1 outside it.
    """

    ink: Layer
    free: Layer
    levels: Floats

    @property
    def rest(self) -> Layer:
        """Ink that is neither the stroke nor anything else known."""
        return np.asarray(self.ink * self.free)


def ground_of(alpha: Layer, stair: Staircase, zone: Mask, hidden: Mask, crossing: Mask | None = None) -> Ground:
    """What lies beside a curve.

    Parameters
    ----------
    alpha : (h, w)       Coverage by the ink the marks are drawn in.
    zone : (h, w)        Where its marks may lie.
    hidden : (h, w)      Text, rules, strokes in the same ink: nothing there tells.
    crossing : (h, w)    Other inks: a mark beneath them is not seen, one on top of them is.
    """
    height, width = alpha.shape
    own = stroke_cover(stair.x, stair.y, stair.end, stair.width, SLACK_ROWS_PX, SLACK_COLUMNS_PX, height, width)
    ink = np.where(zone & (alpha >= LEAST_INK), alpha, np.float32(0.0)).astype(np.float32)
    free = np.where(hidden, np.float32(0.0), 1.0 - own).astype(np.float32)
    if crossing is not None:
        free[crossing & (alpha < ON_TOP)] = 0.0
    return Ground(ink, free, level_rows(stair, width))


def level_rows(stair: Staircase, width: int) -> Floats:
    """Level in each column, -1 outside the curve."""
    columns = np.arange(width, dtype=np.float64)
    index = np.searchsorted(stair.x, columns, side="right") - 1
    inside = (columns >= stair.x[0] - 0.5) & (columns <= stair.end + 0.5)
    return np.where(inside, stair.y[np.clip(index, 0, None)], -1.0)
