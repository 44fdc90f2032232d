"""What was read off a figure, as one value."""

from __future__ import annotations

import attrs
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import CurveRisk, Digitization, LineStyle, Panel, PrintedFact, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Source
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve


def example() -> Digitization:
    """A panel with everything a panel may have."""
    axes = Axes(
        Axis(50.0, 12.5, 0.0, 36.0, se_px=0.1, ticks=[0, 12, 24, 36]), Axis(400.0, -350.0, 0.0, 1.0), "months", True
    )
    steps = StepCurve([0, 1.5, 7.25], [1, 0.9, 1 / 3], end=20.0, survival_se=[0, 0.001, 0.001], marks=[2, 2, 9.5])
    curve = TracedCurve(
        "T-DXd", steps, LineStyle((0, 114, 178), 2.0, (6.0, 3.0)), inferred=[[1.0, 2.0]], confidence=0.9
    )
    other = attrs.evolve(curve, label="Chemotherapy", warnings=("its end is hidden",))
    risk = CurveRisk("T-DXd", RiskTable([0, 12], [100, float("nan")], doubtful=[False, True]), (Box(0, 0, 1, 1),) * 2)
    fact = PrintedFact("hazard_ratio", 0.5, "HR 0.50 (0.40-0.63)", Box(1, 2, 3, 4), 0.4, 0.63, 95.0)
    panel = Panel(Box(50, 50, 500, 400), axes, (curve, other), (risk,), (fact,), "A", ("no unit is printed",))
    return Digitization(Source("x.png", "ab" * 32), (panel,), ("turned by 1 degree",), ("--x-range 0,36",))


def test_warnings_of_all_storeys_are_said_once() -> None:
    assert example().all_warnings == ("turned by 1 degree", "no unit is printed", "Chemotherapy: its end is hidden")


def test_a_curve_is_found_by_its_label_and_its_row_too() -> None:
    panel = example().panel
    assert panel.curve("T-DXd").confidence == 0.9
    assert panel.risk_of("Chemotherapy") is None
    with pytest.raises(FigureError, match="no curve 'SG'"):
        panel.curve("SG")


def test_two_curves_of_one_name_are_refused() -> None:
    panel = example().panel
    with pytest.raises(FigureError, match="two curves"):
        attrs.evolve(panel, curves=(panel.curves[0], panel.curves[0]))


def test_a_figure_without_panels_is_no_digitisation() -> None:
    with pytest.raises(FigureError, match="no Kaplan-Meier panel"):
        Digitization(Source("x.png"), ())


def test_a_fact_of_unknown_kind_is_refused() -> None:
    with pytest.raises(FigureError, match="unknown"):
        PrintedFact("weather", 1.0, "sunny", Box(0, 0, 1, 1))


def test_an_inset_shows_no_patients_of_its_own() -> None:
    """Law: a panel that is alone but for its insets is the only one."""
    whole = example().panel
    inset = attrs.evolve(whole, inset=True)
    with_inset = attrs.evolve(example(), panels=(whole, inset))
    assert with_inset.panel is whole and with_inset.whole_panels == (whole,)
    alone = attrs.evolve(example(), panels=(inset,))
    assert alone.panel is inset
