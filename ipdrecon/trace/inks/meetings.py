"""Where strokes of one ink meet: darker there than on any level stretch, and no ink of its own."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace import cv
from ipdrecon.trace.inks.contrast import distance
from ipdrecon.trace.inks.ink import Layer

#: A pixel is on a level line where so many beside it on both sides have its colour, within this distance in RGB.
LEVEL_PX, LEVEL_RADIUS = 2, 13.0
#: Columns in which the darker colour is level against those in which the paler one is, up to which it is on no line,
#: and share of its pixels that lie beside the paler one (ticks of the axes may be as dark).
NEVER_LEVEL, BESIDE = 0.1, 0.6


def is_level(rgb: Layer, rows: Ints, columns: Ints) -> Bools:
    """Which of some pixels (n,) of a picture (h, w, 3) have neighbours of their colour on both sides."""
    padded = np.pad(rgb, ((0, 0), (LEVEL_PX, LEVEL_PX), (0, 0)), mode="edge").astype(np.float32)
    own = padded[rows, columns + LEVEL_PX]
    level = np.ones(rows.size, np.bool_)
    for d in range(-LEVEL_PX, LEVEL_PX + 1):
        level &= np.linalg.norm(padded[rows, columns + LEVEL_PX + d] - own, axis=1) < LEVEL_RADIUS
    return level


def are_meetings(rgb: Layer, darker: tuple[Ints, Ints], paler: tuple[Ints, Ints], *, need: float) -> bool:
    """Whether the pixels of a darker colour are those where strokes of a paler one meet; rows and columns of each.

    A plotting program that moves lines to whole pixels draws all of a thin one in one blend, and steps that lie
    close to each other over it twice. ``need`` is the number of columns in which a line shows.
    """
    lines = np.unique(paler[1][is_level(rgb, *paler)]).size
    if lines < need or np.unique(darker[1][is_level(rgb, *darker)]).size > NEVER_LEVEL * lines:
        return False
    around = distance(rgb, np.median(rgb[paler], axis=0)) < LEVEL_RADIUS
    reach = 2 * LEVEL_PX + 1
    return float(cv.dilate(around, reach, reach)[darker].mean()) >= BESIDE
