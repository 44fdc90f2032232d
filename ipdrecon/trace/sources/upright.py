"""A slightly turned scan is set upright by its ink: curves, axes, grids and letters run along rows and columns."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace import cv
from ipdrecon.trace.kernels.edges import unevenness

#: Largest turn looked for and smallest one undone, in degrees: 0.1 degrees lift a 700 px axis by 1.2 px.
MAX_TURN, MIN_TURN = 5.0, 0.1
#: Steps of the search, and half the width of its peak, in degrees.
COARSE, FINE, PEAK = 0.1, 0.02, 0.13
#: Side a picture is shrunk to for the search, grey levels of an edge, and most edge points looked at.
WORK_SIDE, EDGE, MOST_POINTS = 1400, 24.0, 60_000
#: Width of the rows and columns of the coarse search, in pixels: lines of a page turned half a step stay in one.
COARSE_BIN = 3.0
#: Fewest edge points that say how the page lies.
MIN_POINTS = 400
#: How much sharper the edges must fall into rows and columns than they do as the picture lies.
SHARPER = 1.2
#: The same against the picture as it lies, moved by half a pixel: its edges lie at whole pixels, and only there does
#: each of them fall into one bin, which outweighs the few lines of a picture without frame and grid.
MUCH_SHARPER = 3.0


def upright(figure: Figure) -> Figure:
    """The figure turned so that its axes run along rows and columns; as it is where it stands upright."""
    if figure.is_vector or figure.words:
        return figure
    angle = turn_of(figure)
    if abs(angle) < MIN_TURN:
        return figure
    source = attrs.evolve(figure.source, angle=-angle)
    return attrs.evolve(figure, pixels=cv.rotate(figure.pixels, -angle), source=source)


def turn_of(figure: Figure) -> float:
    """Degrees by which the figure is turned counter-clockwise.

    The turn is the one whose undoing gathers level edges in fewest rows and upright edges in fewest columns (the
    projection profile of Postl 1986); a sloping line gathers in one of the two only.
    """
    scale = min(1.0, WORK_SIDE / max(figure.width, figure.height))
    gray = cv.gray(cv.resize(figure.pixels, scale) if scale < 1 else figure.pixels)
    edges = _edges(gray)
    if min(part.shape[1] for part in edges) < MIN_POINTS:
        return 0.0
    turns = np.arange(-MAX_TURN, MAX_TURN + COARSE / 2, COARSE)
    near = turns[int(np.argmax([_sharpness(edges, turn, COARSE_BIN) for turn in turns]))]
    turns = near + np.arange(-2 * COARSE, 2 * COARSE + FINE / 2, FINE)
    sharp = np.array([_sharpness(edges, turn) for turn in turns])
    peak = int(np.argmax(sharp))
    plainly = abs(turns[peak]) > PEAK and sharp[peak] >= MUCH_SHARPER * _sharpness(edges, 0.0, off=0.5)
    if not plainly and sharp[peak] < SHARPER * _sharpness(edges, 0.0):
        return 0.0
    # The peak is as wide as a line is thick over its length: its middle is known better than its highest point.
    top = (np.abs(turns - turns[peak]) < PEAK) & (sharp > 0.5 * sharp[peak])
    return float(np.average(turns[top], weights=sharp[top] - 0.5 * sharp[peak]))


def _edges(gray: npt.NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """Points about the middle, (x, y, change) each (n,), where the picture changes downwards, and where sideways."""
    shade = gray.astype(np.float32)
    down = np.abs(np.diff(shade, axis=0))[:, :-1]
    across = np.abs(np.diff(shade, axis=1))[:-1]
    found = []
    for change, other in ((down, across), (across, down)):
        rows, columns = np.nonzero((change > EDGE) & (change > 1.5 * other))
        every = rows.size // MOST_POINTS + 1
        rows, columns = rows[::every], columns[::every]
        place = np.stack([columns - gray.shape[1] / 2, rows - gray.shape[0] / 2, change[rows, columns]])
        found.append(place.astype(np.float64))
    return found[0], found[1]


def _sharpness(edges: tuple[Floats, Floats], degrees: float, bin_px: float = 1.0, *, off: float = 0.0) -> float:
    """How unevenly level edges fall into rows and upright ones into columns once a turn is undone.

    ``off`` is where the first bin begins before the first edge, in bins.
    """
    cos, sin = float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))
    level, rising = edges
    rows = unevenness(level[1], level[0], level[2], cos, sin, bin_px, off)
    columns = unevenness(rising[0], rising[1], rising[2], cos, -sin, bin_px, off)
    return float(rows * columns)
