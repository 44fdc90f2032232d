"""Ink of a plot area: what is a rule and what is a stroke."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.inks.ink import read_ink


@pytest.mark.parametrize(("laid_over", "is_rule"), [(True, True), (False, False)])
def test_a_frame_goes_on_beneath_a_curve_that_lies_over_it(laid_over: bool, is_rule: bool) -> None:
    """Law: a strong line through all but a tenth is a rule where other ink covers that tenth, and may be a curve where
    the paper is bare."""
    image = np.full((300, 480, 3), 255, np.uint8)
    image[40:43, 60:] = 0
    if laid_over:
        image[38:46, :60] = (0, 255, 0)
    ink = read_ink(image, Box(0, 0, 479, 299), margin=0)
    assert bool(ink.rules[41, 100:].all()) is is_rule


def test_a_grid_line_beneath_a_band_is_a_grid_line_there() -> None:
    """Law: a band darkens a grid line with its paper."""
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[100:102] = 220
    pixels[60:140, 100:200] = pixels[60:140, 100:200] * 0.8
    rules = read_ink(pixels, Box(0, 0, 299, 199), margin=0).rules
    assert rules[100:102, 110:190].all()


def test_a_grid_line_beneath_a_coloured_band_is_a_grid_line_though_it_has_its_colour() -> None:
    """Law: a translucent band shifts a grid line and the paper alike: their difference has no colour."""
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[100:102] = 217
    band = np.array((97.0, 156.0, 255.0))
    pixels[60:140, 40:280] = np.rint(0.72 * pixels[60:140, 40:280] + 0.28 * band)
    rules = read_ink(pixels, Box(0, 0, 299, 199), margin=0).rules
    assert rules[100:102, 60:260].all()


@pytest.mark.parametrize(("grey", "is_rule"), [(220, True), (0, False)])
def test_a_grid_line_that_runs_into_a_legend_is_one(grey: int, is_rule: bool) -> None:
    """Law: what a legend covers of a pale line says nothing against it; a strong one may be a curve."""
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[60, :200] = grey
    rules = read_ink(pixels, Box(0, 0, 299, 199), grounds=(Box(200.0, 40.0, 299.0, 100.0),), margin=0).rules
    assert bool(rules[60, 10:190].all()) is is_rule


@pytest.mark.parametrize("along", [False, True])
def test_ticks_below_the_axis_are_no_strokes(along: bool) -> None:
    """Law: no curve falls below its axis, where little but ticks is drawn; one that runs along it covers more."""
    pixels = np.full((220, 300, 3), 255, np.uint8)
    pixels[190:193, 20:] = 0
    pixels[193:200, 40::60] = pixels[193:200, 41::60] = 0
    if along:
        pixels[193:195, 100:] = (200, 0, 0)
    rules = read_ink(pixels, Box(20, 10, 299, 191)).rules  # rows and columns begin at 6 and 16
    assert bool(rules[193 - 6 : 195 - 6, 100 - 16].all()) is not along


def test_a_dotted_line_through_the_plot_is_a_rule_in_all_its_shades() -> None:
    """Law: dots between pixels have several shades, all of the one rule; a line along it is longer than its dots, and
    what crosses it is higher."""
    pixels = np.full((200, 300, 3), 255, np.uint8)
    for shade, first in ((100, 0), (30, 1), (220, 2)):
        pixels[100, first::4] = shade
    pixels[100, 150:190] = 30
    pixels[60:140, 80:82] = 30
    rules = read_ink(pixels, Box(0, 0, 299, 199), margin=0).rules[100]
    assert rules[1:70:4].all()
    assert rules[200::4].all()
    assert not rules[155:185].any()
    assert not rules[80:82].any()


def test_a_frame_with_a_dotted_grid_over_it_is_a_rule_though_the_crop_is_wider() -> None:
    """Law: the frame ends at the plot area, and the pixels around that say nothing against it."""
    pixels = np.full((220, 320, 3), 255, np.uint8)
    pixels[20, 20:300] = 130
    pixels[20, 20:300:4] = 60
    rules = read_ink(pixels, Box(20, 20, 299, 199)).rules
    assert rules[4, 4:284].all()


@pytest.mark.parametrize(("row", "is_rule"), [(190, True), (100, False)])
def test_an_axis_may_end_at_its_last_tick(row: int, is_rule: bool) -> None:
    """Law: the line of the axes ends at their last ticks, which need not reach as far as the curves; further up a line
    that ends there is a curve."""
    pixels = np.full((220, 300, 3), 255, np.uint8)
    pixels[row : row + 2, 20:250] = 51
    rules = read_ink(pixels, Box(20, 10, 299, 191)).rules
    assert bool(rules[row - 6, 10:220].all()) is is_rule


@pytest.mark.parametrize("level", [40.0, 235.0])
def test_the_paper_of_a_noisy_panel_is_as_bright_as_most_of_it(level: float) -> None:
    """Law: a closing picks the brightest of noise (on dark paper the darkest); what noise adds is no contrast."""
    noise = np.random.default_rng(4).normal(0.0, 4.0, (300, 400, 1))
    pixels = np.clip(np.rint(level + noise), 0, 255).astype(np.uint8).repeat(3, axis=2)
    pixels[150:153, 20:380] = 255 - round(level)
    ink = read_ink(pixels, Box(0, 0, 399, 299), margin=0)
    assert ink.page == pytest.approx([level] * 3, abs=2.0)
    assert np.median(ink.contrast[:140]) < 8.0
    assert not ink.rules[:140].any()


@pytest.mark.parametrize("patch", [(0, 0, 0), (0, 114, 178), (255, 255, 255)])
def test_the_paper_of_a_noisy_panel_with_a_solid_patch_is_a_colour(patch: tuple[int, int, int]) -> None:
    """Law: no channel of the paper is below 0 or above 255, where a patch is wider than any stroke."""
    noise = np.random.default_rng(6).normal(0.0, 4.0, (300, 400, 3))
    pixels = np.full((300, 400, 3), 235.0 if patch != (255, 255, 255) else 30.0)
    pixels[100:200, 100:300] = patch
    ink = read_ink(np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8), Box(0, 0, 399, 299), margin=0)
    assert 0.0 <= ink.paper.min() <= ink.paper.max() <= 255.0


def test_lines_that_meet_the_axis_are_darker_there_and_rules() -> None:
    """Law: translucent lines of a frame are drawn over each other in its corners, where no curve begins."""
    pixels = np.full((220, 320, 3), 255, np.uint8)
    for line in (np.s_[20, 20:300], np.s_[199, 20:300], np.s_[20:200, 20]):
        pixels[line] = pixels[line] * 0.3
    rules = read_ink(pixels, Box(20, 20, 299, 199)).rules  # rows and columns begin at 16
    assert rules[4, 4:284].all()
    assert rules[4:184, 4].all()


@pytest.mark.parametrize(("top", "dash", "is_rule"), [(60, 6, True), (130, 6, False), (60, 200, False)])
def test_a_dashed_line_from_the_axis_through_half_of_the_plot_is_no_curve(top: int, dash: int, is_rule: bool) -> None:
    """Law: lines down from a curve to a time are dashed and long; a curve's own falls are shorter, or solid."""
    pixels = np.full((240, 300, 3), 255, np.uint8)
    pixels[220:223, 20:] = 0
    pixels[top : top + 3, 30:280] = (55, 78, 85)
    rows = np.arange(top, 220)
    rows = rows[(rows - top) % (dash + 4) < dash]
    pixels[rows, 150:152] = 102
    rules = read_ink(pixels, Box(20, 10, 299, 221), margin=0).rules
    assert bool(rules[np.array([160, 180, 200, 210])[:, None] - 10, np.array([[130, 131]])].any()) is is_rule
    assert not rules[top - 10 : top - 7, 20:120].any()


def test_rings_beside_strokes_are_no_paper() -> None:
    """Law: JPEG rings beside strokes; on a grey panel the paper beneath them is the panel's, not the brightest ring."""
    pixels = np.full((200, 300, 3), 235, np.uint8)
    pixels[94:108, 20:280] = 249
    pixels[100:102, 20:280] = (248, 118, 109)
    ink = read_ink(pixels, Box(0, 0, 299, 199), margin=0)
    assert np.allclose(ink.paper[100, 150], 235.0, atol=1.0)
