"""Whether a key is a part of another line: dashes of a curve lead to it, or it runs through the whole plot."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.figure import Box
from ipdrecon.frozen import Bools
from ipdrecon.trace.inks.color_distance import color_distance
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import CONTRAST, SHORTEST, THICK

#: Share of a window's height that an upright line covers.
WALL = 0.85
#: Distance of two colours up to which dashes may be of one line (`color_distance`; thin ones are pale).
ONE_INK = 0.3
#: Share of the columns beneath a key that a dashed line shows at least which passes it.
PASSES = 0.15
#: Share of the columns right behind a text, for one height of it, in which a line shows that goes on there.
BEHIND = 0.3
#: How far a curve falls on a mark at most, in heights of the text that was read for it.
FALLS = 1.0
#: Share of a plot's columns that a line of its frame or grid covers, and curves, which fall, do not.
THROUGH = 0.8


def goes_on(
    pixels: npt.NDArray[np.uint8],
    span: tuple[int, int],
    limit: int,
    middle: float,
    line: float,
    color: tuple[int, int, int],
) -> bool:
    """Whether more dashes of a key's colour stand left of it, above or below its row: then it is part of a curve.

    Dashes of a line that goes on above or below the key are no part of it.

    Parameters
    ----------
    span : (int, int)     First and last column of the key.
    limit : int           Where the text left of it ends.
    middle, line : float  Row of the key, and height of a line of text.
    """
    begin, stop = span
    left, top = int(max(limit, begin - line)), int(max(0, middle - line))
    window = pixels[top : int(middle + line) + 1, left : stop + 1].astype(np.float32)
    patch = window[:, : max(0, int(begin - 0.15 * line) - left)]
    if min(patch.shape[:2]) < 3:
        return False
    paper = median_color(patch)
    contrast = from_color(window, paper)
    ink = np.asarray(contrast > 2 * CONTRAST)
    beside = ink[:, : patch.shape[1]]
    # What stands beyond the frame of a legend, or an axis, is no part of what is inside.
    wall = max(np.flatnonzero(beside.mean(axis=0) > WALL), default=-1)
    parts, _ = ndimage.label(beside, np.ones((3, 3)))
    sizes = np.bincount(parts.ravel())[1:]
    for (rows, columns), size in zip(ndimage.find_objects(parts), sizes, strict=True):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        # Frames of legends and panels are longer, and go on beyond the window.
        inside = rows.start > 0 and rows.stop < patch.shape[0] and columns.stop > wall
        dash = max(high, wide) < SHORTEST * line and min(high, wide) <= max(3.0, THICK * line)
        if not (inside and dash and size >= max(3.0, 0.002 * line**2)):
            continue
        r, g, b = window[rows, columns].reshape(-1, 3)[int(contrast[rows, columns].argmax())]
        far = abs((rows.start + rows.stop - 1) / 2 - (middle - top)) > THICK * line / 2 + high
        if color_distance((int(r), int(g), int(b)), color) < ONE_INK and not (far and _passes(ink, rows, begin - left)):
            return True
    return False


def _passes(ink: Bools, rows: slice, first: int) -> bool:
    """Whether a line in the rows of a dash goes on from the column where a key begins."""
    return bool(ink[rows, first:].any(axis=0).mean() > PASSES)


def runs_through(pixels: npt.NDArray[np.uint8], place: Box, color: tuple[int, int, int], plot: Box) -> bool:
    """Whether the line of some colour in the middle of a key's place runs through the whole plot: its frame or grid."""
    key, (top, bottom) = np.array(color, np.float32), (int(place.top), int(np.ceil(place.bottom)))
    row = min(len(pixels) - 1, max(0, round(place.center[1])))
    across = pixels[row, max(0, round(plot.left)) : round(plot.right) + 1].astype(np.float32)
    edges = pixels[[max(0, top), min(len(pixels) - 1, bottom)], round(place.left) : round(place.right) + 1]
    contrast = min((float(np.abs(median_color(edge) - key).max()) for edge in edges if len(edge)), default=0.0)
    near = min(CONTRAST, contrast / 2) if contrast > 0 else CONTRAST  # paper is not much unlike a pale key
    return bool(across.size) and bool((from_color(across, key) < near).mean() > THROUGH)


def goes_on_behind(pixels: npt.NDArray[np.uint8], text: Box, key: Box, color: tuple[int, int, int]) -> bool:
    """Whether a line of a key's colour goes on in its row, or a little below, behind the text that it stands before."""
    row, line = key.center[1], text.height
    top, left = max(0, round(row - THICK * line / 2)), max(0, round(text.right) + 1)
    beyond = pixels[top : round(row + FALLS * line) + 1, left : round(left + line)].astype(np.float32)
    if beyond.size == 0:
        return False
    own = from_color(beyond, np.array(color, np.float32)) < CONTRAST
    return bool(own.any(axis=0).mean() > BEHIND)
