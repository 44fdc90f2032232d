"""Tiles that keys of a legend are drawn on (ggplot2): the ground of its theme, or the tint of a confidence band."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Figure
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import LONG

#: RGB distance within which pixels are of one ground: that of a theme differs from white paper by 22.
ONE_GROUND = 8.0
#: Highest tile in text heights, and its greatest width in its heights.
HIGH, WIDE = 4.0, 2.5
#: How far from the middle of its tile a key lies, as a share of the tile's width: a text behind a key lies further.
OFF_MIDDLE = 0.2
#: Share of the edges of a tile that is its ground: a line may run from edge to edge.
WHOLE_EDGE = 0.8


def is_on_tile(figure: Figure, box: Box, line: float) -> bool:
    """Whether what stands in a box is all that lies on a tile of a colour of its own; texts are ``line`` pixels high.

    A ground that a whole legend lies on is wider, and its texts stand off its middle.
    """
    top, left = max(0, int(box.top - HIGH * line)), max(0, int(box.left - LONG * line))
    window = figure.pixels[top : int(box.bottom + HIGH * line) + 1, left : int(box.right + LONG * line) + 1]
    rows = slice(int(box.top) - top, int(box.bottom) + 1 - top)
    columns = slice(int(box.left) - left, int(box.right) + 1 - left)
    inside = window[rows, columns]
    if min(inside.shape[:2]) < 2:
        return False
    ground = np.asarray(from_color(window, median_color(inside)) < ONE_GROUND)
    parts, _ = ndimage.label(ground)
    own = parts[rows, columns]
    if not own.any():
        return False
    number = int(np.bincount(own[own > 0]).argmax())
    high, wide = ndimage.find_objects(parts)[number - 1]
    within = high.start > 0 and wide.start > 0 and high.stop < len(window) and wide.stop < window.shape[1]
    height, width = high.stop - high.start, wide.stop - wide.start
    if not within or not line <= height <= HIGH * line or width > WIDE * height:
        return False
    if abs(left + (wide.start + wide.stop - 1) / 2 - box.center[0]) > OFF_MIDDLE * width:
        return False
    tile = ground[high, wide]
    edges = (tile[0], tile[-1], tile[:, 0], tile[:, -1])
    return min(float(edge.mean()) for edge in edges) >= WHOLE_EDGE
