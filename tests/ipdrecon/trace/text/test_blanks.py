"""Blanks stand where the print has them, whatever the recogniser made of them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Word
from ipdrecon.trace.text.blanks import with_blanks
from ipdrecon.trace.text.lettering import _font


def _read(printed: str, read: str, size: int) -> str:
    font = _font().font_variant(size=size)
    image = Image.new("RGB", (60 + int(font.getlength(printed)), 3 * size), "white")
    draw = ImageDraw.Draw(image)
    draw.text((20, size), printed, font=font, fill="black")
    left, top, right, bottom = draw.textbbox((20, size), printed, font=font)
    box = Box(left - 2.0, top - 2.0, right + 2.0, bottom + 2.0)
    return with_blanks(np.asarray(image), Word(read, box)).text


@pytest.mark.parametrize("size", [11, 16, 24, 40])
@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Experimental therapy", "Experimenta ltherapy"),
        ("Experimental therapy", "Experimentaltherapy"),
        ("Drug 10 mg", "Drug10mg"),
        ("Camizestrant 75 mg", "Camizestran t75 mg"),
        ("Stage 1", "Stag e1"),
        ("Ipilimumab + nivolumab", "Ipilimumab+nivolumab"),
    ],
)
def test_blanks_are_put_where_the_letters_stand_apart(printed: str, read: str, size: int) -> None:
    assert _read(printed, read, size) == printed


@pytest.mark.parametrize("text", ["Placebo", "docetaxel_cis", "Lev+5FU", "illicit", "HR 0.71", "n11a111b"])
def test_words_without_wide_gaps_stay_whole(text: str) -> None:
    assert _read(text, text, 24) == text


def test_numbers_are_left_alone() -> None:
    assert _read("1 1 1 1", "1111", 24) == "1111"
