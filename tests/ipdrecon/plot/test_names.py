"""Names in pictures are printed as they are: "$" begins no formula in any of them."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.agree import assess
from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import Digitization, LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.ipd import IPD
from ipdrecon.plot.fit import FittedArm, fit_png
from ipdrecon.plot.overlay import overlay_png
from ipdrecon.steps import StepCurve

STEPS = StepCurve(time=np.array([0.0, 12.0]), survival=np.array([1.0, 0.5]), end=24.0)


@pytest.mark.parametrize("name", ["A $\\frac{$", "$5_ to $9_", "50% & #1 {B}"])
def test_a_name_holds_any_sign(name: str) -> None:
    """Law: what a name says in TeX is no fault of the picture's."""
    axes = Axes(Axis(0.0, 10.0, low=0.0, high=24.0), Axis(100.0, -100.0, low=0.0, high=1.0))
    box = Box(0, 0, 240, 100)
    panel = Panel(box, axes, (TracedCurve(name, STEPS, LineStyle((0, 0, 200)), confidence=0.4),), title=name)
    blank = Figure(np.full((120, 260, 3), 255, np.uint8), Source(name))
    assert overlay_png(blank, Digitization(blank.source, (panel,), warnings=(name,)))
    ipd = IPD([12.0, 24.0], [1, 0], [name] * 2, [""] * 2, "months")
    assert fit_png([FittedArm(name, STEPS, ipd, assess(ipd, STEPS))], title=name, verdict=name)
