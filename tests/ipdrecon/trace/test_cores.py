"""Colours of curves."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Box
from ipdrecon.trace.cores import find_cores
from ipdrecon.trace.ink import read_ink


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
