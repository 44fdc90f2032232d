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
from ipdrecon.frozen import Floats, Ints
from ipdrecon.trace.lettering import is_symbol
from ipdrecon.trace.vector_lines import Chain, down, level_at, reach, strokes

#: Largest mark, as a share of the plot's smaller side, and smallest, in pixels.
LARGEST, SMALLEST_PX = 0.09, 1.2
#: Strokes of one mark (a plus, a cross) share their middle to this, in pixels.
SAME_MIDDLE_PX = 0.25
#: Ticks of an axis that point inwards end this close to it, in pixels.
EDGE_PX = 1.5
#: A mark sits on its curve to this, in pixels; a printed character to this share of its height.
ON_LINE_PX, ON_LINE_LETTER = 0.4, 0.15
#: The column of a character may be off by this (programs round the widths of letters), in pixels.
LETTER_SLACK_PX = 1.5
#: A character's middle lies this close to the line before the usual offset of its kind is known: share of its height.
ABOUT_ON_LINE = 0.45
#: Characters of a kind whose usual offset from the line can be learned.
FEWEST_LETTERS = 3
#: Share of a kind's members that must sit on curves.
ENOUGH_ON_LINE = 0.5
#: Marks closer than this are one mark drawn twice, in pixels.
SAME_MARK_PX = 0.02
#: Characters are moved to corners where at least this many, and this share of them, stand at corners to this (pixels)
#: after a common shift of at most this (pixels).
FEWEST_AT_CORNERS, ALL_AT_CORNERS, CORNER_PX, WIDEST_SHIFT_PX = 4, 0.8, 0.12, 2.0

RGB = tuple[int, int, int]


@attrs.frozen
class Mark:
    """A small shape on the (right, down) plane.

    Attributes
    ----------
    x : float              Middle column.
    top, bottom : float    Rows.
    kind : tuple           Shape, size and colour: marks of one kind are drawn alike.
    color : RGB or None
    letter : bool          Whether it is a printed character (or a filled shape, which may be one): where it stands
                           against the line is then learned from its kind.
    """

    x: float
    top: float
    bottom: float
    kind: tuple[object, ...]
    color: RGB | None
    letter: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


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
        placed = _placed(members, curves, axes)
        if members[0].letter:
            placed = _at_corners(placed, curves)
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
    largest = LARGEST * min(box.width, box.height)
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


def _placed(members: Sequence[Mark], curves: Sequence[Chain], axes: Axes) -> list[tuple[Mark, int]]:
    """Members of one kind with the curve each sits on; none where the kind is no mark."""
    if not curves:
        return []
    color = members[0].color
    own = [k for k, curve in enumerate(curves) if curve.path.stroke == color]
    usable = own or list(range(len(curves)))
    x = np.array([mark.x for mark in members])
    letter, height = members[0].letter, members[0].bottom - members[0].top

    def gaps(rows: Floats) -> Floats:
        return np.array([_gap(curves[k], x, rows, axes, LETTER_SLACK_PX if letter else 0.0) for k in usable])

    middle = np.array([mark.middle for mark in members])
    if letter:
        about = gaps(middle)
        nearest = np.take_along_axis(about, np.abs(about).argmin(axis=0)[None], axis=0)[0]
        close = (np.abs(nearest) <= ABOUT_ON_LINE * height) & (nearest != 0)
        usual = float(np.median(nearest[close])) if close.sum() >= FEWEST_LETTERS else 0.0
        ways = [gaps(middle - usual)]
    else:
        ways = [gaps(middle), gaps(np.array([m.bottom for m in members])), gaps(np.array([m.top for m in members]))]
    limit = max(ON_LINE_LETTER * height, ON_LINE_PX) if letter else ON_LINE_PX
    best: list[tuple[Mark, int]] = []
    for gap in ways:
        which = _settled(np.abs(gap), limit, x)
        on = np.flatnonzero(which >= 0)
        if on.size > len(best):
            best = [(members[int(i)], usable[int(which[i])]) for i in on]
    return best if len(best) >= ENOUGH_ON_LINE * len(members) else []


def _settled(distance: Floats, limit: float, x: Floats) -> Ints:
    """Which curve each mark sits on, -1 where none; ``distance`` is (curves, marks), marks in drawing order at ``x``.

    Where two curves run over each other, a mark goes to the curve whose marks are drawn just before and after it: all
    programs draw the marks of one arm after the other, from left to right. Between the marks of two arms, those left
    of the last one before them are of the next arm.
    """
    on = distance <= limit
    which = np.where(on.any(axis=0), distance.argmin(axis=0), -1)
    sure = np.flatnonzero(on.sum(axis=0) == 1)
    for i in np.flatnonzero(on.sum(axis=0) > 1):
        at = int(np.searchsorted(sure, i))
        near = [int(sure[k]) for k in (at - 1, at) if 0 <= k < sure.size and on[which[sure[k]], i]]
        if len(near) == 2 and which[near[0]] != which[near[1]]:
            near = near[1:] if x[i] < x[near[0]] else near[:1]
        if near:
            which[i] = which[near[0]]
    return np.asarray(which, dtype=np.int64)


def _at_corners(placed: list[tuple[Mark, int]], curves: Sequence[Chain]) -> list[tuple[Mark, int]]:
    """Printed characters moved to the corners of their curves, where corners stand at all of them.

    A program that rounds the widths of letters (Pango does) prints them all off by the same fraction of a pixel.
    Curves drawn from a table of all times have a corner at each censoring, whether or not they fall there.
    """
    if len(placed) < FEWEST_AT_CORNERS:
        return placed
    corners = np.array([_nearest(curves[curve].points[:, 0], mark.x) for mark, curve in placed])
    shift = corners - np.array([mark.x for mark, _ in placed])
    usual = float(np.median(shift))
    refined = np.array([_nearest(curves[curve].points[:, 0], mark.x + usual) for mark, curve in placed])
    off = np.abs(refined - usual - np.array([mark.x for mark, _ in placed]))
    if abs(usual) > WIDEST_SHIFT_PX or np.mean(off <= CORNER_PX) < ALL_AT_CORNERS:
        return placed
    return [
        (attrs.evolve(mark, x=float(x if near <= CORNER_PX else mark.x + usual)), curve)
        for (mark, curve), x, near in zip(placed, refined, off, strict=True)
    ]


def _nearest(values: Floats, to: float) -> float:
    return float(values[np.abs(values - to).argmin()])


def _gap(curve: Chain, x: Floats, rows: Floats, axes: Axes, slack: float) -> Floats:
    """Rows below (positive) or above a curve; 0 on the riser of a step; infinite beyond its ends and where S is 0.

    ``slack`` is how far off a column may be, in pixels: a riser that close counts as met.
    """
    inside = ~np.isnan(level_at(curve, x)[0])
    before = np.fmin(level_at(curve, x - slack)[0], level_at(curve, x)[0])
    after = np.fmax(level_at(curve, x + slack)[1], level_at(curve, x)[1])
    gap = np.where(rows < before, rows - before, np.where(rows > after, rows - after, 0.0))
    floor = float(axes.survival_pixel(0.0)) * (-1.0 if axes.incidence else 1.0)
    nobody = level_at(curve, x)[1] >= floor - ON_LINE_PX
    return np.where(inside & ~nobody, gap, np.inf)
