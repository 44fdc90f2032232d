"""Paper of clean figures with confidence bands: areas of one even colour, and the rims between them.

A closing takes for paper whatever is brightest around: a line that is paler than the band it runs on is paper to it,
and a narrow part of a dark band, or its rim, is ink. But a band on a clean picture is even to the last grey level, and
along its rim a pixel or two are blends of both sides. What is neither even nor such a blend is ink, be it darker than
the paper around or paler.
"""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Ints
from ipdrecon.trace import cv
from ipdrecon.trace.inks.contrast import distance
from ipdrecon.trace.inks.ink import MIN_CONTRAST, Ink, Layer, closing_px, rules_of
from ipdrecon.trace.kernels.flats import without_rims

#: Share of the plot area that even colours cover where a picture is clean: noise leaves none even.
CLEAN = 0.6
#: Most colours that areas have, every how many pixels they are looked for, and least share of the plot area.
MOST_COLORS, EVERY, LEAST_AREA = 48, 2, 0.0005
#: Side of a square of its colour that an area holds, as a share of what a closing takes for a stroke, and of a piece of
#: an area, in pixels: blends along rims and strokes are narrower.
SQUARE, PIECE_PX = 0.5, 3
#: Grey levels within which an area has a curve's colour: it is its marks, grown together.
OF_A_CURVE = 2.5
#: Contrast from which there is ink on even paper.
LEAST = 6.0


def on_flat_paper(ink: Ink, cores: Layer, edges: tuple[float, float]) -> Ink:
    """The ink of a clean picture on its even areas; of another, or one without a pale curve, as it is.

    A curve is pale where its colour, of ``cores`` (k, 3), is hardly darker than a band, or brighter. ``edges`` are the
    row and the column of the axes.
    """
    if not len(cores) or not ink.banded:
        return ink
    colors, area = _areas(ink, cores)
    clean = float((area >= 0).mean()) >= CLEAN
    darker = np.linalg.norm(np.maximum(colors[None] - cores[:, None], 0.0), axis=2)
    if not clean or not (darker < MIN_CONTRAST).any():
        return ink
    near = cv.nearest(area, closing_px(ink.shape))
    paper = np.where((near >= 0)[..., None], colors[np.maximum(near, 0)], ink.paper).astype(np.float32)
    contrast = distance(ink.rgb, paper)
    grid = rules_of(ink.rgb, paper, contrast, ink.ground, edges) & (ink.rgb > paper).any(axis=2)
    paper = without_rims(ink.rgb, paper, area, colors, np.ascontiguousarray(cores, np.float32), grid)
    return attrs.evolve(ink, paper=paper, contrast=distance(ink.rgb, paper), least=LEAST)


def _areas(ink: Ink, cores: Layer) -> tuple[Layer, Ints]:
    """Colours (n, 3) of even areas, and which one each pixel (h, w) has, -1 elsewhere."""
    channels = ink.rgb.astype(np.int32)
    codes = (channels[..., 0] * 256 + channels[..., 1]) * 256 + channels[..., 2]
    values, counts = np.unique(codes[::EVERY, ::EVERY], return_counts=True)
    often = np.argsort(-counts)[:MOST_COLORS]
    often = often[counts[often] * EVERY**2 >= LEAST_AREA * codes.size]
    side = max(PIECE_PX + 1, round(SQUARE * closing_px(ink.shape)))
    area: Ints = np.full(codes.shape, -1, np.int64)
    colors: list[npt.NDArray[np.float32]] = []
    for value in values[often]:
        color = np.array([value // 65536, value // 256 % 256, value % 256], np.float32)
        even = codes == value
        if float(np.abs(cores - color).max(axis=1).min()) < OF_A_CURVE or not cv.erode(even, side, side).any():
            continue
        area[cv.open_(even, PIECE_PX, PIECE_PX)] = len(colors)
        colors.append(color)
    return np.array(colors, np.float32).reshape(-1, 3), area
