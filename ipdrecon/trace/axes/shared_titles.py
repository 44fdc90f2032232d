"""Titles of y axes that panels have in common: facets print one beside the first of a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from ipdrecon.axes import Axis

if TYPE_CHECKING:
    from ipdrecon.trace.axes.frame import Frame


def with_shared_titles(frames: Sequence[Frame]) -> list[Frame]:
    """The panels; one whose y axis has no title of its own takes that of the panels with the same labels.

    Where these do not say the same, none is taken.
    """
    return [_with_shares(frame, frames) for frame in frames]


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
