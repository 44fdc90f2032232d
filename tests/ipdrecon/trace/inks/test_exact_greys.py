"""Greys of a legend are told exactly from bands in them, their overlaps and their rims."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.exact_greys import exact_greys, with_exact_greys
from ipdrecon.trace.inks.ink import Ink, Layer, read_ink
from ipdrecon.trace.inks.unmix import unmix
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


def blank() -> Floats:
    """Paper with a filled area in a grey of its own, as a band has."""
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    image[60:90, 20:380] = 178
    return image


def read(image: Floats) -> Ink:
    return read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)


def levels_of(greys: list[npt.NDArray[np.float32]]) -> list[float]:
    return [float(grey[0]) for grey in greys]


@pytest.mark.parametrize("length", [40, 200])
def test_greys_some_levels_apart_are_two_and_one_sampled_twice_is_one(length: int) -> None:
    """Law: a short line shows its grey as well; two readings of one sample tell nothing apart."""
    image = blank()
    image[200:203, 20 : 20 + length], image[220:223, 20 : 20 + length] = 120, 128
    greys = [np.full(3, level, np.float32) for level in (120, 128, 127)]
    assert levels_of(exact_greys(read(image), greys)) == [120, 128]
    assert exact_greys(read(image), greys[1:]) == []


def test_colours_are_no_greys() -> None:
    image = blank()
    image[200:203, 20:280], image[220:223, 20:280] = (200, 40, 40), 0
    assert exact_greys(read(image), [BLACK, np.array([200, 40, 40], np.float32)]) == []


@pytest.mark.parametrize("noise", [0.0, 4.0])
def test_a_picture_without_black_is_clean_where_its_greys_are(noise: float) -> None:
    """Law: rings lie beside strokes of any grey that stands out; where none does there is nothing to ring."""
    image = blank()
    image[200:203, 20:280], image[220:223, 20:280] = 100, 160
    rng = np.random.default_rng(5)
    image += np.where(image > 170, rng.normal(0.0, max(noise, 1e-9), image.shape), 0.0)
    found = exact_greys(read(image), [np.full(3, level, np.float32) for level in (100, 160)])
    assert levels_of(found) == ([] if noise else [100, 160])
    pale = blank()
    pale[60:90] = 248
    pale[200:203, 20:280], pale[220:223, 20:280] = 205, 225
    found = exact_greys(read(pale), [np.full(3, level, np.float32) for level in (205, 225)])
    assert levels_of(found) == [205, 225]


def test_edges_of_upright_marks_are_no_lines() -> None:
    """Law: one column between ink and paper is a blend of both, as one row is."""
    image = blank()
    image[150:153, 20:380] = 0
    for column in range(30, 370, 8):
        image[135:168, column : column + 3] = 0
        image[135:168, column - 1] = DARK
    image[220:223, 20:380] = 190
    greys = [BLACK, DARK, np.full(3, 190, np.float32)]
    assert levels_of(exact_greys(read(image), greys)) == [0, 190]


def shown(image: Floats, *, hidden: tuple[slice, slice] | None = None) -> Layer:
    """Coverage by the dark grey where a black line and a dark one are exact; ``hidden`` lies under a text."""
    image[150:153, 20:200], image[170:173, 20:200] = 0, DARK
    ink = read(image)
    if hidden is not None:
        under = ink.hidden.copy()
        under[hidden] = True
        ink = attrs.evolve(ink, hidden=under)
    cores = np.array([BLACK, DARK])
    exact = exact_greys(ink, list(cores))
    assert len(exact) == 2
    return with_exact_greys(ink, cores, np.zeros((2, HEIGHT, WIDTH), np.float32), exact)[1]


@pytest.mark.parametrize("size", [(4, 4), (3, 5), (30, 3)])
def test_dots_and_dashes_are_of_a_line(size: tuple[int, int]) -> None:
    """Law: a piece of a stroke is as thick as that, or long; dots are short and thick."""
    image = blank()
    wide, high = size
    image[220 : 220 + high, 210 : 210 + wide] = DARK
    assert (shown(image)[220 : 220 + high, 210 : 210 + wide] == 1.0).all()


@pytest.mark.parametrize(
    "place",
    [
        (slice(220, 223), slice(210, 213)),  # a speck: a few pixels have a grey by chance
        (slice(240, 290), slice(210, 380)),  # an area: a band
        (slice(280, 281), slice(0, WIDTH)),  # a line of a grid
        (slice(0, HEIGHT), slice(300, 301)),  # and one across
    ],
)
def test_what_is_no_piece_of_a_stroke_is_none_of_its_line(place: tuple[slice, slice]) -> None:
    image = blank()
    image[place] = DARK
    inner = tuple(slice(s.start + (s.stop - s.start) // 3, s.stop - (s.stop - s.start) // 3) for s in place)
    assert not shown(image)[inner].any()


def test_what_lies_under_a_text_is_not_seen() -> None:
    under = (slice(220, 223), slice(210, 300))
    image = blank()
    image[under] = DARK
    assert shown(image.copy())[under].all()
    assert not shown(image, hidden=under)[under].any()


@pytest.mark.parametrize("corner", [0, 1])
def test_pieces_hang_together_by_their_corners(corner: int) -> None:
    image = blank()
    image[210, 100:140] = DARK
    for i in range(12):
        image[211 + 2 * i : 213 + 2 * i, 139 + corner + i] = DARK
    assert (shown(image)[210:235, 100:160].max(axis=1) == 1.0).all()


def test_edges_beside_another_line_stay_and_what_is_far_from_all_goes() -> None:
    """Law: a line may run on under the edge of another; what is far from its strokes is a band's rim or overlap."""
    ink, cores = picture(), np.array([BLACK, DARK, PALE])
    before = np.zeros((3, HEIGHT, WIDTH), np.float32)
    before[1, 95:108, 30:270] = before[1, 30:34, 30:270] = 0.5
    after = with_exact_greys(ink, cores, before, exact_greys(ink, list(cores)))[1]
    assert (after[98:100, 30:270] == 0.5).all()
    assert not after[30:34].any()
