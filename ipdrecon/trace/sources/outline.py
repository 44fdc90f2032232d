"""Geometry of vector paths: matrices, curved segments as points, and what a clip leaves of a line."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Box, Path
from ipdrecon.frozen import Floats

#: Straight pieces a curved segment is flattened into. Only marks and letters are curved; a curve of a KM figure is not.
PIECES = 12

#: Lines that run along the edge of a clip (S = 1 at the top of the plot) count as inside it: margin in pixels.
CLIP_MARGIN_PX = 0.02

#: Largest mark, as a share of the larger side of the plot, and of its smaller one: plots may be pressed flat.
LARGEST, LARGEST_IN_FLAT = 0.09, 0.25
#: The same, of the smaller side, where it is a single level stroke that a clip cuts.
PIECE_SHARE = 0.05

IDENTITY = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def matrix(a: float, b: float, c: float, d: float, e: float, f: float) -> Floats:
    """The 3 × 3 matrix of the six numbers that PDF and SVG write: x' = a x + c y + e, y' = b x + d y + f."""
    return np.array([[a, c, e], [b, d, f], [0.0, 0.0, 1.0]])


def moved(points: npt.ArrayLike, by: Floats) -> Floats:
    """Points (k, 2) under a 3 × 3 matrix."""
    xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    return np.asarray(xy @ by[:2, :2].T + by[:2, 2])


def stretch(by: Floats) -> float:
    """How much longer a length becomes under a matrix, averaged over directions."""
    return float(np.sqrt(abs(np.linalg.det(by[:2, :2]))))


def cubic(start: Floats, first: Floats, second: Floats, end: Floats) -> Floats:
    """Points along a Bézier curve, without its start, (PIECES, 2)."""
    t = (np.arange(1, PIECES + 1) / PIECES)[:, None]
    s = 1.0 - t
    return np.asarray(s**3 * start + 3 * s * s * t * first + 3 * s * t * t * second + t**3 * end)


@attrs.frozen(eq=False)
class Pen:
    """How a path is drawn: see :class:`ipdrecon.figure.Path`."""

    stroke: tuple[int, int, int] | None = None
    fill: tuple[int, int, int] | None = None
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    opacity: float = 1.0


def clipped_path(subpaths: Sequence[Floats], pen: Pen, clip: Box | None) -> Path | None:
    """The path that a rectangular clip leaves, or None where nothing is left or nothing is drawn.

    Lines are cut at the clip; marks on its edge are kept whole, so that their middle stays where it was drawn; other
    outlines that are filled are pressed into it (their area, not their edge, counts).
    """
    if pen.stroke is None and pen.fill is None:
        return None
    pieces = [points for points in subpaths if len(points) and np.isfinite(points).all()]
    if clip is not None and not (pieces and _is_mark(np.concatenate(pieces), clip)):
        pieces = [left for points in pieces for left in _inside(points, clip, lines=pen.fill is None)]
    if not pieces:
        return None
    starts = np.cumsum([0, *(len(points) for points in pieces[:-1])])
    return Path(
        points=np.concatenate(pieces),
        starts=tuple(int(i) for i in starts),
        stroke=pen.stroke,
        fill=pen.fill,
        width=pen.width,
        dashes=pen.dashes,
        opacity=pen.opacity,
    )


def _inside(points: Floats, clip: Box, *, lines: bool) -> list[Floats]:
    low = np.array([clip.left, clip.top]) - CLIP_MARGIN_PX
    high = np.array([clip.right, clip.bottom]) + CLIP_MARGIN_PX
    if (points.max(axis=0) < low).any() or (points.min(axis=0) > high).any():
        return []
    if (points >= low).all() and (points <= high).all():
        return [points]
    return cut(points, low, high) if lines else [np.clip(points, low, high)]


def _is_mark(points: Floats, clip: Box) -> bool:
    """Whether a shape of one or more strokes, be it filled or not, is small and has its middle inside a clip.

    A level stroke may be a piece of a curve that was drawn in pieces, and has to be smaller.
    """
    first, last = points.min(axis=0), points.max(axis=0)
    x, y = (first + last) / 2
    level = last[1] - first[1] < CLIP_MARGIN_PX
    largest = PIECE_SHARE * min(clip.width, clip.height) if level else largest_mark(clip.width, clip.height)
    return bool((last - first).max() <= largest and clip.contains(float(x), float(y), CLIP_MARGIN_PX))


def largest_mark(width: float, height: float) -> float:
    """How large a mark may be in a plot of a width and height, in their unit."""
    return min(LARGEST * max(width, height), LARGEST_IN_FLAT * min(width, height))


def cut(points: Floats, low: Floats, high: Floats) -> list[Floats]:
    """The pieces of a polyline inside a rectangle (Liang & Barsky 1984, all segments at once)."""
    if len(points) < 2:
        return []
    start, step = points[:-1], np.diff(points, axis=0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        a, b = (low - start) / step, (high - start) / step
    still = step == 0
    within = (start >= low) & (start <= high)
    enter = np.where(still, np.where(within, 0.0, np.inf), np.minimum(a, b)).max(axis=1)
    leave = np.where(still, np.where(within, 1.0, -np.inf), np.maximum(a, b)).min(axis=1)
    enter, leave = np.maximum(enter, 0.0), np.minimum(leave, 1.0)
    pieces: list[list[Floats]] = []
    joined = False
    for i in np.flatnonzero(enter <= leave):
        first, last = start[i] + enter[i] * step[i], start[i] + leave[i] * step[i]
        if not (joined and pieces and enter[i] == 0.0 and np.array_equal(pieces[-1][-1], start[i])):
            pieces.append([first])
        pieces[-1].append(last if leave[i] < 1.0 else points[i + 1])
        joined = leave[i] == 1.0
    return [np.array(piece) for piece in pieces]


def box_of(subpaths: Sequence[Floats]) -> Box | None:
    """Bounding box of sub-paths; None where they hold no point."""
    full = [points for points in subpaths if len(points)]
    if not full:
        return None
    low = np.min([points.min(axis=0) for points in full], axis=0)
    high = np.max([points.max(axis=0) for points in full], axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def meet(first: Box | None, second: Box | None) -> Box | None:
    """Intersection of two clips (None clips nothing); an empty one has no width or height."""
    if first is None or second is None:
        return first or second
    left, top = max(first.left, second.left), max(first.top, second.top)
    return Box(left, top, max(left, min(first.right, second.right)), max(top, min(first.bottom, second.bottom)))
