"""Pictures with printed text for tests of words and legends."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.text.lettering import _font

#: Font size, and the height of a reader's box around its text.
SIZE, LINE = 24, 31.0
BLACK, BLUE, RED = (0, 0, 0), (0, 90, 190), (205, 50, 40)


class Sheet:
    """A white picture that is printed and drawn on."""

    def __init__(self, width: int = 640, height: int = 320) -> None:
        self.image = Image.new("RGB", (width, height), "white")
        self.draw = ImageDraw.Draw(self.image)

    def text(self, text: str, x: float, y: float, color: tuple[int, int, int] = BLACK) -> Box:
        """Print text with its left edge at ``x`` and its middle at row ``y``; the box a reader puts around it."""
        font = _font().font_variant(size=SIZE)
        self.draw.text((x, y), text, font=font, fill=color, anchor="lm")
        left, _, right, _ = self.draw.textbbox((x, y), text, font=font, anchor="lm")
        return Box(left - 2.0, y - LINE / 2, right + 2.0, y + LINE / 2)

    def line(self, points: list[tuple[float, float]], color: tuple[int, int, int] = BLACK, width: int = 3) -> None:
        self.draw.line(points, fill=color, width=width)

    def figure(self) -> Figure:
        return Figure(np.asarray(self.image), Source("drawn.png"))


def frame(width: float = 600.0, height: float = 300.0) -> Frame:
    x, y = Axis(20.0, 10.0, 0.0, 56.0), Axis(height, -280.0, 0.0, 1.0)
    return Frame(Box(20, 10, width, height), Axes(x, y, "months"))
