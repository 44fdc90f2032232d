"""A slightly turned scan is set upright by its long straight lines."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.figure import Figure
from ipdrecon.trace import cv
from ipdrecon.trace.calibrate import contrast_image

#: Largest turn looked for and smallest one undone, in degrees: 0.1 degrees lift a 700 px axis by 1.2 px.
MAX_TURN, MIN_TURN = 5.0, 0.1
#: Length of a line that says how the page lies, as a share of the width.
MIN_LENGTH = 0.3
#: Lines needed, and the side a picture is shrunk to for the search.
MIN_LINES, WORK_SIDE = 3, 1400


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
    """Degrees by which the figure is turned counter-clockwise: the weighted median over its long lines."""
    scale = min(1.0, WORK_SIDE / max(figure.width, figure.height))
    pixels = cv.resize(figure.pixels, scale) if scale < 1 else figure.pixels
    ink = contrast_image(pixels) > 60
    lines = cv.long_lines(ink, MIN_LENGTH * min(pixels.shape[:2]))
    if len(lines) < MIN_LINES:
        return 0.0
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    length = np.hypot(dx, dy)
    degrees = np.degrees(np.arctan2(-dy, dx))
    # Lines up the page say the same as lines along it, a quarter turn on.
    turn = (degrees + 45.0) % 90.0 - 45.0
    near = np.abs(turn) <= MAX_TURN
    if not near.any():
        return 0.0
    turn, length = turn[near], length[near]
    order = np.argsort(turn)
    share = np.cumsum(length[order]) / length.sum()
    middle = float(turn[order][np.searchsorted(share, 0.5)])
    # Steps of a curve pass for slanted lines; a turned page turns all its lines alike.
    agree = length[np.abs(turn - middle) < 0.12].sum() / length.sum()
    straight = length[np.abs(turn) < 0.03].sum() / length.sum()
    return middle if agree > 0.6 and straight < 0.2 else 0.0
