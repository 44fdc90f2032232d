"""Hollow symbols laid over their curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.curves.hollow import with_filled_symbols

BOX = Box(0, 0, 399, 299)
PLACES = ((60, 100), (90, 110), (120, 140), (150, 140), (157, 140), (185, 160), (215, 180), (245, 185), (275, 200))
RED = (200, 30, 40)


def circles(*, lined: bool, rim: float = 7.0, inside: float = 5.0) -> npt.NDArray[np.uint8]:
    """A stair of level lines with circles upon it, white inside or with the line through them."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    rows, columns = np.mgrid[:300, :400]

    def line() -> None:
        for (x, y), (end, _) in zip(PLACES, (*PLACES[1:], (330, 0)), strict=True):
            pixels[y - 1 : y + 2, x - 30 if x == 60 else x : end] = RED

    line()
    for x, y in PLACES:
        away = np.hypot(columns - x, rows - y)
        pixels[away < rim] = RED
        pixels[away < inside] = 255
    if lined:
        line()
    return pixels


def test_hollow_symbols_are_filled_and_circles_their_line_runs_through_are_not() -> None:
    """Law: a row of symbols whose middles are paper hides its curve, and filled it shows it; circles that are not
    opaque are left as they are."""
    found = with_filled_symbols(Figure(circles(lined=False)), BOX, ()).pixels
    for x, y in PLACES:
        assert tuple(found[y, x]) == RED
        assert tuple(found[y - 3, x]) == RED
    lined = circles(lined=True)
    assert np.array_equal(with_filled_symbols(Figure(lined), BOX, ()).pixels, lined)


def test_small_insides_are_symbols_where_nearly_all_holes_are_such() -> None:
    """Law: of symbols of seven pixels three are paper; between marks that crowd there are holes of all sizes."""
    pixels = circles(lined=False, rim=3.5, inside=2.0)
    found = with_filled_symbols(Figure(pixels), BOX, ()).pixels
    assert all(tuple(found[y, x]) == RED for x, y in PLACES)
    for k in range(12):  # holes of other sizes
        pixels[20:30, 20 + 30 * k : 32 + 30 * k] = RED
        pixels[22 : 25 + k % 4, 22 + 30 * k : 25 + 30 * k] = 255
    assert np.array_equal(with_filled_symbols(Figure(pixels), BOX, ()).pixels, pixels)


def test_letters_and_cells_of_a_grid_are_no_symbols() -> None:
    """Law: what is read as text stays as it is, and what fills the plot is its grid."""
    pixels = circles(lined=False)
    words = (Word("go", Box(50, 90, 70, 110)),)
    found = with_filled_symbols(Figure(pixels), BOX, words).pixels
    assert tuple(found[100, 60]) == (255, 255, 255)
    row = (Word("OO", Box(50, 90, 70, 110)),)  # as which a row of circles is read
    assert tuple(with_filled_symbols(Figure(pixels), BOX, row).pixels[100, 60]) == RED
    grid = np.full((300, 400, 3), 255, np.uint8)
    grid[::12] = grid[:, ::12] = 180
    assert np.array_equal(with_filled_symbols(Figure(grid), BOX, ()).pixels, grid)


def test_the_column_of_square_cells_beside_an_axis_is_no_row_of_symbols() -> None:
    """Law: marks stand at times of their own; a grid that begins before time 0 has a column of narrow cells there, and
    its wide ones are cut by the curve into pieces of all sizes."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[::14] = 200
    pixels[:, :15:14] = pixels[:, 14::48] = 200
    for k in range(20):  # the curve
        pixels[14 * k : 14 * k + 15, 20 + 17 * k : 22 + 17 * k] = RED
        pixels[14 * k + 14 : 14 * k + 16, 20 + 17 * k : 39 + 17 * k] = RED
    assert np.array_equal(with_filled_symbols(Figure(pixels), BOX, ()).pixels, pixels)
