"""Whether marks can be counted on. Oracle: curves whose falls and leftover ink are known."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.counted import after_the_start, as_lower_bound, end_at_last_mark
from ipdrecon.trace.censor.marks import Marks, Template
from ipdrecon.trace.censor.upright.shape import Upright
from ipdrecon.trace.lines.level import Staircase

SHAPE = 100, 200
FEW_FALLS = np.array([10.0, 60.0, 120.0])
MANY_FALLS = np.array([10.0, *np.arange(14.0, 180.0, 4.0)])


def curve(falls: Floats) -> Staircase:
    levels = np.linspace(10.0, 90.0, falls.size)
    return Staircase(falls, levels, np.full(falls.size, 0.1), 190.0, 2.0, np.ones(SHAPE[1], np.bool_))


def marks(x: Floats, explained: tuple[float, float] = (100.0, 100.0)) -> Marks:
    shape = Template(np.ones((9, 3), np.float32), 4, 1.0, upright=True)
    return Marks(x, np.zeros(SHAPE, np.bool_), 1.0, template=shape, explained=explained)


@pytest.mark.parametrize(
    ("falls", "explained", "bound"),
    [(FEW_FALLS, (99.0, 100.0), False), (FEW_FALLS, (80.0, 100.0), True), (MANY_FALLS, (99.0, 100.0), True)],
)
def test_a_number_is_a_bound_where_marks_may_be_hidden(
    falls: Floats, explained: tuple[float, float], bound: bool
) -> None:
    """Law: ink that no mark explains may be one, and along a steep curve the falls hide some."""
    found = as_lower_bound(curve(falls), marks(np.array([40.0, 90.0, 150.0]), explained))
    assert found.merged is bound
    assert found.x.size == 3


def test_what_touches_stays_a_bound() -> None:
    touching = attrs.evolve(marks(np.array([40.0, 41.0])), merged=True)
    assert as_lower_bound(curve(FEW_FALLS), touching) is touching


def test_nothing_is_told_from_the_axis_line() -> None:
    """Law: a mark on a curve's first pixels is dropped, and the number is a bound."""
    found = after_the_start(float(curve(FEW_FALLS).x[0]), marks(np.array([11.0, 40.0])))
    assert found.x.tolist() == [40.0]
    assert found.merged


def test_a_curve_ends_in_the_middle_of_its_last_mark() -> None:
    """Law: follow-up ends with the last patient's time, not with the edge of the mark that shows it."""
    assert end_at_last_mark(curve(FEW_FALLS), marks(np.array([40.0, 188.5]))).end == pytest.approx(188.5)
    assert end_at_last_mark(curve(FEW_FALLS), marks(np.array([40.0]))).end == pytest.approx(190.0)


def test_a_curve_does_not_fall_along_the_arm_of_its_last_mark() -> None:
    """Law: a fall behind the middle of a cross, no deeper than its arm, is the arm; a deeper one is an event."""
    cross = attrs.evolve(marks(np.array([40.0, 186.0])), template=Template(np.ones((9, 9), np.float32), 4, 1.0))
    level = np.array([10.0, 30.0, 30.0, 33.0])
    whole = attrs.evolve(curve(np.array([10.0, 60.0, 120.0, 187.0])), y=level)
    found = end_at_last_mark(whole, cross)
    assert found.end == pytest.approx(186.0)
    assert found.y.tolist() == level[:3].tolist()
    deep = attrs.evolve(whole, y=level + np.array([0, 0, 0, 20.0]))
    assert end_at_last_mark(deep, cross) is deep


def test_a_curve_ends_in_the_middle_of_a_plus_whose_arm_it_seems_to_follow() -> None:
    """Law: the lower half of a plus is no fall where the curve ends as far behind it as its arm reaches."""
    plus = attrs.evolve(marks(np.array([40.0, 186.0])), shape=Upright(4.0, 4.0, 1.0, 4.0))
    level = np.array([10.0, 30.0, 30.0, 33.0])
    whole = attrs.evolve(curve(np.array([10.0, 60.0, 120.0, 187.0])), y=level)
    assert end_at_last_mark(whole, plus).end == pytest.approx(186.0)
    assert end_at_last_mark(whole, plus).y.size == 3
    longer = attrs.evolve(whole, end=193.0)
    assert end_at_last_mark(longer, plus) is longer


@pytest.mark.parametrize(("end", "goes_on"), [(190.0, False), (186.0, False), (192.0, True), (188.0, True)])
def test_a_line_that_goes_on_by_other_than_an_arm_is_the_curve(end: float, goes_on: bool) -> None:
    """Law: the arms of a plus, hidden by a level line, are as long as it is high; what is longer or shorter is line."""
    plus = attrs.evolve(marks(np.array([40.0, 184.0])), shape=Upright(6.0, 6.0, 1.0))
    stair = attrs.evolve(curve(np.array([10.0, 60.0, 120.0])), end=end, width=1.0)
    found = end_at_last_mark(stair, plus)
    assert found.end == pytest.approx(end if goes_on else 184.0)


def test_the_short_arm_of_a_small_plus_is_no_line_that_goes_on() -> None:
    """Law: arms too short to be told from a stroke's end are arms all the same, and no follow-up."""
    plus = attrs.evolve(marks(np.array([40.0, 184.0])), shape=Upright(2.5, 3.4, 0.8))
    stair = attrs.evolve(curve(np.array([10.0, 60.0, 120.0])), end=187.1, width=1.7)
    assert end_at_last_mark(stair, plus).end == pytest.approx(184.0)


def test_a_curve_ends_in_the_middle_of_a_plus_within_whose_arm_it_is_lost() -> None:
    """Law: along the arm of a large plus no line can be told from it, wherever the path was given up."""
    plus = attrs.evolve(
        marks(np.array([40.0, 184.0])),
        shape=Upright(14.0, 14.0, 1.3, 14.0),
        template=Template(np.ones((29, 29), np.float32), 14, 14.0, upright=True),
    )
    stair = attrs.evolve(curve(np.array([10.0, 60.0, 120.0])), end=192.3, width=1.9)
    assert end_at_last_mark(stair, plus).end == pytest.approx(184.0)


@pytest.mark.parametrize(("edge", "arm", "end"), [(np.inf, 6.0, 184.0), (187.5, 6.0, 187.0), (187.5, 3.0, 184.0)])
def test_a_line_from_an_upright_to_the_edge_of_the_plot_is_no_arm(edge: float, arm: float, end: float) -> None:
    """Law: follow-up ends with the axis where a line runs to it, unless that is as long as the arm of a plus."""
    tick = attrs.evolve(marks(np.array([40.0, 184.0])), shape=Upright(arm, arm, 1.0))
    stair = attrs.evolve(curve(np.array([10.0, 60.0, 120.0])), end=187.0, width=5.0)
    assert end_at_last_mark(stair, tick, edge).end == pytest.approx(end)


@pytest.mark.parametrize(("runs", "end"), [(5, 184.0), (60, 190.0)])
def test_a_line_to_the_edge_as_long_as_an_arm_is_none_of_a_tick(runs: int, end: float) -> None:
    """Law: a large mark seen at many places shows arms beside falls, if it has any."""
    tick = attrs.evolve(marks(np.array([40.0, 184.0])), shape=Upright(6.0, 6.0, 1.0, runs=runs))
    stair = attrs.evolve(curve(np.array([10.0, 60.0, 120.0])), end=190.0, width=1.0)
    assert end_at_last_mark(stair, tick, 190.5).end == pytest.approx(end)


@pytest.mark.parametrize(("end", "read"), [(177.1, 164.0), (179.0, 179.0)])
def test_the_arm_of_a_large_plus_is_as_long_as_it_was_measured_but_for_a_share_of_that(end: float, read: float) -> None:
    """Law: JPEG shortens large marks by more pixels than small ones."""
    plus = attrs.evolve(
        marks(np.array([40.0, 164.0])),
        shape=Upright(11.2, 11.2, 1.5, 11.2),
        template=Template(np.ones((27, 27), np.float32), 13, 11.2, upright=True),
    )
    stair = attrs.evolve(curve(np.array([10.0, 60.0, 120.0])), end=end, width=2.2)
    assert end_at_last_mark(stair, plus).end == pytest.approx(read)
