"""One panel of two readings."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.frozen import floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.twice import agreed, end_of_both, marks_of_both, second_zoom

AXES = Axes(Axis(0.0, 10.0, 0.0, 60.0), Axis(400.0, -400.0, 0.0, 1.0))
BOX = Box(0.0, 0.0, 600.0, 400.0)


def curve(
    label: str,
    foot: float,
    marks: list[float] | None = None,
    *,
    confidence: float = 0.9,
    end: float = 60.0,
) -> TracedCurve:
    """A curve that falls to ``foot`` at 10."""
    steps = StepCurve(floats([0.0, 10.0]), floats([1.0, foot]), end=end, marks=floats(marks or []))
    return TracedCurve(label, steps, LineStyle((0, 0, 0)), confidence=confidence)


def panel(*curves: TracedCurve, incidence: bool = False) -> Panel:
    return Panel(BOX, Axes(AXES.x, AXES.y, incidence=incidence), curves)


@pytest.mark.parametrize(("width", "factor"), [(300, 1.5), (699, 1.5), (700, 0.75), (1400, 0.75), (2200, 0.5)])
def test_narrow_plots_are_read_larger_and_wide_ones_smaller(width: float, factor: float) -> None:
    """Law: the widest plot of a figure says the size of the second picture."""
    frames = [Frame(Box(0.0, 0.0, w, 100.0), AXES) for w in (200.0, float(width))]
    assert second_zoom(frames).factor == pytest.approx(factor)


def test_marks_of_either_reading_are_taken_once() -> None:
    """Law: what both show is one mark where the first reading has it; what one alone shows is added."""
    found = marks_of_both(floats([10.0, 20.0, 30.0]), floats([10.1, 29.9, 40.0]), 0.15)
    np.testing.assert_allclose(found, [10.0, 20.0, 30.0, 40.0])


def test_readings_that_hardly_agree_are_not_mixed() -> None:
    """Law: where fewer than half of the fewer marks are shared one reading has seen something else; a reading without
    marks says nothing against the other."""
    few, many = floats([10.0, 20.0, 30.0]), floats([10.0, 40.0, 41.0, 42.0])
    np.testing.assert_allclose(marks_of_both(few, many, 0.1), many)
    np.testing.assert_allclose(marks_of_both(many, few, 0.1), many)
    np.testing.assert_allclose(marks_of_both(floats([]), few, 0.1), few)
    np.testing.assert_allclose(marks_of_both(few, floats([]), 0.1), few)


def test_the_larger_picture_is_believed_unless_the_other_is_surer() -> None:
    """Law: curves are paired by what they show, not by their order, and keep the names of the larger picture."""
    larger = panel(curve("A", 0.5, [20.0]), curve("B", 0.7, confidence=0.6))
    smaller = panel(curve("B", 0.71, [30.0]), curve("A", 0.51, [20.0, 50.0], confidence=0.95))
    found = agreed(larger, smaller)
    assert [c.label for c in found.curves] == ["A", "B"]
    assert [c.steps.survival[-1] for c in found.curves] == [0.5, 0.71]
    np.testing.assert_allclose(found.curves[0].steps.marks, [20.0, 50.0])
    np.testing.assert_allclose(found.curves[1].steps.marks, [30.0])


def test_marks_lie_on_the_curve_that_is_believed() -> None:
    """Law: marks of the other reading behind a curve's end, and those of another curve, are none of its own."""
    cut = agreed(panel(curve("A", 0.5, [20.0], end=40.0)), panel(curve("A", 0.5, [20.0, 50.0])))
    np.testing.assert_allclose(cut.curves[0].steps.marks, [20.0])
    longer = agreed(panel(curve("A", 0.5, [20.0], end=40.0)), panel(curve("A", 0.5, [20.0, 41.0], end=41.0)))
    assert longer.curves[0].steps.end == 41.0
    np.testing.assert_allclose(longer.curves[0].steps.marks, [20.0, 41.0])
    other = agreed(panel(curve("A", 0.5, [20.0])), panel(curve("A", 0.8, [20.0, 50.0])))
    np.testing.assert_allclose(other.curves[0].steps.marks, [20.0])


@pytest.mark.parametrize(("foot", "doubted"), [(0.51, False), (0.53, True), (0.8, True)])
def test_a_curve_whose_readings_differ_is_doubted(foot: float, doubted: bool) -> None:
    """Law: a confident curve is right to 0.02 in S, so two readings of it cannot differ by more."""
    (found,) = agreed(panel(curve("A", 0.5)), panel(curve("A", foot))).curves
    assert (found.confidence < 0.7) == doubted
    assert any("two readings" in warning for warning in found.warnings) == doubted
    assert found.steps.survival[-1] == 0.5


def test_of_readings_with_other_curves_the_surer_one_is_taken_whole() -> None:
    """Law: a curve more or less, or falling where the other rises, is another reading of the panel."""
    one, two = panel(curve("A", 0.5)), panel(curve("A", 0.5), curve("B", 0.7, confidence=0.8))
    assert agreed(one, two) is one
    assert agreed(two, one) is one
    rising = panel(curve("A", 0.5, [20.0], confidence=0.95), incidence=True)
    assert agreed(one, rising) is rising


@pytest.mark.parametrize(
    ("own", "other", "end"),
    [
        (([20.0], 50.5), ([20.0, 50.0], 50.0), 50.0),  # the ink of an overlooked mark passed for line
        (([20.0, 49.5], 49.5), ([20.0, 50.0], 50.0), 50.0),  # both end at a mark: the one that goes on saw one more
        (([20.0, 50.0], 50.0), ([20.0], 50.5), 50.0),
        (([20.0], 50.5), ([20.0], 50.0), 50.5),  # no mark says where: the reading that is believed
        (([20.0], 30.0), ([20.0, 50.0], 50.0), 30.0),  # too far apart: the other one followed another line
    ],
)
def test_a_curve_ends_at_the_last_mark_that_is_seen(
    own: tuple[list[float], float], other: tuple[list[float], float], end: float
) -> None:
    """Law: of two ends near each other the one at a mark is meant, of two such ones the later."""
    one, two = (curve("A", 0.5, marks, end=last).steps for marks, last in (own, other))
    assert end_of_both(one, two, 0.15, 1.2) == end


def test_a_fall_behind_an_end_says_that_the_curve_goes_on() -> None:
    """Law: a curve is not cut before a fall that it shows."""
    falls = StepCurve(floats([0.0, 50.4]), floats([1.0, 0.5]), end=50.5, marks=floats([20.0]))
    ends = StepCurve(floats([0.0, 10.0]), floats([1.0, 0.9]), end=50.0, marks=floats([50.0]))
    assert end_of_both(falls, ends, 0.15, 1.2) == 50.5
