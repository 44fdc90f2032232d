"""What numbers at risk and the shape of a line say against a curve."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import CurveRisk, LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.judgement.judge import CURVE_LOST, NAME_UNSURE, doubted_by_name, doubted_where_lost, judge_panel

AXES = Axes(Axis(50.0, 10.0, 0.0, 60.0), Axis(450.0, -400.0, 0.0, 1.05), "months")


def judged(end: float, at_risk: list[float], doubtful: list[bool]) -> TracedCurve:
    steps = StepCurve([0.0, 5.0, 15.0], [1.0, 0.9, 0.7], end=end)
    curve = TracedCurve("A", steps, LineStyle((200, 0, 0), 2.0), confidence=0.98)
    table = RiskTable(np.arange(0.0, 61.0, 12.0), at_risk, doubtful=doubtful, label="A")
    panel = Panel(Box(50, 30, 650, 450), AXES, (curve,), risk=(CurveRisk("A", table),))
    return judge_panel(panel).curves[0]


def test_patients_at_risk_beyond_its_end_say_that_a_curve_is_cut_short() -> None:
    """Law: whoever is at risk at a time is followed up to it; a doubtful cell and the column at the end say nothing."""
    counts, sure = [100.0, 80.0, 60.0, 40.0, 20.0, 5.0], [False] * 6
    cut = judged(30.0, counts, sure)
    assert cut.confidence < 0.7
    assert "5 patients are at risk at 60" in cut.warnings[0]
    assert judged(60.0, counts, sure).confidence == 0.98
    assert judged(59.5, counts, sure).warnings == ()
    assert judged(30.0, [*counts[:3], 0.0, 0.0, 5.0], [*sure[:5], True]).warnings == ()


def test_nobody_at_risk_says_that_a_curve_that_goes_on_follows_another_line() -> None:
    """Law: where nobody is at risk follow-up has ended; a doubtful cell and an end right behind it say nothing."""
    counts, sure = [100.0, 80.0, 60.0, 0.0, 0.0, 0.0], [False] * 6
    beyond = judged(50.0, counts, sure)
    assert beyond.confidence < 0.7
    assert "nobody is at risk at 36" in beyond.warnings[0]
    assert judged(36.5, counts, sure).warnings == ()
    assert judged(50.0, counts, [*sure[:3], True, True, True]).warnings == ()


def test_a_fall_that_is_hidden_makes_a_curve_unsure() -> None:
    """Law: where nothing shows when a curve falls, it is wrong by half its fall on average."""
    steps = StepCurve([0.0, 5.0, 25.0], [1.0, 0.9, 0.7], end=50.0)

    def confidence(*inferred: tuple[float, float]) -> float:
        curve = TracedCurve("A", steps, LineStyle((200, 0, 0), 2.0), inferred=np.array(inferred), confidence=0.98)
        return judge_panel(Panel(Box(50, 30, 650, 450), AXES, (curve,))).curves[0].confidence

    assert confidence((20.0, 30.0)) < 0.7
    assert confidence((30.0, 40.0)) == 0.98  # level where it is hidden
    assert confidence((24.9, 25.1)) == 0.98


def test_curves_are_doubted_where_the_figure_surely_names_more() -> None:
    one = TracedCurve("A", StepCurve([0.0, 5.0], [1.0, 0.9], end=20.0), LineStyle((0, 0, 0), 2.0), confidence=0.98)
    assert [c.confidence for c in doubted_where_lost((one, one), 3)] == [CURVE_LOST, CURVE_LOST]
    assert doubted_where_lost((one, one), 2) == doubted_where_lost((one, one), None) == (one, one)


def test_a_curve_that_may_have_anothers_name_is_doubted() -> None:
    """Law: whoever asks for the curve of a name gets the wrong one where two are exchanged, however well traced."""
    one = TracedCurve("A", StepCurve([0.0, 5.0], [1.0, 0.9], end=20.0), LineStyle((0, 0, 0), 2.0), confidence=0.98)
    doubted, sure = doubted_by_name((one, one), (True, False))
    assert (doubted.confidence, sure.confidence) == (NAME_UNSURE, 0.98)
    assert "name" in doubted.warnings[0] and not sure.warnings


def test_a_curve_is_doubted_whose_partner_in_its_colour_is_denied() -> None:
    """Law: two curves of one colour that took each other's way are both wrong, though only one of the rows tells."""
    low = TracedCurve("A", StepCurve([0.0, 5.0], [1.0, 0.4], end=60.0), LineStyle((0, 0, 0), 2.0), confidence=0.9)
    high = TracedCurve("B", StepCurve([0.0, 5.0], [1.0, 0.8], end=60.0), LineStyle((0, 0, 0), 2.0), confidence=0.9)
    table = RiskTable(np.array([0.0, 12.0, 24.0]), [100.0, 70.0, 60.0], label="A")

    def confidences(*curves: TracedCurve) -> list[float]:
        panel = Panel(Box(50, 30, 650, 450), AXES, curves, risk=(CurveRisk("A", table),))
        return [curve.confidence for curve in judge_panel(panel).curves]

    assert confidences(low, high) == [0.6, 0.6]
    assert confidences(low, attrs.evolve(high, style=LineStyle((200, 0, 0), 2.0))) == [0.6, 0.9]
    assert confidences(attrs.evolve(low, steps=high.steps), high) == [0.9, 0.9]
