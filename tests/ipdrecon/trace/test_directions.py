"""Whether curves fall or rise: as the title of the y axis says, unless the pixels plainly deny it."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.curves.drawn import Printed, draw_curves
from ipdrecon.trace.hints import Hints
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

RED = (200, 30, 40)
BOX = Box(20.0, 20.0, 519.0, 319.0)
#: Months 0 to 50 over the box' width, S = 1 at its top.
AXES = Axes(Axis(20.0, 10.0, 0.0, 50.0), Axis(319.0, -299.0, 0.0, 1.0), "months", y_title="Survival")


@pytest.mark.parametrize(("share", "rises"), [(0.25, False), (0.9, True)])
@pytest.mark.parametrize("known", [True, False])
def test_a_title_is_denied_by_a_curve_plainly_drawn_alone(share: float, rises: bool, known: bool) -> None:
    """Law: what rises from the origin over a quarter of the axis may be the rim of a text, where a title says fall."""
    end = 20.0 + share * 500.0
    x, y = np.linspace(20.0, end, 8, endpoint=False), np.linspace(20.0, 60.0, 8)
    cover = coverage((340, 540), x, y, end, 2.0)[::-1]  # upside down
    figure = Figure(as_pixels(paint(np.full((340, 540, 3), 255.0), cover, RED)), Source("drawn.png"))
    drawn = draw_curves(figure, Frame(BOX, AXES, direction_known=known), Printed((), (), ()), Hints())
    assert drawn.frame.axes.incidence == (rises or not known)
    assert len(drawn.traced()) == (1 if rises or not known else 0)


def test_curves_that_rise_to_a_plateau_are_not_the_falling_ones_of_their_title() -> None:
    """Law: a plateau that is long enough for a falling curve, but is joined late, is the end of a rising one."""
    x, y = np.r_[20.0, np.linspace(30.0, 170.0, 60)], np.r_[319.0, np.linspace(300.0, 24.0, 60)]
    cover = coverage((340, 540), x, 339.0 - y, 500.0, 2.0)[::-1]  # upside down
    figure = Figure(as_pixels(paint(np.full((340, 540, 3), 255.0), cover, RED)), Source("drawn.png"))
    drawn = draw_curves(figure, Frame(BOX, AXES, direction_known=True), Printed((), (), ()), Hints())
    assert drawn.frame.axes.incidence
    (curve,) = drawn.traced()
    assert curve.curve.steps([20.0])[0] == pytest.approx(1 - (319.0 - 24.0) / 299.0, abs=0.01)
