"""Hidden ends of curves against their numbers at risk. Oracle: between which columns the last patient left."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.curves.behind import END_UNKNOWN
from ipdrecon.trace.ends.nobody_left import ended_by_count

TIMES, LOST, END = np.arange(0.0, 49.0, 8.0), 28.0, 47.0


def lost_curve() -> TracedCurve:
    """One that was seen up to 28 and is read to 47, where the one ends that hides it; it was hidden before as well."""
    steps = StepCurve(np.array([0.0, 10.0, 22.0]), np.array([1.0, 0.7, 0.4]), end=END, marks=np.array([12.0, 20.0]))
    style = LineStyle((0, 0, 200))
    return TracedCurve("Drug", steps, style, inferred=np.array([[5.0, 6.0], [LOST, END]]), confidence=0.98)


@pytest.mark.parametrize(
    ("counts", "end"),
    [
        ((50, 38, 22, 15, 9, 0, 0), 36.0),  # the last patient left between 32 and 40
        ((50, 38, 22, 15, 0, 0, 0), 30.0),  # between 28, up to where it was seen, and 32
        ((50, 38, 22, np.nan, np.nan, 0, 0), 34.0),  # between 28 and 40, for all that is read
        ((50, 38, 22, 0, 0, 0, 0), LOST),  # before it was last seen, which the row denies
    ],
)
def test_a_hidden_curve_ends_before_the_column_with_nobody_at_risk(counts: tuple[float, ...], end: float) -> None:
    """Law: nobody is followed to a column with 0, and the curve is doubted where only its table says when it ends."""
    found = ended_by_count(lost_curve(), LOST, RiskTable(TIMES, np.array(counts, dtype=np.float64)), 0.5)
    assert found.steps.end == end
    assert found.inferred.tolist() == [[5.0, 6.0], *([[LOST, end]] if end > LOST else [])]
    assert found.confidence == END_UNKNOWN
    assert "nobody is at risk" in found.warnings[-1]


@pytest.mark.parametrize(
    ("counts", "doubtful", "slack"),
    [
        ((50, 38, 22, 15, 9, 4, 0), -1, 0.5),  # somebody is at risk up to the last column before its end
        ((50, 38, 22, 15, 9, 0, 2), -1, 0.5),  # somebody is at risk behind the 0, which is misread
        ((50, 38, 22, 15, 9, 0, 0), 5, 0.5),  # the 0 before its end is in doubt, and the other one lies behind that
        ((50, 38, 22, 15, 9, 0, 0), -1, 8.0),  # within the error of times
    ],
)
def test_a_hidden_curve_that_its_row_does_not_deny_stays(
    counts: tuple[float, ...], doubtful: int, slack: float
) -> None:
    curve, table = lost_curve(), RiskTable(TIMES, np.array(counts, dtype=np.float64), doubtful=np.arange(7) == doubtful)
    assert ended_by_count(curve, LOST, table, slack) is curve
