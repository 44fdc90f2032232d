"""Rows of marks that read like text are no text."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.cv import Image
from ipdrecon.trace.inks.covers import covers_of
from ipdrecon.trace.legends.entry import LegendEntry

FRAME = Frame(
    box=Box(10.0, 10.0, 390.0, 290.0),
    axes=Axes(
        x=Axis(zero_px=10.0, px_per_unit=10.0, low=0.0, high=38.0, se_px=0.1, ticks=np.array([0.0, 38.0])),
        y=Axis(zero_px=290.0, px_per_unit=-280.0, low=0.0, high=1.0, se_px=0.1, ticks=np.array([0.0, 1.0])),
    ),
)
BOX = Box(98.0, 88.0, 147.0, 104.0)


def _uprights(line: int | None) -> Image:
    """Ticks from column 100 to 145; a line along ``line`` from them to the right."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    for column in range(100, 146, 6):
        pixels[90:103, column : column + 2] = (47, 172, 194)
    if line is not None:
        pixels[line : line + 2, 98:300] = (18, 160, 164)
    return pixels


@pytest.mark.parametrize("text", ["EEEFLLEF", "HIHOHI", "7x0x0xxo"])
def test_marks_on_a_line_that_goes_on_are_no_text(text: str) -> None:
    """Law: no word is joined from its first letter to its last by a stroke that goes on behind it."""
    assert covers_of(_uprights(100), FRAME, (Word(text, BOX),), ()) == ()


def test_the_last_level_of_a_curve_is_no_text() -> None:
    """Law: a line that a fall leads to, and that ends with its marks, is a curve's; the fall and a plus read as "4"."""
    pixels = _uprights(None)
    pixels[100:102, 98:147] = pixels[60:102, 98:100] = pixels[60:62, 40:100] = (47, 172, 194)
    assert covers_of(pixels, FRAME, (Word("41H", BOX),), ()) == ()


def test_one_letter_again_and_again_is_a_curve_that_falls_between_its_marks() -> None:
    """Law: no word is one letter five times, joined from the first to the last."""
    pixels = _uprights(None)
    for k, column in enumerate(range(98, 146, 6)):
        pixels[92 + k : 94 + k, column : column + 7] = (47, 172, 194)
    assert covers_of(pixels, FRAME, (Word("ffffffff", BOX),), ()) == ()
    assert len(covers_of(pixels, FRAME, (Word("offer", BOX),), ())) == 1
    assert len(covers_of(_uprights(None), FRAME, (Word("ffffffff", BOX),), ())) == 1


def test_ticks_on_dashes_are_no_text() -> None:
    """Law: many letters that are nothing but uprights are ticks where a dashed line runs through them to what a curve
    comes from; a few may be a name, and so many in a row that no line leads to."""
    pixels = _uprights(None)
    for column in range(100, 146, 9):
        pixels[96:98, column : column + 5] = 0
    word = Word('"MHEHHH+H-', BOX)
    assert len(covers_of(pixels, FRAME, (word,), ())) == 1
    pixels[60:98, 99] = pixels[60:62, 40:100] = 0
    assert covers_of(pixels, FRAME, (word,), ()) == ()
    assert len(covers_of(pixels, FRAME, (Word("HILL", BOX),), ())) == 1


@pytest.mark.parametrize(("text", "is_text"), [("-deeaee", False), ("108080", False), ("0.8080", True)])
def test_rings_on_dashes_are_no_text(text: str, is_text: bool) -> None:
    """Law: so many letters that are nothing but rings are marks where a dashed line leads to them; figures with a point
    are a number."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    for column in range(100, 146, 9):
        pixels[92:101, column : column + 7] = 0
        pixels[94:99, column + 2 : column + 5] = 255
    pixels[96:98, 85:92] = pixels[60:98, 80:82] = pixels[60:62, 40:82] = 0
    assert len(covers_of(pixels, FRAME, (Word(text, BOX),), ())) == is_text


def test_letters_apart_and_names_printed_over_a_curve_are_text() -> None:
    assert covers_of(_uprights(None), FRAME, (Word("FILL", BOX),), ()) == (BOX,)
    assert covers_of(_uprights(100), FRAME, (Word("erlotinib", BOX),), ()) == (BOX,)


def test_a_name_in_the_frame_of_its_legend_is_text() -> None:
    """Law: a line above a text is a frame's, and what the legend lists is text whatever runs below it."""
    word = Word("FOLFOX", BOX)
    assert covers_of(_uprights(88), FRAME, (word,), ()) == (BOX,)
    listed = LegendEntry(label="FOLFOX", text=BOX, sample=None, color=(0, 0, 0))
    assert covers_of(_uprights(102), FRAME, (word,), (listed,)) == (BOX,)


def test_dashes_beside_no_name_are_no_text() -> None:
    """Law: a word of nothing but dashes is the key of a legend where a name stands beside it, else a dashed line."""
    dashes, marks = Word("--", BOX), Word("+1", Box(150.0, 86.0, 170.0, 106.0))
    assert covers_of(_uprights(None), FRAME, (dashes, marks), ()) == ()
    assert covers_of(_uprights(None), FRAME, (Word("-- x", BOX),), ()) == ()
    name = Word("Placebo", Box(160.0, 86.0, 220.0, 106.0))
    assert len(covers_of(_uprights(None), FRAME, (dashes, name), ())) == 2
