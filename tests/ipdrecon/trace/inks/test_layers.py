"""Ink by colour."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.inks.ink import Layer, read_ink
from ipdrecon.trace.inks.layers import Layers, dark_ink, find_layers, lit_where, of_drawn


def test_a_band_narrower_than_paper_is_known_by_is_no_ink() -> None:
    """Law: thin ink that fills an area is a band, and the line that crosses it stays."""
    pixels = np.full((200, 200, 3), 255, np.uint8)
    pixels[:, 100:107] = (150, 150, 200)  # 0.43 of the line's colour
    pixels[60:63, 20:104] = (10, 10, 125)
    ink = read_ink(pixels, Box(0, 0, 199, 199), margin=0)
    layers = find_layers(ink, np.array([[10.0, 10.0, 125.0]], np.float32))
    assert (layers.alpha[0][80:190, 98:110] == 0).all()
    assert (layers.alpha[0][60:63, 20:104] > 0.95).all()


def test_a_blurred_line_is_no_band() -> None:
    """Law: a line that covers no pixel by half is a line as long as it is narrow."""
    pixels = np.full((200, 200, 3), 255, np.uint8)
    pixels[60, 20:180] = pixels[62, 20:180] = (175, 175, 215)
    pixels[61, 20:180] = (120, 120, 180)
    ink = read_ink(pixels, Box(0, 0, 199, 199), margin=0)
    layers = find_layers(ink, np.array([[10.0, 10.0, 125.0]], np.float32))
    assert (layers.alpha[0][61, 20:180] > 0.4).all()


def test_the_rim_of_a_dark_line_is_no_paler_line() -> None:
    """Law: beside full ink of a darker grey, what is thinner than a stroke is its edge; a line of the grey stays."""
    pixels = np.full((200, 200, 3), 255, np.uint8)
    pixels[59, 20:180] = pixels[63, 20:180] = 100
    pixels[60:63, 20:180] = 0
    pixels[120:124, 20:180] = 100
    ink = read_ink(pixels, Box(0, 0, 199, 199), margin=0)
    layers = find_layers(ink, np.array([[0.0, 0.0, 0.0], [100.0, 100.0, 100.0]], np.float32))
    assert (layers.alpha[1][55:68] == 0).all()
    assert (layers.alpha[1][120:124, 20:180] > 0.95).all()


def black_of(other: Layer) -> Layer:
    """Black ink of a white picture of 200 x 200 pixels, on which ``other`` (h, w) has no curve's colour."""
    ink = read_ink(np.full((200, 200, 3), 255, np.uint8), Box(0, 0, 199, 199), margin=0)
    return dark_ink(ink, Layers(np.zeros((0, 3), np.float32), np.zeros((0, 200, 200), np.float32), other))


def test_a_grey_band_is_no_black_ink_though_jpeg_left_holes_in_it() -> None:
    """Law: weak ink that fills an area holds no black marks, and those that stand on it stay."""
    other = np.zeros((200, 200), np.float32)
    other[88:113, 20:180] = 0.4
    other[90:112:4, 25:175:7] = 0.05
    other[98:103, 20:180] = 0.0  # the line
    other[92:109, 60:62] = 1.0
    dark = black_of(other)
    assert (dark[92:109, 60:62] > 0.9).all()
    dark[92:109, 60:62] = 0.0
    assert dark.max() < 0.15


def test_pale_areas_that_paper_between_curves_was_taken_too_bright_for_are_no_black_ink() -> None:
    """Law: what fills an area is no mark, however faint; JPEG brightens what is taken for the paper between curves."""
    other = np.zeros((200, 200), np.float32)
    other[60:90, 40:120] = 0.17
    other[55:88, 70:74] = 1.0
    dark = black_of(other)
    assert (dark[55:88, 70:74] > 0.9).all()
    dark[55:88, 70:74] = 0.0
    assert dark.max() < 0.05


def test_thin_marks_in_jpeg_are_ink_of_their_line_once_no_curve_has_their_shade() -> None:
    """Law: JPEG dulls the hue of a thin mark, so its shade is its line's unless a curve has it."""
    yellow, pale = np.array([218.0, 182.0, 30.0], np.float32), np.array([216.0, 209.0, 164.0], np.float32)
    pixels = np.full((60, 100, 3), 255, np.uint8)
    pixels[30:33, 5:95] = yellow
    pixels[22:41, 50] = pale  # 0.44 along its line's colour
    ink = read_ink(pixels, Box(0, 0, 99, 59), margin=0)
    layers = find_layers(ink, np.array([yellow, pale], np.float32))
    assert layers.alpha[0][22:29, 50].max() < 0.1
    assert (np.abs(of_drawn(ink, layers, {0}).alpha[0][22:29, 50] - 0.44) < 0.05).all()
    assert of_drawn(ink, layers, {0, 1}).alpha[0][22:29, 50].max() < 0.1


def test_ink_of_another_hue_is_no_curves_though_none_has_its_colour() -> None:
    """Law: parted anew among the colours of curves alone, ink that blends of none come near to stays with none."""
    red, green = np.array([228.0, 7.0, 60.0], np.float32), np.array([28.0, 207.0, 73.0], np.float32)
    pixels = np.full((60, 100, 3), 255, np.uint8)
    pixels[30:33, 5:95] = red
    pixels[45:48, 5:95] = green
    ink = read_ink(pixels, Box(0, 0, 99, 59), margin=0)
    layers = find_layers(ink, np.array([red, green], np.float32))
    assert of_drawn(ink, layers, {0}).alpha[0][40:].max() == 0.0


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ((188, 60, 41), (225, 135, 39)),
        ((0, 100, 0), (20, 20, 20)),
        ((0, 0, 128), (80, 80, 80)),
    ],
)
def test_ink_that_is_not_dulled_becomes_no_curves(line: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    """Law: whiskers in black, grey, or a neighbouring hue are no marks, though no curve has their colour."""
    pixels = np.full((60, 100, 3), 255, np.uint8)
    pixels[30:33, 5:95] = line
    pixels[20:28, 50:52] = other
    ink = read_ink(pixels, Box(0, 0, 99, 59), margin=0)
    layers = find_layers(ink, np.array([line, other], np.float32))
    assert np.array_equal(of_drawn(ink, layers, {0}).alpha[0], layers.alpha[0])


def test_a_thick_stroke_of_a_grey_is_no_ink_of_a_darker_one_and_a_thin_black_line_is() -> None:
    """Law: black blended with paper is as wide as a stroke's edge; what a grey fills beyond that is another line's."""
    pixels = np.full((200, 200, 3), 255, np.uint8)
    pixels[120:124, 20:180] = 100
    pixels[60, 20:180] = 30
    pixels[140:142, 20:180] = 110  # a black line of one pixel and a half that lies between two
    ink = read_ink(pixels, Box(0, 0, 199, 199), margin=0)
    layers = find_layers(ink, np.array([[0.0, 0.0, 0.0], [100.0, 100.0, 100.0]], np.float32))
    assert (layers.alpha[0][118:126] == 0).all()
    assert (layers.alpha[0][60, 20:180] > 0.8).all()
    assert (layers.alpha[0][140:142, 20:180] > 0.5).all()


def test_a_line_runs_on_beneath_the_dashes_of_a_rule() -> None:
    """Law: a line at the median along a curve's own fall covers it in pieces; beside the curve it is bare."""
    pixels = np.full((200, 200, 3), 255, np.uint8)
    pixels[20:140, 60:66] = (10, 10, 125)
    rules = np.zeros((200, 200), np.bool_)
    for top in range(40, 200, 10):
        rules[top : top + 4, 60:66] = True
    pixels[rules] = 0
    ink = attrs.evolve(read_ink(pixels, Box(0, 0, 199, 199), margin=0), rules=rules)
    layers = find_layers(ink, np.array([[10.0, 10.0, 125.0]], np.float32))
    lit = lit_where(layers.alpha[0], rules.astype(np.float32), ink)
    assert lit[20:138, 62].all()
    assert not (lit & rules)[150:, 62].any()
