"""Curves of a panel and what names them."""

from __future__ import annotations

import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.panel import draft_panel, finish_panel, in_legend_order
from tests.ipdrecon.trace.printed import BLACK, Sheet


def test_curves_stand_in_the_order_of_the_legend() -> None:
    """Law: the first name of a legend is the first curve; curves that it does not name come last, as they were."""
    entries = [LegendEntry(name, Box(0.0, 20.0 * k, 50.0, 20.0 * k + 10.0)) for k, name in enumerate(("A", "B", "C"))]
    assert in_legend_order(["C", "curve 2", "A", "curve 4", "B"], entries) == [2, 4, 0, 1, 3]
    assert in_legend_order(["C", "A"], []) == [0, 1]


def test_the_frame_of_a_legend_in_a_curves_grey_is_no_landmark() -> None:
    """Law: what stands around the keys of a legend at S = 1 is its frame, and no curve that begins anew."""
    grey, pale = (192, 192, 192), (214, 214, 214)
    sheet = Sheet(640, 420)
    sheet.draw.rectangle((60, 20, 619, 379), outline=BLACK, width=2)
    for color, foot in ((BLACK, 200), (grey, 330)):
        rows = np.linspace(40, foot, 9)
        for i, row in enumerate(rows):
            x = 60 + 40 * i
            sheet.draw.line((x, row, x + 40, row), fill=color, width=3)
            sheet.draw.line((x + 40, row, x + 40, rows[min(i + 1, 8)]), fill=color, width=3)
    sheet.draw.rounded_rectangle((446, 36, 604, 160), radius=6, outline=pale, width=4)
    words = []
    for name, y, color in (("Arm A", 54, BLACK), ("Arm B", 120, grey)):
        sheet.draw.line((458, y, 500, y), fill=color, width=3)
        words.append(Word(name, sheet.text(name, 515, y)))
    axes = Axes(Axis(60.0, 11.0, 0.0, 50.0), Axis(360.0, -320.0, 0.0, 1.05), "months", y_title="Survival")
    figure = Figure(np.asarray(sheet.image).copy(), Source("chart.png", "0" * 64))
    panel = finish_panel(draft_panel(figure, Frame(Box(60, 20, 619, 379), axes), tuple(words), Hints()))
    assert {curve.label for curve in panel.curves} == {"Arm A", "Arm B"}
