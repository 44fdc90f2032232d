"""Symbols whose middle is paper: hollow circles or squares laid over their curve, as GraphPad Prism draws them.

Where a row of them stands, neither line nor middle is left: a path has only their rims to follow. Filled with their
own colour they are discs and blocks with the curve through their middles. A circle through which its line runs is left
as it is: there the line parts its inside into two halves.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Ints
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Image, Mask
from ipdrecon.trace.text.inside import MARK_LETTERS

#: Grey levels from the page from which there is ink, and every how many pixels the page is looked at.
INKED, EVERY = 12, 7
#: Pixels behind the innermost ones of a rim that have its own colour, cosine of their contrast with that of these, and
#: contrast against that of the strongest.
BLENDED_PX, SAME_HUE, STRONG = 1, 0.95, 0.9
#: Width of a slit between two rims, in pixels, at most.
SLIT_PX = 3
#: Smallest and largest inside of a symbol, in pixels and as a share of the plot area's smaller side.
LEAST_PX, MOST = 3, 0.05
#: Difference of its height and width, in pixels, and share of their square that it fills at least (a rhomb: half).
SQUARE_PX, FILLED = 1.5, 0.45
#: Thickest rim in pixels, and columns beyond it in which the line is seen.
THICKEST_PX, LINE_PX = 5, 3
#: Smallest inside by which symbols are known, in pixels, and share of all holes that alike ones smaller than that are
#: at least: between the arms of crowded pluses there are such of all sizes.
WHOLE_PX, SMALL_SHARE = 5, 0.75
#: How much the areas of insides differ, as a share; fewest of one size, also as a share of all; and most halves of such
#: and most wider insides against them.
SAME_AREA, FEWEST, MANY, MOST_HALVES, MOST_WIDER = 0.2, 8, 0.2, 0.5, 0.3
#: Share of the plot area from which what recurs in it is the cells of a grid.
CELLS = 0.3
#: Height of a half against its width, at most, and width against that of a whole symbol, at least.
HALF_HIGH, HALF_WIDE = 0.6, 0.7
#: Columns of the table of holes.
LEFT, TOP, WIDTH, HEIGHT, AREA = range(5)


def with_filled_symbols(figure: Figure, box: Box, words: tuple[Word, ...]) -> Figure:
    """The figure with hollow symbols filled that lie over the curves of the plot area ``box``, and in the legend."""
    if figure.is_vector:
        return figure
    plot = figure.pixels[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.left)) : int(box.right) + 1]
    small = _small(cv.holes(_ink(plot))[0], MOST * min(plot.shape[:2]))
    if len(small) < FEWEST:
        return figure
    texts = [word.box for word in words if not MARK_LETTERS.match(word.text)]
    places = small[:, [LEFT, TOP]] + np.array([max(0, int(box.left)), max(0, int(box.top))])
    free = [not any(text.contains(*place) for text in texts) for place in places]
    size = _size(small[free], plot.shape[0] * plot.shape[1])
    if size is None:
        return figure
    pixels = figure.pixels.copy()
    ink = _ink(pixels)
    near = np.zeros(ink.shape, np.bool_)
    most = size + SQUARE_PX
    for hole, edge in zip(*cv.holes(ink), strict=True):
        if max(hole[WIDTH], hole[HEIGHT]) > most:
            continue
        x, y = hole[LEFT] + (hole[WIDTH] - 1) / 2, hole[TOP] + (hole[HEIGHT] - 1) / 2
        letter = any(text.contains(x, y) for text in texts)
        if not letter and (box.contains(x, y) or _is_met(ink, hole)):
            _fill(pixels, hole, edge)
            near[hole[TOP] : hole[TOP] + hole[HEIGHT], hole[LEFT] : hole[LEFT] + hole[WIDTH]] = True
    # Between rims of crowded ones there are slits that are blends all over.
    near = cv.dilate(near, SLIT_PX, SLIT_PX)
    pixels[near] = cv.opening(pixels, SLIT_PX)[near]
    return attrs.evolve(figure, pixels=pixels)


def _ink(pixels: Image) -> Mask:
    """Where a picture (h, w, 3) is not as bright as its page is."""
    luma = cv.gray(pixels)
    page = int(np.argmax(np.bincount(luma.ravel()[::EVERY])))
    return np.asarray((luma < page - INKED) | (luma > page + INKED))


def _fill(pixels: Image, hole: Ints, edge: Ints) -> None:
    """Give a hole, and the blended pixels next to it, the strongest colour of the same hue behind these."""
    left, top, width, height, _ = (int(v) for v in hole)
    x, y = max(0, left - 1 - BLENDED_PX), max(0, top - 1 - BLENDED_PX)
    place = pixels[y : top + height + 1 + BLENDED_PX, x : left + width + 1 + BLENDED_PX]
    page = pixels[top + height // 2, left + width // 2].astype(np.float64)
    own = cv.filled((place.shape[0], place.shape[1]), edge - np.array([x, y]))
    size = 2 * BLENDED_PX + 1
    around = place[cv.dilate(own, size, size)].astype(np.float64)
    away, strength = around - page, np.linalg.norm(around - page, axis=1)
    blend = np.median(pixels[edge[:, 1], edge[:, 0]] - page, axis=0)
    alike = away @ blend >= SAME_HUE * strength * float(np.linalg.norm(blend))
    if alike.any():
        place[own] = np.median(around[alike & (strength >= STRONG * strength[alike].max())], axis=0).astype(np.uint8)


def _small(holes: Ints, most: float) -> Ints:
    """Holes that may be the inside of a symbol, or half of one."""
    wide = holes[:, WIDTH]
    return holes[(wide >= LEAST_PX) & (wide <= most) & (holes[:, HEIGHT] <= most)]


def _size(holes: Ints, area: int) -> float | None:
    """Width of the widest insides that recur whole, in one size and far more often than in halves; None where none do.

    ``area`` is that of the plot in pixels, which the cells of a fine grid fill.
    """
    square = np.abs(holes[:, WIDTH] - holes[:, HEIGHT]) <= SQUARE_PX
    wholes = holes[square & (holes[:, AREA] >= FILLED * holes[:, WIDTH] * holes[:, HEIGHT])]
    if float((wholes[:, WIDTH] ** 2).sum()) > CELLS * area:
        return None
    halves = holes[holes[:, HEIGHT] <= HALF_HIGH * holes[:, WIDTH], WIDTH]
    sizes = [float(whole[WIDTH]) for whole in wholes if _recurs(whole, wholes, halves, len(holes))]
    return max(sizes, default=None)


def _recurs(whole: Ints, wholes: Ints, halves: Ints, every: int) -> bool:
    """Whether an inside is one of many alike, few of which are parted into ``halves`` (their widths), and few wider.

    Small ones are most of ``every`` hole there is. Those in one column count once: marks stand at times of their own,
    and a grid has a column of square cells beside its axis, though others are wider.
    """
    size = int(whole[WIDTH])
    same = (np.abs(wholes[:, [WIDTH, HEIGHT]] - whole[[WIDTH, HEIGHT]]) <= 1).all(axis=1)
    same &= np.abs(wholes[:, AREA] - whole[AREA]) <= SAME_AREA * whole[AREA]
    alike = int(np.unique(wholes[same, LEFT]).size)
    parted = int(((halves >= HALF_WIDE * size) & (halves <= size + SQUARE_PX)).sum())
    wider = int((wholes[:, WIDTH] > size + SQUARE_PX).sum())
    few = max(parted / MOST_HALVES, wider / MOST_WIDER)
    known = size >= WHOLE_PX or alike >= SMALL_SHARE * every
    return known and alike >= max(FEWEST, MANY * len(wholes), few)


def _is_met(ink: Mask, hole: Ints) -> bool:
    """Whether a line ends at the middle of a rim on both sides: ink there, and paper above and below."""
    left, top, width, height, _ = (int(v) for v in hole)
    middle = top + height // 2
    above = ink[max(0, top - THICKEST_PX) : top, left + width // 2][::-1]
    if above.all():
        return False
    rim = int(np.argmin(above))
    for begin in (left - rim - LINE_PX, left + width + rim):
        if begin < 0 or begin + LINE_PX > ink.shape[1]:
            return False
        beside = ink[:, begin : begin + LINE_PX]
        lined = beside[middle - 1 : middle + 2].any(axis=0) & ~beside[top] & ~beside[top + height - 1]
        if not lined.all():
            return False
    return True
