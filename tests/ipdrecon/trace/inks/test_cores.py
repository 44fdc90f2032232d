"""Colours of curves."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.inks.cores import find_cores, is_own_ink
from ipdrecon.trace.inks.ink import read_ink


def test_the_colour_of_overlapping_bands_is_no_line() -> None:
    """Law: what is nearly everywhere paper is no line, however far from the page, though rims of bands show it."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    for k in range(12):  # a band that falls in steps, darker than a pale line may be
        pixels[20 + 10 * k : 120 + 10 * k, 30 * k + 20 : 30 * k + 50] = (172, 164, 125)
    pixels[70:73, 20:380] = (0, 70, 180)
    (line,) = find_cores(read_ink(pixels, Box(0, 0, 399, 299), margin=0))
    assert np.linalg.norm(line - (0, 70, 180)) < 5


def test_where_bands_overlap_in_a_narrow_strip_is_no_line() -> None:
    """Law: what is wider than any stroke is no line, where bands are drawn, though it is too narrow to be paper."""
    pixels = np.full((400, 500, 3), 255, np.uint8)
    for k in range(12):
        columns = slice(40 * k + 10, 40 * k + 50)
        pixels[20 + 10 * k : 140 + 10 * k, columns] = 204
        pixels[60 + 10 * k : 72 + 10 * k, columns] = 163
        pixels[110 + 10 * k : 114 + 10 * k, columns] = 0
    (line,) = find_cores(read_ink(pixels, Box(0, 0, 499, 399), margin=0))
    assert line.max() < 5


def test_a_thin_black_line_between_two_rows_is_no_grey_beside_dashes_and_crowded_marks() -> None:
    """Law: a line's ink is what its level stretches hold; ends of dashes hold less, and crowded marks hold more."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    for k in range(12):
        solid, dashed, grey = 40 + 6 * k, 120 + 6 * k, 200 + 6 * k
        columns = slice(30 * k + 20, 30 * k + 50)
        pixels[solid : solid + 2, columns] = 63  # 1.5 px wide, on the edge of two rows
        pixels[grey, columns], pixels[grey + 1, columns] = 120, 187
        for begin in range(30 * k + 20, 30 * k + 48, 10):  # 1.5 px wide, in the middle of a row
            pixels[dashed, begin : begin + 6], pixels[dashed, begin + 6] = 0, 63
            pixels[[dashed - 1, dashed + 1], begin : begin + 6] = 191
        if k > 4:  # crowded ticks
            for column in range(30 * k + 20, 30 * k + 50, 5):
                pixels[dashed - 6 : dashed + 7, column : column + 3] = 0
    ink = read_ink(pixels, Box(0, 0, 399, 299), margin=0)
    cores = np.array([[0, 0, 0], [120, 120, 120]], np.float32)
    assert not is_own_ink(ink, np.full(3, 63, np.float32), cores)
    assert is_own_ink(ink, np.full(3, 120, np.float32), cores)


def test_a_grey_of_three_rows_or_more_is_no_blend_of_a_black_that_is_thinner() -> None:
    """Law: thin black strokes shade two rows at most; a thick grey curve beside black print is an ink of its own."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    for k in range(12):
        columns = slice(30 * k + 20, 30 * k + 50)
        pixels[40 + 12 * k : 44 + 12 * k, columns] = 133
        pixels[39 + 12 * k, columns] = 200
        pixels[200:202, columns.start : columns.start + 9] = 0  # print
        pixels[215:217, columns.start : columns.start + 9] = 0
    cores = find_cores(read_ink(pixels, Box(0, 0, 399, 299), margin=0))
    assert sorted(round(float(core.mean())) for core in cores) == [0, 133]


def test_uprights_between_two_columns_are_no_ink_of_their_own() -> None:
    """Law: a thin tick between two columns is a grey in both, with its own colour above and below, and still black."""
    image = np.full((300, 480, 3), 255, np.uint8)
    for level, first in ((60, 10), (120, 160), (200, 310)):
        image[level, first : first + 150] = 0
    for column in range(30, 450, 8):
        level = (60, 120, 200)[min(2, (column - 10) // 150)]
        image[level - 6 : level + 7, column : column + 2] = 128
        image[level, column : column + 2] = 0
    cores = find_cores(read_ink(image, Box(0, 0, 479, 299), margin=0))
    assert len(cores) == 1
    assert cores[0].max() < 20


def test_a_grey_whose_band_is_paler_than_those_of_darker_greys_is_its_own_ink() -> None:
    """Law: bands take contrast from all lines on them, and ink is told by what a darker line would hold there."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    for k in range(12):
        columns = slice(30 * k + 20, 30 * k + 50)
        for top, line, band in ((30, 179, 240), (100, 134, 214)):
            pixels[top + 7 * k : top + 50 + 7 * k, columns] = band
            pixels[top + 23 + 7 * k : top + 27 + 7 * k, columns] = line
        pixels[230 + 2 * k : 234 + 2 * k, columns] = 51
    ink = read_ink(pixels, Box(0, 0, 399, 299), margin=0)
    cores = np.array([[134, 134, 134], [51, 51, 51]], np.float32)
    assert is_own_ink(ink, np.full(3, 179, np.float32), cores)
    assert not is_own_ink(ink, np.full(3, 51, np.float32), cores)


def test_blends_of_a_thin_black_line_that_hold_as_much_ink_across_are_one_ink() -> None:
    """Law: a hairline is dark in one row or pale in two, and darkest where strokes meet, and holds the same everywhere.

    A grey line as thin holds less.
    """

    def cores(grey: int, paler: int) -> np.ndarray:
        pixels = np.full((300, 400, 3), 255, np.uint8)
        for k in range(12):
            columns = slice(30 * k + 20, 30 * k + 50)
            one, two = 40 + 6 * k, 120 + 6 * k
            pixels[one, columns] = 68
            pixels[two, columns], pixels[two + 1, columns] = grey, paler
            for column in range(30 * k + 22, 30 * k + 50, 8):  # ticks on the dark stretches
                pixels[one - 4 : one + 5, column] = 68
                pixels[one, column] = 36
        return find_cores(read_ink(pixels, Box(0, 0, 399, 299), margin=0))

    assert len(cores(119, 204)) == 1
    assert len(cores(140, 220)) == 2


def test_a_thin_black_line_shows_darkest_where_it_meets_its_marks_and_is_the_ink_all_the_same() -> None:
    """Law: two layers of a line narrower than a pixel are darker than the line, and no ink that curves are drawn in.

    A wide black line beside a thin one is the ink of both.
    """
    thin, beside = np.full((2, 300, 400, 3), 255, np.uint8)
    for k in range(12):
        line, columns = 40 + 12 * k, slice(30 * k + 20, 30 * k + 50)
        thin[line, columns] = beside[line, columns] = 68
        for column in range(columns.start + 4, columns.stop, 7):  # pluses that crowd: their bars lie on the line
            thin[line - 4 : line + 5, column] = 68
            thin[line, column - 3 : column + 4] = 18
        beside[line + 60 : line + 63, columns] = 2
    (core,) = find_cores(read_ink(thin, Box(0, 0, 399, 299), margin=0))
    assert abs(float(core.mean()) - 68) < 5
    (core,) = find_cores(read_ink(beside, Box(0, 0, 399, 299), margin=0))
    assert core.max() < 5


@pytest.mark.parametrize(("dotted", "inks"), [(False, 1), (True, 2)])
def test_pixels_where_strokes_of_one_ink_meet_are_no_ink_of_their_own(dotted: bool, inks: int) -> None:
    """Law: lines that were moved to whole pixels have one shade, and are darker only where close steps lie over each
    other; dots of a darker ink stand apart from the paler line."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[40:42, 10:200], pixels[220:222, 290:390] = 50, 50
    for k in range(90):  # steps of one column
        pixels[40 + 2 * k : 44 + 2 * k, 200 + k : 202 + k] = 50
        pixels[42 + 2 * k : 44 + 2 * k, 200 + k : 201 + k] = 50 if dotted else 0
    if dotted:
        for k in range(75):
            pixels[180 + k : 183 + k, 10 + 5 * k : 13 + 5 * k] = 0
    cores = find_cores(read_ink(pixels, Box(0, 0, 399, 299), margin=0))
    assert len(cores) == inks
