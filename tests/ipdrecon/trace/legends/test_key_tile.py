"""Tiles that keys are drawn on."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.legends.key_tile import is_on_tile

LINE = 38.0


@pytest.mark.parametrize(
    ("tile", "is_one"),
    [((200, 15, 266, 81), True), ((120, 15, 266, 81), False), ((0, 0, 420, 97), False), (None, False)],
    ids=["a tile", "a ground of key and text", "the figure's ground", "paper"],
)
def test_what_stands_alone_on_a_tile_is_a_key(tile: tuple[int, int, int, int] | None, is_one: bool) -> None:
    """Law: texts of a legend lie on no tile of their own; a dash and a cross on one may be read as "-X"."""
    image = Image.new("RGB", (420, 97), "white")
    draw = ImageDraw.Draw(image)
    if tile is not None:
        draw.rectangle(tile, fill="#cccccc")
    draw.line((205, 48, 222, 48), fill="black", width=4)
    for end in (-10, 10):
        draw.line((224, 48 - end, 244, 48 + end), fill="black", width=3)
    figure = Figure(pixels=np.asarray(image), source=Source("drawn.png"))
    assert is_on_tile(figure, Box(205.0, 30.0, 250.0, 66.0), LINE) == is_one
