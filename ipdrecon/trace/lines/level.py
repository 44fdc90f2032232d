"""From a path on whole pixels to steps with sub-pixel levels and times.

A stroke of width w drawn along a staircase y(x) that never goes up (in pixels: never decreases) has its upper edge at
y(x - w/2) - w/2 and its lower edge at y(x + w/2) + w/2. So each edge is a copy of the staircase, shifted by half a
stroke. A mark on the curve pushes the upper edge up and the lower edge down, which a staircase cannot do: a running
maximum mends the one and a running minimum from the right the other.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.levels import column_profiles, potts_steps
from ipdrecon.trace.kernels.stroke import stroke_widths, vertical_centers
from ipdrecon.trace.lines.denied import without_denied
from ipdrecon.trace.lines.straight import with_straight_falls
from ipdrecon.trace.lines.unseen import with_unseen
from ipdrecon.trace.lines.walk import OWN, Walk

#: Noise of a column's level in pixels (anti-aliased, no JPEG), and the price of a step in units of chi-square.
LEVEL_NOISE_PX = 0.16
STEP_PRICE = 9.0
#: Shortest vertical stroke at the end that is a fall and not half a tick: share of the plot's height.
LAST_FALL = 0.03
#: The last event is the last follow-up: read too late by part of a pixel, the curve would be taken to end above its
#: last level, so it is set early by the error a time can have.
LAST_FALL_EARLY_PX = 0.75
#: Widest stroke, in pixels.
MAX_WIDTH_PX = 14
#: A width as usual as this, against the commonest one, is the stroke's and not a mark's.
USUAL_WIDTH = 0.35
#: Width of the two blurred rims of a stroke, in pixels; the share of its pixels that no other curve covers in part from
#: which they alone can be measured; and the share of its width up to which a thinner one is a rim.
RIMS_PX, MIN_UNCOVERED, RIM = 2.0, 0.2, 0.5
#: Curves of one panel are drawn in one width where theirs differ by no more than this share.
SAME_WIDTH = 0.15
#: A transition this narrow (columns) between two levels is one vertical stroke, blurred.
TRANSITION_PX = 2


@attrs.frozen(eq=False)
class Staircase:
    """A traced curve in pixels of the crop.

    Attributes
    ----------
    x : (k,) float         Where each level begins; ``x[0]`` is where the curve begins.
    y : (k,) float         Level in pixels, never decreasing.
    y_se : (k,) float      Standard error of each level.
    end : float            Where the curve ends.
    width : float          Stroke width in pixels.
    seen : (w,) bool       Columns in which the curve's own ink was measured.
    """

    x: Floats
    y: Floats
    y_se: Floats
    end: float
    width: float
    seen: Bools


def staircase(alpha: Layer, ink: Layer, path: Walk, like: float | None = None) -> Staircase | None:
    """Measure the stroke along a path.

    ``alpha`` is the coverage by the curve's own colour, ``ink`` by any colour: it is used where the own ink is hidden.
    ``like`` is the width of another curve of the panel, in pixels.
    """
    width = stroke_width(alpha, path, like, ink)
    reach = int(np.ceil(width + 1.0))
    columns = np.arange(path.top.size, dtype=np.float64)
    mass, center, upper, lower, _ = column_profiles(alpha, path.top, path.bottom, reach, np.float32(OWN))
    plain = np.abs(mass - width) < 0.3 * width + 0.3
    seen = (path.top >= 0) & (mass >= 0.72 * width)
    excess = (mass - width) / 2  # where it falls by less than its width, its edges are as far apart as its ink says
    rise = np.where(plain, center - excess, upper + width / 2)
    fall = np.where(plain, center + excess, lower - width / 2)
    hidden = (path.top >= 0) & ~seen
    if hidden.any():
        cover, middle, high, low, _ = column_profiles(ink, path.top, path.bottom, reach, np.float32(0.3))
        # A pale grid line over a thick stroke has as much ink as the stroke, but goes on beyond it.
        furthest = np.maximum(np.abs(cover - width), np.abs(low - high - width))
        usable = hidden & (furthest < 0.4 * width + 0.5)
        rise, fall = np.where(usable, middle, rise), np.where(usable, middle, fall)
        known = seen | usable
    else:
        known = seen
    known &= np.isfinite(rise) & np.isfinite(fall)
    if known.sum() < 3:
        return None
    # Where nothing is seen the path's own rows stand in, at a lower weight.
    at = np.flatnonzero(path.top >= 0)
    rise[known], fall[known] = without_denied(rise[known], fall[known])
    rise, fall = with_unseen(rise[at], fall[at], path.top[at], path.bottom[at], known[at])
    up = np.maximum.accumulate(_median3(rise))
    down = np.minimum.accumulate(_median3(fall)[::-1])[::-1]
    start, last = path.first, path.last
    grid = np.arange(start, last + 1, dtype=np.float64)
    shifted_up = np.interp(grid, columns[at] - width / 2, up)
    shifted_down = np.interp(grid, columns[at] + width / 2, down)
    level = np.maximum.accumulate((shifted_up + shifted_down) / 2)
    weight = np.where(known[start : last + 1], 1.0, 0.15)
    begins, values = potts_steps(level, weight, LEVEL_NOISE_PX, STEP_PRICE)
    x, y, length = _join_transitions(grid, level, begins, values)
    x, y, length = with_straight_falls(alpha, ink, x, y, length, width)
    x = vertical_centers(alpha, x, y, width)
    spread = np.array([LEVEL_NOISE_PX / np.sqrt(min(n, 16.0)) + 0.05 for n in length])
    end = end_of(alpha, path, width)
    fall = _last_fall(alpha, path, width, float(y[-1]))
    if fall is not None:
        x, y, spread = np.append(x, fall[0]), np.append(y, fall[1]), np.append(spread, LEVEL_NOISE_PX + 0.3)
        end = max(fall[0], float(x[-2]))
    column, first = _closing_fall(alpha, x, y, end, width)
    if np.isfinite(column):
        x, y, spread = np.append(x[:first], column), np.append(y[:first], y[-1]), np.append(spread[:first], spread[-1])
        x[-1] = end = max(column - LAST_FALL_EARLY_PX, float(x[-2]) + 1e-3)
    return Staircase(x, y, spread, end, width, seen)


def _last_fall(alpha: Layer, path: Walk, width: float, level: float) -> tuple[float, float] | None:
    """Where a curve ends in a vertical stroke (the last patient's event): its column and its foot."""
    foot = int(path.bottom[path.last])
    least = max(2 * width + 2, LAST_FALL * alpha.shape[0])
    if foot - level < least:
        return None
    rows = slice(int(level + width), foot + 1)
    left, right = max(0, path.last - int(width) - 2), min(alpha.shape[1], path.last + int(width) + 3)
    mass = alpha[rows, left:right].sum(axis=0)
    if mass.sum() < 0.5 * (foot - level):
        return None
    column = left + float(mass @ np.arange(mass.size)) / float(mass.sum())
    return column, max(level, foot + 0.5 - width / 2)


def _closing_fall(alpha: Layer, x: Floats, y: Floats, end: float, width: float) -> tuple[float, int]:
    """Where the vertical stroke stands that a curve ends with, and the first of the steps that are its blur.

    NaN and the last step where the curve goes on after its last fall.
    """
    last = x.size - 1
    blur = np.flatnonzero(x >= end - width - 1.0)
    first = int(blur[0]) if blur.size and blur[0] > 0 else last
    if first == 0 or not blur.size or y[last] - y[first - 1] < max(2 * width + 2, LAST_FALL * alpha.shape[0]):
        return np.nan, last
    top, bottom = int(np.ceil(y[first - 1] + width)), int(np.floor(y[last] - width)) + 1
    left, right = max(0, int(x[first] - width - 1)), min(alpha.shape[1], int(end + width + 2))
    mass = alpha[max(0, top) : bottom, left:right].sum(axis=0)
    if bottom <= top or mass.sum() < 0.5 * (bottom - top):
        return np.nan, last
    return left + float(mass @ np.arange(mass.size)) / float(mass.sum()), first


def stroke_width(alpha: Layer, path: Walk, like: float | None = None, ink: Layer | None = None) -> float:
    """Ink across the stroke: down where it runs level, along where it falls, whichever is less at each pixel.

    ``like`` is the width of another curve of its colour. Where more lies beside the stroke in ``ink`` of any colour
    than its blurred rims, another curve covers part of it: a rim that shows for long is not the stroke.
    """
    floor = np.float32(OWN)
    across, whole = stroke_widths(alpha, alpha if ink is None else ink, path.top, path.bottom, floor, MAX_WIDTH_PX)
    if across.size == 0:
        return 1.0
    width = _usual_width(np.sort(across), like)
    bare = whole <= across + RIMS_PX
    if bare.all() or bare.mean() < MIN_UNCOVERED:
        return width
    uncovered = _usual_width(np.sort(across[bare]), like)
    return uncovered if width < RIM * uncovered else width


def _usual_width(across: Floats, like: float | None) -> float:
    """The thinnest of the usual ones of some widths in rising order: marks, corners and touching strokes only add ink.

    Or that of another curve, ``like``, if it is usual too: between dashes thin marks show alone.
    """
    last = np.searchsorted(across, 1.12 * across + 0.2, side="right")
    count = last - np.arange(across.size)
    usual = count >= USUAL_WIDTH * count.max()
    first = int(np.argmax(usual))
    if like is not None:
        alike = np.flatnonzero(usual & (np.abs(across - like) <= SAME_WIDTH * like))
        first = int(alike[0]) if alike.size else first
    # Of the windows that start there, the fullest one nearby.
    near = np.flatnonzero(across <= 1.12 * across[first] + 0.2)
    near = near[near >= first]
    best = int(near[np.argmax(count[near])])
    return float(np.clip(np.median(across[best : last[best]]), 0.6, MAX_WIDTH_PX))


def _median3(values: Floats) -> Floats:
    if values.size < 3:
        return values
    inner = np.median(np.stack([values[:-2], values[1:-1], values[2:]]), axis=0)
    return np.concatenate([values[:1], inner, values[-1:]])


def _join_transitions(grid: Floats, level: Floats, begins: Floats, values: Floats) -> tuple[Floats, Floats, Floats]:
    """One step per vertical stroke: levels of one or two columns between two longer ones are its blur.

    The step stands where it leaves the area under the curve as it was measured.
    """
    starts = begins.astype(np.int64)
    ends = np.append(starts[1:], grid.size)
    length = ends - starts
    x, y, size = [float(grid[0]) - 0.5], [float(values[0])], [float(length[0])]
    i = 1
    count = starts.size
    while i < count:
        j = i
        while j < count - 1 and ends[j] - starts[i] <= TRANSITION_PX and length[j] <= TRANSITION_PX:
            j += 1
        if j > i and length[j] > TRANSITION_PX:
            low, high = y[-1], float(values[j])
            part = float(np.sum(high - level[starts[i] : starts[j]])) / max(high - low, 1e-9)
            x.append(float(grid[starts[i]]) - 0.5 + part)
            y.append(high)
            size.append(float(length[j]))
            i = j + 1
        else:
            x.append(float(grid[starts[i]]) - 0.5)
            y.append(float(values[i]))
            size.append(float(length[i]))
            i += 1
    return np.array(x), np.array(y), np.array(size)


def end_of(alpha: Layer, path: Walk, width: float) -> float:
    """Right end of the stroke, by coverage of the last columns on the last level."""
    row = int(path.bottom[path.last])
    half = max(1, round(width / 2))
    band = alpha[max(0, row - half) : row + half + 1]
    right = min(alpha.shape[1], path.last + 3)
    columns = band[:, :right].max(axis=0)
    full = float(np.median(columns[max(0, path.last - 40) : path.last + 1]))
    solid = np.flatnonzero(columns >= max(0.3, 0.8 * full))
    if full < 0.3 or solid.size == 0:
        return float(path.last) + 0.5
    last = int(solid[-1])
    rest = float(columns[last + 1]) / full if last + 1 < columns.size else 0.0
    return last + 0.5 + min(rest, 1.0)
