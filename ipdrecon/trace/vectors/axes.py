"""Axes from vector paths: labels say which value, tick marks or grid lines say where, to a thousandth of a pixel.

The frame found on the picture is the first guess; only its pixel positions are replaced, never the values read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Path
from ipdrecon.frozen import Bools, Floats

if TYPE_CHECKING:
    from ipdrecon.trace.axes.frame import Frame

#: How far the first guess of a tick may lie from its mark: pixels, and share of the gap between two ticks.
GUESS_PX, GUESS_SHARE = 4.0, 0.3
#: Longest tick mark, and shortest grid line: share of the plot's height (or width).
LONGEST_TICK, SHORTEST_GRID = 0.06, 0.75
#: Ticks of one axis end alike to this, in pixels.
SAME_ENDS_PX = 0.5
#: How far the foot of a tick mark may lie from the edge of the plot, as a share of the plot (axes may stand off it).
TICK_OFFSET = 0.04
#: A straight line may lean by this much, in pixels.
LEAN_PX = 0.05
#: Widest rectangle that is a line drawn as an area, in pixels.
THIN_PX = 6.0
#: Marks of correctly read labels lie on one line, in pixels: exactly, or coarsely in files of one decimal.
EXACT_PX, COARSE_PX = 0.06, 0.35
#: The plot's own rectangle shares this much with the plot area found on the picture.
SAME_AREA = 0.6
#: ... and its left and lower sides to this share of the plot's smaller side.
SAME_SIDE = 0.03
#: The line of an axis runs this close to the edge of the plot area (pixels), and along this share of it.
AXIS_PX, AXIS_SHARE = 4.0, 0.8
#: Share of the labelled ticks that must be found for their marks to be trusted.
ENOUGH_TICKS = 0.6
#: The refined scale may differ from the first guess by this share of it.
MOST_CHANGE = 0.02
#: Standard error that rounding in the file leaves (two decimals of a point), in pixels.
ROUNDING_PX = 0.005


def calibrate_vector(figure: Figure, frame: Frame) -> Frame:
    """The frame with its axes on the exact positions of tick marks, or of grid lines where the axis has none.

    An axis whose marks are not found among the paths keeps its first guess; a warning that an axis has no ticks in the
    picture is dropped where the paths have them.
    """
    frame = attrs.evolve(frame, box=plot_area(figure, frame.box, frame.axes))
    axes = refine(figure, frame.box, frame.axes)
    exact = [name for name, old, new in (("x", frame.axes.x, axes.x), ("y", frame.axes.y, axes.y)) if old != new]
    warnings = tuple(w for w in frame.warnings if not any(f"tick marks on the {name} axis" in w for name in exact))
    return attrs.evolve(frame, axes=axes, warnings=warnings)


def plot_area(figure: Figure, box: Box, axes: Axes) -> Box:
    """The plot area as the file draws it: its rectangle, or as far as the lines of its axes run.

    The picture may end it at the last tick, or go on to the edge of a table.
    """
    across, down = np.sort(axes.x.pixel(axes.x.ticks)), np.sort(axes.y.pixel(axes.y.ticks))
    if across.size < 2 or down.size < 2:
        return box
    ticks = Box(float(across[0]), float(down[0]), float(across[-1]), float(down[-1]))
    areas = [area for path in figure.paths if (area := _rectangle(path)) and _around(area, ticks) and _meets(area, box)]
    shares = [_shared(area, box) for area in areas]
    if shares and max(shares) >= SAME_AREA:
        return areas[int(np.argmax(shares))]
    upright, level = straight_lines(figure)
    left = _run(upright, box.left, (box.top, box.bottom))
    below = _run(level, box.bottom, (box.left, box.right))
    top = min(box.top, left[0]) if left and left[1] <= box.bottom + AXIS_PX else box.top
    right = max(box.right, below[1]) if below and below[0] >= box.left - AXIS_PX else box.right
    return Box(box.left, top, right, box.bottom)


def _rectangle(path: Path) -> Box | None:
    """The rectangle a path draws with sides along the page; None where it draws something else."""
    points = path.points
    if len(path.starts) != 1 or not 4 <= len(points) <= 5:
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    at_corners = (np.minimum(np.abs(points - low), np.abs(points - high)) <= LEAN_PX).all()
    wide, tall = high - low
    if not at_corners or min(wide, tall) <= THIN_PX:
        return None
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _around(area: Box, ticks: Box) -> bool:
    return (
        area.left <= ticks.left + AXIS_PX
        and area.right >= ticks.right - AXIS_PX
        and area.top <= ticks.top + AXIS_PX
        and area.bottom >= ticks.bottom - AXIS_PX
    )


def _meets(area: Box, box: Box) -> bool:
    """Whether the sides that carry the axes are those of the picture's plot area; a page's ground has others."""
    slack = SAME_SIDE * min(box.width, box.height)
    return abs(area.left - box.left) <= slack and abs(area.bottom - box.bottom) <= slack


def _shared(first: Box, second: Box) -> float:
    """Area of the intersection as a share of the union's."""
    wide = min(first.right, second.right) - max(first.left, second.left)
    tall = min(first.bottom, second.bottom) - max(first.top, second.top)
    both = max(0.0, wide) * max(0.0, tall)
    return both / (first.width * first.height + second.width * second.height - both)


def _run(lines: Floats, at: float, along: tuple[float, float]) -> tuple[float, float] | None:
    """Ends of the line of an axis at a place, where one runs along most of the plot; None where none does."""
    near = lines[np.abs(lines[:, 0] - at) <= AXIS_PX]
    shared = np.minimum(near[:, 2], along[1]) - np.maximum(near[:, 1], along[0])
    near = near[shared >= AXIS_SHARE * (along[1] - along[0])]
    return (float(near[:, 1].min()), float(near[:, 2].max())) if len(near) else None


def refine(figure: Figure, box: Box, axes: Axes) -> Axes:
    """See :func:`calibrate_vector`; ``box`` is the plot area in pixels."""
    upright, level = straight_lines(figure)
    x = _refined(axes.x, upright, (box.left, box.right), (box.top, box.bottom))
    y = _refined(axes.y, level, (box.top, box.bottom), (box.left, box.right))
    return attrs.evolve(axes, x=x, y=y)


def straight_lines(figure: Figure) -> tuple[Floats, Floats]:
    """Upright and level straight lines, each as rows (position, from, to); thin rectangles count by their middle."""
    upright: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for path in figure.paths:
        for points in path.subpaths():
            if len(points) < 2:
                continue
            low, high = points.min(axis=0), points.max(axis=0)
            wide, tall = high - low
            thin = LEAN_PX if path.fill is None else THIN_PX
            if path.stroke is not None and path.fill is None and len(points) > 2 and not _is_line(points):
                continue
            middle = (low + high) / 2
            if wide <= thin and tall > max(1.0, 2 * wide):
                upright.append((float(middle[0]), float(low[1]), float(high[1])))
            elif tall <= thin and wide > max(1.0, 2 * tall):
                level.append((float(middle[1]), float(low[0]), float(high[0])))
    return np.array(upright).reshape(-1, 3), np.array(level).reshape(-1, 3)


def _is_line(points: Floats) -> bool:
    return bool((np.ptp(points, axis=0) <= LEAN_PX).any())


def _refined(axis: Axis, lines: Floats, along: tuple[float, float], across: tuple[float, float]) -> Axis:
    """One axis; ``along`` and ``across`` are the ends of the plot area in and against its direction."""
    if axis.ticks.size < 2 or not len(lines):
        return axis
    depth = across[1] - across[0]
    length = lines[:, 2] - lines[:, 1]
    inside = (lines[:, 0] >= along[0] - 0.1 * depth) & (lines[:, 0] <= along[1] + 0.1 * depth)
    near_edge = (
        np.min([np.abs(lines[:, end] - edge) for end in (1, 2) for edge in across], axis=0) <= TICK_OFFSET * depth
    )
    ticks = inside & (length <= LONGEST_TICK * depth) & near_edge
    grid = inside & (length >= SHORTEST_GRID * depth)
    kinds = [*_alike(lines[ticks], axis), lines[ticks], lines[grid]]
    fits = [fitted for kind in kinds if (fitted := _fitted(axis, kind[:, 0])) is not None]
    return fits[0] if fits else axis


def _alike(lines: Floats, axis: Axis) -> list[Floats]:
    """Lines that begin and end alike, as the ticks of one axis do; those of which most stand at labels come first.

    Marks on a curve along the edge of the plot are as short, but stand anywhere.
    """
    _, kind = np.unique(np.round(lines[:, 1:] / SAME_ENDS_PX), axis=0, return_inverse=True)
    kinds = [lines[kind.ravel() == k] for k in np.unique(kind)]
    guess = axis.pixel(axis.ticks)
    return sorted(kinds, key=lambda own: -float(np.mean(_nearest_gap(own[:, 0], guess) <= _reach(guess))))


def _nearest_gap(positions: Floats, to: Floats) -> Floats:
    return np.asarray(np.abs(positions[:, None] - to[None, :]).min(axis=1))


def _reach(guess: Floats) -> float:
    """How far from its guess the mark of a tick is looked for."""
    return min(GUESS_PX, GUESS_SHARE * float(np.abs(np.diff(np.sort(guess))).min()))


def _fitted(axis: Axis, positions: Floats) -> Axis | None:
    if not len(positions):
        return None
    guess = axis.pixel(axis.ticks)
    reach = _reach(guess)
    nearest = positions[np.abs(positions[None, :] - guess[:, None]).argmin(axis=1)]
    found = np.abs(nearest - guess) <= reach
    if found.sum() < max(2, ENOUGH_TICKS * axis.ticks.size):
        return None
    values, pixels = axis.ticks[found], nearest[found]
    for agreed in EXACT_PX, COARSE_PX:
        keep = _agreeing(values, pixels, agreed)
        if keep.sum() >= max(2, ENOUGH_TICKS * values.size):
            break
    else:
        return None
    values, pixels = values[keep], pixels[keep]
    slope, zero = np.polyfit(values, pixels, 1)
    gaps = np.abs(slope * values + zero - pixels)
    if abs(slope - axis.px_per_unit) > MOST_CHANGE * abs(axis.px_per_unit):
        return None
    error = max(ROUNDING_PX, float(gaps.std())) / float(np.sqrt(len(values)))
    return attrs.evolve(axis, zero_px=float(zero), px_per_unit=float(slope), se_px=error)


def _agreeing(values: Floats, pixels: Floats, tolerance: float) -> Bools:
    """The largest set of ticks on one line, among the lines through two of them: a misread label stays out of it."""
    best = np.zeros(values.size, dtype=np.bool_)
    for i in range(values.size):
        for j in range(i + 1, values.size):
            slope = (pixels[j] - pixels[i]) / (values[j] - values[i])
            on = np.abs(pixels[i] + slope * (values - values[i]) - pixels) <= tolerance
            if on.sum() > best.sum():
                best = np.asarray(on)
    return best
