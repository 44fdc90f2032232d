"""Coverage told by brightness."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.inks.brightness import by_brightness
from ipdrecon.trace.inks.ink import Ink, read_ink

RED = np.array([200.0, 30.0, 30.0], np.float32)


def picture(color: tuple[int, int, int]) -> Ink:
    """White paper with a stroke three pixels thick."""
    pixels = np.full((120, 160, 3), 255, np.uint8)
    pixels[60:63, 20:140] = color
    return read_ink(pixels, Box(0, 0, 159, 119), margin=0)


@pytest.mark.parametrize("color", [(200, 30, 30), (81, 81, 81), (30, 80, 255)])
def test_ink_of_one_brightness_covers_alike_whatever_its_colour(color: tuple[int, int, int]) -> None:
    """Oracle: the luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B."""
    cover = by_brightness(picture(color), RED)
    assert cover is not None
    luma = float(np.array(color) @ np.array([0.299, 0.587, 0.114]))
    assert cover[61, 80] == pytest.approx((255.0 - luma) / (255.0 - 80.83), abs=0.01)
    assert cover[20, 80] == 0.0


def test_a_colour_as_bright_as_the_page_is_not_told_by_brightness() -> None:
    assert by_brightness(picture((255, 255, 0)), np.array([255.0, 255.0, 0.0], np.float32)) is None
