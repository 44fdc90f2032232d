"""Charts that are no plain Kaplan-Meier figures are refused, and those that are stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.frozen import Bytes
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.judgement.plain import refuse_other_charts

AXES = Axes(Axis(50.0, 10.0, 0.0, 50.0), Axis(350.0, -300.0, 0.0, 1.05), "months", y_title="Survival")
FRAME = Frame(Box(50, 35, 550, 350), AXES)
RED = (200, 30, 30)


def picture() -> Bytes:
    return np.full((400, 600, 3), 255, np.uint8)


def figure(pixels: Bytes) -> Figure:
    return Figure(pixels, Source("chart.png", "0" * 64))


def with_curve(pixels: Bytes) -> Bytes:
    for (time, level), stop in zip([(0, 1.0), (5, 0.9), (12, 0.7), (30, 0.5)], [5, 12, 30, 50], strict=True):
        row = int(350 - 300 * level)
        pixels[row : row + 2, 50 + 10 * time : 50 + 10 * stop] = RED
    return pixels


def test_bars_are_refused() -> None:
    """Law: solid blocks on the time axis are bars."""
    pixels = picture()
    for left, height in ((70, 280), (200, 200), (330, 150)):
        pixels[350 - height : 350, left : left + 60] = (60, 90, 160)
    with pytest.raises(FigureError, match="bar chart"):
        refuse_other_charts(figure(pixels), FRAME)


def test_stacked_areas_are_refused_as_such() -> None:
    """Law: what is filled down to the axis along most of it is an area, not a bar."""
    pixels = picture()
    for column in range(50, 540):
        pixels[50:350, column] = (220, 130, 80)
        pixels[180 + (column - 50) // 3 : 350, column] = (60, 90, 160)
    with pytest.raises(FigureError, match="areas are filled"):
        refuse_other_charts(figure(pixels), FRAME)


def test_bands_and_curves_are_no_bars() -> None:
    """Law: a pale band whose tail lies on the axis, and thick lines, are no bars."""
    pixels = picture()
    pixels[200:350, 300:550] = (240, 205, 205)
    refuse_other_charts(figure(with_curve(pixels)), FRAME)


def test_where_bands_lie_over_each_other_is_no_bar() -> None:
    """Law: the tails of grey bands darken each other above the axis, within what each of them covers alone."""
    pixels = picture()
    for left, top, right in ((100, 200, 400), (230, 250, 480)):
        pixels[top:350, left:right] = pixels[top:350, left:right] * 0.8
    refuse_other_charts(figure(with_curve(pixels)), FRAME)


def test_paper_left_free_by_bands_is_no_bar() -> None:
    """Law: where a band covers most of the plot, the free corner has the colour of the page."""
    pixels = picture()
    pixels[50:350, 60:400] = (150, 160, 190)
    pixels[320:350, 60:400] = 255
    refuse_other_charts(figure(pixels), FRAME)


def test_a_band_that_a_grid_cuts_is_no_bars() -> None:
    """Law: the white lines of a grid upon tinted ground cut the tail of a band into pieces that stand on the axis."""
    pixels = picture()
    pixels[35:350, 50:550] = 229
    for left, top, right in ((60, 240, 300), (300, 280, 520)):
        pixels[top:350, left:right] = (206, 200, 224)
    pixels[35:350, 100:550:100] = pixels[35:350, 101:550:100] = 255
    refuse_other_charts(figure(with_curve(pixels)), FRAME)


LARGE = Frame(Box(150, 105, 1650, 1050), AXES)


@pytest.mark.parametrize("gap", [3, 8, 12])
@pytest.mark.parametrize("tops", [range(180, 930, 50), [150] * 5], ids=["falling", "even"])
def test_pale_bars_with_narrow_gaps_are_refused(tops: Sequence[int], gap: int) -> None:
    """Law: the gap between two bars ends where the lower one does, 1/21 of the height below the frame or more."""
    pixels = np.full((1200, 1800, 3), 255, np.uint8)
    for number, top in enumerate(tops):
        pixels[top:1050, 180 + 90 * number : 270 + 90 * number - gap] = (205, 212, 222)
    with pytest.raises(FigureError, match="bar chart"):
        refuse_other_charts(figure(pixels), LARGE)


def cut_by_grid(pixels: Bytes, line: int, wide: int) -> Bytes:
    """Lines of a grid with blurred edges over all of a large plot, which begins below the top of its area."""
    for left in range(300, 1650, 200):
        for columns, share in ((slice(left - 1, left + wide + 1), 0.15), (slice(left, left + wide), 0.85)):
            pixels[125:1050, columns] = (1 - share) * pixels[125:1050, columns] + share * line
    return pixels


def banded(ground: int) -> Bytes:
    """A large plot with the tail of one band."""
    pixels = np.full((1200, 1800, 3), 255, np.uint8)
    pixels[125:1050, 150:1650] = ground
    pixels[700:1050, 200:1500] = (208, 203, 224)
    return pixels


@pytest.mark.parametrize(("ground", "line"), [(229, 255), (255, 242)])
@pytest.mark.parametrize("wide", [2, 7])
def test_a_grid_is_seen_above_the_band_that_it_cuts(ground: int, line: int, wide: int) -> None:
    """Law: its lines are lighter or darker than the ground, and a legend may hide them in part."""
    pixels = cut_by_grid(banded(ground), line, wide)
    pixels[140:380, 1000:1600] = ground
    refuse_other_charts(figure(pixels), LARGE)


def test_a_grid_may_cut_all_of_a_plot() -> None:
    """Law: where bands cover most of a plot, its ground may be what stands on the axis and bands all that is above."""
    pixels = banded(229)
    for top, color in ((125, (206, 160, 224)), (371, (160, 206, 190)), (617, (224, 190, 150))):
        pixels[top : top + 246, 150:1650] = color
    pixels[863:1050, 150:1650] = 229
    refuse_other_charts(figure(cut_by_grid(pixels, 255, 2)), LARGE)


def test_no_line_of_a_grid_is_a_fiftieth_wide() -> None:
    """Law: what stands that far apart are bars, whatever is drawn between them."""
    with pytest.raises(FigureError, match="bar chart"):
        refuse_other_charts(figure(cut_by_grid(banded(229), 255, 30)), LARGE)


def test_a_receiver_operating_curve_is_refused() -> None:
    """Oracle: its axes are called sensitivity and specificity."""
    axes = Axes(AXES.x, AXES.y, x_title="1 - Specificity", y_title="Sensitivity")
    with pytest.raises(FigureError, match="Specificity"):
        refuse_other_charts(figure(picture()), Frame(FRAME.box, axes))


def test_pale_bars_are_known_by_their_number() -> None:
    """Law: a band lies on the axis with its tail once; three pale blocks that stand apart on it are bars."""
    pixels = picture()
    for left, height in ((70, 280), (200, 200), (330, 150)):
        pixels[350 - height : 350, left : left + 90] = (222, 222, 222)
    with pytest.raises(FigureError, match="bar chart"):
        refuse_other_charts(figure(pixels), FRAME)


def test_an_axis_of_predictions_is_no_time() -> None:
    """Oracle: the x title of calibration plots."""
    axes = Axes(AXES.x, AXES.y, x_title="Predicted survival", y_title="Observed survival")
    with pytest.raises(FigureError, match="no time"):
        refuse_other_charts(figure(picture()), Frame(FRAME.box, axes))


@pytest.mark.parametrize(
    "title", ["Cumulative Hazard", "Cumulative hazaro", "log(-log(S(t)))", "n.censor", "Number of censoring"]
)
def test_hazards_and_numbers_are_no_incidence(title: str) -> None:
    """Oracle: y titles of cumulative hazards, which rise from 0 as incidences do, and go beyond 1; survminer's bars."""
    axes = Axes(AXES.x, AXES.y, "months", incidence=True, y_title=title)
    with pytest.raises(FigureError, match="shows no survival"):
        refuse_other_charts(figure(with_curve(picture())), Frame(FRAME.box, axes))


@pytest.mark.parametrize(
    "title",
    ["Survival without residual disease (%)", "Adjusted survival", "Hazard-adjusted survival", "Freedom from event"],
)
def test_titles_of_survival_are_no_hazards(title: str) -> None:
    """Oracle: y titles of survival that hold a word of other charts."""
    axes = Axes(AXES.x, AXES.y, "months", y_title=title)
    refuse_other_charts(figure(with_curve(picture())), Frame(FRAME.box, axes))
