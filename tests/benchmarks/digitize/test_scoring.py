"""Cells of tables against the printed ones: what is exact, what is wrong, and which of both are in doubt."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.digitize.scoring import score_tables
from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import CurveRisk, LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.risktable import RiskTable
from ipdrecon.simulate.truth import TrueCurve, TruePanel, TrueRisk
from ipdrecon.steps import StepCurve

STEPS = StepCurve(time=np.array([0.0, 12.0]), survival=np.array([1.0, 0.5]), end=24.0)
AXES = Axes(Axis(0.0, 10.0, low=0.0, high=24.0), Axis(100.0, -100.0, low=0.0, high=1.0), time_unit="months")
PRINTED = (40.0, 30.0, 20.0)
NAN = float("nan")


@pytest.mark.parametrize(
    ("read", "doubtful", "exact", "doubted", "doubted_exact"),
    [
        (PRINTED, (False, False, False), 3, 0, 0),
        (PRINTED, (False, True, True), 3, 0, 2),
        ((40.0, 36.0, 20.0), (False, True, True), 2, 1, 1),
        ((40.0, 36.0, 20.0), (False, False, False), 2, 0, 0),
        ((40.0, NAN, 20.0), (False, False, False), 2, 1, 0),
    ],
)
def test_a_doubt_is_false_where_its_cell_is_exact(
    read: tuple[float, ...], doubtful: tuple[bool, ...], exact: int, doubted: int, doubted_exact: int
) -> None:
    true = TruePanel(AXES, (TrueCurve("A", (0, 0, 0), False, STEPS),), (TrueRisk("A", (0.0, 12.0, 24.0), PRINTED),))
    table = RiskTable(time=np.array([0.0, 12.0, 24.0]), at_risk=np.array(read), doubtful=np.array(doubtful))
    found = TracedCurve("A", STEPS, LineStyle((0, 0, 0)))
    panel = Panel(Box(0, 0, 240, 100), AXES, (found,), (CurveRisk("A", table),))
    assert score_tables(true, panel, [(true.curves[0], found)], 24.0) == (3, exact, doubted, doubted_exact)
