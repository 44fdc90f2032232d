"""Panels are numbered as a reader numbers them: rows from the top, each from the left."""

from ipdrecon.figure import Box
from ipdrecon.trace.text.reading_order import reading_order


def test_panels_side_by_side_are_read_from_the_left_however_their_tops_differ() -> None:
    """The left panel has a legend above it, so that its plot starts lower."""
    assert reading_order([Box(600, 40, 1100, 500), Box(80, 120, 560, 500)]) == [1, 0]


def test_rows_are_read_from_the_top() -> None:
    grid = [Box(600, 620, 1100, 1000), Box(600, 30, 1100, 400), Box(80, 600, 560, 1000), Box(80, 50, 560, 400)]
    assert reading_order(grid) == [3, 1, 2, 0]


def test_a_small_panel_below_the_middle_of_a_tall_one_stays_in_its_row() -> None:
    assert reading_order([Box(600, 350, 900, 480), Box(80, 50, 560, 500)]) == [1, 0]
