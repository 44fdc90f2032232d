"""Stroked paths → staircases: polylines that run right and down, joined from the pieces a program drew.

Some programs draw a curve as one path (R, matplotlib), some segment by segment (SAS), some cut it where the line style
changes. All coordinates here are (right, down): on an incidence axis rows are turned upside down first, so that a
survival curve always runs down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.figure import Box, Path
from ipdrecon.frozen import Floats

#: Ends this close are the same point, in pixels.
SAME_POINT_PX = 0.12
#: A line that is broken goes on within this, in pixels.
BROKEN_PX = 3.0
#: A step back (left or up) up to this is rounding, in pixels.
ROUNDING_PX = 0.03
#: matplotlib draws near points as one where they lie this close to a line (1/9 pt), in pixels of a small figure: steps
#: may lean or go back by as much.
SIMPLIFIED_PX = 1.2
#: Leaning segments longer than this, in pixels, are no part of a staircase (short ones are steps drawn coarsely) ...
LONGEST_LEAN_PX = 3.0
#: ... unless they lean by less than this (pixels of one direction per pixel of the other).
LEAN = 0.02
#: A line that covers more than this share of its time along leaning segments is smooth, and no staircase.
SMOOTH_SHARE = 0.6
#: Curves may stand out of the plot area by this much, in pixels.
BOX_MARGIN_PX = 4.0
#: ... and by this share of it where the plot area's edge may have been missed.
BEYOND = 0.06
#: Thickest line of a curve, as a share of the plot's height.
THICKEST = 0.05
#: A stroke fainter than this is not seen.
FAINTEST = 0.02

Style = tuple[tuple[int, int, int], float, tuple[float, ...], float]


@attrs.frozen(eq=False)
class Chain:
    """A staircase.

    Attributes
    ----------
    points : (k, 2) float         Right and down.
    path : Path                   Whose style it has.
    members : tuple of int        Places in drawing order (see :func:`strokes`) of the strokes it was joined from.
    """

    points: Floats
    path: Path
    members: tuple[int, ...]

    @property
    def style(self) -> Style:
        p = self.path
        dashes = tuple(round(d, 1) for d in p.dashes)
        return p.stroke or (0, 0, 0), round(p.width, 1), dashes, round(p.opacity, 2)

    @property
    def drops(self) -> Floats:
        """Columns of its downward steps."""
        falls = np.diff(self.points[:, 1]) > ROUNDING_PX
        return np.asarray(self.points[1:, 0][falls])

    @property
    def is_smooth(self) -> bool:
        """Whether it falls along leaning segments, as parametric and adjusted curves do."""
        step = np.diff(self.points, axis=0)
        leans = (step > 2 * ROUNDING_PX).all(axis=1)
        return float(step[leans, 0].sum()) > SMOOTH_SHARE * float(step[:, 0].sum())


def reach(box: Box, axes: Axes) -> Box:
    """Where curves may run: the plot area, and what the axes say lies beyond it where its edge was not found well."""
    one, zero = float(axes.survival_pixel(1.0)), float(axes.survival_pixel(0.0))
    low, high = min(one, zero), max(one, zero)
    across, down = BEYOND * box.width, BEYOND * (high - low)
    first = float(axes.x.pixel(axes.x.ticks[0])) if axes.x.ticks.size else box.left
    return Box(
        min(box.left, first) - BOX_MARGIN_PX,
        min(box.top - BOX_MARGIN_PX, low - down),
        box.right + across,
        max(box.bottom + BOX_MARGIN_PX, high + down),
    )


def staircases(paths: Iterable[Path], box: Box, axes: Axes) -> list[Chain]:
    """All staircases among the strokes in and around the plot area, in drawing order."""
    area = reach(box, axes)
    runs: list[Chain] = []
    for order, path, points in strokes(paths):
        if path.stroke is None or path.width > THICKEST * box.height or path.opacity < FAINTEST:
            continue
        if _is_closed(points) or (path.fill is not None and len(points) < 3):
            continue
        if _inside(points, area):
            runs += [Chain(run, path, (order,)) for run in monotone_runs(down(points, axes))]
    return _joined(runs)


def strokes(paths: Iterable[Path]) -> Iterator[tuple[int, Path, Floats]]:
    """Sub-paths of at least two points, each with its path and its place in drawing order."""
    order = 0
    for path in paths:
        for points in path.subpaths():
            order += 1
            if len(points) > 1:
                yield order, path, points


def _is_closed(points: Floats) -> bool:
    """Whether a stroke runs round a shape: the sides of a circle or a diamond go right and down as a curve does.

    A segment drawn forth and back (three points) is a line.
    """
    return len(points) > 3 and bool(np.array_equal(points[0], points[-1]))


def down(points: Floats, axes: Axes) -> Floats:
    """Points of the figure as (right, down)."""
    return points * (1.0, -1.0) if axes.incidence else points


def _inside(points: Floats, box: Box) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(low[0] >= box.left and high[0] <= box.right and low[1] >= box.top and high[1] <= box.bottom)


def monotone_runs(points: Floats) -> list[Floats]:
    """The stretches of a polyline that run right and down; lines drawn backwards are turned round first."""
    if points[-1, 0] < points[0, 0] or (points[-1, 0] == points[0, 0] and points[-1, 1] < points[0, 1]):
        points = points[::-1]
    step = np.diff(points, axis=0)
    lean = np.abs(step).min(axis=1)
    far = np.abs(step).max(axis=1)
    straight = (lean <= SIMPLIFIED_PX) | (lean <= LEAN * far) | (far <= LONGEST_LEAN_PX)
    good = (step >= -SIMPLIFIED_PX).all(axis=1) & straight
    runs = []
    start = 0
    for index in [*np.flatnonzero(~good), len(step)]:
        if index > start:
            runs.append(np.maximum.accumulate(points[start : index + 1], axis=0))
        start = index + 1
    return [run for run in runs if np.ptp(run, axis=0).max() > 0]


def _joined(runs: list[Chain]) -> list[Chain]:
    """Runs of one style joined end to start: first those drawn one after the other, then any."""
    chains: list[Chain] = []
    for run in runs:
        if chains and chains[-1].style == run.style and _meets(chains[-1].points, run.points):
            chains[-1] = _linked(chains[-1], run)
        else:
            chains.append(run)
    chains = _link_all(chains, lambda a, b: a.style == b.style, SAME_POINT_PX)
    chains = _link_all(chains, _same_line, SAME_POINT_PX)
    return _link_all(chains, _same_line, BROKEN_PX)


def _same_line(first: Chain, second: Chain) -> bool:
    """Whether two long chains are one line whose dashes change (solid to dashed at a thin tail)."""
    return (
        first.path.stroke == second.path.stroke
        and abs(first.path.width - second.path.width) < 0.1
        and min(len(first.points), len(second.points)) > 2
    )


def _meets(first: Floats, second: Floats, reach_px: float = SAME_POINT_PX) -> bool:
    return bool(np.abs(first[-1] - second[0]).max() <= reach_px)


def _linked(first: Chain, second: Chain) -> Chain:
    points = np.maximum.accumulate(np.concatenate([first.points, second.points]), axis=0)
    longer = first if np.ptp(first.points[:, 0]) >= np.ptp(second.points[:, 0]) else second
    return Chain(points, longer.path, (*first.members, *second.members))


def _link_all(chains: list[Chain], may: Callable[[Chain, Chain], bool], reach_px: float) -> list[Chain]:
    """Chains linked wherever one ends where another begins; the next one in drawing order goes first."""
    starts: dict[tuple[int, int], list[int]] = {}
    for i, chain in enumerate(chains):
        starts.setdefault(_cell(chain.points[0], reach_px), []).append(i)
    used = [False] * len(chains)
    has_before = [False] * len(chains)
    follower: dict[int, int] = {}
    for i, chain in enumerate(chains):
        options = [
            j
            for cell in _cells_near(chain.points[-1], reach_px)
            for j in starts.get(cell, ())
            if j != i
            and not has_before[j]
            and may(chain, chains[j])
            and _meets(chain.points, chains[j].points, reach_px)
        ]
        if options:
            j = min(options, key=lambda k: (k < i, abs(k - i)))
            follower[i] = j
            has_before[j] = True
    linked = []
    for i, chain in enumerate(chains):
        if has_before[i]:
            continue
        used[i] = True
        total, at = chain, i
        while at in follower and not used[follower[at]]:
            at = follower[at]
            used[at] = True
            total = _linked(total, chains[at])
        linked.append(total)
    return linked


def _cell(point: Floats, size: float) -> tuple[int, int]:
    return int(np.floor(point[0] / size)), int(np.floor(point[1] / size))


def _cells_near(point: Floats, size: float) -> list[tuple[int, int]]:
    column, row = _cell(point, size)
    return [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]


def level_at(chain: Chain, columns: Floats | Sequence[float]) -> tuple[Floats, Floats]:
    """Rows of a staircase just left of and at some columns; NaN beyond its ends."""
    at = np.asarray(columns, dtype=np.float64)
    x, y = chain.points[:, 0], chain.points[:, 1]
    left = y[np.clip(np.searchsorted(x, at - ROUNDING_PX, side="left") - 1, 0, None)]
    right = y[np.clip(np.searchsorted(x, at + ROUNDING_PX, side="right") - 1, 0, None)]
    outside = (at < x[0] - SAME_POINT_PX) | (at > x[-1] + SAME_POINT_PX)
    return np.where(outside, np.nan, left), np.where(outside, np.nan, right)
