"""Insets: small plots inside a panel, which show its curves once more at another scale.

The panel is read as if they were not there, and each of them as if there were nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.inks.contrast import median_color

#: A figure and its words.
Hidden = tuple[Figure, tuple[Word, ...]]
#: How far beyond its panel an inset may reach, in pixels, and the largest share of the panel it takes.
BEYOND_PX, MOST = 3.0, 0.5
#: How far above its panel's lower edge an inset ends at least, as a share of its height: its times stand there.
ABOVE = 0.03
#: How far left of an inset its labels and title stand at most, as a share of its width, and its edge, in pixels.
BESIDE, EDGE_PX = 0.35, 2.0


def insets(boxes: Sequence[Box]) -> list[int]:
    """Indices of plot areas that lie inside another one."""
    return [i for i, box in enumerate(boxes) if any(_holds(other, box) for other in boxes if other is not box)]


def _holds(outer: Box, inner: Box) -> bool:
    corners = ((inner.left, inner.top), (inner.right, inner.bottom))
    small = inner.width * inner.height < MOST * outer.width * outer.height
    above = outer.bottom - inner.bottom > ABOVE * outer.height
    return small and above and all(outer.contains(*corner, BEYOND_PX) for corner in corners)


def with_labels(box: Box, bottom: float, words: Sequence[Word]) -> Box:
    """An inset with the labels and titles of its axes, the lowest of which ends at ``bottom``."""
    around = Box(box.left - BESIDE * box.width, box.top - EDGE_PX, box.right + EDGE_PX, bottom + EDGE_PX)
    beside = [w.box for w in words if around.contains(*w.box.center) and (number(w.text) or w.angle != 0)]
    below = [w.box for w in words if around.contains(*w.box.center) and w.box.top > box.bottom]
    whole = reduce(Box.union, [box, *beside, *below])
    return Box(whole.left - EDGE_PX, whole.top - EDGE_PX, whole.right + EDGE_PX, whole.bottom + EDGE_PX)


def without_insets(figure: Figure, words: tuple[Word, ...], panel: Box, places: tuple[Box, ...]) -> Hidden:
    """The figure and its words without what lies in insets of a panel, as if their places were bare."""
    if not places:
        return figure, words
    pixels = figure.pixels.copy()
    paper = median_color(pixels[_slices(panel)]).astype(np.uint8)
    for place in places:
        pixels[_slices(place)] = paper
    paths = tuple(path for path in figure.paths if not any(_is_within(path.points, place) for place in places))
    kept = tuple(w for w in words if not any(place.contains(*w.box.center) for place in places))
    return attrs.evolve(figure, pixels=pixels, paths=paths), kept


def only_inset(figure: Figure, words: tuple[Word, ...], place: Box) -> Hidden:
    """The figure and its words with nothing but what lies in an inset, as if the rest were bare."""
    pixels = np.empty_like(figure.pixels)
    rows, columns = _slices(place)
    pixels[:] = median_color(figure.pixels[rows, columns]).astype(np.uint8)
    pixels[rows, columns] = figure.pixels[rows, columns]
    paths = tuple(path for path in figure.paths if _is_within(path.points, place))
    kept = tuple(w for w in words if place.contains(*w.box.center))
    return attrs.evolve(figure, pixels=pixels, paths=paths), kept


def _slices(box: Box) -> tuple[slice, slice]:
    return slice(max(0, int(box.top)), int(box.bottom) + 1), slice(max(0, int(box.left)), int(box.right) + 1)


def _is_within(points: Floats, box: Box) -> bool:
    return bool(len(points)) and box.contains(*points.min(axis=0)) and box.contains(*points.max(axis=0))
