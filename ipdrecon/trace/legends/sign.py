"""A plus or a dash between two words of one label ("A + B"), told from the key of a legend's next entry."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Box
from ipdrecon.frozen import Bools, Bytes
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import CONTRAST, Patch

#: Width of a sign in heights of its text's box, height of a plus over its width, and thickest dash in those heights.
WIDTH, ROUND, THICK = (0.2, 0.8), (0.75, 1.35), 0.17
#: Widest blank beside a sign, in the same heights, and how much wider that on one side may be.
BLANK, UNEVEN = 0.75, 0.3
#: Share of a plus's width and height from each of its corners that holds no ink.
CORNER = 0.3
#: Share of its width and height that the strokes of a plus cover, or of its box that a dash does.
WHOLE = 0.8
#: Difference of its channels beyond that of the letters beside it, from which a sign is drawn in another colour.
VIVID = 60.0


def is_sign_between(pixels: Bytes, box: Box) -> bool:
    """Whether a plus or a dash that belongs to the text on both sides stands inside a box.

    ``box`` reaches into the letters on either side, and is as high as their line. A key stands nearer to its own text
    than to the one before it, is longer than a dash, or is drawn in the colour of its curve.
    """
    top, left = max(0, int(box.top)), max(0, int(box.left))
    patch = pixels[top : int(np.ceil(box.bottom)) + 1, left : int(np.ceil(box.right)) + 1].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return False
    ink: Bools = np.asarray(from_color(patch, median_color(patch)) > CONTRAST)
    at = np.flatnonzero(ink.any(axis=0))
    groups = np.split(at, np.flatnonzero(np.diff(at) > 1) + 1)
    line = box.height
    for before, group, after in zip(groups, groups[1:], groups[2:], strict=False):
        a, b = int(group[0]), int(group[-1]) + 1
        blanks = a - int(before[-1]) - 1, int(after[0]) - b
        even = max(blanks) < BLANK * line and abs(blanks[0] - blanks[1]) < UNEVEN * line
        if even and min(blanks) > 0 and _is_sign(ink[:, a:b], line):
            own, beside = (_vividness(patch, ink, columns) for columns in (group, np.concatenate([before, after])))
            if own - beside < VIVID:
                return True
    return False


def _is_sign(ink: Bools, line: float) -> bool:
    """Whether ink is small against the line of text, and flat, or as high as wide and empty in its corners."""
    rows = np.flatnonzero(ink.any(axis=1))
    ink = ink[rows[0] : rows[-1] + 1]
    height, width = ink.shape
    if not WIDTH[0] * line <= width <= WIDTH[1] * line:
        return False
    if height <= max(2.0, THICK * line):
        return bool(ink.mean() > WHOLE)
    if not ROUND[0] * width <= height <= ROUND[1] * width:
        return False
    down, right = max(1, int(CORNER * height)), max(1, int(CORNER * width))
    ends = itertools.product((slice(None, down), slice(-down, None)), (slice(None, right), slice(-right, None)))
    arms = ink[down:-down].mean(axis=1).max() > WHOLE and ink[:, right:-right].mean(axis=0).max() > WHOLE
    return bool(arms and not any(ink[rows, columns].any() for rows, columns in ends))


def _vividness(patch: Patch, ink: Bools, columns: npt.NDArray[np.intp]) -> float:
    """How far the channels of the ink in columns differ: small print is paler than large, but no more colourful."""
    own = patch[:, columns][ink[:, columns]]
    return float(np.quantile(own.max(axis=1) - own.min(axis=1), 0.75))
