"""Greys of a legend are told exactly from bands in them, their overlaps and their rims."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.exact_greys import exact_greys, with_exact_greys
from ipdrecon.trace.ink import Ink, read_ink
from ipdrecon.trace.unmix import unmix
from tests.ipdrecon.trace.drawn import as_pixels

HEIGHT, WIDTH = 300, 400
BLACK, DARK, PALE = (np.full(3, float(level), np.float32) for level in (0, 128, 211))


def picture(noise: float = 0.0, wide: int = 3, rings: float = 0.0) -> Ink:
    """Three lines: a black one in its band, whose rims are nearly as dark as the grey one, and a pale one upon it."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    image[40:200, 20:280] = 178
    image[38:40, 20:280] = image[200:202, 20:280] = 125
    for row, color in ((100, BLACK), (250, DARK), (150, PALE)):
        image[row : row + wide, 20:280] = color
        image[row - 1, 20:280] = (image[row - 1, 200] + color) / 2  # an edge that is a blend
    uneven = np.where(image > 150, rings, 0.0)  # of paper and bands, not of lines
    image += np.random.default_rng(5).normal(0.0, noise + uneven)
    return read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)


@pytest.mark.parametrize("wide", [1, 3])
def test_a_grey_is_its_line_and_no_rim_of_a_band_nor_lost_on_a_darker_one(wide: int) -> None:
    """Law: a line above the bands has its own colour wherever it runs, and its marks reach no farther than marks do."""
    ink, cores = picture(wide=wide), np.array([BLACK, DARK, PALE])
    before, _ = unmix(ink, cores)
    assert before[1, 38, 200] > 0.9  # the rim passes for the grey line
    alpha = with_exact_greys(ink, cores, before, exact_greys(ink, list(cores)))
    for i, row in enumerate((100, 250, 150)):
        assert alpha[i, row : row + wide, 30:270] == pytest.approx(1.0)
        assert not np.delete(alpha, i, axis=0)[:, row : row + wide, 30:270].any()
        assert i == 2 or not alpha[i, row + wide, 30:270].any()  # what is darker than the pale line is ink
    assert not alpha[1, :90].any()


def test_only_greys_that_strokes_show_exactly_are_such() -> None:
    """Law: blends are no line's colour, a noisy picture shows none, and one grey needs not be told apart."""
    cores = [BLACK, DARK, PALE]
    edges = [np.full(3, level, np.float32) for level in (89, 191)]
    assert len(exact_greys(picture(), [*cores, *edges])) == 3
    assert exact_greys(picture(noise=4.0), cores) == []
    assert exact_greys(picture(rings=4.0), cores) == []
    assert exact_greys(picture(), cores[:1]) == []


def test_a_line_too_thin_to_show_its_grey_has_it_nowhere_exactly() -> None:
    """Law: where most of a line's pixels are other blends, those that have the sample's grey have it by chance."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    for i, row in enumerate(range(60, 260, 10)):
        image[row : row + 2, 20 + 13 * i : 33 + 13 * i] = (124, 128, 131, 133)[i % 4]
        image[row - 30 : row - 27, 20 + 13 * i : 33 + 13 * i] = 0
    image[265:295, 20:280] = 178
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    assert exact_greys(ink, [BLACK, DARK]) == []


def test_without_bands_a_grey_is_none_that_has_to_be_told_exactly() -> None:
    """Law: nothing is mixed then that looks like a line, and thin or blurred lines show their grey in places only."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    for row, color in ((100, BLACK), (250, DARK), (150, PALE)):
        image[row : row + 3, 20:280] = color
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    cores = np.array([BLACK, DARK, PALE])
    before, _ = unmix(ink, cores)
    assert with_exact_greys(ink, cores, before, exact_greys(ink, list(cores))) is before


def test_a_thin_line_is_whole_where_its_steps_are_short() -> None:
    """Law: pieces of a line that hang together with plain ones are of it, however short."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    image[225:260, 20:280] = 178
    image[20, 20:120] = DARK
    for i in range(60):
        image[20 + 3 * i : 24 + 3 * i, 120 + 2 * i] = image[23 + 3 * i, 120 + 2 * i : 123 + 2 * i] = DARK
    image[200, 240:300] = DARK
    image[270, 20:300] = BLACK
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    cores = np.array([BLACK, DARK])
    before, _ = unmix(ink, cores)
    alpha = with_exact_greys(ink, cores, before, exact_greys(ink, list(cores)))
    assert (alpha[1, :, 20:300].max(axis=0) == 1.0).all()
