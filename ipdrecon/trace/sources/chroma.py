"""Colour that JPEG kept at half the resolution, put back where the brightness says that the ink is.

JPEG keeps brightness (Y) in full and colour (Cb, Cr) as the means of pairs of columns and of rows, between which it is
drawn out again (ITU-T T.871, chroma 4:2:0 and 4:2:2; libjpeg's "fancy upsampling" by 3/4 and 1/4). A mark of one pixel
loses half of its hue so, in favour of the paper beside it. One ink on paper has as much colour for its brightness
everywhere, though: of both the halved picture tells the ratio, and the full brightness then tells the colour.
What has less colour than its ink is left: something black lies over it.
"""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Figure
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Image
from ipdrecon.trace.inks.ink import paper_of
from ipdrecon.trace.kernels.chroma import pair_steps, redrawn

Layer = npt.NDArray[np.float32]

#: Mean square of the colour's steps within pairs against that from pair to pair, up to which pairs are one colour that
#: was drawn out, by 1/4 within and by 1/2 between them; 1 where its resolution is full, but few strokes may happen to
#: lie so in one direction. That of columns whose rows share none (chroma 4:2:2).
DRAWN_OUT, COLUMNS_ONLY = 0.84, 0.7
#: Mean square step of colour or brightness that is none: greys, and pairs of an enlarged picture, have no other.
LEAST_STEP = 0.1
#: Largest picture looked at, in pixels: on larger ones strokes are as wide as several pairs, and lose nothing.
LARGEST = 2_500_000


def with_full_chroma(figure: Figure) -> Figure:
    """The figure, its colour as sharp as its brightness where JPEG halved it."""
    if figure.pixels.shape[0] * figure.pixels.shape[1] > LARGEST:
        return figure
    across, down = pairs_of(figure.pixels)
    if across is None:
        return figure
    return attrs.evolve(figure, pixels=sharpened(figure.pixels, across, down))


def pairs_of(pixels: Image) -> tuple[int | None, int | None]:
    """Column and row, 0 or 1, at which the pairs begin that share their colour; None where they do not."""
    steps = pair_steps(np.ascontiguousarray(pixels)) + LEAST_STEP
    begin = steps[0].argmin(axis=1)
    within, between = steps[:, [0, 1], begin], steps[:, [0, 1], 1 - begin]
    # Of an enlarged picture pairs share the brightness as well.
    color, bright = within / between
    shares = color / np.minimum(1.0, bright)
    rows = bool((shares < DRAWN_OUT).all())
    return int(begin[0]) if rows or shares[0] < COLUMNS_ONLY else None, int(begin[1]) if rows else None


def sharpened(pixels: Image, across: int | None, down: int | None) -> Image:
    """The picture (h, w, 3) with the colour that its brightness tells; its pairs begin at column ``across`` and row
    ``down``."""
    paper = paper_of(pixels)
    bright = (pixels - paper) @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.asarray(redrawn(np.ascontiguousarray(pixels), paper, bright, halved(bright, across, down)))


def halved(layer: Layer, across: int | None, down: int | None) -> Layer:
    """A layer (h, w) as JPEG keeps colour: means of pairs, drawn out between these."""
    height, width = layer.shape
    left, top = across or 0, down or 0
    # Whole pairs, the edge repeated on both sides.
    padded = np.pad(layer, ((2 - top, 2 + (height - top) % 2), (2 - left, 2 + (width - left) % 2)), mode="edge")
    fine = padded.shape
    half = (fine[0] // (1 if down is None else 2), fine[1] // (1 if across is None else 2))
    return cv.drawn_out(cv.means(padded, half), fine)[2 - top :, 2 - left :][:height, :width]
