"""Even areas of a clean picture are its paper: lines paler than their band are ink, and rims of bands are none."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.flats import on_flat_paper
from ipdrecon.trace.inks.ink import MIN_CONTRAST, Ink, read_ink
from tests.ipdrecon.trace.drawn import as_pixels

HEIGHT, WIDTH = 300, 400
BAND, PALE, RIM = 194, 204, 225
EDGES = (float(HEIGHT - 1), 0.0)


def picture(line: int, noise: float = 0.0) -> Ink:
    """A line in the middle of a grey band on white, whose upper rim (row 99) is a blend of both."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    image[100:200, 20:380] = BAND
    image[99, 20:380] = RIM
    image[149:152, 20:380] = line
    image += np.random.default_rng(5).normal(0.0, noise, image.shape)
    return read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)


def test_a_line_paler_than_its_band_is_ink_and_the_rim_of_the_band_is_paper() -> None:
    ink = picture(PALE)
    cores = np.full((1, 3), PALE, np.float32)
    assert ink.contrast[150, 200] < MIN_CONTRAST  # what is brightest around passes for paper
    flat = on_flat_paper(ink, cores, EDGES)
    assert flat.contrast[150, 200] == pytest.approx(np.sqrt(3.0) * (PALE - BAND), abs=0.1)
    assert flat.contrast[150, 200] > flat.least
    assert flat.contrast[99, 30:370].max() == 0.0
    assert flat.contrast[120, 200] == flat.contrast[50, 200] == 0.0


@pytest.mark.parametrize(("line", "noise"), [(40, 0.0), (PALE, 6.0)])
def test_dark_lines_and_noisy_pictures_keep_their_paper(line: int, noise: float) -> None:
    ink = picture(line, noise)
    assert on_flat_paper(ink, np.full((1, 3), line, np.float32), EDGES) is ink


def test_a_picture_without_bands_keeps_its_paper() -> None:
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    image[149:152, 20:380] = PALE
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    assert on_flat_paper(ink, np.full((1, 3), PALE, np.float32), EDGES) is ink
