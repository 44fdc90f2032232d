"""Keys of legends are told from letters by their shape, wherever they stand and whatever lies on them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.frozen import Bytes
from ipdrecon.trace.legends.keys import Key, find_key, key_at
from ipdrecon.trace.legends.parted import keys_inside
from ipdrecon.trace.text.lettering import _font

#: Font size of the drawn text, and the height of a reader's box around it.
SIZE, LINE = 30, 38.0
RED = (200, 30, 40)


def _figure(pixels: Bytes) -> Figure:
    return Figure(pixels=pixels, source=Source("drawn.png"))


def _canvas(text: str = "Placebo", at: int = 140) -> tuple[Image.Image, ImageDraw.ImageDraw, Word]:
    image = Image.new("RGB", (460, 100), "white")
    draw = ImageDraw.Draw(image)
    draw.text((at, 32), text, font=_font().font_variant(size=SIZE), fill="black")
    left, _, right, _ = draw.textbbox((at, 32), text, font=_font().font_variant(size=SIZE))
    return image, draw, Word(text, Box(left, 30.0, right, 30.0 + LINE), color=(0, 0, 0))


def _found(image: Image.Image, word: Word, *, right: bool = False) -> Key | None:
    return find_key(_figure(np.asarray(image)), word.box, [word], LINE, right=right)


@pytest.mark.parametrize("width", [1, 2, 4, 9])
def test_whole_line_with_a_mark_on_it_is_a_key_of_its_colour(width: int) -> None:
    image, draw, word = _canvas()
    draw.line((60, 50, 110, 50), fill=RED, width=width)
    draw.line((85, 38, 85, 62), fill=RED, width=max(1, width // 2))
    key = _found(image, word)
    assert key is not None
    assert key.dashes == ()
    assert key.color == RED
    # Places to the pixel: lines are drawn without blends.
    assert key.box.left == pytest.approx(59.5, abs=1)
    assert key.box.right == pytest.approx(110.5, abs=1)


@pytest.mark.parametrize(("above", "is_key"), [(12, True), (1, False)])
def test_a_mark_at_the_end_of_a_dash_crosses_it_and_a_riser_does_not(above: int, is_key: bool) -> None:
    """Law: a key so short that its dash ends at the mark in its middle is none the less one; a curve only falls."""
    image, draw, word = _canvas()
    draw.line((60, 50, 85, 50), fill="black", width=4)
    draw.line((84, 50 - above, 84, 62), fill="black", width=2)
    assert (_found(image, word) is not None) == is_key


def test_a_tick_of_an_axis_in_the_row_of_a_key_is_no_dash_of_it() -> None:
    """Law: an axis that runs on above and below a text parts what lies before it from the key of its legend."""
    image, draw, word = _canvas()
    draw.line((50, 0, 50, 99), fill="black", width=2)
    draw.line((41, 50, 49, 50), fill="black", width=2)
    draw.line((58, 10, 58, 90), fill=(204, 204, 204), width=2)  # the frame of the legend
    draw.line((66, 50, 112, 50), fill=RED, width=3)
    key = _found(image, word)
    assert key is not None
    assert key.color == RED
    assert key.dashes == ()
    assert key.box.left == pytest.approx(65.5, abs=1)


@pytest.mark.parametrize("width", [2, 5])
def test_a_tick_its_axis_and_a_key_in_one_color_are_no_dashes(width: int) -> None:
    """Law: what stands before an axis, or the frame of a legend, is no dash of the black key behind it."""
    image, draw, word = _canvas(at=132)
    draw.line((50, 0, 50, 99), fill="black", width=2)
    draw.line((30, 50, 49, 50), fill="black", width=3)
    draw.line((62, 0, 62, 99), fill="black", width=2)  # the frame of the legend
    draw.line((66, 50, 112, 50), fill="black", width=width)
    key = _found(image, word)
    assert key is not None
    assert key.dashes == ()
    assert key.box.left == pytest.approx(65.5, abs=1)


@pytest.mark.parametrize(("on", "off"), [(12, 6), (3, 6), (2, 10), (18, 12)])
def test_dashes_and_dots_are_a_key_with_their_lengths(on: int, off: int) -> None:
    image, draw, word = _canvas()
    for begin in range(50, 118 - on, on + off):
        draw.line((begin, 50, begin + on - 1, 50), fill="black", width=3)
    key = _found(image, word)
    assert key is not None
    assert key.dashes == (float(on), float(off))


@pytest.mark.parametrize("frame", [0, 1, 2])
def test_a_framed_patch_gives_the_colour_inside_its_frame(frame: int) -> None:
    """Law: base R frames the filled boxes of its legends in black, small ones for the most part of them."""
    image, draw, word = _canvas()
    draw.rectangle((100, 42, 114, 56), fill=(160, 190, 220), outline="black" if frame else None, width=frame)
    key = _found(image, word)
    assert key is not None
    assert key.color == (160, 190, 220)
    draw.rectangle((100, 42, 106, 56), fill=RED)  # half of another colour: no key
    assert _found(image, word) is None


def test_line_on_a_pale_patch_gives_the_colour_of_the_line() -> None:
    image, draw, word = _canvas()
    draw.rectangle((60, 34, 108, 66), fill=(240, 190, 195))
    draw.line((60, 50, 108, 50), fill=RED, width=3)
    key = _found(image, word)
    assert key is not None
    assert key.color == RED


@pytest.mark.parametrize("ring", [False, True])
def test_line_on_a_patch_smaller_than_the_box_of_its_text_gives_the_colour_of_the_line(ring: bool) -> None:
    """Law: a reader's box is higher than its letters, and than the key: the line on its ground is the curve's still."""
    image, draw, word = _canvas()
    draw.rectangle((96, 40, 118, 60), fill=(191, 238, 205))
    draw.line((98, 50, 116, 50), fill=(0, 186, 56), width=3)
    if ring:
        draw.ellipse((104, 46, 110, 54), outline=(0, 186, 56))
    key = _found(image, word)
    assert key is not None
    assert key.color == (0, 186, 56)


def test_key_right_of_its_text_is_found_on_the_right_only() -> None:
    image, draw, word = _canvas(at=20)
    right = int(word.box.right)
    draw.line((right + 20, 50, right + 70, 50), fill=RED, width=3)
    assert _found(image, word) is None
    key = _found(image, word, right=True)
    assert key is not None
    assert key.box.left == pytest.approx(right + 19.5, abs=1)


def test_curve_that_passes_or_ends_at_a_text_is_no_key() -> None:
    passing, draw, word = _canvas()
    draw.line((0, 50, 130, 50), fill=RED, width=3)
    assert _found(passing, word) is None
    ending, draw, word = _canvas()
    draw.line((80, 20, 80, 50), fill=RED, width=3)
    draw.line((80, 50, 130, 50), fill=RED, width=3)
    assert _found(ending, word) is None


def test_marks_in_a_row_on_the_last_level_of_a_curve_are_no_key() -> None:
    """Law: what hangs on a fall from far above is a curve, and the row of its marks no line of dashes."""
    image, draw, word = _canvas(at=300)
    left = int(word.box.left)
    draw.line((left - 160, 0, left - 160, 50), fill="black", width=4)
    draw.line((left - 160, 50, left - 20, 50), fill="black", width=4)
    for x in range(left - 148, left - 20, 17):
        draw.line((x, 44, x, 56), fill="black", width=3)
    assert _found(image, word) is None


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize("late", [0, 6])
@pytest.mark.parametrize(("gap", "is_key"), [(4, False), (12, True)])
def test_a_filled_letter_is_no_patch_of_a_key(gap: int, is_key: bool, late: int, right: bool) -> None:
    """Law: within the box of a text what stands as near to the next letter as letters do is one, full as it may be,
    though the box begins behind the edge of its first letter."""
    image, draw, word = _canvas()
    box = word.box
    left = round(box.right) + gap if right else round(box.left) - gap - 16
    draw.rectangle((left, 42, left + 15, 57), fill=RED)
    whole = (
        Box(box.left, box.top, left + 15.0 - late, box.bottom)
        if right
        else Box(float(left + late), box.top, box.right, box.bottom)
    )
    key = _found(image, Word(word.text, whole, color=(0, 0, 0)), right=right)
    assert (key is not None) == is_key


@pytest.mark.parametrize("before", ["THE", "mean", "eee", "n ="])
def test_letters_are_no_key(before: str) -> None:
    image, draw, word = _canvas(at=200)
    draw.text((100, 32), before, font=_font().font_variant(size=SIZE), fill="black")
    box = draw.textbbox((100, 32), before, font=_font().font_variant(size=SIZE))
    other = Word(before, Box(box[0], 30.0, box[2], 30.0 + LINE))
    assert find_key(_figure(np.asarray(image)), word.box, [word, other], LINE) is None


def test_key_inside_a_word_is_found_and_a_printed_plus_is_not() -> None:
    image, draw, word = _canvas("Drug A        Drug B", at=20)
    assert keys_inside(_figure(np.asarray(image)), word) == []
    middle = (word.box.left + word.box.right) / 2
    draw.line((middle - 25, 50, middle + 25, 50), fill=RED, width=3)
    ((first, last),) = keys_inside(_figure(np.asarray(image)), word)
    assert (first, last) == (pytest.approx(middle - 25, abs=2), pytest.approx(middle + 25, abs=2))
    image, _, word = _canvas("Drug A + drug B", at=20)
    assert keys_inside(_figure(np.asarray(image)), word) == []


def test_frame_of_a_legend_close_around_a_key_is_no_part_of_it() -> None:
    """Law: a frame that runs through the box of the text is neither its key nor ink that goes on from that."""
    image, draw, word = _canvas()
    draw.line((60, 46, 110, 46), fill=RED, width=3)
    draw.rectangle((50, 33, 300, 140), outline="black", width=2)
    key = _found(image, word)
    assert key is not None
    assert key.color == RED
    assert key.dashes == ()
    assert key.box.left == pytest.approx(59.5, abs=1)


def test_pixels_that_a_dash_fills_in_part_are_of_the_gap() -> None:
    """Law: a key is as short as two dashes, whose ends are ink as well; its gap is what they fill less than half."""
    image, draw, word = _canvas()
    draw.line((70, 50, 119, 50), fill="black", width=1)
    draw.line((100, 50, 104, 50), fill=(190, 190, 190), width=1)
    draw.line((101, 50, 103, 50), fill="white", width=1)
    key = _found(image, word)
    assert key is not None
    assert key.dashes == (22.5, 5.0)


def test_band_beside_a_key_on_a_white_legend_is_no_dash_of_its_line() -> None:
    image, draw, word = _canvas()
    draw.rectangle((0, 0, 58, 99), fill=(250, 180, 180))
    draw.rectangle((250, 0, 420, 99), fill=(250, 180, 180))
    draw.line((72, 50, 112, 50), fill=RED, width=7)
    key = _found(image, word)
    assert key is not None
    assert key.color == RED
    assert key.dashes == ()
    assert abs(key.box.left - 71.5) < 1.5


@pytest.mark.parametrize(
    ("color", "bottom", "is_key"),
    [
        ((222, 235, 247), 52, True),
        ((222, 235, 247), 70, False),
        ((235, 235, 235), 52, False),
        ((211, 211, 211), 52, True),
        ((211, 211, 211), 70, False),
    ],
)
def test_the_palest_shade_of_a_palette_is_a_key_where_its_legend_has_one(
    color: tuple[int, int, int], bottom: int, is_key: bool
) -> None:
    """Law: a coloured line with paper on both sides is a key however pale; a band has an edge, and grounds are grey."""
    image, draw, _ = _canvas()
    draw.rectangle((60, 48, 110, bottom), fill=color)
    key = key_at(_figure(np.asarray(image)), Box(60, 40, 110, 60))
    assert (key is not None and key.color == color) == is_key


def test_a_pale_grey_bar_over_which_a_grid_line_runs_is_a_key_and_the_frame_of_one_is_none() -> None:
    """Law: a key is one bar from side to side, in its fullest row's colour; a frame is two lines."""
    image, draw, _ = _canvas()
    draw.rectangle((60, 48, 110, 52), fill=(215, 215, 215))
    draw.rectangle((60, 49, 110, 51), fill=(211, 211, 211))
    draw.line((80, 0, 80, 99), fill=(204, 204, 204), width=2)
    place = Box(60, 40, 110, 60)
    key = key_at(_figure(np.asarray(image)), place)
    assert key is not None and key.color == (211, 211, 211)
    draw.rectangle((0, 0, 420, 99), fill="white")
    draw.rectangle((60, 44, 110, 56), outline=(211, 211, 211), width=2)
    assert key_at(_figure(np.asarray(image)), place) is None


@pytest.mark.parametrize(("begin", "end", "is_key"), [(62, 108, True), (0, 420, False), (62, 420, False)])
def test_a_pale_grey_line_of_one_pixel_is_a_key_where_it_ends_as_other_keys_do(
    begin: int, end: int, is_key: bool
) -> None:
    """Law: a line of a grid or of a legend's frame goes on beyond the place of a key."""
    image, draw, _ = _canvas()
    draw.line((begin, 50, end, 50), fill=(211, 211, 211))
    assert (key_at(_figure(np.asarray(image)), Box(60, 40, 110, 60)) is not None) == is_key
