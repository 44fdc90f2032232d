"""Statistics printed in a figure, as publications word them."""

from __future__ import annotations

import math

import attrs
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.arms.facts import _facts_of, read_facts
from ipdrecon.trace.axes.frame import Frame

X, Y = Axis(20.0, 10.0, 0.0, 56.0), Axis(300.0, -280.0, 0.0, 1.0)
FRAME = Frame(Box(20, 10, 600, 300), Axes(X, Y, "months"))


@pytest.mark.parametrize(
    ("text", "kind", "value", "low", "high"),
    [
        ("HR 0.51 (95% CI, 0.40-0.64)", "hazard_ratio", 0.51, 0.40, 0.64),
        ("Hazard ratio, 1.60 (95% CI, 1.24 to 2.08)", "hazard_ratio", 1.60, 1.24, 2.08),
        ("Median 10.1 mo (95% CI, 9.5-11.5)", "median", 10.1, 9.5, 11.5),
        ("Pembrolizumab: median 16.7 months", "median", 16.7, math.nan, math.nan),
        ("Hazard ratio for death, 0.63 (95% CI, 0.52–0.77)", "hazard_ratio", 0.63, 0.52, 0.77),
        ("Hazard ratio for disease progression or death, 0·63 (95% CI 0·52–0·77)", "hazard_ratio", 0.63, 0.52, 0.77),
        ("HR (95% CI): 0.63 (0.52, 0.77)", "hazard_ratio", 0.63, 0.52, 0.77),
        ("HR, 0,63 (IC 95% 0,52-0,77)", "hazard_ratio", 0.63, 0.52, 0.77),
        ("Adjusted HR .63 [95%CI .52; .77]", "hazard_ratio", 0.63, 0.52, 0.77),
        ("HR O.63 (95% Cl O.52-O.77)", "hazard_ratio", 0.63, 0.52, 0.77),
        ("Hazard ratio 0-63 (95% Cl 0-52-0-77)", "hazard_ratio", 0.63, 0.52, 0.77),
        ("mPFS 5.5 mo (95% CI 4.2-7.0)", "median", 5.5, 4.2, 7.0),
        ("Median (95% CI) 12.3 (10.1-15.0)", "median", 12.3, 10.1, 15.0),
        ("Median time to event: 24.0 mo (95% CI: 20.1-NE)", "median", 24.0, 20.1, math.nan),
        ("Log-rank P = .003", "p_value", 0.003, math.nan, math.nan),
        ("P = 0.033", "p_value", 0.033, math.nan, math.nan),
        ("n = 1,024", "patients", 1024, math.nan, math.nan),
    ],
)
def test_each_wording_is_read(text: str, kind: str, value: float, low: float, high: float) -> None:
    (fact,) = _facts_of(text, Box(0, 0, 1, 1), "")
    assert (fact.kind, fact.value) == (kind, value)
    assert (fact.low, fact.high) == pytest.approx((low, high), nan_ok=True)


def test_the_level_stands_before_the_estimate_or_before_the_limits() -> None:
    levels = [
        _facts_of(text, Box(0, 0, 1, 1), "")[0].level
        for text in ("HR (90% CI) 0.63 (0.52-0.77)", "HR 0.63 (99% CI 0.50-0.80)", "HR 0.63 (0.50-0.80)")
    ]
    assert levels == pytest.approx([90.0, 99.0, math.nan], nan_ok=True)


@pytest.mark.parametrize("text", ["No. of events/total 45/120", "Deaths, n/N: 45/120 (37.5)"])
def test_events_of_a_total_are_events_and_patients(text: str) -> None:
    found = _facts_of(text, Box(0, 0, 1, 1), "Drug")
    assert [(fact.kind, fact.value, fact.curve) for fact in found] == [
        ("events", 45, "Drug"),
        ("patients", 120, "Drug"),
    ]


@pytest.mark.parametrize(
    ("text", "curve", "value", "bound"),
    [
        ("Median OS, Arm 1: 20.8 months", "Arm 1", 20.8, ""),
        ("Median OS, 10 mg: 20.8 months", "10 mg", 20.8, ""),
        ("5-FU: median 12.0", "5-FU", 12.0, ""),
        ("Drug: median OS >24 months", "Drug", 24.0, ">"),
        ("Drug: median 24+ months", "Drug", 24.0, ">"),
        ("Drug: median <6 months", "Drug", 6.0, "<"),
    ],
)
def test_numbers_of_a_name_are_no_median_and_limits_are_bounds(text: str, curve: str, value: float, bound: str) -> None:
    (fact,) = _facts_of(text, Box(0, 0, 1, 1), curve)
    assert (fact.kind, fact.value, fact.curve, fact.bound) == ("median", value, curve, bound)


@pytest.mark.parametrize(
    "text",
    [
        "Median duration of follow-up 31 months",
        "median time to response 1.9 months",
        "Median duration of treatment, 8.2 months",
        "Median OS in the 10 mg arm",
    ],
)
def test_medians_of_other_times_and_doses_are_none_of_survival(text: str) -> None:
    assert _facts_of(text, Box(0, 0, 1, 1), "") == []


def test_a_line_that_names_two_arms_gives_neither_its_median() -> None:
    """Law: a name within another's is that one's; of two names the line does not tell whose number comes first."""
    labels = ("Drug", "Drug + placebo", "Control")
    line = [
        Word("Median OS: Drug + placebo 22.6", Box(100, 100, 260, 112)),
        Word("Control 15.4", Box(270, 100, 330, 112)),
    ]
    assert [f.curve for f in read_facts(line, FRAME, labels)] == [""]
    assert [f.curve for f in read_facts(line[:1], FRAME, labels)] == ["Drug + placebo"]


@pytest.mark.parametrize("other", [Box(620, 10, 900, 300), Box(20, 330, 600, 620)])
def test_statistics_in_another_panel_are_that_ones(other: Box) -> None:
    """Law: a text is that of the panel it stands in, or nearest to, beside or above another one."""
    x, y = other.center
    inside = Word("Drug: median 22.6", Box(x - 60, y - 6, x + 60, y + 6))
    near = Word("Drug: median 11.0", Box(200, 100, 320, 112))
    found = read_facts([inside, near], attrs.evolve(FRAME, others=(other,)), ("Drug",))
    assert [fact.value for fact in found] == [11.0]


def test_of_two_medians_neither_is_said() -> None:
    """Law: "9.2 vs 5.5" belongs to two curves, in an order the line does not tell."""
    assert _facts_of("Median PFS 9.2 vs 5.5 months", Box(0, 0, 1, 1), "") == []


@pytest.mark.parametrize(
    "text",
    [
        "Median 1-yr 52%",
        "Median 1-yr52%",
        "13 mos; 1 of 2",
        "Median (95% CI)",
        "median OS, 12-month rate",
        "Median 52%",
    ],
)
def test_a_landmark_or_a_level_is_no_median(text: str) -> None:
    assert _facts_of(text, Box(0, 0, 1, 1), "") == []


def test_hormone_receptors_are_no_hazard_ratio() -> None:
    """Law: "HR+" names patients; the ratio is the "HR" that a number follows."""
    assert _facts_of("HR+/HER2- disease", Box(0, 0, 1, 1), "") == []
    (fact,) = _facts_of("HR+/HER2-: HR 0.63 (95% CI 0.52-0.77)", Box(0, 0, 1, 1), "")
    assert (fact.kind, fact.value, fact.low, fact.high) == ("hazard_ratio", 0.63, 0.52, 0.77)
