"""Dashes that lead to a key make it a part of a curve, other lines that pass do not; lines of the plot are no keys."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.legends.key_ways import goes_on, goes_on_behind, runs_through

GREEN, PURPLE = (124, 174, 0), (199, 124, 255)


@pytest.mark.parametrize(
    ("row", "color", "end", "expected"),
    [(29, GREEN, 84, True), (29, PURPLE, 84, False), (49, GREEN, 84, True), (49, GREEN, 190, False)],
)
def test_dashes_of_another_colour_or_of_a_line_that_passes_lead_to_no_key(
    row: int, color: tuple[int, int, int], end: int, expected: bool
) -> None:
    """Law: a curve's end before a label has its own dashes before it; a line above or below goes on past the key."""
    pixels = np.full((80, 200, 3), 255, np.uint8)
    for column in range(0, end, 8):
        pixels[row : row + 2, column : column + 4] = color
    for column in range(90, 118, 8):
        pixels[39:41, column : column + 4] = GREEN
    assert goes_on(pixels, (90, 117), 40, 39.5, 18.0, GREEN) == expected


def test_a_line_through_the_whole_plot_is_no_key() -> None:
    """Law: frame and grid run through all of the plot, a key and a curve that falls do not."""
    pixels = np.full((80, 200, 3), 255, np.uint8)
    plot = Box(10, 10, 189, 70)
    pixels[10:12, 10:190] = 170  # the frame
    pixels[40:42, 10:110] = 0  # a curve that runs into the key
    pixels[60:62, 90:110] = GREEN
    keys = ((10.5, (170, 170, 170), True), (40.5, (0, 0, 0), False), (60.5, GREEN, False))
    for row, color, expected in keys:
        assert runs_through(pixels, Box(90, row - 1.5, 110, row + 1.5), color, plot) == expected


@pytest.mark.parametrize(
    ("falls", "end", "expected"), [(0, 190, True), (8, 190, True), (0, 104, False), (30, 190, False)]
)
def test_a_line_that_goes_on_behind_a_letter_is_no_key_of_it(falls: int, end: int, expected: bool) -> None:
    """Law: a letter before which and behind which a curve runs, or falls a little, is a mark on it."""
    pixels = np.full((120, 200, 3), 255, np.uint8)
    pixels[40:42, 60:106] = GREEN
    pixels[40 + falls : 42 + falls, 104:end] = GREEN
    letter, key = Box(90, 34, 106, 50), Box(59.5, 38, 89.5, 44)
    assert goes_on_behind(pixels, letter, key, GREEN) == expected
    assert not goes_on_behind(pixels, letter, key, PURPLE)


def test_paper_is_no_part_of_a_pale_line() -> None:
    """Law: what is nearer to the paper of a pale grey key than to it is paper, and the key does not run on there."""
    pixels = np.full((80, 200, 3), 255, np.uint8)
    pixels[39:42, 90:111] = 211
    plot, place = Box(10, 10, 189, 70), Box(90, 34, 110, 46)
    assert not runs_through(pixels, place, (211, 211, 211), plot)
    pixels[39:42, 10:190] = 211
    assert runs_through(pixels, place, (211, 211, 211), plot)
