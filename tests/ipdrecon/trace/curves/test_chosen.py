"""Pixels → curves, against strokes whose place is known to the sub-pixel."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import Marks, Template, no_marks
from ipdrecon.trace.curves import chosen as curves
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.curves.look import explain_more
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import Layer, read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint, staircase_of

HEIGHT, WIDTH = 300, 480
BLUE, RED, BLACK = (31, 119, 180), (214, 39, 40), (0, 0, 0)


def read(image: Floats, **told: object) -> list[Stroke]:
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    found = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), **told)  # type: ignore[arg-type]
    return found.look().finished()


def blank() -> Floats:
    return np.full((HEIGHT, WIDTH, 3), 255.0)


@pytest.mark.parametrize("stroke_width", [1.0, 1.7, 3.2])
def test_levels_and_times_are_sub_pixel(stroke_width: float) -> None:
    """Law: an anti-aliased stroke gives its staircase back to a third of a pixel, in level and in time."""
    x, y, end = staircase_of(np.random.default_rng(3), WIDTH, HEIGHT, 18)
    (found,) = read(paint(blank(), coverage((HEIGHT, WIDTH), x, y, end, stroke_width), BLUE))
    assert found.stair.x.size == x.size
    assert np.abs(found.stair.y - y).max() < 0.35
    assert np.abs(found.stair.x[1:] - x[1:]).max() < 0.35
    assert abs(found.stair.end - end) < stroke_width / 2 + 0.6


def test_each_colour_is_one_curve_and_the_hidden_one_goes_on_beneath() -> None:
    """Law: where a curve is drawn over another, the lower one keeps its level on both sides of the crossing."""
    x, y, end = np.array([10.0, 150.0]), np.array([12.0, 200.0]), 460.0
    image = paint(blank(), coverage((HEIGHT, WIDTH), x, y, end, 2.0), BLUE)
    over_x, over_y = np.array([10.0, 250.0]), np.array([12.0, 260.0])
    image = paint(image, coverage((HEIGHT, WIDTH), over_x, over_y, end, 2.0), RED)
    found = sorted(read(image), key=lambda s: float(s.stair.y[-1]))
    assert len(found) == 2
    assert found[0].stair.y[-1] == pytest.approx(200.0, abs=0.4)
    assert levels_at(found[0].stair, np.array([100.0]))[0] == pytest.approx(12.0, abs=0.6)
    assert found[1].stair.y[-1] == pytest.approx(260.0, abs=0.4)


def test_a_solid_curve_that_ends_above_the_fall_of_a_dashed_one_keeps_its_own_end() -> None:
    """Law: a path that went on along the dashes of another below it gives them back, and follows its own ink."""
    shape, fall = (HEIGHT, WIDTH), 352
    solid = coverage(shape, np.array([10.0, 100.0]), np.array([12.0, 120.0]), 400.0, 3.0)
    dashed = coverage(shape, np.array([10.0, 80.0, fall]), np.array([12.0, 128.0, 190.0]), 460.0, 3.0)
    upright = dashed[130:188, fall - 2 : fall + 2].copy()
    dashed[:, (np.arange(WIDTH) - fall) % 16 >= 9] = 0.0
    dashed[130:188, fall - 2 : fall + 2] = upright
    image = paint(paint(blank(), dashed, BLACK), solid, BLACK)
    found = sorted(read(image, expected=2, sure=True, styles={0: 2}), key=lambda s: float(s.stair.y[-1]))
    assert [s.stair.end for s in found] == pytest.approx([400.0, 460.0], abs=5.0)
    assert [float(s.stair.y[-1]) for s in found] == pytest.approx([120.0, 190.0], abs=1.0)


def test_ticks_are_marks_and_no_drops() -> None:
    """Law: marks add no step, and each is found at its place."""
    x, y, end = np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0]), 460.0
    image = paint(blank(), coverage((HEIGHT, WIDTH), x, y, end, 2.0), BLUE)
    times = np.array([40.0, 75.0, 110.0, 190.0, 230.0, 260.0, 340.0, 370.0, 410.0])
    levels = y[np.searchsorted(x, times, side="right") - 1]
    for time, level in zip(times, levels, strict=True):
        tick = np.zeros((HEIGHT, WIDTH))
        tick[int(level) - 6 : int(level) + 7, int(time) : int(time) + 1] = 1.0
        image = paint(image, tick, BLUE)
    (found,) = read(image)
    assert found.stair.x.size == 3
    assert found.marks.x.size == times.size
    assert np.abs(np.sort(found.marks.x) - times).max() < 1.0


@pytest.mark.parametrize("line", [BLACK, BLUE])
def test_marks_in_a_colour_of_their_own_are_no_curve(line: tuple[int, int, int]) -> None:
    """Law: short pieces that stand out of another curve are marks on it, be they red; a legend's is a curve."""
    x, y, end = np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 180.0]), 460.0
    image = paint(blank(), coverage((HEIGHT, WIDTH), x, y, end, 2.0), line)
    times = np.array([40, 75, 110, 190, 230, 260, 340, 370, 410])
    for time, level in zip(times, y[np.searchsorted(x, times, side="right") - 1].astype(int), strict=True):
        plus = np.zeros((HEIGHT, WIDTH))
        plus[level - 6 : level + 7, time] = plus[level, time - 6 : time + 7] = 1.0
        image = paint(image, plus, RED)
    (found,) = read(image)
    assert found.stair.x.size == 3
    np.testing.assert_allclose(np.sort(found.marks.x), times, atol=1.0)
    cores = find_cores(read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0))
    assert len(read(image, styles=dict.fromkeys(range(len(cores)), 1))) == 2


def test_dashed_and_solid_black_are_two_curves() -> None:
    """Law: dashes tell curves of one colour apart, also after they cross."""
    shape = (HEIGHT, WIDTH)
    solid = coverage(shape, np.array([10.0, 200.0]), np.array([12.0, 250.0]), 460.0, 2.0)
    dashed = coverage(shape, np.array([10.0, 100.0]), np.array([12.0, 150.0]), 460.0, 2.0)
    dashed[:, (np.arange(WIDTH) % 10) >= 6] = 0.0
    dashed[60:140, 98:103] = np.maximum(dashed[60:140, 98:103], 0.0)
    image = paint(paint(blank(), dashed, BLACK), solid, BLACK)
    found = sorted(read(image, expected=2), key=lambda s: float(s.stair.y[-1]))
    assert [round(float(s.stair.y[-1])) for s in found] == [150, 250]


def test_a_black_curve_goes_on_beneath_a_coloured_one() -> None:
    """Law: a long stretch beneath another curve is no gap, so the curve is followed to its end."""
    shape = (HEIGHT, WIDTH)
    black = coverage(shape, np.array([10.0, 60.0, 400.0]), np.array([12.0, 120.0, 200.0]), 460.0, 4.0)
    red = coverage(shape, np.array([10.0, 40.0, 420.0]), np.array([12.0, 121.0, 160.0]), 460.0, 4.0)
    found = {s.color.max() > 100: s for s in read(paint(paint(blank(), black, BLACK), red, RED))}
    assert found[False].stair.end == pytest.approx(460.0, abs=3.0)
    assert found[False].stair.y[-1] == pytest.approx(200.0, abs=0.5)
    assert found[True].stair.y[-1] == pytest.approx(160.0, abs=0.5)


def test_no_path_follows_a_grid_line_to_another_end() -> None:
    """Law: a curve ends where its ink ends, though a grid line leads from there to more ink of its colour."""
    image = blank()
    image[:, 300] = 225.0
    image = paint(image, coverage((HEIGHT, WIDTH), np.array([10.0, 150.0]), np.array([12.0, 90.0]), 310.0, 2.0), BLACK)
    image[280:282, 290:470] = 0.0
    (found,) = read(image, expected=1)
    assert found.stair.y[-1] == pytest.approx(90.0, abs=0.5)
    assert found.stair.end == pytest.approx(310.0, abs=2.0)


def test_curves_of_one_colour_settle_on_their_own_ink() -> None:
    """Law: of two curves of one colour each keeps its beginning, though a path may cross from one to the other."""
    shape = (HEIGHT, WIDTH)
    columns = np.arange(WIDTH)
    early = coverage(shape, np.array([10.0, 20.0, 40.0]), np.array([12.0, 100.0, 180.0]), 120.0, 2.0)
    late = coverage(shape, np.array([10.0, 60.0, 130.0]), np.array([12.0, 60.0, 110.0]), 460.0, 2.0)
    late[:, columns % 10 >= 6] = 0.0
    image = paint(paint(blank(), early, BLACK), late, BLACK)
    found = sorted(read(image, expected=2), key=lambda s: s.stair.end)
    assert [round(s.stair.end, -1) for s in found] == [120, 460]
    at = np.array([50.0, 100.0])
    assert levels_at(found[0].stair, at) == pytest.approx([180.0, 180.0], abs=1.0)
    assert levels_at(found[1].stair, at) == pytest.approx([12.0, 60.0], abs=1.0)


def test_a_band_and_a_grid_are_no_curves() -> None:
    """Law: pale areas and straight neutral rules are left out."""
    image = blank()
    image[::60, :] = 225.0
    image[:, ::80] = 225.0
    x, y, end = staircase_of(np.random.default_rng(5), WIDTH, HEIGHT, 12)
    band = np.minimum(coverage((HEIGHT, WIDTH), x, y, end, 26.0), 1.0) * 0.2
    image = paint(paint(image, band, RED), coverage((HEIGHT, WIDTH), x, y, end, 2.0), RED)
    (found,) = read(image)
    assert np.abs(levels_at(found.stair, x + 3.0) - y).max() < 0.7


def test_a_curve_that_ends_in_an_event_ends_at_its_foot_and_not_after_it() -> None:
    """Law: at the true last time the curve already stands on its last level, a pixel early at the most."""
    x, y = np.array([10.0, 150.0, 400.3]), np.array([12.0, 90.0, 250.0])
    (found,) = read(paint(blank(), coverage((HEIGHT, WIDTH), x, y, 400.3, 3.0), BLUE))
    assert found.stair.y[-1] == pytest.approx(250.0, abs=0.6)
    assert 399.3 < found.stair.x[-1] <= found.stair.end <= 400.3


def test_a_tail_under_black_marks_is_followed_to_its_end() -> None:
    """Law: black crosses that cover the end of a coloured curve do not shorten it, and add no step."""
    x, y = np.array([10.0, 150.0]), np.array([12.0, 90.0])
    image = paint(blank(), coverage((HEIGHT, WIDTH), x, y, 440.0, 2.0), BLUE)
    for time in [40, 60, 95, 120, 180, 210, 240, *range(300, 440, 4)]:
        level = 12 if time < 150 else 90
        cross = np.zeros((HEIGHT, WIDTH))
        cross[level - 5 : level + 6, time : time + 2] = 1.0
        cross[level - 1 : level + 2, time - 5 : time + 7] = 1.0
        image = paint(image, cross, BLACK)
    (found,) = [s for s in read(image, expected=1) if not s.neutral]
    assert found.stair.y[-1] == pytest.approx(90.0, abs=0.7)
    assert found.stair.end > 430


def test_a_dotted_curve_the_legend_lost_is_still_a_curve() -> None:
    """Law: a number that is not sure does not cut a line that is plainly a curve; a sure one does."""
    shape = (HEIGHT, WIDTH)
    solid = coverage(shape, np.array([10.0, 200.0]), np.array([12.0, 90.0]), 460.0, 2.0)
    dotted = coverage(shape, np.array([10.0, 60.0, 220.0]), np.array([12.0, 150.0, 250.0]), 460.0, 2.0)
    dotted[:, (np.arange(WIDTH) % 8) >= 5] = 0.0
    image = paint(paint(blank(), dotted, BLACK), solid, BLACK)
    assert len(read(image, expected=1)) == 2
    assert len(read(image, expected=1, sure=True)) == 1
    assert len(read(image, expected=1, whole=True)) == 2
    lower = coverage(shape, np.array([10.0, 40.0, 120.0]), np.array([12.0, 200.0, 280.0]), 460.0, 2.0)
    lower[:, (np.arange(WIDTH) % 8) >= 5] = 0.0
    both = paint(paint(paint(blank(), lower, BLACK), dotted, BLACK), solid, BLACK)
    assert len(read(both, expected=1, whole=True)) == 1  # broken lines in twos beside whole samples: limits


@pytest.mark.parametrize(("sure", "levels"), [(False, [180]), (True, [90, 180])])
def test_a_second_curve_of_the_only_colour_may_show_little_where_the_table_counts_it(
    sure: bool, levels: list[int]
) -> None:
    """Law: of two black curves that part for a moment both are found where a sure number says that there are two."""
    shape = (HEIGHT, WIDTH)
    image = blank()
    for fall in (260.0, 300.0):
        image = paint(
            image, coverage(shape, np.array([10.0, 150.0, fall]), np.array([12.0, 90.0, 180.0]), 460.0, 2.0), BLACK
        )
    found = read(image, expected=2, sure=sure)
    assert sorted(round(levels_at(s.stair, np.array([280.0]))[0]) for s in found) == levels


def test_thick_dashes_named_in_the_legend_are_a_curve_though_marks_make_them_thin() -> None:
    """Law: of two black lines in the legend both are found, also where thin marks fill most of one's path."""
    shape = (HEIGHT, WIDTH)
    solid = coverage(shape, np.array([10.0, 200.0]), np.array([12.0, 250.0]), 460.0, 6.0)
    thick = coverage(shape, np.array([10.0, 60.0]), np.array([12.0, 100.0]), 460.0, 6.0)
    thick[:, (np.arange(WIDTH) % 40) >= 14] = 0.0
    thin = coverage(shape, np.array([10.0, 60.0]), np.array([12.0, 100.0]), 460.0, 1.0)
    image = paint(paint(paint(blank(), thin, BLACK), thick, BLACK), solid, BLACK)
    assert len(read(image, expected=2, styles={0: 2})) == 2


def test_limits_that_look_like_their_curve_are_left_out() -> None:
    """Law: of three like lines in a colour of which the legend shows one, the middle one is the curve."""
    shape = (HEIGHT, WIDTH)
    begins = np.array([10.0, 60.0, 140.0, 260.0])
    lines = [np.array([12.0, low - 30, low + 10, low + 50]) for low in (60.0, 110.0, 160.0)]
    image = blank()
    for levels in lines:
        image = paint(image, coverage(shape, begins, levels, 460.0, 2.0), RED)
    found = read(image, styles={0: 1})
    assert len(found) == 1
    assert abs(found[0].stair.y[-1] - lines[1][-1]) < 0.3


def test_dashed_lines_on_both_sides_of_a_whole_one_are_curves_where_the_legend_shows_as_many() -> None:
    """Law: lines of a colour are no limits of each other while the legend shows as many samples of it."""
    shape = (HEIGHT, WIDTH)
    begins = np.array([10.0, 60.0, 140.0, 260.0])
    image = blank()
    for low in (60.0, 110.0, 160.0):
        ink = coverage(shape, begins, np.array([12.0, low - 30, low + 10, low + 50]), 460.0, 2.0)
        if low != 110.0:
            ink = ink * (np.arange(WIDTH) % 14 < 8)
        image = paint(image, ink, BLACK)
    assert len(read(image, styles={0: 1})) == 1
    assert len(read(image, styles={0: 3})) == 3


def test_more_lines_of_one_colour_than_curves_are_a_curve_with_its_limits() -> None:
    """Law: where rows of the table alone say that there are two curves, three lines of one colour are not all curves.

    The middle one is the curve where the others bracket it; with as many curves as lines all of them are.
    """
    image = blank()
    for color, top in ((BLUE, 40.0), (RED, 180.0)):
        for lower in (-24.0, 0.0, 24.0):
            x, y = np.array([10.0, 60.0, 250.0]), np.array([12.0, top + lower, top + 40.0 + 1.2 * lower])
            image = paint(image, coverage((HEIGHT, WIDTH), x, y, 460.0, 2.0), color)
    found = sorted(read(image, expected=2), key=lambda s: float(s.stair.y[-1]))
    assert [float(s.stair.y[-1]) for s in found] == pytest.approx([80.0, 220.0], abs=0.6)
    assert len(read(image, expected=6)) == 6


def test_of_one_colour_that_must_hold_all_curves_none_is_left_for_limits() -> None:
    """Law: two curves in one colour are not one with its limits, though a third line lies beside them."""
    image = blank()
    for lower in (-24.0, 0.0, 24.0):
        x, y = np.array([10.0, 60.0, 250.0]), np.array([12.0, 80.0 + lower, 120.0 + 1.2 * lower])
        image = paint(image, coverage((HEIGHT, WIDTH), x, y, 460.0, 2.0), BLUE)
    assert len(read(image, expected=2, sure=True)) == 2


def test_ink_of_limits_is_no_ink_of_marks() -> None:
    """Law: beside the lines of limits low ticks explain next to nothing, and limits themselves look like squares."""
    shape = (HEIGHT, WIDTH)
    begins = np.arange(10.0, 440.0, 40.0)
    middle = np.linspace(12.0, 92.0, begins.size).round()
    times = begins + 20.0
    image = blank()
    for away in (-8.0, 0.0, 8.0):
        image = paint(image, coverage(shape, begins, middle + np.where(begins > 10.0, away, 0.0), 460.0, 1.0), RED)
    for time, level in zip(times, middle, strict=True):
        image[round(level) - 2 : round(level) + 3, round(time)] = RED
    (found,) = read(image, styles={0: 1})
    assert found.marks.x.size == times.size
    assert np.allclose(found.marks.x, times, atol=0.5)


def test_the_rim_that_shows_beside_another_curve_is_not_the_width_of_a_stroke() -> None:
    """Law: a wide stroke that another one of its hue covers but for a rim, over half of its way, is one curve still."""
    dark, pale = (156, 28, 31), (201, 86, 90)
    shape, width = (HEIGHT, WIDTH), 7.6
    low = coverage(shape, np.array([10.0, 60.0, 150.0]), np.array([14.0, 120.0, 201.4]), 460.0, width)
    high = coverage(shape, np.array([10.0, 110.0, 240.0]), np.array([12.0, 60.0, 200.0]), 460.0, width)
    found = read(paint(paint(blank(), low, dark), high, pale))
    assert len(found) == 2
    assert [s.stair.width for s in found] == pytest.approx([width, width], abs=0.4)


def worth(pixels: float, own: float, whole: float, *, upright: bool = True) -> list[Marks]:
    """Marks of one curve worth so much, which explain ``own`` of ``whole`` leftover ink."""
    shape = Template(np.ones((3, 3), np.float32), 1, 1.0, upright=upright)
    return [attrs.evolve(no_marks((9, 9)), x=np.array([4.0]), template=shape, worth=pixels, explained=(own, whole))]


def test_a_curve_measured_anew_is_better_only_where_its_marks_leave_no_more_ink() -> None:
    """Law: evidence that comes from ink a curve measured amiss leaves beside it does not speak for that curve."""
    before = worth(1200.0, 1966.0, 2313.0)
    assert not explain_more(worth(1400.0, 2139.0, 2708.0), before)
    assert explain_more(worth(1400.0, 2100.0, 2313.0), before)
    assert not explain_more(worth(1250.0, 2000.0, 2313.0), before)


def test_a_curve_measured_anew_is_better_where_its_marks_are_worth_as_much_and_leave_far_less() -> None:
    """Law: a level that marks have shifted leaves ink beside its curve which passes for more of them: right ones are
    fewer, and explain nearly all of what is left."""
    before = worth(200.0, 331.0, 450.0)
    assert explain_more(worth(208.0, 342.0, 418.0), before)
    assert not explain_more(worth(208.0, 342.0, 450.0), before)
    assert not explain_more(worth(192.0, 342.0, 418.0), before)


def test_another_shape_than_the_ticks_a_curve_was_measured_without_explains_more_of_the_ink() -> None:
    """Law: a comb of ticks looks like squares once the curve is measured anew; marks of another shape explain more."""
    before = worth(1200.0, 1200.0, 2300.0)
    assert not explain_more(worth(1500.0, 1150.0, 2300.0, upright=False), before)
    assert explain_more(worth(1500.0, 1800.0, 2300.0, upright=False), before)
    assert explain_more(worth(1500.0, 1150.0, 2300.0), before)


def test_a_curve_goes_on_beneath_black_marks_that_begin_at_its_last_seen_column() -> None:
    """Law: a coloured curve that black crosses hide to its end is followed there; beside a black line it ends."""
    x, y, end = np.array([10.0, 90.0, 150.0]), np.array([12.0, 90.0, 160.0]), 400.0
    image = paint(blank(), coverage((HEIGHT, WIDTH), x, y, end, 2.0), BLUE)
    for column in range(205, 402, 2):
        cross = np.zeros((HEIGHT, WIDTH))
        for i in range(-4, 5):
            cross[160 + i, [column + i, column - i]] = cross[161 + i, [column + i, column - i]] = 1.0
        image = paint(image, cross, BLACK)
    (found,) = [s for s in read(image) if not s.neutral]
    assert found.stair.end == pytest.approx(end, abs=6.0)
    assert levels_at(found.stair, np.array([390.0]))[0] == pytest.approx(160.0, abs=1.5)
    line = coverage((HEIGHT, WIDTH), np.array([203.0]), np.array([160.0]), end, 2.0)
    image = paint(paint(blank(), coverage((HEIGHT, WIDTH), x, y, 200.0, 2.0), BLUE), line, BLACK)
    (found,) = [s for s in read(image) if not s.neutral]
    assert found.stair.end == pytest.approx(200.0, abs=3.0)


@pytest.mark.parametrize(("lower", "curves"), [(1.0, 1), (0.1, 3)])
def test_three_whole_black_lines_with_one_sample_are_a_curve_with_its_limits(lower: float, curves: int) -> None:
    """Law: lines that look alike cannot be three curves of which a legend shows one, where the outer two bracket it."""
    x, y, end = np.array([10.0, 90.0, 160.0, 250.0, 330.0]), np.array([12.0, 60.0, 110.0, 150.0, 190.0]), 440.0
    image = blank()
    for apart in (-1.0, 0.0, lower):
        levels = y + apart * np.array([0.0, 22.0, 30.0, 36.0, 40.0])
        image = paint(image, coverage((HEIGHT, WIDTH), x, levels, end, 2.0), BLACK)
    found = read(image, styles={0: 1}, expected=3)
    assert len(found) == curves
    assert min(abs(float(stroke.stair.y[-1]) - 190.0) for stroke in found) < 0.5


@pytest.mark.parametrize("shades", [(0,), (0, 127)])
def test_black_curves_run_along_the_line_of_the_frame_that_their_beginning_lies_on(shades: tuple[int, ...]) -> None:
    """Law: where S = 1 is the frame's upper line a curve begins on it, however late it falls, and the line is none."""
    image = blank()
    for shade, first, low in zip(shades, (150.0, 260.0), (120.0, 60.0), strict=False):
        x, y = np.array([10.0, first, first + 60.0]), np.array([12.0, low, low + 30.0])
        image = paint(image, coverage((HEIGHT, WIDTH), x, y, 440.0, 2.0), (shade, shade, shade))
    image[11:14, 10:], image[290:292, 10:], image[11:291, 10:12], image[11:291, 478:] = 0.0, 0.0, 0.0, 0.0
    ink = read_ink(as_pixels(image), Box(10, 12, WIDTH - 1, 291), margin=4)
    start = (12.0 - ink.top, 10.0 - ink.left)
    found = find_curves(ink, find_layers(ink, find_cores(ink)), start, styles=dict.fromkeys(range(len(shades)), 1))
    strokes = found.look().finished()
    assert len(strokes) == len(shades)
    for stroke, first, low in zip(
        sorted(strokes, key=lambda s: -float(s.stair.y[-1])), (150, 260), (120, 60), strict=False
    ):
        before, after = levels_at(stroke.stair, np.array([first - 10.0, first + 10.0]) - ink.left) + ink.top
        assert before == pytest.approx(12.0, abs=1.5)
        assert after == pytest.approx(low, abs=0.6)
    assert all(s.stair.end + ink.left == pytest.approx(440.0, abs=2.0) for s in strokes)


@pytest.mark.parametrize(
    "first", [([10.0, 14.0, 60.0], [12.0, 40.0, 120.0]), ([10.0, 12.0, 60.0], [12.0, 16.0, 120.0])]
)
def test_a_curve_in_a_colour_begins_beneath_the_line_of_a_frame(first: tuple[list[float], list[float]]) -> None:
    """Law: a frame drawn over curves hides all that they show before their first fall, however early the other one
    falls beside it."""
    image = blank()
    for color, (x, y) in ((BLUE, ([10.0, 100.0, 180.0], [12.0, 60.0, 90.0])), (RED, first)):
        image = paint(image, coverage((HEIGHT, WIDTH), np.array(x), np.array(y), 440.0, 2.0), color)
    image[:12] = 255.0
    image[12:14, 10:], image[290, 10:], image[12:291, 10], image[12:291, 479] = 0.0, 0.0, 0.0, 0.0
    ink = read_ink(as_pixels(image), Box(10, 12, WIDTH - 1, 291), margin=4)
    start = (12.0 - ink.top, 10.0 - ink.left)
    layers = find_layers(ink, find_cores(ink))
    found = find_curves(ink, layers, start, expected=2, sure=True, styles={0: 1, 1: 1}).look().finished()
    assert len(found) == 2
    late = next(stroke for stroke in found if stroke.color[2] > stroke.color[0])
    assert levels_at(late.stair, np.array([120.0, 190.0]) - ink.left) + ink.top == pytest.approx([60, 90], abs=0.6)


def test_a_curve_measured_without_its_marks_ends_no_earlier_than_the_last_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: marks stand on their line, so a path that is lost where their ink was taken away is none."""
    x, y, end = np.array([10.0, 190.0, 240.0]), np.array([12.0, 60.0, 110.0]), 460.0
    cover = coverage((HEIGHT, WIDTH), x, y, end, 2.0)
    for at in (200, 215, 255, 270, 300, 340, 370, 400, 440):
        level = round(y[np.searchsorted(x, at) - 1])
        cover[level - 7 : level + 8, at : at + 2] = 1.0
    whole, walked = curves.line_along, []

    def lost(*ground: Layer) -> Walk | None:
        path = whole(*ground)
        walked.append(path)
        if path is None or len(walked) != 2:
            return path
        top, bottom = path.top.copy(), path.bottom.copy()
        top[300:] = bottom[300:] = -1
        return attrs.evolve(path, top=top, bottom=bottom)

    monkeypatch.setattr(curves, "line_along", lost)
    (found,) = read(paint(blank(), cover, BLUE))
    assert len(walked) > 1
    assert found.stair.end == pytest.approx(end, abs=2.5)


def test_the_first_mark_of_a_curve_that_another_hides_up_to_it_is_kept() -> None:
    """Law: at the axis line nothing is told from its ticks, and not where a curve is first seen."""
    x, y = np.array([10.0, 120.0]), np.array([12.0, 200.0])
    under = coverage((HEIGHT, WIDTH), x, y, 460.0, 2.0)
    for at in (16, 160, 200, 240, 290, 340, 400):
        level = round(y[np.searchsorted(x, at) - 1])
        under[level - 7 : level + 8, at : at + 2] = 1.0
    over = coverage((HEIGHT, WIDTH), np.array([10.0, 250.0]), np.array([12.0, 100.0]), 460.0, 2.0)
    found = read(paint(paint(blank(), under, BLUE), over, RED))
    lower = max(found, key=lambda s: float(s.stair.y[-1]))
    assert lower.marks.x[0] == pytest.approx(16.5, abs=1.0)


@pytest.mark.parametrize(("keys", "width"), [(9.0, 9.0), (30.0, 6.5)])
def test_a_curve_on_which_rings_crowd_is_as_wide_as_the_keys_of_its_legend(keys: float, width: float) -> None:
    """Law: of the widths that recur across a curve the keys' is the line's; keys of another width say nothing."""
    x = np.concatenate([[10.0], np.arange(20.0, 330.0, 9.0)])
    y = np.concatenate([[20.0], 24.0 + 4.0 * np.arange(x.size - 1)])
    cover = coverage((HEIGHT, WIDTH), x, y, 460.0, 9.0)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    for left, level in zip(x[1:], y[1:], strict=True):
        for center in (left + 3.0, left + 6.5):
            outside = np.abs(np.hypot(rows - level, columns - center) - 11.0)
            cover = np.maximum(cover, np.clip(2.0 - outside, 0.0, 1.0))
    (found,) = read(paint(blank(), cover, BLACK), width=keys, expected=1, sure=True)
    assert found.stair.width == pytest.approx(width, abs=0.5)
