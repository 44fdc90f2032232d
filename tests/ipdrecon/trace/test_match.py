"""Which row of the risk table is which curve's, where names contain each other."""

from __future__ import annotations

from typing import Any, cast

import pytest

from ipdrecon.figure import Box
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.legend import LegendEntry
from ipdrecon.trace.match import Candidate, match_labels
from ipdrecon.trace.table import RiskRow

BLACK, RED = (0, 0, 0), (200, 0, 0)


@pytest.mark.parametrize("flipped", [False, True])
def test_a_row_called_as_a_curve_is_that_curve_s(flipped: bool) -> None:
    """Counts that fit both curves decide nothing: "Drug" is not "Drug + partner", in whichever order rows stand."""
    steps = StepCurve([0, 3, 6], [1.0, 0.6, 0.3], end=12)
    curves = [Candidate(BLACK, (), (100.0, 80.0), steps), Candidate(RED, (), (100.0, 60.0), steps)]
    names = ["Drug + partner", "Drug"]
    box = Box(0, 0, 10, 10)
    entries = [LegendEntry(name, box, sample=box, color=color) for name, color in zip(names, (BLACK, RED), strict=True)]
    rows = [RiskRow(name, RiskTable([0, 6, 12], [n, n // 3, 0]), ()) for name, n in zip(names, (111, 55), strict=True)]
    found = match_labels(curves, entries, rows[::-1] if flipped else rows, [], cast(Any, None))
    assert found.labels == tuple(names)
    assert found.rows == ((1, 0) if flipped else (0, 1))
