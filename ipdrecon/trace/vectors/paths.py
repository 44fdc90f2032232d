"""Vector figures: curves and censor marks from the paths, exact to the digits of the file.

vector_axes      tick marks and grid lines → axes
vector_lines     strokes → staircases
vector_limits    which staircases are curves
vector_marks     small shapes on the curves
vector_placed    which curve each of them sits on
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.text.lettering import is_symbol
from ipdrecon.trace.vectors.axes import calibrate_vector, refine
from ipdrecon.trace.vectors.limits import START_SHARE, only_curves
from ipdrecon.trace.vectors.lines import ROUNDING_PX, SIMPLIFIED_PX, Chain, staircases
from ipdrecon.trace.vectors.marks import censor_marks
from ipdrecon.trace.vectors.time_grid import decimals_of, recorded

if TYPE_CHECKING:
    from ipdrecon.trace.axes.frame import Frame
    from ipdrecon.trace.legends.entry import LegendEntry

__all__ = ["calibrate_vector", "curves_of", "refine", "trace_vector"]

#: A first or last level this close to 1 or 0, and a start this close to time 0, is exactly that: share of the axis.
SNAP = 2e-4
#: Rows within which a curve that goes down to the edge of the plot is cut off there, in pixels.
CUT_PX = 3.0
#: Confidence of a curve read from its path.
CONFIDENCE = 0.995


def trace_vector(figure: Figure, frame: Frame, entries: Sequence[LegendEntry] = ()) -> tuple[TracedCurve, ...]:
    """The curves of one panel of a vector figure, in drawing order, labelled "curve 1", "curve 2", ...

    Empty where the paths do not hold the curves (outlined strokes, an image inside a PDF), also where the legend shows
    more samples than curves were found: the caller then traces the pixels.
    """
    shown = {entry.label: entry for entry in entries if entry.sample is not None and not is_symbol(entry.label)}
    wanted = tuple(entry.color for entry in shown.values() if entry.color is not None)
    whole = 0 if any(entry.dashes for entry in shown.values()) else len(shown)
    found = curves_of(figure, frame.box, frame.axes, colors=wanted, whole=whole)
    return () if len(found) < len(shown) else found


def curves_of(
    figure: Figure,
    box: Box,
    axes: Axes,
    *,
    colors: Sequence[tuple[int, int, int]] = (),
    whole: int = 0,
) -> tuple[TracedCurve, ...]:
    """The curves inside a plot area; see :func:`trace_vector`.

    Parameters
    ----------
    box : Box      Plot area in pixels.
    axes : Axes    Refined by :func:`ipdrecon.trace.vectors.axes.calibrate_vector`.
    colors : RGB   Of the legend's samples: a level line at S = 1 is a curve (without events) where one has its colour.
    whole : int    How many lines the legend shows where all are whole; beside as many, a dashed line is a limit.
    """
    chains = staircases(figure.paths, box, axes)
    curves, lines = only_curves(chains, box, axes, colors, whole)
    marks = censor_marks(figure, curves, lines, box, axes)
    traced = [_traced(curve, columns, box, axes) for curve, columns in zip(curves, marks, strict=True)]
    return tuple(attrs.evolve(curve, label=f"curve {k}") for k, curve in enumerate(traced, start=1))


def _traced(curve: Chain, columns: Floats, box: Box, axes: Axes) -> TracedCurve:
    points, cut = _uncut(curve.points, box, axes)
    points = _with_lost_corners(points)
    rows = -points[:, 1] if axes.incidence else points[:, 1]
    time = np.array(axes.x.value(points[:, 0]))
    survival = np.asarray(axes.survival(rows))
    time[0] = 0.0 if abs(time[0]) <= SNAP * axes.x.span else time[0]
    if abs(survival[0] - 1.0) <= START_SHARE:
        survival = np.where(survival >= survival[0] - SNAP, 1.0, survival)
    survival = np.where(np.abs(survival) <= SNAP, 0.0, survival)
    time, survival = _steps(np.maximum(time, 0.0), survival, points)
    digits = ROUNDING_PX / abs(axes.x.px_per_unit)
    decimals = decimals_of(time, digits)
    time, marks = (recorded(np.asarray(at), decimals, digits) for at in (time, axes.x.value(columns)))
    end = float(time.max())
    steps = StepCurve.from_points(
        time,
        survival,
        end=end,
        survival_se=np.full(time.shape, axes.y.se),
        time_se=axes.x.se,
        marks=np.clip(marks, 0.0, end),
        marks_complete=bool(marks.size),
    )
    path = curve.path
    style = LineStyle(path.stroke or (0, 0, 0), path.width, path.dashes)
    warnings = ("the curve goes on below the plot; it is given to where it leaves it",) if cut else ()
    return TracedCurve(label="", steps=steps, style=style, confidence=CONFIDENCE, warnings=warnings)


def _uncut(points: Floats, box: Box, axes: Axes) -> tuple[Floats, bool]:
    """The points without a last fall to the edge of a plot that ends above S = 0, where its true level is not shown."""
    edge = -box.top if axes.incidence else box.bottom
    floor = float(axes.survival_pixel(0.0)) * (-1.0 if axes.incidence else 1.0)
    falls = len(points) > 2 and points[-1, 1] - points[-2, 1] > ROUNDING_PX
    if falls and abs(points[-1, 1] - edge) <= CUT_PX and floor - edge > CUT_PX:
        return points[:-1], True
    return points, False


def _with_lost_corners(points: Floats) -> Floats:
    """The points with two steps for each that leans.

    matplotlib leaves out corners closer than a ninth of a point, so that neighbouring falls become one leaning stroke.
    It begins at the first of them and ends at the last. Two deaths one after the other lower S by the same amount
    (Kaplan & Meier 1958), so the level between them is the middle one.
    """
    across, fall = np.diff(points, axis=0).T
    leans = np.flatnonzero((across > ROUNDING_PX) & (fall > ROUNDING_PX) & (across < fall) & (across <= SIMPLIFIED_PX))
    middle = (points[leans, 1] + points[leans + 1, 1]) / 2
    first = np.column_stack([points[leans, 0], middle])
    second = np.column_stack([points[leans + 1, 0], middle])
    return np.insert(points, np.repeat(leans + 1, 2), np.stack([first, second], axis=1).reshape(-1, 2), axis=0)


def _steps(time: Floats, survival: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Corners in time and survival; falls smaller than rounding in the file do not count as steps."""
    keep = np.ones(len(points), dtype=bool)
    row = points[0, 1]
    for i in range(1, len(points)):
        if points[i, 1] - row > ROUNDING_PX / 3:
            row = points[i, 1]
        else:
            keep[i] = False
    levels = survival[np.maximum.accumulate(np.where(keep, np.arange(len(points)), 0))]
    return time, levels
