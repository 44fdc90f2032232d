"""Rims of confidence bands that look like lines."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.curves.band_rims import without_band_rims
from ipdrecon.trace.inks.ink import read_ink
from tests.ipdrecon.trace.curves.test_prune import SHAPE, level_stroke

RED, RIM, BAND = (214, 39, 40), (239, 176, 177), (246, 211, 212)


@pytest.mark.parametrize(("upper", "kept"), [(60, 1), (100, 2)])
def test_a_pale_line_between_band_and_page_is_no_curve(upper: int, kept: int) -> None:
    """Law: on both sides of a curve lies the same ground; a paler line with its band on one side only is its rim."""
    pixels = np.full((*SHAPE, 3), 255, np.uint8)
    pixels[60:200] = BAND
    for row, color in ((150, RED), (upper, RIM)):  # 4 px lower behind the middle, as the strokes are
        pixels[row - 1 : row + 2, :240], pixels[row + 3 : row + 6, 240:] = color, color
    if upper == 60:
        pixels[60:63, 240:] = 255
    strokes = [level_stroke(RED, 0, 150, 3.0, 900.0), level_stroke(RIM, 1, upper, 3.0, 900.0)]
    ink = read_ink(pixels, Box(0, 0, SHAPE[1] - 1, SHAPE[0] - 1), margin=0)
    assert len(without_band_rims(strokes, ink, {})) == kept
    assert len(without_band_rims(strokes, ink, {1: 1})) == 2  # the legend shows such a line
    curve = level_stroke(RIM, 1, 250, 3.0, 700.0)
    assert len(without_band_rims([*strokes, curve], ink, {1: 1})) == kept + 1  # and here it is


def test_of_two_rims_the_stronger_is_the_line_that_the_legend_shows() -> None:
    """Law: of a colour as many lines are left as the legend shows, though both are paler on one side."""
    pixels = np.full((*SHAPE, 3), 255, np.uint8)
    pixels[60:200] = BAND
    for row, color in ((60, RIM), (130, RED), (199, RIM)):
        pixels[row - 1 : row + 2, :240], pixels[row + 3 : row + 6, 240:] = color, color
    pixels[60:63, 240:], pixels[200:202, 240:] = 255, BAND
    strokes = [
        level_stroke(RIM, 1, 60, 3.0, 700.0),
        level_stroke(RED, 0, 130, 3.0, 900.0),
        level_stroke(RIM, 1, 199, 3.0, 900.0),
    ]
    ink = read_ink(pixels, Box(0, 0, SHAPE[1] - 1, SHAPE[0] - 1), margin=0)
    assert without_band_rims(strokes, ink, {}) == strokes[1:2]
    assert without_band_rims(strokes, ink, {1: 1}) == strokes[1:]
