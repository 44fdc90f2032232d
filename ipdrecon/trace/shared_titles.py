"""Titles of axes that panels have in common: facets print one below all of a row, and one beside all of a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis

if TYPE_CHECKING:
    from ipdrecon.trace.frame import Frame

#: Pixels by which the shares of panels in one row lie apart at most.
ONE_ROW_PX = 2.0


def with_shared_titles(frames: Sequence[Frame]) -> list[Frame]:
    """The panels; one whose axis has no title of its own takes that of the panels with the same labels
    or, where times differ, of those in its row.

    Where these do not say the same, none is taken.
    """
    return [_with_time(_with_shares(frame, frames), frames) for frame in frames]


def _with_time(frame: Frame, frames: Sequence[Frame]) -> Frame:
    if frame.axes.x_title or frame.axes.time_unit:
        return frame
    titled = [f.axes for f in frames if f.axes.time_unit and f.axes.x_title]
    alike = [axes for axes in titled if _same(axes.x, frame.axes.x) or _in_one_row(axes, frame.axes)]
    if len({axes.time_unit for axes in alike}) != 1:
        return frame
    axes = attrs.evolve(frame.axes, x_title=alike[0].x_title, time_unit=alike[0].time_unit)
    return attrs.evolve(frame, axes=axes)


def _with_shares(frame: Frame, frames: Sequence[Frame]) -> Frame:
    if frame.axes.y_title or frame.direction_known:
        return frame
    alike = [f.axes for f in frames if f.direction_known and f.axes.y_title and _same(f.axes.y, frame.axes.y)]
    if len({axes.incidence for axes in alike}) != 1:
        return frame
    axes = attrs.evolve(frame.axes, y_title=alike[0].y_title, incidence=alike[0].incidence)
    return attrs.evolve(frame, axes=axes, direction_known=True)


def _in_one_row(one: Axes, two: Axes) -> bool:
    """Whether panels stand beside each other with one scale: facets may have times of their own, and one title."""
    ends = one.y.pixel([one.y.low, one.y.high]) - two.y.pixel([one.y.low, one.y.high])
    return bool((np.abs(ends) <= ONE_ROW_PX).all())


def _same(one: Axis, two: Axis) -> bool:
    return one.ticks.size > 1 and np.array_equal(one.ticks, two.ticks)
