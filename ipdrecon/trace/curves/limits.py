"""Confidence limits drawn as lines: two that bracket a curve all along, in its colour."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace import cv
from ipdrecon.trace.curves.ruled_stroke import is_ruled
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.color_distance import ONE_HUE, hue_angle
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.stroke import Stroke, is_neutral, own_share
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from ipdrecon.trace.lines.walk import OWN, Walk, dash_gap

#: Share of a curve's columns in which all three are seen, of those in which they keep their order, and of those in
#: which limits lie about evenly.
TOGETHER, ORDERED, EVEN = 0.3, 0.97, 0.7
#: Share of these columns, at their beginning, in which their order says nothing, and in which it may be another one in
#: places: curves fall fastest there, and paths of limits that meet on their curve may go on along each other's.
BEGINNING, EARLY, MOSTLY = 0.06, 0.25, 0.9
#: Difference of a curve's distances from its limits, as a share of their sum, up to which they lie about evenly; and
#: where the legend says that two of three lines are limits (where few patients are left those of log S are uneven).
UNEVEN, UNEVEN_ALIKE = 0.5, 0.75
#: Columns after the last one with three lines in which a line that goes on is known by its level.
BEYOND_PX = 4
#: Share of the way of three lines by which one of them may be longer that does not go on from the middle one.
ALONE = 0.5
#: Distance between curve and limit, in pixels, from which they are apart.
APART_PX = 3.0
#: Share of its columns in which a line lies along the limits of another colour's curve, from which it is these.
ALONG = 0.8
#: Difference between its channels from which a grey has a hue: files blur those of clean ones by less.
TINTED = 20.0
#: The same of a dull shade, against that of its full colour.
DULL = 0.6
#: A limit shows less of its ink, or is thinner, than its curve.
LESS_SEEN, THINNER = 0.85, 0.8
#: Share of its own ink from which a line is whole, though others cross it, and that of dashed ones against it.
WHOLE, DASHED = 0.65, 0.72


def without_limits(strokes: list[Stroke]) -> list[Stroke]:
    """Drop confidence limits: two lines that bracket a third one all along, dashed or thinner."""
    drop: set[int] = set()
    for u, m, v in _bracketed(strokes):
        if not {u, m, v} & drop:
            drop |= {u, v}
    return [s for q, s in enumerate(strokes) if q not in drop]


def _bracketed(strokes: list[Stroke]) -> Iterator[tuple[int, int, int]]:
    """Lines by number, each between two others that are dashed or thinner and bracket it all along."""
    columns = np.arange(strokes[0].path.top.size if strokes else 0, dtype=np.float64)
    levels = [levels_at(s.stair, columns) for s in strokes]
    for m, u, v in itertools.permutations(range(len(strokes)), 3):
        lighter = all(
            own_share(strokes[q]) < LESS_SEEN * own_share(strokes[m])
            or strokes[q].stair.width < THINNER * strokes[m].stair.width
            for q in (u, v)
        )
        if lighter and _bracket(levels[u], levels[m], levels[v]):
            yield u, m, v


def without_limits_again(strokes: list[Stroke], styles: dict[int, int]) -> list[Stroke]:
    """Drop lines along the limits of a curve of another colour: thin dashes show a paler shade of their ink as well.

    Where no whole dash is as strong as the curve, they show that shade alone: a shade in which two lines bracket a
    curve of its hue is that of its limits.
    """
    shades = {
        strokes[u].layer
        for u, m, v in _bracketed(strokes)
        if strokes[u].layer == strokes[v].layer != strokes[m].layer and _is_dull_shade(strokes[u], strokes[m])
    }
    columns = np.arange(strokes[0].path.top.size, dtype=np.float64) if strokes else np.zeros(0)

    def is_limit(stroke: Stroke) -> bool:
        if stroke.layer in shades:
            return True
        level = levels_at(stroke.stair, columns)
        for other in strokes:
            if other.layer == stroke.layer or not other.limits:
                continue
            lines = (other.stair, *other.limits)  # a path may change from one to the other
            gaps = np.abs(np.stack([levels_at(line, columns) for line in lines]) - level)
            near = np.where(np.isfinite(gaps), gaps, np.inf).min(axis=0) < APART_PX
            if near[np.isfinite(level)].mean() > ALONG:
                return True
        return False

    return [s for s in strokes if s.layer in styles or s.limits or not is_limit(s)]


def _is_dull_shade(stroke: Stroke, curve: Stroke) -> bool:
    """Whether a line has the hue of a coloured curve, blended with so much paper that it is nearly grey."""
    if curve.neutral or is_neutral(stroke.color, TINTED) or np.ptp(stroke.color) > DULL * np.ptp(curve.color):
        return False
    (r, g, b), (red, green, blue) = (map(int, s.color) for s in (stroke, curve))
    return hue_angle((r, g, b), (red, green, blue)) < ONE_HUE


def on_limits(strokes: list[Stroke], shape: tuple[int, int]) -> Mask:
    """Pixels (h, w) that limits of curves cover where they are apart from these: no ink of marks."""
    covered = np.zeros(shape, np.bool_)
    columns = np.arange(shape[1], dtype=np.float64)
    for stroke in strokes:
        level = levels_at(stroke.stair, columns)
        for limit in stroke.limits:
            apart = np.abs(levels_at(limit, columns) - level) >= APART_PX
            covered |= stroke_mask(shape, limit, 0.0) & apart[None, :]
    return covered


def look_alike(strokes: list[Stroke]) -> bool:
    """Whether lines are all whole and of one width: with one sample in a legend they cannot be three curves."""
    widths = [s.stair.width for s in strokes]
    return min(map(own_share, strokes)) >= WHOLE and min(widths) >= THINNER * max(widths)


def middle_path(strokes: list[Stroke], alpha: Layer) -> Walk | None:
    """The path between two others that may look like it; None where the strokes are no curve with its limits.

    Limits never cross their curve, so wherever three lines are seen the middle one is the curve. Which stroke that is
    changes where strokes have exchanged their tails. Strokes fall only, so one may miss the tail that is left to it
    because it lies higher: there the ink itself says where three lines are. A time axis in their colour is none of
    them, nor is a line of reference.
    """
    falling = [s for s in strokes if not is_ruled(s)]
    strokes = falling if len(falling) >= 3 else strokes  # fewer: the upper limit may be 1 throughout
    shares = sorted(own_share(s) for s in strokes)
    if len(strokes) < 3 or (shares[-1] >= WHOLE and shares[-2] < DASHED * shares[-1]):
        return None  # a whole line among dashed ones is the curve by itself
    best = max(strokes, key=lambda s: s.path.score).path
    columns = np.arange(best.top.size, dtype=np.float64)
    levels = np.sort(np.stack([levels_at(s.stair, columns) for s in strokes]), axis=0)  # NaN comes last
    count = np.isfinite(levels).sum(axis=0)
    three = np.flatnonzero((count == 3) | (count == 4))
    if three.size < max(3, TOGETHER * (count > 0).sum()):
        return None
    upper, middle, lower = np.array([_merged(levels[: count[c], c]) for c in three]).T
    if not _bracket(upper, middle, lower, UNEVEN_ALIKE):
        return None
    further, tail = _three_in_ink(alpha, int(three[-1]) + 1, best.last, float(middle[-1]), strokes[0].stair.width)
    last = int(further[-1]) if further.size else int(three[-1])
    middle = np.append(middle, tail)
    level = np.interp(columns, np.concatenate([three, further]), middle)
    before = (columns < three[0]) & np.isfinite(levels[0])  # still on each other
    level[before] = np.minimum(np.nanmedian(levels[:, before], axis=0), level[before])
    on = [s for s in strokes if s.path.last > last + BEYOND_PX and _goes_on(s, columns, last, float(middle[-1]))]
    if on:  # limits may end before their curve
        alone = max(on, key=lambda s: s.path.last)
        beyond = levels_at(alone.stair, columns)
        level = np.where((columns > last) & np.isfinite(beyond), beyond, level)
        last = alone.path.last
    elif sum(s.path.last - last > ALONE * (last - best.first) for s in strokes) == 1:
        return None  # two limits may go on without their curve, but one line far from it is no limit
    rows = np.maximum.accumulate(np.round(level).astype(best.top.dtype))
    top = np.append(rows[:1], rows[:-1])
    begun = min(s.path.top[s.path.first] for s in strokes)
    top[best.first] = min(begun, rows[best.first])  # all three may be seen to begin a little lower than they do
    outside = (columns < best.first) | (columns > last)
    return attrs.evolve(best, top=np.where(outside, -1, top), bottom=np.where(outside, -1, rows))


def _three_in_ink(alpha: Layer, begin: int, end: int, level: float, width: float) -> tuple[Ints, Floats]:
    """Columns from ``begin`` to ``end`` in which a colour shows three level lines, and the levels of the middle one.

    None at all where they are no curve with its limits that goes on from ``level``.
    """
    none = np.zeros(0, np.int64), np.zeros(0)
    # Dashes of three lines seldom stand one above the other.
    own = cv.close(alpha >= OWN, dash_gap(alpha.shape) + 1, 1)[:, begin : end + 1]
    if own.shape[1] < 3:
        return none
    number = np.cumsum(own & ~np.vstack([np.zeros((1, own.shape[1]), np.bool_), own[:-1]]), axis=0)
    rows = np.arange(len(own), dtype=np.float64)[:, None]
    masks = [own & (number == k) for k in (1, 2, 3)]
    sizes = np.stack([mask.sum(axis=0) for mask in masks])
    plain = (number[-1] == 3) & (sizes > 0).all(axis=0) & (sizes <= 1.6 * width + 2).all(axis=0)
    if plain.sum() < max(3, TOGETHER * own.shape[1]):
        return none
    upper, middle, lower = ((mask * rows).sum(axis=0)[plain] / mask.sum(axis=0)[plain] for mask in masks)
    falls = np.all(np.diff(np.append(level, middle)) >= -APART_PX)
    if not falls or not _bracket(upper, middle, lower, UNEVEN_ALIKE):
        return none
    return begin + np.flatnonzero(plain), middle


def _merged(levels: Floats) -> Floats:
    """Three levels, in order: of four, the two nearest are one line whose tail two strokes share."""
    if levels.size == 3:
        return levels
    k = int(np.argmin(np.diff(levels)))
    return np.concatenate([levels[:k], [levels[k : k + 2].mean()], levels[k + 2 :]])


def _goes_on(stroke: Stroke, columns: Floats, last: int, level: float) -> bool:
    """Whether a stroke runs on at a level right of column ``last``."""
    after = levels_at(stroke.stair, columns)[last + BEYOND_PX]
    return bool(abs(after - level) <= APART_PX)


def _bracket(upper: Floats, middle: Floats, lower: Floats, uneven: float = UNEVEN) -> bool:
    """Whether one line runs between two others, about evenly, and they part somewhere; rows grow downwards."""
    both: Bools = np.isfinite(middle) & np.isfinite(upper) & np.isfinite(lower)
    if both.sum() < TOGETHER * np.isfinite(middle).sum():
        return False
    above, below = (middle - upper)[both], (lower - middle)[both]
    apart = np.maximum(above, below) > APART_PX
    if not apart.any():
        return False
    even = np.abs(above - below)[apart] < uneven * (above + below)[apart] + 2
    # Where the three begin together a path may have taken up another one's.
    parted, late = (slice(int(share * both.sum()), None) for share in (BEGINNING, EARLY))
    mostly = min(float((gap[parted] > -2).mean()) for gap in (above, below))
    ordered = min(float((gap[late] > -2).mean()) for gap in (above, below))
    return bool(mostly > MOSTLY and ordered > ORDERED and even.mean() > EVEN)
