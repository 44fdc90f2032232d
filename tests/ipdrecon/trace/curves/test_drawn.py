"""Curves of a panel as they are traced: what is done to them between their pixels and their times."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.curves.drawn import Printed, draw_curves
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.stroke import Stroke
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

#: Where the levels of the curve begin, and where they are.
X, Y = np.arange(20.0, 400.0, 20.0), 30.2 + 11.0 * np.arange(19.0)


@pytest.mark.parametrize("step", ["pinned_to_marks", "explained", "fitted"])
def test_curves_are_held_to_their_ink_before_their_levels_become_shares(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: what holds a curve to its marks, leads it where it explains its ink and fits it to that, is put out."""

    def lowered(strokes: list[Stroke], layers: Layers, hidden: Mask) -> list[Stroke]:
        assert layers.any_ink.shape == hidden.shape
        return [attrs.evolve(s, stair=attrs.evolve(s.stair, y=s.stair.y + 30.0)) for s in strokes]

    image = paint(np.full((340, 540, 3), 255.0), coverage((340, 540), X, Y, 430.0, 2.0), (200, 30, 40))
    axes = Axes(Axis(20.0, 10.0, 0.0, 50.0), Axis(319.0, -300.0, 0.0, 1.0), "months", y_title="Survival")
    frame = Frame(Box(20.0, 20.0, 519.0, 319.0), axes, direction_known=True)
    figure = Figure(as_pixels(image), Source("drawn.png"))
    read = [draw_curves(figure, frame, Printed((), (), ()), Hints()).traced()[0].curve.steps]
    monkeypatch.setattr(f"ipdrecon.trace.curves.drawn.{step}", lowered)
    read.append(draw_curves(figure, frame, Printed((), (), ()), Hints()).traced()[0].curve.steps)
    assert float(read[0](20.0) - read[1](20.0)) == pytest.approx(0.1, abs=0.01)
