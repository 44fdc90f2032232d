"""The colours of a panel's curves against its legend."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.inks import colors
from ipdrecon.trace.inks.blends import ink_gap
from ipdrecon.trace.inks.colors import curve_colors, full_shades, samples_by_layer
from ipdrecon.trace.inks.cores import is_own_ink
from ipdrecon.trace.inks.exact_greys import exact_greys
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.legends.entry import LegendEntry
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

WHITE = np.array([255.0, 255.0, 255.0], np.float32)
SHAPE = (300, 480)


def entry(shade: int) -> LegendEntry:
    return keyed((shade, shade, shade))


def keyed(color: tuple[int, int, int]) -> LegendEntry:
    return LegendEntry(label=str(color), text=Box(500, 10, 540, 20), sample=Box(480, 12, 495, 16), color=color)


def test_thin_samples_of_a_legend_are_all_as_thin_as_the_darkest() -> None:
    """Law: what the darkest sample is blended with the paper, the others are too."""
    cores = np.array([[0.0, 0.0, 0.0], [127.0, 127.0, 127.0]], np.float32)
    black, middle, pale = full_shades((entry(51), entry(153), entry(194)), cores, WHITE)
    assert black is not None and middle is not None and pale is not None
    np.testing.assert_allclose([black[0], middle[0], pale[0]], [0.0, 127.5, 178.75], atol=0.01)


def test_dull_colours_of_thin_samples_are_no_greys() -> None:
    """Law: a thin sample of a dull green or pink has channels apart, and is no thinner black than another colour is."""
    cores = np.array([[185.0, 168.0, 106.0], [43.0, 52.0, 65.0]], np.float32)
    dull = ((165, 129, 131), (141, 170, 149))
    shades = full_shades((*map(keyed, dull), entry(154)), cores, WHITE)
    np.testing.assert_allclose(np.array(shades[:2]), dull)


def test_dull_colours_are_greys_where_the_strokes_have_lost_theirs() -> None:
    """Law: what leaves strokes without a colour (chroma kept in blocks) leaves samples next to none."""
    cores = np.array([[0.0, 1.0, 0.0], [170.0, 171.0, 166.0]], np.float32)
    dark, pale = full_shades((keyed((40, 34, 68)), keyed((108, 114, 80))), cores, WHITE)
    assert dark is not None
    assert pale is not None
    assert dark.max() < 40
    assert pale.max() < 95


@pytest.mark.parametrize(("core", "nearer"), [((84, 48, 5), True), ((160, 73, 64), False)])
def test_thin_letters_are_of_the_ink_of_their_hue(core: tuple[int, int, int], nearer: bool) -> None:
    """Law: a blend of an ink with the paper is nearer to that ink than to a paler one of another hue."""
    letters = np.array([121.0, 93.0, 60.0], np.float32)
    gaps = {c: ink_gap(letters, np.array(c, np.float32), WHITE) for c in ((84, 48, 5), (160, 73, 64))}
    assert (gaps[core] == min(gaps.values())) == nearer


def test_a_grey_is_an_ink_of_its_own_where_its_strokes_hold_less_than_thin_black() -> None:
    """Law: a thin black stroke between two rows holds as much ink as on one row; a grey one holds less."""
    image = np.full((*SHAPE, 3), 255.0)
    levels = np.array([20.0, 120.0])
    image = paint(image, coverage(SHAPE, np.array([10.0, 200.0]), levels, 460.0, 2.0), (0, 0, 0))
    image = paint(image, coverage(SHAPE, np.array([10.0, 150.0]), levels + 60.0, 460.0, 2.0), (180, 180, 180))
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    cores, _ = curve_colors(ink, (entry(0), entry(180)), Hints(), sure=True)
    assert is_own_ink(ink, np.array([180.0] * 3, np.float32), np.zeros((1, 3), np.float32))
    assert sorted(round(float(c[0]) / 10) * 10 for c in cores) == [0, 180]
    layers = find_layers(ink, cores)
    assert sorted(samples_by_layer((entry(0), entry(180)), layers, ink.page).values()) == [1, 1]


def test_a_legend_names_the_common_colour_of_its_ink_and_not_that_of_strokes_that_meet() -> None:
    """Law: of two near colours equally full, one seen all along a curve and one here and there, the first is the ink;
    nor is a common colour a blend of one of another hue."""
    blue, green, met = (71, 85, 133), (11, 97, 87), (100, 79, 98)
    image = np.full((*SHAPE, 3), 255.0)
    image = paint(image, coverage(SHAPE, np.array([10.0, 200.0]), np.array([20.0, 120.0]), 460.0, 3.0), green)
    image = paint(image, coverage(SHAPE, np.array([10.0, 150.0]), np.array([80.0, 180.0]), 460.0, 3.0), blue)
    image[179:182, 400:461] = met
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    legend = tuple(attrs.evolve(entry(0), color=color) for color in ((69, 78, 143), green))
    cores, _ = curve_colors(ink, legend, Hints(), sure=True)
    assert sorted(tuple(int(v) for v in core) for core in cores) == [green, blue]


def test_where_bands_overlap_is_no_colour_of_a_curve_without_a_legend_either() -> None:
    """Law: a pale area in a colour that bands of two fuller lines make together is a mixture; a pale line is a line."""
    orange, navy, pale = (225, 139, 40), (31, 59, 87), (132, 159, 191)
    image = np.full((*SHAPE, 3), 255.0)
    image[60:200, 60:461] = 0.8 * image[60:200, 60:461] + 0.2 * np.array(navy)
    image[125:140, 60:461] = 0.65 * image[125:140, 60:461] + 0.35 * np.array(orange)
    for level, color in ((100.0, orange), (170.0, navy), (250.0, pale)):
        line = coverage(SHAPE, np.array([10.0, 60.0]), np.array([20.0, level]), 460.0, 4.0)
        image = paint(image, line, color)
    cores, _ = curve_colors(read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0)), (), Hints(), sure=False)
    assert sorted(tuple(int(v) for v in core) for core in cores) == [navy, pale, orange]


def test_a_pale_line_near_the_tints_of_one_dark_line_is_no_overlap_of_bands() -> None:
    """Law: an overlap is of two bands; a colour that a tint of one alone comes nearest to is that tint, or a line."""
    slate, red, pale = (60, 69, 78), (129, 77, 79), (175, 192, 207)
    image = np.full((*SHAPE, 3), 255.0)
    for rows, color in ((slice(80, 120), slate), (slice(150, 190), red)):
        image[rows, 60:461] = 0.85 * image[rows, 60:461] + 0.15 * np.array(color)
    for level, color in ((100.0, slate), (170.0, red), (250.0, pale)):
        line = coverage(SHAPE, np.array([10.0, 60.0, 300.0]), np.array([20.0, level, level + 20.0]), 460.0, 3.0)
        image = paint(image, line, color)
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    cores, _ = curve_colors(ink, (), Hints(), sure=False)
    assert ink.banded
    assert sorted(tuple(int(v) for v in core) for core in cores) == [slate, red, pale]


@pytest.mark.parametrize(("sample", "count"), [((222, 235, 247), 2), ((235, 235, 235), 1), ((248, 250, 255), 1)])
def test_the_palest_shade_that_a_legend_shows_is_a_colour_and_its_grey_ground_is_none(
    sample: tuple[int, int, int], count: int
) -> None:
    """Law: the ground between the dashes of a sample is grey or white; a palette from pale to dark has hues."""
    image = np.full((*SHAPE, 3), 255.0)
    for level, color in ((60.0, sample), (120.0, (49, 130, 189))):
        image = paint(image, coverage(SHAPE, np.array([10.0, 200.0]), np.array([20.0, level]), 460.0, 4.0), color)
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    entries = tuple(attrs.evolve(entry(0), color=color) for color in (sample, (49, 130, 189)))
    cores, _ = curve_colors(ink, entries, Hints(), sure=True)
    assert len(cores) == count


def test_a_sample_is_of_an_ink_that_is_as_dark() -> None:
    """Law: JPEG and thin strokes make a black sample paler; nothing makes the sample of a grey ink darker."""
    sample = np.full(3, 37.0, np.float32)
    gaps = {shade: ink_gap(sample, np.full(3, shade, np.float32), WHITE) for shade in (0.0, 62.0)}
    assert gaps[0.0] < gaps[62.0]


def test_a_sample_washed_out_to_nearly_grey_names_the_colour_of_the_strokes_and_no_other() -> None:
    """Law: JPEG leaves a short thin sample part of the colour of the strokes it stands for; a grey has none."""
    image = np.full((*SHAPE, 3), 255.0)
    image = paint(image, coverage(SHAPE, np.array([10.0, 200.0]), np.array([20.0, 120.0]), 460.0, 2.0), (53, 28, 95))
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    for sample, count in (((89, 82, 110), 1), ((95, 93, 97), 2)):
        named = attrs.evolve(entry(0), color=sample)
        cores, _ = curve_colors(ink, (named,), Hints(), sure=True)
        assert len(cores) == count, sample


def test_of_two_shades_of_one_hue_the_pale_one_is_no_blend_of_the_dark_one() -> None:
    """Law: samples of a legend are equally thick: what is darker than the pale one belongs to the dark one."""
    dark, pale = (49, 130, 189), (158, 202, 225)
    image = np.full((*SHAPE, 3), 255.0)
    for color, row, shift in ((pale, 40.0, 0.5), (dark, 90.0, 0.0)):
        line = coverage(SHAPE, np.array([10.0, 200.0]), np.array([row + shift, row + 60.0 + shift]), 460.0, 1.0)
        image = paint(image, line, color)
    for column in range(20, 460, 12):  # marks of the dark curve between two columns
        image[86:95, column : column + 2] = (152, 192, 222)
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    entries = tuple(
        attrs.evolve(entry(shade), color=color) for shade, color in ((0, (63, 138, 193)), (180, (164, 206, 227)))
    )
    cores, _ = curve_colors(ink, entries, Hints(), sure=True)
    contrast = sorted(float(np.linalg.norm(c - 255.0)) for c in cores)
    assert len(contrast) == 2
    assert contrast[0] == pytest.approx(114, rel=0.2)
    assert contrast[1] > 190


def test_what_thin_black_marks_leave_of_a_line_is_no_colour_of_a_curve() -> None:
    """Law: a blend of a curve's colour with black, seen on few of its pixels, is that curve beneath black marks; seen
    as often it is a curve's own, if the legend may have lost it."""
    salmon, dark = np.array([248, 118, 109]), (124, 59, 54)
    levels = np.array([20.0, 120.0])
    line = coverage(SHAPE, np.array([10.0, 200.0]), levels, 460.0, 2.0)
    other = coverage(SHAPE, np.array([10.0, 150.0]), levels + 60.0, 460.0, 2.0)
    shown = LegendEntry("A", Box(500, 10, 540, 20), Box(480, 12, 495, 16), (248, 118, 109))
    image = paint(np.full((*SHAPE, 3), 255.0), line, (248, 118, 109))
    crossed = image.copy()
    for x in range(30, 180, 16):
        crossed[15:26, x] = 120.0
        crossed[20, x - 2 : x + 3] = dark
    cores, _ = curve_colors(read_ink(as_pixels(crossed), Box(5.0, 5.0, 470.0, 290.0)), (shown,), Hints(), sure=False)
    assert np.linalg.norm(cores - dark, axis=1).min() > 60.0
    assert np.linalg.norm(cores - salmon, axis=1).min() < 20.0
    two = read_ink(as_pixels(paint(image, other, dark)), Box(5.0, 5.0, 470.0, 290.0))
    cores, _ = curve_colors(two, (shown,), Hints(), sure=False)
    assert np.linalg.norm(cores - dark, axis=1).min() < 20.0


@pytest.mark.parametrize("drawn", [True, False])
def test_a_far_paler_shade_of_another_entry_is_a_colour_where_strokes_show_it(drawn: bool) -> None:
    """Law: a pale sample beside a full one of its hue is no thinner sample of that ink; where it is drawn it is one,
    be it short."""
    dark, pale = (178, 93, 145), (239, 199, 230)
    image = np.full((*SHAPE, 3), 255.0)
    image = paint(image, coverage(SHAPE, np.array([10.0, 200.0]), np.array([20.0, 120.0]), 460.0, 1.5), dark)
    if drawn:
        image = paint(image, coverage(SHAPE, np.array([10.0]), np.array([180.0]), 75.0, 1.5), pale)
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    legend = tuple(attrs.evolve(entry(0), color=color) for color in (dark, pale))
    cores, _ = curve_colors(ink, legend, Hints(), sure=True)
    assert len(cores) == 1 + drawn


def test_greys_that_strokes_show_as_the_legend_does_are_all_colours_however_pale_and_near() -> None:
    """Law: a line's exact grey is no paper and no other grey, be it next to both."""
    image = np.full((*SHAPE, 3), 240.0)
    image[250:285, 20:400] = 225.0
    for shade, level in ((0, 40.0), (192, 120.0), (211, 200.0)):
        stairs = coverage(SHAPE, np.array([10.0, 200.0]), np.array([level, level + 30.0]), 460.0, 3.0)
        image = paint(image, stairs, (shade, shade, shade))
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    legend = (entry(0), entry(192), entry(211))
    exact = exact_greys(ink, [np.full(3, shade, np.float32) for shade in (0, 192, 211)])
    cores, tints = curve_colors(ink, legend, Hints(), sure=True, exact=exact)
    assert sorted(core[0] for core in cores) == [0.0, 192.0, 211.0]
    assert not tints
    assert samples_by_layer(legend, find_layers(ink, cores, tints, exact), ink.page) == {0: 1, 1: 1, 2: 1}


def test_a_thin_grey_line_has_the_grey_of_its_full_marks_where_a_legend_shows_black_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: samples of one legend are equally thin, so two greys of it are two inks, though ticks of one pixel in the
    darker one hold as little ink as lines of the paler one."""
    image = np.full((*SHAPE, 3), 255.0)
    for shade, level in ((0, 60.0), (128, 160.0)):
        color = (shade, shade, shade)
        columns = np.arange(10.0, 450.0, 40.0)
        stairs = coverage(SHAPE, columns, level + 0.5 + 8.0 * np.arange(columns.size), 460.0, 1.5)
        image = paint(image, stairs, color)
        for i, column in enumerate(columns):
            for tick in np.arange(column + 6, column + 38, 4).astype(int):
                row = int(level + 8.0 * i)
                image[row - 3 : row + 5, tick] = color
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    legend = (entry(64), entry(160))
    monkeypatch.setattr(colors, "find_cores", lambda _: np.array([[0.0] * 3, [160.0] * 3], np.float32))
    cores, tints = curve_colors(ink, legend, Hints(), sure=True)
    assert sorted(float(core[0]) for core in cores) == pytest.approx([0.0, 128.0], abs=3.0)
    assert samples_by_layer(legend, find_layers(ink, cores, tints), ink.page) == {0: 1, 1: 1}


def test_a_thin_black_sample_is_of_the_black_lines_and_not_of_a_dull_colour_as_dark() -> None:
    """Law: a grey sample is of a grey ink if strokes show one; where lines of the legend lie over each other is none of
    its curves, be the blend seen as often as they are."""
    red, blend = (188, 28, 31), (98, 23, 24)
    image = np.full((*SHAPE, 3), 255.0)
    for color, row, end in (((0, 0, 0), 60.0, 300.0), (red, 40.0, 300.0), (blend, 220.0, 460.0)):
        first = 300.0 if color is blend else 10.0
        image = paint(image, coverage(SHAPE, np.array([first]), np.array([row]), end, 2.0), color)
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    cores, _ = curve_colors(ink, (entry(52), keyed((218, 68, 63))), Hints(), sure=False)
    assert sorted(np.round(core).tolist() for core in cores) == [[0.0, 0.0, 0.0], [188.0, 28.0, 31.0]]


def test_a_grey_of_the_legend_is_no_thin_blend_of_a_darker_dull_colour() -> None:
    """Law: where lines of the legend lie over each other the colour is darker than its grey, but of another hue."""
    blue, grey, blend = (51, 118, 174), (127, 127, 127), (75, 107, 133)
    image = np.full((*SHAPE, 3), 255.0)
    for color, row, first, end in ((blue, 60.0, 10.0, 300.0), (grey, 120.0, 10.0, 300.0), (blend, 220.0, 300.0, 460.0)):
        image = paint(image, coverage(SHAPE, np.array([first]), np.array([row]), end, 2.0), color)
    ink = read_ink(as_pixels(image), Box(5.0, 5.0, 470.0, 290.0))
    cores, _ = curve_colors(ink, (keyed(blue), keyed(grey)), Hints(), sure=False)
    named = [np.round(core).tolist() for core in cores]
    assert [127.0, 127.0, 127.0] in named
    assert [51.0, 118.0, 174.0] in named
