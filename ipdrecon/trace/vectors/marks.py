"""Censor marks among the paths and words of a vector figure: small shapes of one kind that sit on a curve.

A kind of mark (its shape, size and colour) is believed where most of its members inside the plot sit on a curve in the
same way: with their middle on the line, or standing on it, or hanging from it. Letters drawn as outlines do not.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import largest_mark
from ipdrecon.trace.text.lettering import is_symbol
from ipdrecon.trace.vectors.lines import Chain, down, reach, strokes
from ipdrecon.trace.vectors.placed import RGB, Mark, at_corners, placed_on

#: Smallest mark, in pixels.
SMALLEST_PX = 1.2
#: Strokes of one mark (a plus, a cross) share their middle to this, in pixels.
SAME_MIDDLE_PX = 0.25
#: Ticks of an axis that point inwards end this close to it, in pixels.
EDGE_PX = 1.5
#: Marks closer than this are one mark drawn twice, in pixels.
SAME_MARK_PX = 0.02


def censor_marks(
    figure: Figure, curves: Sequence[Chain], lines: frozenset[int], box: Box, axes: Axes
) -> tuple[Floats, ...]:
    """Columns of each curve's censor marks, sorted, each once.

    ``lines`` are the places in drawing order of strokes that are part of curves or their limits.
    """
    kinds: dict[tuple[object, ...], list[Mark]] = {}
    for mark in [*_shapes(figure, lines, box, axes), *_letters(figure, box, axes)]:
        kinds.setdefault(mark.kind, []).append(mark)
    columns: list[list[float]] = [[] for _ in curves]
    for members in kinds.values():
        placed = placed_on(members, curves, axes)
        if members[0].letter:
            placed = at_corners(placed, curves)
        for mark, curve in placed:
            columns[curve].append(mark.x)
    return tuple(_each_once(np.sort(np.array(values, dtype=np.float64))) for values in columns)


def _each_once(columns: Floats) -> Floats:
    return columns[np.diff(columns, prepend=-np.inf) > SAME_MARK_PX]


@attrs.frozen(eq=False)
class _Part:
    low: Floats
    high: Floats
    shape: str
    color: RGB
    filled: bool
    order: int


def _shapes(figure: Figure, lines: frozenset[int], box: Box, axes: Axes) -> list[Mark]:
    """Marks drawn as paths: parts with one middle and colour together are one shape."""
    largest = largest_mark(box.width, box.height)
    cells: dict[tuple[int, int, RGB], list[_Part]] = {}
    full: list[tuple[list[_Part], RGB]] = []
    area = reach(box, axes)
    for order, path, points in strokes(figure.paths):
        color = path.stroke or path.fill
        low, high = points.min(axis=0), points.max(axis=0)
        size = float((high - low).max())
        if color is None or order in lines or not SMALLEST_PX <= size <= largest or min(color) >= 250:
            continue
        x, y = (low + high) / 2
        if not area.contains(float(x), float(y)) or _is_axis_tick(low, high, box):
            continue
        part = _Part(low, high, _shape_of(points), color, path.stroke is None, order)
        place = next(
            (
                (i, j, color)
                for i in _near(float(x))
                for j in _near(float(y))
                if (i, j, color) in cells and _may_join(cells[i, j, color], part)
            ),
            (_cell(float(x)), _cell(float(y)), color),
        )
        if place in cells and not _may_join(cells[place], part):
            full.append((cells.pop(place), color))  # a second mark so close to the first
        cells.setdefault(place, []).append(part)
    full += [(parts, color) for (_, _, color), parts in cells.items()]
    marks = [_mark(parts, color, axes) for parts, color in sorted(full, key=lambda pair: pair[0][0].order)]
    return [mark for mark in marks if mark.kind[0] != ("-",)]  # a level line alone is a tick or a piece of a line


def _cell(value: float) -> int:
    return int(np.floor(value / SAME_MIDDLE_PX))


def _near(value: float) -> tuple[int, int, int]:
    return _cell(value), _cell(value) - 1, _cell(value) + 1


def _may_join(cell: Sequence[_Part], part: _Part) -> bool:
    """Whether a part belongs to the mark begun in a cell: it has the same middle and is not there already."""
    return all(other.shape != part.shape for other in cell) and _same_middle(cell[0], part)


def _same_middle(first: _Part, second: _Part) -> bool:
    return bool(np.abs(first.low + first.high - second.low - second.high).max() <= 2 * SAME_MIDDLE_PX)


def _is_axis_tick(low: Floats, high: Floats, box: Box) -> bool:
    wide, tall = high - low
    upright = wide < 0.1 and abs(high[1] - box.bottom) < EDGE_PX
    level = tall < 0.1 and min(abs(low[0] - box.left), abs(high[0] - box.right)) < EDGE_PX
    return bool(upright or level)


def _shape_of(points: Floats) -> str:
    wide, tall = np.ptp(points, axis=0)
    if wide < 0.1:
        return "|"
    if tall < 0.1:
        return "-"
    if len(points) == 2:
        rises = (points[1, 0] - points[0, 0]) * (points[1, 1] - points[0, 1]) < 0
        return "/" if rises else "\\"
    return f"{len(points)} points"


def _mark(parts: Sequence[_Part], color: RGB, axes: Axes) -> Mark:
    low = np.min([part.low for part in parts], axis=0)
    high = np.max([part.high for part in parts], axis=0)
    rows = np.sort(down(np.array([low, high]), axes)[:, 1])
    shapes = tuple(sorted({part.shape for part in parts}))
    size = (round(2 * float(high[0] - low[0])), round(2 * float(high[1] - low[1])))
    filled = all(part.filled for part in parts)
    return Mark(float(low[0] + high[0]) / 2, float(rows[0]), float(rows[1]), (shapes, size, color), color, filled)


def _letters(figure: Figure, box: Box, axes: Axes) -> list[Mark]:
    """Marks that are printed as characters: R's text symbols, + and | among them."""
    found = []
    area = reach(box, axes)
    for word in figure.words:
        x, y = word.box.center
        if not (is_symbol(word.text) and area.contains(x, y)):
            continue
        rows = np.sort(down(np.array([[x, word.box.top], [x, word.box.bottom]]), axes)[:, 1])
        kind = ("letter", word.text, round(2 * word.box.height), word.color)
        found.append(Mark(x, float(rows[0]), float(rows[1]), kind, word.color, letter=True))
    return found
