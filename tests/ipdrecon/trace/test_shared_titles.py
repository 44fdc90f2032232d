"""Titles that panels have in common."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.shared_titles import with_shared_titles

MONTHS, SHARES = np.arange(0.0, 61.0, 12.0), np.array([0.0, 0.5, 1.0])


def panel(left: float, *, x_title: str = "", y_title: str = "", unit: str = "", times: float = 1.0) -> Frame:
    """One of a row of facets."""
    x = Axis(left + 10.0, 4.0, 0.0, 60.0, ticks=times * MONTHS)
    axes = Axes(x, Axis(400.0, -300.0, 0.0, 1.0, ticks=SHARES), unit, x_title=x_title, y_title=y_title)
    return Frame(Box(left, 90, left + 260, 410), axes, direction_known=bool(y_title))


FIRST = panel(60, y_title="Overall survival")
MIDDLE = panel(360, x_title="Time (months)", unit="months")
LAST = panel(660)


def test_facets_have_the_titles_of_their_row() -> None:
    """Law: the title below the middle of a row is that of all its panels, and so is the one beside the first."""
    frames = with_shared_titles([FIRST, MIDDLE, LAST])
    assert {frame.axes.time_unit for frame in frames} == {"months"}
    assert {(frame.axes.y_title, frame.direction_known) for frame in frames} == {("Overall survival", True)}


def test_incidence_is_shared_as_well() -> None:
    """Law: where the title says that curves rise, they rise in the panels beside it."""
    rising = attrs.evolve(FIRST, axes=attrs.evolve(FIRST.axes, y_title="Cumulative incidence", incidence=True))
    assert all(frame.axes.incidence for frame in with_shared_titles([rising, MIDDLE, LAST]))


def test_facets_with_times_of_their_own_have_one_title() -> None:
    """Law: where panels of one row have the same shares, the one title below them is of all, whatever their times."""
    other = panel(360, x_title="Time (days)", unit="days", times=30.0)
    assert [frame.axes.time_unit for frame in with_shared_titles([FIRST, other])] == ["days", "days"]


def lower(frame: Frame) -> Frame:
    """The panel in the row below."""
    axes = attrs.evolve(frame.axes, y=attrs.evolve(frame.axes.y, zero_px=900.0))
    return attrs.evolve(frame, axes=axes, box=frame.box.shift(0.0, 500.0))


@pytest.mark.parametrize(
    "others",
    [
        [lower(panel(60, x_title="Time (days)", unit="days", times=30.0))],
        [MIDDLE, panel(660, x_title="Time (days)", unit="days")],
    ],
)
def test_no_title_is_taken_from_another_axis(others: list[Frame]) -> None:
    """Law: panels with other labels, or that contradict each other, say nothing of one without a title."""
    assert with_shared_titles([FIRST, *others])[0].axes.time_unit == ""
