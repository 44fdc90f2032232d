"""Titles that panels have in common."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.shared_titles import with_shared_titles


def panel(left: float, y_title: str = "", shares: float = 1.0) -> Frame:
    """One of a row of facets."""
    x = Axis(left + 10.0, 4.0, 0.0, 60.0, ticks=np.arange(0.0, 61.0, 12.0))
    axes = Axes(x, Axis(400.0, -300.0, 0.0, 1.0, ticks=shares * np.array([0.0, 0.5, 1.0])), y_title=y_title)
    return Frame(Box(left, 90, left + 260, 410), axes, direction_known=bool(y_title))


FIRST = panel(60, "Overall survival")
RISING = attrs.evolve(FIRST, axes=attrs.evolve(FIRST.axes, y_title="Cumulative incidence", incidence=True))
MIDDLE, LAST = panel(360), panel(660)


def test_facets_have_the_title_of_their_row() -> None:
    """Law: the title beside the first of a row is that of all its panels."""
    frames = with_shared_titles([FIRST, MIDDLE, LAST])
    assert {(frame.axes.y_title, frame.direction_known) for frame in frames} == {("Overall survival", True)}


def test_incidence_is_shared_as_well() -> None:
    """Law: where the title says that curves rise, they rise in the panels beside it."""
    assert all(frame.axes.incidence for frame in with_shared_titles([RISING, MIDDLE, LAST]))


@pytest.mark.parametrize("others", [[panel(360, shares=0.5)], [RISING, panel(660)]])
def test_no_title_is_taken_from_another_axis(others: list[Frame]) -> None:
    """Law: panels with other labels, or that contradict each other, say nothing of one without a title."""
    assert not with_shared_titles([FIRST, *others])[-1].direction_known
