"""Keys drawn as small stairs."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.legends.key_shapes import nearest_key
from ipdrecon.trace.legends.key_stairs import stairs_in
from ipdrecon.trace.legends.keys import find_key

#: Height of a line of text in pixels, and the size of the strip before a text.
LINE, SHAPE = 16.0, (17, 120)


def stairs(levels: tuple[int, ...], left: int, step: int) -> np.ndarray:
    """Ink of one stroke, a pixel wide, that runs ``step`` pixels at each level."""
    ink = np.zeros(SHAPE, np.bool_)
    for i, level in enumerate(levels):
        ink[level, left + i * step : left + (i + 1) * step + 1] = True
        if i:
            rows = sorted((levels[i - 1], level))
            ink[rows[0] : rows[1] + 1, left + i * step] = True
    return ink


@pytest.mark.parametrize("levels", [(3, 8, 13), (13, 8, 3), (4, 12)])
def test_stairs_beside_a_text_are_a_key(levels: tuple[int, ...]) -> None:
    """Law: a thin stroke of levels that only falls, or only rises, is the sample of a survival curve."""
    ink = stairs(levels, 80, 10)
    ink[:, 60] = True  # the panel's frame
    wide = 10 * len(levels)
    patch = np.where(ink[..., None], np.float32([30, 60, 180]), np.float32(255.0)).astype(np.float32)
    found = nearest_key(patch, np.full(3, 255.0, np.float32), LINE, 0.45 * LINE, (61.0, 118.0), open_end=True)
    assert found is not None
    span, rows, color, dashes = found
    assert (span, color, dashes) == ((80, 80 + wide), (30, 60, 180), ())
    assert rows == (min(levels), max(levels))


def test_what_falls_and_rises_or_follows_a_dash_is_no_stair() -> None:
    """Law: letters turn back or are narrow, a line has one level, and a dash of a curve follows another one."""
    letter = stairs((3, 13, 3), 80, 10)
    narrow = stairs((4, 12), 80, 5)
    line = stairs((8, 8), 80, 10)
    dashed = stairs((4, 12), 80, 10)
    dashed[4, 65:76] = True
    for ink in (letter, narrow, line, dashed):
        assert stairs_in(ink, LINE, 60, 100.0) is None


def test_stairs_read_as_a_figure_stand_before_their_text() -> None:
    """Law: what was read as a "2" and is one stroke that falls is the key of the text behind it, and ends no text."""
    pixels = np.full((40, 160, 3), 255, np.uint8)
    pixels[10:27, :120][stairs((2, 13), 80, 10)] = (30, 60, 180)
    pixels[12:26, 125:155:4] = 0  # letters
    text = Box(124, 10, 156, 26)
    read = [Word("2", Box(79, 9, 102, 26), 0.86), Word("Low", text, 1.0)]
    key = find_key(Figure(pixels), text, read, LINE)
    assert key is not None
    assert key.color == (30, 60, 180)


@pytest.mark.parametrize("read", ["101", ""])
def test_a_ring_that_hides_its_line_is_a_part_of_the_key(read: str) -> None:
    """Law: an open circle or square in the middle of a line is the curve's mark, be it read as figures or not."""
    pixels = np.full((40, 160, 3), 255, np.uint8)
    pixels[17:19, 60:100] = (200, 30, 30)
    pixels[12:24, 73:87] = (200, 30, 30)
    pixels[14:22, 75:85] = 255
    pixels[12:26, 125:155:4] = 0  # letters
    text = Box(124, 10, 156, 26)
    words = [Word("Low", text, 1.0), *([Word(read, Box(58, 11, 102, 25), 0.93)] if read else [])]
    key = find_key(Figure(pixels), text, words, LINE)
    assert key is not None
    assert (key.box.left, key.box.right, key.dashes) == (59.5, 99.5, ())
