"""What printed medians say against a curve."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, Panel, PrintedFact, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.steps import StepCurve
from ipdrecon.trace.judgement.judge import CONTRADICTED, judge_panel
from ipdrecon.trace.judgement.medians import denied_by_medians

TIME = np.arange(0.0, 48.0)
#: S = 0.5 is reached at 24 months; a month before and after it S is 0.02 off.
STEPS = StepCurve(TIME, 1.0 - TIME / 48.0, end=48.0)
AXES = Axes(Axis(50.0, 10.0, 0.0, 60.0), Axis(450.0, -400.0, 0.0, 1.05), "months")


def panel(value: float, text: str = "A: median", *, curve: str = "A", bound: str = "") -> Panel:
    fact = PrintedFact("median", value, text, Box(0, 0, 9, 9), curve=curve, bound=bound)
    traced = TracedCurve("A", STEPS, LineStyle((200, 0, 0), 2.0), confidence=0.98)
    return Panel(Box(50, 30, 650, 450), AXES, (traced,), facts=(fact,))


def denied(asked: Panel) -> bool:
    return bool(denied_by_medians(asked.curves[0], asked))


@pytest.mark.parametrize(
    ("median", "contradicts"), [(24.0, False), (25.0, False), (25.3, True), (26.4, True), (21.2, True)]
)
def test_a_curve_passes_one_half_at_its_median(median: float, *, contradicts: bool) -> None:
    """Law: the median is where S passes one half (Brookmeyer & Crowley 1982), to the digits it is printed with."""
    assert denied(panel(median)) is contradicts


def test_a_median_in_another_unit_than_the_axis_is_converted() -> None:
    assert not denied(panel(2.0, "A: median 2.0 years"))
    assert denied(panel(2.0, "A: median 2.0 months"))
    assert not denied(panel(24.0, "A, every 3 weeks: median 24 months, 5-year OS 21%"))
    assert not denied(panel(24.0, "A: mOS 24"))


def test_a_median_of_another_curve_and_a_bound_say_nothing() -> None:
    assert not denied(panel(30.0, curve="B"))
    assert not denied(panel(30.0, bound=">"))


def test_a_denied_curve_is_in_doubt_and_says_why() -> None:
    """Law: whoever prints a median drew the curve by it: one that misses it is another line, or has another's name."""
    (curve,) = judge_panel(panel(30.0)).curves
    assert curve.confidence == CONTRADICTED
    assert "its median is printed as 30, where it is at S = 0.375" in curve.warnings[0]
    assert judge_panel(panel(24.0)).curves[0].confidence == 0.98
