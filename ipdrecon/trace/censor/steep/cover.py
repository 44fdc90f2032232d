"""What of the ink beside the falls of a curve can be its stroke's."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.steep.kernels import as_thick_as_drawn
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase

#: Pixels from the edge of a fall within which it hides marks, or was read amiss for them.
BESIDE_PX = 2.0
#: Ink across the stroke that is no more than its edge.
EDGE = 0.25


def steep_cover(ink: Layer, known: Mask, own: Layer, stair: Staircase) -> Layer:
    """Cover (h, w) by a stroke, in the columns beside its falls no thicker than it is drawn.

    Elsewhere, and where the staircase was read amiss by more than its slack, it is that of the staircase: ``own``.
    ``known`` is where nothing but its own ink lies.
    """
    return np.asarray(as_thick_as_drawn(ink, known, own, _beside_falls(stair, ink.shape[1]), stair.width, EDGE))


def _beside_falls(stair: Staircase, width: int) -> Bools:
    """Columns (w,) near a fall."""
    columns = np.arange(width, dtype=np.float64)
    falls = np.concatenate([[-np.inf], stair.x[1:], [np.inf]])
    after = np.searchsorted(falls, columns)
    away = np.minimum(columns - falls[after - 1], falls[after] - columns)
    return np.asarray(away <= stair.width / 2 + BESIDE_PX)
