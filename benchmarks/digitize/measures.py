"""Distances between a curve as read and as drawn."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.frozen import Floats
from ipdrecon.simulate.truth import TrueCurve
from ipdrecon.steps import StepCurve

#: Times at which curves are compared (Zhang et al. 2024).
TIMES = 100

#: Distance from a drop within which a time falls on it, as a share of the follow-up.
ON_DROP = 1e-6

#: A censor mark is found where one was read within this share of the time axis.
MARK_TOLERANCE = 0.003

#: Marks closer than their width and this many pixels merge into a comb; they do not count as single marks.
MERGE_PX = 2.0


def level(curve: StepCurve, time: Floats) -> Floats:
    """S(t), the last level carried on beyond the end: a curve read too short is wrong only as far as it then falls."""
    return np.asarray(curve.survival[np.searchsorted(curve.time, time, side="right") - 1])


def rmse(read: StepCurve, true: StepCurve) -> float:
    """Root mean squared difference of S at ``TIMES`` equally spaced times from 0 to the true end.

    A time that falls on a drop is moved behind it: whole days are both, and a drop read a billionth late is no error.
    """
    times = np.linspace(0.0, true.end, TIMES)
    drop = np.searchsorted(true.time, times - ON_DROP * true.end)
    gap = true.time[np.minimum(drop, true.time.size - 1)] - times
    times = np.where(np.abs(gap) <= ON_DROP * true.end, times + gap + 2 * ON_DROP * true.end, times)
    return float(np.sqrt(np.mean((level(read, times) - level(true, times)) ** 2)))


def iae(read: StepCurve, true: StepCurve) -> float:
    """Integral of the absolute difference of S over the true follow-up, as a share of that follow-up."""
    edges = np.unique(np.concatenate([read.time[read.time < true.end], true.time[true.time < true.end], [true.end]]))
    gaps = np.abs(level(read, edges[:-1]) - level(true, edges[:-1]))
    return float(np.sum(gaps * np.diff(edges)) / true.end)


def median_error(read: StepCurve, true: StepCurve, span: float) -> float:
    """Absolute difference of the medians as a share of the time axis; NaN where either is not reached."""
    gap = abs(read.median() - true.median())
    return gap / span if np.isfinite(gap) else float("nan")


def end_error(read: StepCurve, true: StepCurve, axes: Axes) -> float:
    """Absolute difference of the last follow-up as a share of the time axis, which may cut the drawn curve off."""
    return abs(read.end - min(true.end, axes.x.high)) / axes.x.span


@attrs.frozen
class MarkCount:
    """Censor marks: single ones that were drawn, those of them found; marks that were read, those of them true."""

    drawn: int
    found: int
    read: int
    true: int


def marks(read: StepCurve, true: TrueCurve, axes: Axes) -> MarkCount:
    """Compare censor marks on one curve.

    Only marks that stand alone on their curve count as drawn; a read mark is true where any mark was drawn.
    """
    tolerance = MARK_TOLERANCE * axes.x.span
    drawn = np.unique(true.steps.marks)
    single = np.zeros(0, dtype=bool)
    if drawn.size:
        gaps = np.diff(drawn) > true.mark_width + MERGE_PX / abs(axes.x.px_per_unit)
        single = np.append(True, gaps) & np.append(gaps, True)
    found = sum(bool(np.any(np.abs(read.marks - time) <= tolerance)) for time in drawn[single])
    right = sum(bool(np.any(np.abs(drawn - time) <= tolerance)) for time in read.marks)
    return MarkCount(int(single.sum()), found, int(read.marks.size), right)


def axis_error(read: Axis, true: Axis) -> float:
    """Largest error of the values read at the two ends of the drawn axis, as a share of its range."""
    ends = np.array([true.low, true.high])
    return float(np.max(np.abs(read.value(true.pixel(ends)) - ends)) / true.span)


def in_file_units(axis: Axis, *, scale: float, origin: float, vector: bool) -> Axis:
    """An axis of the figure as it was read, in units of the file.

    A figure's pixel is (unit - origin) * scale - 0.5 for vector files, whose units have no centres, and
    (pixel + 0.5) * scale - 0.5 for raster files.
    """
    zero = (axis.zero_px + 0.5) / scale + origin - (0.0 if vector else 0.5)
    return attrs.evolve(axis, zero_px=zero, px_per_unit=axis.px_per_unit / scale)
