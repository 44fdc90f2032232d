"""Columns at which something is printed that was not read."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.spots import inked_columns, spot_of


@pytest.mark.parametrize(("missing", "found"), [(2, [2]), (4, [])])
def test_print_between_counts_inside_a_plot_is_a_column(missing: int, found: list[int]) -> None:
    """Law: rows inside a plot have counts at all columns between two others; behind the last a curve may run."""
    place = 100.0 + 80.0 * np.arange(5)
    pixels = np.full((400, 560, 3), 255, np.uint8)
    for x in place.astype(int):
        pixels[263:277, x - 7 : x + 7 : 3] = 0
    boxes = [Box(x - 8, 260, x + 8, 280) for x in place]
    used = [c for c in range(5) if c != missing]
    row = Line(270.0, 20.0, "A", None, {c: Cell(10.0 - c, float("nan"), boxes[c], 1.0) for c in used})
    frame = Frame(Box(60, 40, 516, 300), Axes(Axis(100.0, 80.0, 0.0, 5.0), Axis(250.0, -200.0, 0.0, 1.0)), bottom=340.0)
    assert inked_columns(Figure(pixels, Source("table.png", "0" * 64)), place, frame, [row], used) == found


def test_a_count_wider_than_its_column_is_looked_for_in_its_own_width() -> None:
    """Law: where counts lie over each other's edges, the room of a column cuts their outer figures."""
    place = 100.0 + 23.0 * np.arange(4)
    cells = {c: Cell(450.0 - c, float("nan"), Box(x - 13, 260, x + 13, 280), 1.0) for c, x in enumerate(place)}
    row = Line(270.0, 20.0, "A", None, cells)
    figure = Figure(np.full((400, 560, 3), 255, np.uint8), Source("table.png", "0" * 64))
    spot = spot_of(figure, place, row, 1, [row])
    assert spot is not None
    assert (spot.left, spot.right) == (place[1] - 13, place[1] + 13)


def test_counts_read_along_with_others_say_nothing_of_how_wide_a_count_is() -> None:
    """Law: one box in eight that holds two counts makes no room wider."""
    place = 100.0 + 23.0 * np.arange(8)
    cells = {c: Cell(450.0 - c, float("nan"), Box(x - 13, 260, x + 13, 280), 1.0) for c, x in enumerate(place)}
    cells[5] = Cell(440.0, float("nan"), Box(place[5] - 30, 260, place[5] + 30, 280), 1.0)
    row = Line(270.0, 20.0, "A", None, cells)
    spot = spot_of(Figure(np.full((400, 560, 3), 255, np.uint8), Source("table.png", "0" * 64)), place, row, 1, [row])
    assert spot is not None
    assert (spot.left, spot.right) == (place[1] - 13, place[1] + 13)


@pytest.mark.parametrize("label", [Box(20, 262, 70, 278), None])
def test_rows_of_which_no_count_was_read_have_room_for_counts_too(label: Box | None) -> None:
    """Law: where the detector missed all counts, a count may be as wide as its column, and as tall as the labels."""
    place = 150.0 + 80.0 * np.arange(4)
    rows = [Line(y, 16.0, "A", label, {}) for y in (270.0, 300.0)]
    figure = Figure(np.full((400, 560, 3), 255, np.uint8), Source("table.png", "0" * 64))
    spot = spot_of(figure, place, rows[0], 1, rows)
    assert spot is not None
    assert spot.width == pytest.approx(2 * 0.46 * 80)
    assert 16 < spot.height < 24
