"""Statistics printed in a figure, as publications word them."""

from __future__ import annotations

import math

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.facts import _facts_of


@pytest.mark.parametrize(
    ("text", "kind", "value", "low", "high"),
    [
        ("HR 0.51 (95% CI, 0.40-0.64)", "hazard_ratio", 0.51, 0.40, 0.64),
        ("Hazard ratio, 1.60 (95% CI, 1.24 to 2.08)", "hazard_ratio", 1.60, 1.24, 2.08),
        ("Median 10.1 mo (95% CI, 9.5-11.5)", "median", 10.1, 9.5, 11.5),
        ("Pembrolizumab: median 16.7 months", "median", 16.7, math.nan, math.nan),
        ("P = 0.033", "p_value", 0.033, math.nan, math.nan),
        ("n = 1,024", "patients", 1024, math.nan, math.nan),
    ],
)
def test_each_wording_is_read(text: str, kind: str, value: float, low: float, high: float) -> None:
    (fact,) = _facts_of(text, Box(0, 0, 1, 1), "")
    assert (fact.kind, fact.value) == (kind, value)
    assert (fact.low, fact.high) == pytest.approx((low, high), nan_ok=True)


@pytest.mark.parametrize("text", ["Median 1-yr 52%", "Median (95% CI)", "median OS, 12-month rate", "Median 52%"])
def test_a_landmark_or_a_level_is_no_median(text: str) -> None:
    assert _facts_of(text, Box(0, 0, 1, 1), "") == []
