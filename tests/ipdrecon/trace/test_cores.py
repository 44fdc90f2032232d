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
