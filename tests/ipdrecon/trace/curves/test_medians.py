"""Dashed lines at the medians."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Box
from ipdrecon.trace.curves.medians import median_lines
from ipdrecon.trace.inks.ink import read_ink

#: Rows of S = 0.5 and 0, column of time 0.
HALF, ZERO, START = 100, 190, 10


def dashed(*, level: bool) -> npt.NDArray[np.uint8]:
    """A black curve that falls past S = 0.5 at column 200, and dashes down from there; ``level``: and towards it."""
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[12:14, 10:122] = 0
    pixels[12:92, 120:122] = 0
    pixels[90:92, 120:202] = 0
    pixels[90:107, 200:202] = 0
    pixels[105:107, 200:280] = 0
    for row in range(HALF, ZERO, 10):
        pixels[row : row + 6, 200:202] = 0
    for column in range(START, 200, 10) if level else ():
        pixels[HALF : HALF + 2, column : column + 6] = 0
    return pixels


def test_lines_at_the_median_are_rules() -> None:
    """Law: what is dashed along S = 0.5 and down from it to the axis is a line; the fall of the curve itself is not."""
    ink = read_ink(dashed(level=True), Box(4, 4, 295, 195))
    found = median_lines(ink, HALF - ink.top, ZERO - ink.top, START - ink.left)
    assert found[HALF + 11 - ink.top : ZERO - ink.top, 200 - ink.left].sum() >= 45
    assert not found[: HALF - 3 - ink.top].any()
    assert not found[:, 205 - ink.left :].any()
    assert found[HALF - ink.top, START - ink.left : 190 - ink.left].mean() > 0.5


def test_lines_at_the_median_of_an_incidence_are_rules() -> None:
    """Law: an incidence is read upside down, where the lines at its median rise to the axis along the top."""
    ink = read_ink(dashed(level=True), Box(4, 4, 295, 195))
    turned = read_ink(np.ascontiguousarray(dashed(level=True)[::-1]), Box(4, 4, 295, 195))
    found = median_lines(ink, HALF - ink.top, ZERO - ink.top, START - ink.left)
    half, zero = (199 - row - turned.top for row in (HALF, ZERO))
    assert found.any()
    assert (median_lines(turned, half, zero, START - turned.left) == found[::-1]).all()


def test_a_dashed_fall_alone_is_a_curve_s() -> None:
    """Law: without a dashed line along S = 0.5 the last fall of a dashed curve is its own."""
    ink = read_ink(dashed(level=False), Box(4, 4, 295, 195))
    assert not median_lines(ink, HALF - ink.top, ZERO - ink.top, START - ink.left).any()


def test_gaps_of_a_pixel_are_told_by_what_whole_dashes_show() -> None:
    """Law: a hairline of dashes of 3.7 px and gaps of 1.6 px, which shade every gap but a few, is dashed."""
    pixels = np.full((200, 300, 3), 255, np.uint8)
    edges = np.arange(0, 400, 5.3)
    ends = np.arange(401)[:, None]
    drawn = np.diff(np.clip(ends - edges, 0, 3.7).sum(axis=1))
    pixels[HALF, START:200] = (255 * (1 - drawn[: 200 - START, None])).astype(np.uint8)
    pixels[HALF:ZERO, 200] = (255 * (1 - drawn[: ZERO - HALF, None])).astype(np.uint8)
    ink = read_ink(pixels, Box(4, 4, 295, 195))
    found = median_lines(ink, HALF - ink.top, ZERO - ink.top, START - ink.left)
    assert found[HALF - ink.top, START - ink.left : 200 - ink.left].mean() > 0.7
    assert found[HALF - ink.top : ZERO - ink.top, 200 - ink.left].mean() > 0.7
