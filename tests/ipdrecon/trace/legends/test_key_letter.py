"""Labels of one letter that a reader joined with their key."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.legends.key_letter import is_last_letter, without_key
from ipdrecon.trace.text.lettering import _font


def _word(letter: str) -> tuple[Figure, Word, float]:
    image = Image.new("RGB", (200, 60), "white")
    draw = ImageDraw.Draw(image)
    draw.line((20, 30, 75, 30), fill="black", width=4)
    font = _font().font_variant(size=30)
    draw.text((90, 12), letter, font=font, fill="black")
    right = draw.textbbox((90, 12), letter, font=font)[2] if letter else 76.0
    return Figure(np.asarray(image), Source("drawn.png")), Word(f"-{letter or 't'}", Box(18, 10, right + 2, 50)), right


def test_a_letter_read_with_its_key_is_the_label() -> None:
    """Law: what is far wider than its letters and ends in one behind a gap is a key and a label of one letter."""
    figure, word, right = _word("F")
    found = without_key(figure, word)
    assert found.text == "F"
    assert 85 < found.box.left < 95
    assert abs(found.box.right - right) < 5


def test_a_key_alone_stays_one() -> None:
    """Law: a line without a letter behind it holds no label, whatever it was read as."""
    figure, word, _ = _word("")
    assert without_key(figure, word) is word


@pytest.mark.parametrize(
    ("text", "at", "is_letter"), [("Arm B", 33.0, True), ("Arm B", 45.0, False), ("Placebo", 33.0, False)]
)
def test_the_last_letter_of_a_text_is_no_key(text: str, at: float, is_letter: bool) -> None:
    """Law: what stands within the box of a text that ends in one letter is that letter; a key stands beyond it."""
    assert is_last_letter(Word(text, Box(5, 349, 34, 367)), Box(at - 3, 352, at + 3, 360)) == is_letter
