"""Titles of axes that panels have in common: facets print one below all of a row, and one beside all of a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from ipdrecon.axes import Axis

if TYPE_CHECKING:
    from ipdrecon.trace.frame import Frame


def with_shared_titles(frames: Sequence[Frame]) -> list[Frame]:
    """The panels; one whose axis has no title of its own takes that of the panels with the same labels.

    Where these do not say the same, none is taken.
    """
    return [_with_time(_with_shares(frame, frames), frames) for frame in frames]


def _with_time(frame: Frame, frames: Sequence[Frame]) -> Frame:
    if frame.axes.x_title or frame.axes.time_unit:
        return frame
    alike = [f.axes for f in frames if f.axes.time_unit and f.axes.x_title and _same(f.axes.x, frame.axes.x)]
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


def _same(one: Axis, two: Axis) -> bool:
    return one.ticks.size > 1 and np.array_equal(one.ticks, two.ticks)
