"""The plot area: between the axis lines where they are drawn, and as far as panel, axes or curves reach elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.calibrate import AxisFit
from ipdrecon.trace.axes.pairs import UNREAD_STEPS, Pair
from ipdrecon.trace.axes.panel_ends import (
    FRAME_COVERAGE,
    behind_the_grid,
    frame_line,
    ground_end,
    lid_of,
    line_end,
    panel_end,
)
from ipdrecon.trace.axes.past_axis import past_the_axis
from ipdrecon.trace.axes.roof import roof_of
from ipdrecon.trace.axes.runs import WHOLES, left_of
from ipdrecon.trace.axes.tickmarks import LINE_CONTRAST
from ipdrecon.trace.axes.ticks import Run

#: How far beyond its last tick an axis line may end and still be said to end there: pixels, and share of the axis.
ENDS_AT_TICK_PX, ENDS_AT_TICK = 4.0, 0.012
#: How often a plot area is made higher and wider, one after the other, for curves that run on beyond both axes.
MORE_ENDS = 3
#: Labels of an axis that is labelled at its ends only, and steps that its ticks are taken to part it into.
ENDS, BARE_STEPS = 2, 4
#: How far the lines of a grid go on below its lowest one where a panel does, in heights of the labels below: ticks of
#: an axis, which reach below it as well, are at most about half as long as their labels are high.
BELOW_TICKS = 0.7
#: How far beyond its last labels a frame is looked for, in steps of its labels.
BEYOND = 1.6


def plot_area(
    contrast: Floats,
    pair: Pair,
    fits: tuple[AxisFit, AxisFit],
    words: tuple[Word, ...],
    limits: tuple[float, float, float],
) -> Box:
    """Plot area of a pair of axes.

    Parameters
    ----------
    contrast : (h, w)            Distance from the page colour.
    fits : (x, y)                Calibrated axes.
    limits : (left, right, top)  Columns where the panels beside it end and begin, row where the one above it ends.
    """
    x_fit, y_fit = fits
    height = contrast.shape[0]
    first = x_fit.zero + x_fit.per_unit * pair.first
    last = x_fit.zero + x_fit.per_unit * pair.x.labels[-1].value
    low = y_fit.zero + y_fit.per_unit * pair.low
    high = y_fit.zero + y_fit.per_unit * pair.y.labels[-1].value
    spacing_x, spacing_y = x_fit.per_unit * _step(pair.x), -y_fit.per_unit * _step(pair.y)
    unit = 100.0 if pair.y.labels[-1].value > 2 else 1.0
    one = y_fit.zero + y_fit.per_unit * unit
    summit = min(high, one) if one > max(0.0, high - UNREAD_STEPS * spacing_y) else high
    if summit < high and (lid := lid_of(contrast, high, summit, (first, last))) is not None:
        summit = lid  # incidences below 1 on an axis cut above them
    rows = y_fit.zero + y_fit.per_unit * np.array([label.value for label in pair.y.labels])
    if (dark := _dark_ground(contrast, (first, last), (high, low), (spacing_x, spacing_y), limits)) is not None:
        return dark
    left = _left(contrast, y_fit, first, last, (summit, low), spacing_x, limits[0])
    bottom = _bottom(contrast, pair, x_fit, (first, last), low, spacing_y, high)
    top, right = summit, last
    for _ in range(MORE_ENDS):  # a curve may leave the axes above, and so beyond them on the right, and so on
        top = roof_of(contrast, pair, (x_fit, y_fit), words, (first, right), (summit, high, low), spacing_y, limits[2])
        roof, before = min(top, summit), right
        right = _right(contrast, words, x_fit, (first, last), (summit, low), rows, spacing_x, limits[1], roof)
        if right <= before:
            break
    return Box(max(0.0, left), max(0.0, min(top, summit)), float(right), min(height - 1.0, bottom))


def _dark_ground(
    contrast: Floats,
    columns: tuple[float, float],
    rows: tuple[float, float],
    spacing: tuple[float, float],
    limits: tuple[float, float, float],
) -> Box | None:
    """The ground of a panel that is as dark as lines are: no line of its own can be told from it; None of others."""
    height, width = contrast.shape
    (first, last), (high, low) = columns, rows
    inside = contrast[max(0, int(high)) : int(low) + 1, max(0, int(first)) : int(last) + 1]
    if not inside.size or np.mean(inside > LINE_CONTRAST) < FRAME_COVERAGE:
        return None
    turned = contrast[::-1, ::-1]
    back = width - 1 - last, width - 1 - first
    up = height - 1 - low, height - 1 - high
    right = ground_end(contrast, rows, columns, min(limits[1], last + BEYOND * spacing[0]))
    left = ground_end(turned, up, back, width - 1 - max(limits[0], first - spacing[0]))
    bottom = ground_end(contrast.T, columns, rows, min(height - 1.0, low + spacing[1]))
    top = ground_end(turned.T, back, up, height - 1 - max(limits[2], high - spacing[1]))
    if right is None or left is None or bottom is None or top is None:
        return None
    return Box(width - 1 - left, height - 1 - top, right, bottom)


def neighbours(pair: Pair, pairs: Sequence[Pair], width: int) -> tuple[float, float, float]:
    """Columns where the panel to the left ends and the one to the right begins, and row where the one above ends.

    The picture's edges where none is.
    """
    place = pair.x.zero + pair.x.per_unit * pair.first
    last = pair.x.labels[-1].x
    top, bottom = pair.y.labels[-1].y, pair.x.labels[0].y
    before, after, above = [0.0], [left_of(pair.y) - 2 if pair.right else width - 1.0], [0.0]
    for other in pairs:
        if other is pair:
            continue
        begin = other.x.zero + other.x.per_unit * other.first
        end = other.x.labels[-1].x
        if other.y.labels[-1].y > bottom or other.x.labels[0].y < top:
            if other.x.labels[0].y < top and begin < last and end > place:
                above.append(max(label.word.box.bottom for label in other.x.labels))
            continue
        if other.y is not pair.y:
            begin = min(begin, min(label.word.box.left for label in other.y.labels))
        if begin > last:
            after.append(begin - 2)
        if end < place:
            before.append(end + 2)
    return max(before), min(after), max(above)


def _step(run: Run) -> float:
    """Mean distance of labels; between two at the ends of an axis, 0 and 1, there are ticks without."""
    span = run.labels[-1].value - run.labels[0].value
    bare = len(run.labels) == ENDS and run.labels[-1].value in WHOLES
    return span / (BARE_STEPS if bare else len(run.labels) - 1)


def _left(
    contrast: Floats,
    y_fit: AxisFit,
    first: float,
    last: float,
    rows: tuple[float, float],
    spacing: float,
    limit: float,
) -> float:
    if np.isfinite(y_fit.edge) and limit < y_fit.edge <= first + 3 and first - y_fit.edge < 1.2 * spacing:
        return y_fit.edge
    width = contrast.shape[1]
    start, stop = width - 1 - (first + 3), width - 1 - max(limit, first - 0.8 * spacing)
    line = frame_line(contrast.T[::-1], int(start), int(stop), int(rows[0]), int(rows[1]))
    if line is not None:
        return float(width - 1 - line)
    return max(limit, first - 0.03 * (last - first))


def _bottom(
    contrast: Floats,
    pair: Pair,
    x_fit: AxisFit,
    columns: tuple[float, float],
    low: float,
    spacing: float,
    high: float,
) -> float:
    if not pair.shared and np.isfinite(x_fit.line) and x_fit.line >= low - 3:
        return float(x_fit.line)
    stop = low + spacing  # a whole step lower there would be one more label
    if not pair.shared:
        stop = min(stop, min(label.word.box.top for label in pair.x.labels) - 2)
    line = frame_line(contrast, int(low) - 3, int(stop), int(columns[0]), int(columns[1]))
    times = x_fit.zero + x_fit.per_unit * np.array([label.value for label in pair.x.labels])
    if line is not None:
        end = behind_the_grid(contrast.T, line, int(stop), columns, times)
        height = float(np.median([label.word.box.height for label in pair.x.labels]))
        return end if end - line > BELOW_TICKS * height else line
    ground = ground_end(contrast.T, columns, (high, low), stop)
    if ground is not None:
        return ground
    grid = panel_end(contrast.T, times, low, stop)  # a grid without a frame goes on below its lowest label
    return max(low + 0.03 * (low - high), -np.inf if grid is None else grid)


def _right(
    contrast: Floats,
    words: Sequence[Word],
    x_fit: AxisFit,
    columns: tuple[float, float],
    rows: tuple[float, float],
    levels: Floats,
    spacing: float,
    limit: float,
    roof: float,
) -> float:
    first, last = columns
    ruled = line_end(contrast, x_fit.line, last, limit)
    stop = min(limit, max(last + BEYOND * spacing, (ruled or 0.0) + 3))  # labels may be unread, not the line
    framed = frame_line(contrast.T, int(last) - 3, int(stop), int(rows[0]), int(rows[1]))
    if framed is not None:
        return behind_the_grid(contrast, framed, int(stop), rows, np.append(levels, x_fit.line))
    right = min(ruled, stop) if ruled is not None else None
    between = (levels[:-1] + levels[1:]) / 2  # white lines of a tinted panel look like the page
    # Between the rows of a grid its last column may be all that is seen, and not the panel's ground.
    ends = [panel_end(contrast, across, last, stop) for across in (between, levels)]
    ends.append(ground_end(contrast, rows, columns, stop))
    panel = max((end for end in ends if end is not None), default=None)
    if right is None and panel is not None:
        return panel
    foot = x_fit.line if np.isfinite(x_fit.line) and x_fit.line > rows[1] else rows[1]  # axes are cut below a tick
    if right is None:  # nothing but the curves themselves shows how far it reaches
        little = float(min(limit, last + 0.06 * (last - first), contrast.shape[1] - 1.0))
        return past_the_axis(contrast, words, little, (roof, foot), stop)
    beyond = (right - last) % spacing
    slack = max(ENDS_AT_TICK_PX, ENDS_AT_TICK * (last - first))
    if min(beyond, spacing - beyond) > slack:
        return right  # the line runs along the whole panel
    return past_the_axis(contrast, words, right, (roof, foot), limit)
