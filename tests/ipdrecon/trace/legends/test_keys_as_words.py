"""Keys that were read as words."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.legends.keys_as_words import is_drawn, is_key_by_ink, is_key_on_tile

LINE = 38.0


def test_word_far_wider_than_its_letters_is_drawn() -> None:
    assert is_drawn(Word("H", Box(0, 0, 80, 30)))
    assert is_drawn(Word("-+-", Box(0, 0, 60, 30)))
    assert is_drawn(Word("\u4e00", Box(0, 0, 34, 34)))  # a line on a patch, read as the Chinese one
    assert is_drawn(Word("\u4e2d", Box(0, 0, 34, 34)))  # a plus on a line and a patch
    assert is_drawn(Word("-T:", Box(0, 0, 34, 25)))  # a mark on a dash between two others
    assert is_drawn(Word("-1-", Box(0, 0, 30, 23)))
    assert not is_drawn(Word("-1", Box(0, 0, 20, 23)))
    assert not is_drawn(Word("H", Box(0, 0, 20, 30)))
    assert not is_drawn(Word("Placebo", Box(0, 0, 300, 30)))


@pytest.mark.parametrize(
    ("ground", "ends", "is_key"),
    [("white", (60, 110), True), ("#e8cede", (60, 110), True), ("white", None, False), ("white", (0, 700), False)],
    ids=["a cross on a line", "and on a patch", "a letter's bar", "a letter on a grid line"],
)
def test_a_letter_with_a_line_through_it_is_the_mark_on_a_key(
    ground: str, ends: tuple[int, int] | None, is_key: bool
) -> None:
    """Law: through a cross on a key, read as an "X", the line goes on and ends; rules and curves that letters stand on
    run farther."""
    image = Image.new("RGB", (700, 100), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 32, 110, 68), fill=ground)
    for end in (-8, 8):
        draw.line((77, 50 - end, 93, 50 + end), fill=(178, 93, 145), width=3)
    first, last = ends or (77, 93)
    draw.line((first, 50, last, 50), fill=(178, 93, 145), width=3)
    word = Word("X", Box(72, 38, 98, 62))
    assert is_key_by_ink(Figure(pixels=np.asarray(image), source=Source("drawn.png")), word, LINE) == is_key


@pytest.mark.parametrize(("drawn", "is_key"), [("key", True), ("H", False), ("curve", False), ("T", False)])
def test_a_letter_that_is_all_of_a_line_with_a_cross_is_a_key(drawn: str, is_key: bool) -> None:
    """Law: a short key as wide as its cross is read as an "X" in a box beyond both ends; letters have stems at the ends
    of a bar or the bar at their top, and curves go on."""
    image = Image.new("RGB", (200, 100), "white")
    draw = ImageDraw.Draw(image)
    if drawn in ("key", "curve"):
        for end in (-15, 15):
            draw.line((85, 50 - end, 115, 50 + end), fill="black", width=2)
        draw.line((82, 50, 118, 50) if drawn == "key" else (0, 50, 200, 50), fill="black", width=4)
    else:
        for x in (83, 117) if drawn == "H" else (100,):
            draw.line((x, 35, x, 65), fill="black", width=4)
        bar = 50 if drawn == "H" else 36
        draw.line((82, bar, 118, bar), fill="black", width=4)
    word = Word("X", Box(75, 30, 127, 70))
    assert is_key_by_ink(Figure(pixels=np.asarray(image), source=Source("drawn.png")), word, LINE) is is_key


@pytest.mark.parametrize(("text", "is_key"), [("Low", False), ("-X", True)])
def test_a_text_on_a_ground_of_its_own_is_no_key(text: str, is_key: bool) -> None:
    """Law: labels may be tinted or framed; keys are read as what lines and marks look like."""
    image = Image.new("RGB", (420, 97), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((200, 15, 266, 81), fill="#cccccc")
    draw.line((205, 48, 222, 48), fill="black", width=4)
    for end in (-10, 10):
        draw.line((224, 48 - end, 244, 48 + end), fill="black", width=3)
    figure = Figure(pixels=np.asarray(image), source=Source("drawn.png"))
    assert is_key_on_tile(figure, Word(text, Box(205.0, 30.0, 250.0, 66.0)), LINE) is is_key


@pytest.mark.parametrize(("gap", "is_key"), [(3, True), (40, False)], ids=["a gap of dashes", "two lines"])
def test_a_ring_on_a_dashed_line_is_a_key(gap: int, is_key: bool) -> None:
    """Law: the line of a key whose mark is a square may have a gap right behind it, a "10-" to the reader."""
    image = Image.new("RGB", (420, 97), "white")
    draw = ImageDraw.Draw(image)
    draw.line((100, 48, 125, 48), fill="black", width=4)
    draw.rectangle((124, 39, 142, 57), outline="black", width=4)
    draw.line((142 + gap, 48, 160 + gap, 48), fill="black", width=4)
    word = Word("10-", Box(100.0, 34.0, 161.0 + gap, 62.0))
    assert is_key_by_ink(Figure(pixels=np.asarray(image), source=Source("drawn.png")), word, LINE) is is_key
