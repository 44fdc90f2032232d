"""What of the ink on level stretches can be the stroke's: no more than most of their columns show."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.flat import no_more_than_shown
from ipdrecon.trace.lines.level import Staircase


def flat_cover(ink: Layer, known: Mask, own: Layer, stair: Staircase) -> Layer:
    """Cover (h, w) by a stroke, where it runs level no more than most columns of that level show.

    ``own`` is that of the staircase, which allows for levels that were read a little off: it hides what sticks out by
    less than a pixel. ``known`` is where nothing but the curve's own ink lies.
    """
    half = stair.width / 2
    return np.asarray(no_more_than_shown(ink, known, own, stair.x, stair.y, stair.end, half))
