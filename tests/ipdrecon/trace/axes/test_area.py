"""How far a panel may reach among its neighbours."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.axes.area import neighbours, plot_area
from ipdrecon.trace.axes.calibrate import AxisFit
from ipdrecon.trace.axes.pairs import find_pairs
from tests.ipdrecon.trace.axes.test_pairs import column, row


def test_a_panel_ends_where_the_panels_around_it_begin() -> None:
    """Law: no panel reaches up into the labels of the axis above it, nor aside into those beside it."""
    words = column(50, 40) + row(90, 270) + column(450, 40) + row(490, 270)
    words += column(50, 340) + row(90, 570) + column(450, 340) + row(490, 570)
    pairs = find_pairs(words)
    (lower_right,) = [pair for pair in pairs if pair.x.labels[0].x > 400 and pair.y.labels[0].y > 400]
    left, right, top = neighbours(lower_right, pairs, 900)
    assert left == pytest.approx(330 + 2, abs=1.0)  # the last time of the left panel
    assert right == 899.0
    assert top == pytest.approx(276, abs=0.1)  # the lower edge of the times above


def grid_and_box(
    *, rows_end: int, frame: dict[int, float] | None = None, ink: float = 50.0, axes_drawn: bool = True
) -> Box:
    """Plot area of a grid whose last column is 330, whose rows end before ``rows_end``.

    ``frame`` has the contrast of columns that run beside it from its first to its last row.
    """
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 40) + row(90, 270))
    lines = (240.0, 90.0) if axes_drawn else (np.nan, np.nan)
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, lines[0], lines[0], "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, lines[1], lines[1], "grid")
    columns = [label.x for label in pair.x.labels]
    rows = [label.y for label in pair.y.labels]
    whole = slice(round(min(rows)), round(max(rows)) + 1)
    for x in columns:
        contrast[whole, round(x)] = ink
    for y in rows:
        contrast[round(y), round(columns[0]) : rows_end] = ink
    for x, strength in (frame or {}).items():
        contrast[whole, x] = strength
    return plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))


@pytest.mark.parametrize(("goes_on", "right"), [(True, 370.0), (False, 330.0)])
def test_a_panel_does_not_end_at_the_last_line_of_its_grid(goes_on: bool, right: float) -> None:
    """Law: where the grid's rows go on beyond its last column, the frame behind that is the panel's edge."""
    box = grid_and_box(rows_end=371 if goes_on else 331, frame={370: 50.0})
    assert box.right == pytest.approx(right, abs=1.0)


@pytest.mark.parametrize(("goes_on", "right"), [(True, 370.0), (False, 330.0)])
def test_a_pale_grid_ends_at_the_stronger_frame_behind_it(goes_on: bool, right: float) -> None:
    """Law: where the last column of a grid is parted between two pixels, the rows that go on are as pale as it is."""
    pale = {330: 35.0, 331: 25.0, 370: 76.0}
    box = grid_and_box(rows_end=371 if goes_on else 332, frame=pale, ink=35.0, axes_drawn=False)
    assert box.right == pytest.approx(right, abs=1.0)


@pytest.mark.parametrize(("beside", "right"), [(0.0, 370.5), (25.0, 372.0)])
def test_a_frame_that_lies_between_two_pixels_is_a_line(beside: float, right: float) -> None:
    """Law: a thin line parted between two columns is one where the page beside it is bare, and not a tint."""
    box = grid_and_box(rows_end=372, frame={369: beside, 370: 40.0, 371: 40.0, 372: beside})
    assert box.right == pytest.approx(right, abs=0.6)


@pytest.mark.parametrize("ink", [50.0, 30.0])
@pytest.mark.parametrize(("beyond", "right"), [(371, 370.0), (331, 330.0)])
def test_a_grid_without_a_frame_ends_where_its_rows_do(beyond: int, right: float, ink: float) -> None:
    """Law: rows of a grid that go on beyond its last column, dark or pale, show how far a panel reaches."""
    box = grid_and_box(rows_end=beyond, ink=ink, axes_drawn=False)
    assert box.right == pytest.approx(right, abs=1.6)


@pytest.mark.parametrize("rows_end", [329, 330])
def test_a_panel_that_ends_at_its_last_label_ends_there(rows_end: int) -> None:
    """Law: a panel may end right before its last tick, for axes are fitted to parts of a pixel."""
    box = grid_and_box(rows_end=rows_end, frame={330: 0.0}, axes_drawn=False)
    assert box.right == pytest.approx(330.0, abs=1.6)


@pytest.mark.parametrize("beyond", [True, False])
def test_a_plot_reaches_as_far_as_curves_that_leave_it_above_and_aside(beyond: bool) -> None:
    """Law: where axes end at their last labels, 0.6 and 30, a curve that rises beyond both is followed to its end."""
    contrast = np.zeros((340, 520))
    shares = column(50, 90, ("0.60", "0.40", "0.20", "0.00"))
    (pair,) = find_pairs(shares + row(90, 270))
    contrast[240, 90:331] = contrast[90:241, 80] = 200.0
    steps = [(90, 230), (200, 150), (300, 110), (320, 70), (345, 52), (420, 52)] if beyond else [(90, 230), (320, 110)]
    for (x, y), (then, next_y) in itertools.pairwise(steps):
        contrast[y : y + 3, x : then + 3] = 200.0
        contrast[next_y : y + 3, then : then + 3] = 200.0
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, 240.0, 240.0, "outside ticks")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, 80.0, 80.0, "outside ticks")
    box = plot_area(contrast, pair, (x_fit, y_fit), tuple(shares), (0.0, 519.0, 0.0))
    assert box.right == pytest.approx(422.0 if beyond else 330.0, abs=2.0)
    assert (box.top <= 52.0) == beyond


@pytest.mark.parametrize(("goes_on", "top"), [(True, 30.0), (False, 60.0)])
def test_a_plot_does_not_end_at_the_line_of_its_last_share(goes_on: bool, top: float) -> None:
    """Law: where a grid's columns go on above its line at 0.6, the frame behind that is the panel's upper edge."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 60, ("0.60", "0.40", "0.20", "0.00")) + row(90, 270))
    rows, columns = [round(label.y) for label in pair.y.labels], [round(label.x) for label in pair.x.labels]
    highest = 30 if goes_on else min(rows)
    contrast[rows, columns[0] : columns[-1] + 1] = 50.0
    contrast[highest : max(rows) + 1, columns] = 50.0
    contrast[30, columns[0] : columns[-1] + 1] = 50.0
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, float(max(rows)), float(max(rows)), "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, float(columns[0]), float(columns[0]), "grid")
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert box.top == pytest.approx(top, abs=1.0)


@pytest.mark.parametrize("thick", [1, 3, 5])
def test_a_tinted_panel_ends_where_its_ground_does_whatever_the_width_of_its_white_grid(thick: int) -> None:
    """Law: white lines on the ground, at labels and half-way between, are no end of it; the page behind it is."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 40) + row(90, 270))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, np.nan, np.nan, "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, np.nan, np.nan, "grid")
    columns = np.array([label.x for label in pair.x.labels])
    rows = np.sort([label.y for label in pair.y.labels])
    contrast[int(rows.min()) - 12 : int(rows.max()) + 13, int(columns[0]) - 12 : 386] = 20.0
    for x in (*columns, *(columns[:-1] + columns[1:]) / 2, columns[-1] + np.diff(columns)[0] / 2):
        contrast[:, round(x) - thick // 2 : round(x) + thick // 2 + 1] = 0.0
    for y in (*rows, *(rows[:-1] + rows[1:]) / 2):
        contrast[round(y) - thick // 2 : round(y) + thick // 2 + 1] = 0.0
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert box.right == pytest.approx(385.0, abs=1.0)


@pytest.mark.parametrize("framed", [False, True])
def test_a_panel_may_reach_nearly_a_step_below_its_lowest_label(framed: bool) -> None:
    """Law: with a scale of its own a facet goes down to where the next label would be, by its frame or its ground."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 40, ("1.00", "0.75", "0.50", "0.25")) + row(90, 240))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, np.nan, np.nan, "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, np.nan, np.nan, "grid")
    low, step = pair.y.labels[0].y, pair.y.labels[0].y - pair.y.labels[1].y
    bottom = round(low + 0.83 * step)
    if framed:
        contrast[30:bottom, 80] = contrast[bottom, 80:386] = 200.0
    else:
        contrast[30 : bottom + 1, 80:386] = 20.0
    assert plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0)).bottom == pytest.approx(bottom, abs=1.0)


def test_a_panel_as_dark_as_lines_ends_where_its_ground_does() -> None:
    """Law: on a ground darker than lines are pale every column is a line; the page around it is not."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 40) + row(90, 270))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, np.nan, np.nan, "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, np.nan, np.nan, "grid")
    contrast[31:250, 78:386] = 220.0
    for label in pair.x.labels:
        contrast[31:250, round(label.x)] = 240.0
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx((78.0, 31.0, 385.0, 249.0), abs=1.0)


@pytest.mark.parametrize(("end", "right"), [(370, 369.0), (335, 344.4)])
def test_curves_alone_show_how_far_a_panel_without_lines_reaches(end: int, right: float) -> None:
    """Law: without frame, grid and ticks a panel reaches as far as its curves do, and a little beyond its labels."""
    contrast = np.zeros((340, 420))
    contrast[100:103, 90:end] = 150.0
    (pair,) = find_pairs(column(50, 40) + row(90, 270))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, np.nan, np.nan, "labels")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, np.nan, np.nan, "labels")
    assert plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0)).right == pytest.approx(right, abs=1.0)


@pytest.mark.parametrize(("below", "bottom"), [(280, 279.0), (253, 252.0), (247, 240.0), (243, 240.0)])
@pytest.mark.parametrize("shares", [("1.0", "0.9", "0.8", "0.7", "0.6"), ("1.0", "", "0.5", "", "0.0")])
def test_a_grid_that_goes_on_below_its_lowest_line_ends_where_its_columns_do(
    below: int, bottom: float, shares: tuple[str, ...]
) -> None:
    """Law: a panel without a frame reaches as far down as the columns of its grid; ticks below an axis are no grid.

    How long a tick is goes with the print, and not with the steps of the axis beside it.
    """
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs([w for w in column(50, 40, shares) if w.text] + row(90, 300))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, np.nan, np.nan, "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, np.nan, np.nan, "grid")
    for label in pair.y.labels:
        contrast[round(label.y), 80:341] = 50.0
    for label in pair.x.labels:
        contrast[30:below, round(label.x)] = 50.0
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert box.bottom == pytest.approx(bottom, abs=1.0)  # half of the line


def test_a_grid_paler_than_lines_ends_below_where_its_columns_do() -> None:
    """Law: without axes the columns of a grid tell how far down a panel reaches, be they too pale for lines."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 40, ("1.0", "0.9", "0.8", "0.7", "0.6")) + row(90, 300))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, np.nan, np.nan, "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, np.nan, np.nan, "grid")
    for label in pair.y.labels:
        contrast[round(label.y), 80:341] = 20.0
    for label in pair.x.labels:
        contrast[30:280, round(label.x)] = 20.0
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert box.bottom == pytest.approx(280.0, abs=1.0)


def test_a_curve_that_leaves_the_plot_below_the_last_label_is_followed() -> None:
    """Law: a survival axis that is cut has room below its last tick, down to the time axis, and curves end there."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 40) + row(90, 270))
    low = max(label.y for label in pair.y.labels)
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, low + 30.0, low + 30.0, "ticks")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, 90.0, 90.0, "ticks")
    last = round(max(label.x for label in pair.x.labels))
    contrast[round(low) + 30, 90 : last + 1] = 200.0  # the axis ends at its last tick
    contrast[round(low) + 15, 90 : last + 25] = 200.0
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert box.right == pytest.approx(last + 24, abs=1.5)


@pytest.mark.parametrize(("crossed", "top"), [(False, 62.0), (True, 40.0)])
def test_a_frame_below_one_closes_a_plot_that_no_curve_leaves_above(crossed: bool, top: float) -> None:
    """Law: incidences may end below 1, and the frame above them; what comes down from 1 crosses a line of a grid."""
    contrast = np.zeros((340, 420))
    (pair,) = find_pairs(column(50, 90, ("0.75", "0.50", "0.25", "0.00")) + row(90, 270))
    x_fit = AxisFit(pair.x.zero, pair.x.per_unit, 0.3, 240.0, 240.0, "grid")
    y_fit = AxisFit(pair.y.zero, pair.y.per_unit, 0.3, 90.0, 90.0, "grid")
    contrast[62:241, 90] = contrast[62:241, 340] = 200.0
    contrast[240, 90:341] = contrast[62, 90:341] = 200.0
    if crossed:
        contrast[40:80, 150] = 200.0
    box = plot_area(contrast, pair, (x_fit, y_fit), (), (0.0, 400.0, 0.0))
    assert box.top == pytest.approx(top, abs=7.0)
