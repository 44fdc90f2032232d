"""One panel of two readings."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import CurveRisk, LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.frozen import floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.judgement.judge import NAME_WARNING
from ipdrecon.trace.twice import LARGE_PX, Slack, agreed, end_of_both, marks_of_both, second_zoom

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
    assert second_zoom(1_000_000, frames).factor == pytest.approx(factor)


def test_no_picture_is_enlarged_beyond_what_memory_holds() -> None:
    """Law: many narrow plots on a large page are read smaller the second time."""
    frames = [Frame(Box(0.0, 0.0, 300.0, 100.0), AXES)]
    assert second_zoom(int(LARGE_PX / 2.3), frames).factor > 1
    assert second_zoom(int(LARGE_PX / 2.2), frames).factor < 1


def test_marks_of_either_reading_are_taken_once() -> None:
    """Law: what both show is one mark where the first reading has it; what one alone shows is added."""
    found = marks_of_both(floats([10.0, 20.0, 30.0]), floats([10.1, 29.9, 40.0]), 0.15)
    np.testing.assert_allclose(found, [10.0, 20.0, 30.0, 40.0])


def test_a_crowd_is_as_the_believed_reading_shows_it() -> None:
    """Law: in a crowd readings err by one mark more or less, so what stands near one of its own is no new mark."""
    crowd = floats([10.0, 10.2, 10.4, 10.6])
    np.testing.assert_allclose(marks_of_both(crowd, crowd + 0.1, 0.15), crowd)
    more = np.sort(np.concatenate([crowd + 0.1, [10.45, 20.0]]))
    np.testing.assert_allclose(marks_of_both(crowd, more, 0.15), [*crowd, 20.0])


def test_readings_that_hardly_agree_are_not_mixed() -> None:
    """Law: where fewer than half of the fewer marks, or than a quarter of the more, are shared one reading has seen
    something else, and the believed one's are taken, be they none; one without marks says nothing against it."""
    few, many = floats([10.0, 20.0, 30.0]), floats([10.0, 40.0, 41.0, 42.0])
    np.testing.assert_allclose(marks_of_both(few, many, 0.1), few)
    np.testing.assert_allclose(marks_of_both(many, few, 0.1), many)
    np.testing.assert_allclose(marks_of_both(few[:2], many, 0.1), [10.0, 20.0, 40.0, 41.0, 42.0])
    np.testing.assert_allclose(marks_of_both(few[:2], np.append(many, 43.0), 0.1), few[:2])
    assert marks_of_both(floats([]), few, 0.1).size == 0
    np.testing.assert_allclose(marks_of_both(few, floats([]), 0.1), few)


def test_the_larger_picture_is_believed_unless_the_other_is_surer() -> None:
    """Law: curves are paired by what they show, not by their order, and keep the names of the larger picture."""
    larger = panel(curve("A", 0.5, [20.0], confidence=0.86), curve("B", 0.7, [30.0], confidence=0.6))
    smaller = panel(curve("B", 0.71, [30.0], confidence=0.75), curve("A", 0.51, [20.0, 50.0], confidence=0.95))
    found = agreed(larger, smaller)
    assert [c.label for c in found.curves] == ["A", "B"]
    assert [c.steps.survival[-1] for c in found.curves] == [0.5, 0.71]
    np.testing.assert_allclose(found.curves[0].steps.marks, [20.0, 50.0])
    np.testing.assert_allclose(found.curves[1].steps.marks, [30.0])


def test_marks_lie_on_the_curve_that_is_believed() -> None:
    """Law: marks of the other reading behind a curve's end, and those of another curve, are none of its own."""
    cut = agreed(panel(curve("A", 0.5, [20.0], end=40.0)), panel(curve("A", 0.5, [20.0, 50.0], end=50.0)))
    np.testing.assert_allclose(cut.curves[0].steps.marks, [20.0])
    assert cut.curves[0].confidence < 0.7 and any("end at 40 and 50" in text for text in cut.curves[0].warnings)
    longer = agreed(panel(curve("A", 0.5, [20.0], end=40.0)), panel(curve("A", 0.5, [20.0, 41.0], end=41.0)))
    assert longer.curves[0].steps.end == 41.0
    np.testing.assert_allclose(longer.curves[0].steps.marks, [20.0, 41.0])
    other = agreed(panel(curve("A", 0.5, [20.0])), panel(curve("A", 0.57, [20.0, 50.0])))
    np.testing.assert_allclose(other.curves[0].steps.marks, [20.0])


@pytest.mark.parametrize(("foot", "doubted"), [(0.51, False), (0.53, True), (0.8, True)])
def test_a_curve_whose_readings_differ_is_doubted(foot: float, doubted: bool) -> None:
    """Law: a confident curve is right to 0.02 in S, so two readings of it cannot differ by more."""
    (found,) = agreed(panel(curve("A", 0.5)), panel(curve("A", foot))).curves
    assert (found.confidence < 0.7) == doubted
    assert any("two readings" in warning for warning in found.warnings) == doubted
    assert found.steps.survival[-1] == 0.5


def test_a_curve_that_was_in_doubt_stays_so() -> None:
    """Law: a doubt never raises a confidence."""
    (found,) = agreed(panel(curve("A", 0.5, confidence=0.3)), panel(curve("A", 0.8, confidence=0.3))).curves
    assert found.confidence == 0.3


def test_names_and_numbers_at_risk_are_those_of_one_reading() -> None:
    """Law: the reading whose texts told more names the curves of both, and its rows stay with them."""
    rows = (CurveRisk("Drug", RiskTable(floats([0.0, 30.0]), floats([50.0, 20.0]))),)
    named = attrs.evolve(panel(curve("Placebo", 0.5), curve("Drug", 0.7)), risk=rows)
    bare = panel(curve("curve 1", 0.7), curve("curve 2", 0.5))
    for found in (agreed(bare, named), agreed(named, bare)):
        assert [(c.label, c.steps.survival[-1]) for c in found.curves] == [("Placebo", 0.5), ("Drug", 0.7)]
        assert found.risk == rows
        assert all(c.confidence == 0.9 for c in found.curves)
    without = panel(curve("Placebo", 0.5), curve("Drug", 0.7))
    assert agreed(without, named).risk == rows


def test_exchanged_names_are_in_doubt() -> None:
    """Law: where the readings give one curve two arms' names either may be right."""
    one, two = panel(curve("A", 0.5), curve("B", 0.7)), panel(curve("A", 0.7), curve("B", 0.5))
    found = agreed(one, two)
    assert all(NAME_WARNING in c.warnings and c.confidence < 0.7 for c in found.curves)


def test_a_curve_of_the_other_reading_is_judged_by_the_rows_it_gets() -> None:
    """Law: more patients at risk than the curve leaves alive put it in doubt, whichever reading it is of."""
    rows = (CurveRisk("A", RiskTable(floats([0.0, 30.0]), floats([100.0, 56.0]))),)
    larger = attrs.evolve(panel(curve("A", 0.56, confidence=0.8)), risk=rows)
    (found,) = agreed(larger, panel(curve("A", 0.51, confidence=0.95))).curves
    assert found.steps.survival[-1] == 0.51 and any("more patients at risk" in text for text in found.warnings)


def test_the_number_of_curves_that_is_told_goes_before_confidence() -> None:
    """Law: of readings with other numbers of curves the told one is taken, and that they differ is said."""
    one, two = panel(curve("A", 0.5)), panel(curve("A", 0.5), curve("B", 0.7, confidence=0.8))
    for larger, smaller in ((one, two), (two, one)):
        assert len(agreed(larger, smaller, 2).curves) == 2
        assert len(agreed(larger, smaller).curves) == 1
        assert any("show 1 and 2 curves" in text for text in agreed(larger, smaller).warnings)
    rising = panel(curve("A", 0.5, [20.0], confidence=0.95), incidence=True)
    assert agreed(one, rising) is rising
    same = attrs.evolve(rising, curves=(curve("A", 0.5),))
    assert agreed(one, same) is one


@pytest.mark.parametrize(
    ("own", "other", "end"),
    [
        (([20.0], 50.5), ([20.0, 50.0], 50.0), 50.0),  # the ink of an overlooked mark passed for line
        (([20.0, 49.5], 49.5), ([20.0, 50.0], 50.0), 50.0),  # both end at a mark: the one that goes on saw one more
        (([20.0, 50.0], 50.0), ([20.0], 50.5), 50.0),
        (([20.0], 50.5), ([20.0, 49.8], 50.0), 50.5),  # no mark says where: the reading that is believed
        (([20.0, 50.3], 50.6), ([20.0, 50.0], 50.0), 50.6),  # its own last mark lies behind the other one's end
        (([20.0], 48.5), ([20.0, 50.0], 50.0), 48.5),  # too far apart: the other one followed another line
    ],
)
def test_a_curve_ends_at_the_last_mark_that_is_seen(
    own: tuple[list[float], float], other: tuple[list[float], float], end: float
) -> None:
    """Law: of two ends near each other the one at a mark is meant, of two such ones the later."""
    one, two = (curve("A", 0.5, marks, end=last).steps for marks, last in (own, other))
    assert end_of_both(one, two, Slack(0.15, 1.2)) == end


def test_a_fall_behind_an_end_says_that_the_curve_goes_on() -> None:
    """Law: a curve is not cut before a fall that it shows, and one that leaves nobody does not go on."""
    falls = StepCurve(floats([0.0, 50.4]), floats([1.0, 0.5]), end=50.5, marks=floats([20.0]))
    ends = StepCurve(floats([0.0, 10.0]), floats([1.0, 0.9]), end=50.0, marks=floats([50.0]))
    assert end_of_both(falls, ends, Slack(0.15, 1.2)) == 50.5
    nobody = StepCurve(floats([0.0, 49.5]), floats([1.0, 0.0]), end=49.5)
    assert end_of_both(nobody, ends, Slack(0.15, 1.2)) == 49.5


def test_what_is_inferred_and_complete_follows_end_and_marks() -> None:
    """Law: nothing is inferred behind the end, and marks are all there where both readings say so of theirs."""
    own = attrs.evolve(curve("A", 0.5, [20.0], end=50.5), inferred=np.array([[30.0, 31.0], [49.5, 50.5]]))
    own = attrs.evolve(own, steps=attrs.evolve(own.steps, marks_complete=True))
    other = curve("A", 0.5, [20.0, 50.0], end=50.0)
    (found,) = agreed(panel(own), panel(other)).curves
    np.testing.assert_allclose(found.inferred, [[30.0, 31.0], [49.5, 50.0]])
    assert found.steps.marks.size == 2 and not found.steps.marks_complete
    (alike,) = agreed(panel(own), panel(curve("A", 0.5, [20.0], end=50.5))).curves
    assert alike.steps.marks_complete
