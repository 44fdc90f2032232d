"""What is known in the pixels of one picture, in those of another size."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import CurveRisk, LineStyle, Panel, PrintedFact, TracedCurve
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.zoom import Zoom

AXES = Axes(Axis(40.0, 5.0, 0.0, 60.0, se_px=0.2), Axis(300.0, -250.0, 0.0, 1.0, se_px=0.1))
BOX = Box(40.0, 50.0, 340.0, 300.0)


@pytest.mark.parametrize("factor", [1.5, 0.75, 0.6])
def test_ink_is_found_where_the_zoom_says(factor: float) -> None:
    """Oracle: the centre of a line's ink in the picture made; pixels are named by their centres in both."""
    pixels = np.full((120, 160, 3), 255, dtype=np.uint8)
    pixels[80:84] = 0
    pixels[:, 30:33] = 0
    zoom = Zoom(factor)
    ink = 255.0 - zoom.figure(Figure(pixels)).pixels[..., 0]
    row, column = ink[:, -1], ink[-1]
    assert np.average(np.arange(row.size), weights=row) == pytest.approx(zoom.place(81.5), abs=0.1)
    assert np.average(np.arange(column.size), weights=column) == pytest.approx(zoom.place(31.0), abs=0.1)


def test_axes_give_the_same_values_in_both_pictures() -> None:
    """Law: value(pixel) = zoomed value(zoomed pixel), and an error in pixels grows with them."""
    zoom = Zoom(1.5)
    axes = zoom.axes(AXES)
    for pixel in (40.0, 111.3):
        assert axes.x.value(zoom.place(pixel)) == pytest.approx(AXES.x.value(pixel))
        assert axes.y.value(zoom.place(pixel)) == pytest.approx(AXES.y.value(pixel))
    assert axes.x.se == pytest.approx(AXES.x.se)


def test_a_frame_takes_all_its_places_along() -> None:
    """Law: places follow the edge of the first pixel at -0.5, lengths the factor alone; what is not there stays so."""
    frame = Frame(
        BOX, AXES, "A", 330.0, (310.0, 325.0), moved=(0.4, -0.2), end=400.0, others=(BOX,), insets=(BOX,), place=BOX
    )
    found = Zoom(2.0).frame(frame)
    large = Box(80.5, 100.5, 680.5, 600.5)
    assert (found.box, found.others, found.insets, found.place) == (large, (large,), (large,), large)
    assert (found.bottom, found.label_rows, found.end) == (660.5, (620.5, 650.5), 800.5)
    assert found.moved == (0.8, -0.4) and found.zoom == 2.0
    bare = Zoom(2.0).frame(Frame(BOX, AXES))
    assert bare.moved is None and bare.place is None and bare.end == float("inf")
    assert Zoom(2.0).word(Word("0.5", BOX)).box == large
    own = Figure(np.zeros((20, 30, 3), np.uint8), words=(Word("0.5", BOX),))
    assert Zoom(2.0).figure(own).words[0].box == large


def test_a_panel_comes_back_as_it_went() -> None:
    """Law: the way there and back changes nothing; data are no pixels and stay as they are on the way."""
    steps = StepCurve(floats([0.0, 10.0]), floats([1.0, 0.8]), end=50.0, marks=floats([20.0]))
    table = RiskTable(floats([0.0, 20.0]), floats([40.0, 12.0]), label="A")
    panel = Panel(
        BOX,
        AXES,
        (TracedCurve("A", steps, LineStyle((0, 0, 255), 2.0, (8.0, 4.0))),),
        (CurveRisk("A", table, (BOX, BOX)),),
        (PrintedFact("hazard_ratio", 0.7, "HR 0.70", BOX, 0.5, 0.9, 95.0),),
    )
    there = Zoom(4.0).panel(panel)
    curve = there.curves[0]
    assert curve.steps == steps and there.risk[0].table == table
    assert (curve.style.width, curve.style.dashes) == (8.0, (32.0, 16.0))
    assert there.facts[0].box == there.risk[0].boxes[1] == there.box == Zoom(4.0).box(BOX)
    assert (~Zoom(4.0)).panel(there) == panel
