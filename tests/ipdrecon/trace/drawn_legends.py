"""Legends drawn beside a panel, for tests of their entries."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.text.lettering import _font
from tests.ipdrecon.trace.printed import SIZE

COLORS = ((200, 30, 40), (30, 90, 180), (20, 140, 60), (150, 80, 160), (230, 140, 20))
LABELS = ("Placebo", "Drug 10 mg", "Drug 20 mg", "Best care", "Surgery")


def panel_frame() -> Frame:
    ticks = np.array([0.0, 10.0, 20.0])
    x = Axis(zero_px=100.0, px_per_unit=30.0, low=0.0, high=22.0, ticks=ticks)
    y = Axis(zero_px=600.0, px_per_unit=-400.0, low=0.0, high=1.0, ticks=np.array([0.0, 0.5, 1.0]))
    return Frame(Box(100, 200, 760, 600), Axes(x, y), bottom=650.0, label_rows=(610.0, 630.0))


def drawn_legend(places: list[tuple[int, int]], *, right: bool = False) -> tuple[Figure, tuple[Word, ...]]:
    image = Image.new("RGB", (1100, 700), "white")
    draw, font = ImageDraw.Draw(image), _font().font_variant(size=SIZE)
    words = []
    for (x, y), label, color in zip(places, LABELS, COLORS, strict=False):
        draw.text((x, y), label, font=font, fill="black")
        left, _, end, _ = draw.textbbox((x, y), label, font=font)
        begin = x + 150 if right else left - 60
        draw.line((begin, y + 14, begin + 44, y + 14), fill=color, width=3)
        draw.line((begin + 22, y + 5, begin + 22, y + 23), fill=color, width=2)
        words.append(Word(label, Box(left, y - 1.0, end, y + 30.0), color=(0, 0, 0)))
    return Figure(pixels=np.asarray(image), source=Source("drawn.png")), tuple(words)
