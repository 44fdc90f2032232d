"""Greys that strokes show exactly as the legend does.

Greys differ in how dark they are alone. Where translucent bands in them overlap, the mixtures and the rims of bands are
greys as well, as dark as any line, and a band may be darker than a paler line upon it. But a picture without noise
shows a line that lies above the bands in its very own colour wherever it runs, as no blend is: the edges of other
strokes are one pixel thick and between two greys, and mixtures are other greys by some levels or fill areas.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.trace import cv
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.contrast import from_color
from ipdrecon.trace.inks.ink import Ink, Layer, closing_px
from ipdrecon.trace.lines.stroke import is_neutral

#: Levels of a channel within which a pixel has a colour, and levels by which two greys differ at least.
EXACT, APART = 1.0, 4.0
#: Levels within which a pixel has about a grey, and columns in which strokes show it exactly against those about it.
ABOUT, MOSTLY = 8.0, 0.6
#: Length of a piece of a stroke of one pixel, which is a line where it is darker, or paler, than what is on both its
#: sides; and how far from a stroke the edge of one lies that it covers.
LONG_PX, EDGE_PX = 5, 2
#: Pixels of a piece at least: rims of bands change with each pixel, and have a grey by chance in a few of them.
LEAST_PX = 12
#: Share of a row or column in one grey from which it is a line of a grid or frame.
RULED = 0.97
#: Levels off the paper of a strong stroke; how near to it and how far from it rings are looked for, in pixels; and
#: share of the pixels there that are as light as the ones before and above them, in a clean picture.
STRONG, RINGS_PX, CLEAN = 60.0, (2, 6), 0.73
#: Share of the plot's columns in which strokes show a grey of the legend at least.
OFTEN = 0.08

Color = npt.NDArray[np.float32]


def exact_greys(ink: Ink, colors: Sequence[Color]) -> list[Color]:
    """Those of a legend's colours that are greys which strokes show exactly; none where these are fewer than two.

    None either where the file is no clean one: one black has many greys there, in keys and on strokes alike.
    """
    if not _is_clean(ink):
        return []
    greys: list[Color] = []
    for color in colors:
        if is_neutral(color) and all(np.abs(color - other).max() >= APART for other in greys):
            greys.append(color)
    exact = [grey for grey in greys if _is_exact(ink, grey)] if len(greys) > 1 else []
    return exact if len(exact) > 1 else []  # all lines of a picture are drawn alike


def with_exact_greys(ink: Ink, cores: Color, alpha: Layer, exact: Sequence[Color]) -> Layer:
    """Coverage (k, h, w) by the colours, of which those that are ``exact`` greys have their strokes wholly.

    They have nothing of what lies farther from these than a mark reaches, but edges beside others under which they run.
    Where no band lies beneath it is as it was: nothing then is mixed that could look like a line, and edges of a darker
    line have a paler one's grey.
    """
    of = {i: grey for i, core in enumerate(cores) for grey in exact if np.array_equal(core, grey)}
    if not of or not ink.banded:
        return alpha
    result = alpha.copy()
    found = {i: _strokes_in(ink, grey) for i, grey in of.items()}
    size = 2 * int(np.ceil(reach_px(ink.shape))) + 1
    beside = cv.dilate(np.logical_or.reduce(list(found.values())), 2 * EDGE_PX + 1, 2 * EDGE_PX + 1)
    for i, own in found.items():
        result[i][~(cv.dilate(own, size, size) | beside)] = 0.0
    for i, own in found.items():
        result[:, own] = 0.0
        result[i][own] = 1.0
    return result


def _is_clean(ink: Ink) -> bool:
    """Whether paper and bands close to strokes are even: JPEG and enlargements leave rings on them."""
    strong = np.abs(ink.rgb - ink.page).max(axis=2) > STRONG
    near, far = (2 * px + 1 for px in RINGS_PX)
    beside = cv.dilate(strong, far, far) & ~cv.dilate(strong, near, near)
    level = ink.rgb.mean(axis=2)
    even = (np.abs(np.diff(level, axis=1, prepend=level[:, :1])) <= EXACT) & (
        np.abs(np.diff(level, axis=0, prepend=level[:1])) <= EXACT
    )
    return not beside.any() or float(even[beside].mean()) >= CLEAN


def _is_exact(ink: Ink, grey: Color) -> bool:
    """Whether strokes show a grey in enough columns, and in most of those in which they show about that grey.

    Of a thin line that is nowhere drawn in full, some pixels have a blend of it by chance.
    """
    own = float(_strokes_in(ink, grey).any(axis=0).mean())
    return own >= OFTEN and own >= MOSTLY * float(_strokes_in(ink, grey, ABOUT).any(axis=0).mean())


def _strokes_in(ink: Ink, grey: Color, off: float = EXACT) -> Mask:
    """Pixels (h, w) of strokes that have a grey: what fills areas is a band or where bands overlap."""
    own = (from_color(ink.rgb, grey) <= off) & ~ink.hidden
    own &= ~((own.mean(axis=1, keepdims=True) > RULED) | (own.mean(axis=0, keepdims=True) > RULED))
    size = closing_px(ink.shape)
    level = ink.rgb.mean(axis=2)
    long = (cv.open_(own, LONG_PX, 1) & _is_extreme(level)) | (cv.open_(own, 1, LONG_PX) & _is_extreme(level.T).T)
    own &= ~cv.open_(own, size, size)
    parts, count = ndimage.label(own, np.ones((3, 3)))
    sure = np.bincount(parts[own & (long | _in_squares(own))], minlength=count + 1)
    return np.asarray((sure >= LEAST_PX)[parts] & own)  # on steep stretches its pieces are short


def _in_squares(own: Mask) -> Mask:
    """Pixels (h, w) in squares of two by two of a mask: an opening by an even number of pixels would move them."""
    square = own[:-1, :-1] & own[1:, :-1] & own[:-1, 1:] & own[1:, 1:]
    padded = np.pad(square, 1)
    return np.asarray(padded[:-1, :-1] | padded[1:, :-1] | padded[:-1, 1:] | padded[1:, 1:])


def _is_extreme(level: Layer) -> Mask:
    """Where a pixel (h, w) is not between those above and below it, as a blend of the two is."""
    padded = np.pad(level, ((1, 1), (0, 0)), mode="edge")
    above, below = padded[:-2] - level, padded[2:] - level
    return np.asarray(above * below >= -EXACT)
