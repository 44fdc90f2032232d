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
