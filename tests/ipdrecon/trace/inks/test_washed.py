"""What JPEG makes of thin coloured strokes, against an encoder."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ipdrecon.trace.inks.washed import sample_unwashed, washed_from, washed_inks
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

SHAPE = (120, 240)
GREY = np.full(3, 217.0, np.float32)
INKS = [np.array(c, np.float32) for c in ((25, 146, 232), (250, 77, 86), (0, 93, 93))]


@pytest.mark.parametrize("which", [0, 1])
def test_a_thin_stroke_in_jpeg_is_its_ink_washed_out(which: int) -> None:
    """Law: chroma at half the resolution leaves a stroke of one pixel its brightness and hue, and half its colour."""
    ink = INKS[which]
    line = coverage(SHAPE, np.array([10.0]), np.array([61.0]), 230.0, 1.0)
    image = as_pixels(paint(np.full((*SHAPE, 3), 217.0), line, tuple(int(v) for v in ink)))  # type: ignore[arg-type]
    coded = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])[1]
    read = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR))[..., ::-1]
    color = np.median(read[61, 30:210], axis=0).astype(np.float32)
    assert float(np.linalg.norm(color - ink)) > 60.0
    assert washed_from(color, [0, 1, 2], INKS, GREY) == which


def test_a_blend_with_the_paper_and_another_ink_are_not_washed_out() -> None:
    """Law: a blend loses brightness and colour alike, and another ink has another hue."""
    assert washed_from((GREY + 0.6 * (INKS[0] - GREY)).astype(np.float32), [0, 1, 2], INKS, GREY) is None
    assert washed_from(np.array([150.0, 110.0, 60.0], np.float32), [0, 1, 2], INKS, GREY) is None
    assert washed_from(np.array([120.0, 120.0, 120.0], np.float32), [0, 1, 2], INKS, GREY) is None


def test_a_sample_as_washed_out_as_some_strokes_is_of_their_ink() -> None:
    """Law: what JPEG left of a thin sample and of parts of a curve is the curve's ink, unless the legend shows both."""
    washed = np.array([73.0, 131.0, 173.0], np.float32)
    strokes = [washed - np.float32(4.0), INKS[0]]
    assert sample_unwashed(washed, strokes, GREY, [washed]) is INKS[0]
    assert sample_unwashed(washed, [INKS[0], INKS[1]], GREY, [washed]) is washed
    assert sample_unwashed(washed, strokes, GREY, [washed, INKS[0] + np.float32(3.0)]) is washed
    red, line, thinner = (np.array(c, np.float32) for c in ((243, 2, 0), (178, 85, 92), (184, 97, 105)))
    white = np.full(3, 255.0, np.float32)
    assert washed_from(thinner, [0, 1], [red, line], white) is None  # a blend of the line, too
    assert sample_unwashed(thinner, [red, line], white, [thinner]) is red


def test_a_sample_nearer_to_washed_out_strokes_than_to_their_ink_is_of_that_ink() -> None:
    """Law: of a thin line in two shades of one ink its own ink is the curve, be the sample between the two shades."""
    white, black = np.full(3, 255.0, np.float32), np.zeros(3, np.float32)
    ink, strokes, sample = (np.array(c, np.float32) for c in ((208, 10, 18), (117, 40, 47), (154, 49, 46)))
    assert washed_from(strokes, [0], [ink], white) == 0
    assert sample_unwashed(sample, [black, strokes, ink], white, [black, sample]) is ink
    dark = np.array([120, 10, 150], np.float32)  # another ink near to the sample says nothing
    assert sample_unwashed(sample, [black, dark, ink], white, [black, sample]) is sample


def test_what_is_washed_out_of_a_washed_out_colour_has_its_ink() -> None:
    """Law: marks lose less colour than their line: each shade counts to the ink that is washed out of none."""
    shades = [np.array(c, np.float32) for c in ((2, 2, 242), (10, 8, 193), (17, 14, 152), (23, 17, 113))]
    paper = np.full(3, 255.0, np.float32)
    assert washed_from(shades[2], [0, 1, 2, 3], shades, paper) == 1
    assert washed_inks(shades, [], paper) == {1: 0, 2: 0, 3: 0}
    assert washed_inks(shades, [1], paper) == {2: 1, 3: 1}
