"""Curves of a panel and what names them."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.curves.behind import END_UNKNOWN
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.panel import draft_panel, finish_panel, in_legend_order
from tests.ipdrecon.trace.printed import BLACK, BLUE, RED, Sheet


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


@pytest.mark.parametrize(("last", "end"), [(5, 47.0), (0, 36.0)])
def test_a_curve_lost_beneath_another_ends_with_that_but_for_its_row(last: int, end: float) -> None:
    """Law: the stretch that nothing shows is inferred, and nobody is followed to a column with 0: a curve that ends
    there is doubted, and that column is not."""
    sheet = Sheet(700, 480)

    def across(time: float) -> float:
        return 100.0 + 12.0 * time

    for color, falls, seen in ((BLUE, (4.0, 9.0, 14.0, 22.0), 28.0), (RED, (6.0, 12.0, 20.0, 28.0), 47.0)):
        times = [0.0, *falls, seen]
        rows = [60.0, 105.0, 150.0, 195.0, 240.0] if color == BLUE else [60.0, 90.0, 130.0, 170.0, 240.0]
        points = [(across(t), row) for i, row in enumerate(rows) for t in times[i : i + 2]]
        sheet.line(points, color)
    counts = {"Drug": (50, 38, 22, 15, 9, last, 0), "Placebo": (52, 44, 33, 24, 14, 8, 0)}
    ticks = np.arange(0.0, 49.0, 8.0)
    words = [Word(f"{t:g}", Box(across(t) - 6, 366, across(t) + 6, 384)) for t in ticks]
    for k, (name, row) in enumerate(counts.items()):
        sheet.draw.line((500, 70 + 30 * k, 530, 70 + 30 * k), fill=(BLUE, RED)[k], width=3)
        words.append(Word(name, sheet.text(name, 540, 70 + 30 * k)))
        y = 430 + 25 * k
        words.append(Word(name, Box(5, y - 9, 5 + 9 * len(name), y + 9)))
        words += [
            Word(str(n), Box(across(t) - 9, y - 9, across(t) + 9, y + 9)) for t, n in zip(ticks, row, strict=True)
        ]
    axes = Axes(Axis(100.0, 12.0, 0.0, 48.0, ticks=ticks), Axis(360.0, -300.0, 0.0, 1.0), "months", y_title="Survival")
    frame = Frame(Box(100, 40, 676, 360), axes, bottom=390.0, label_rows=(366.0, 384.0))
    figure = Figure(np.asarray(sheet.image).copy(), Source("chart.png", "0" * 64))
    panel = finish_panel(draft_panel(figure, frame, tuple(words), Hints()))
    (drug,) = (curve for curve in panel.curves if curve.label == "Drug")
    assert drug.steps.end == pytest.approx(end, abs=0.3)
    assert drug.inferred[-1] == pytest.approx([28.0, end], abs=0.4)
    assert (drug.confidence == END_UNKNOWN) == (last == 0)
    table = panel.risk_of("Drug")
    assert table is not None and not table.doubtful.any()
