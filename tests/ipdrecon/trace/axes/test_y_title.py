"""The title of a y axis: what was read of the whole page is believed where it is all of the line."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.axes import titles
from ipdrecon.trace.axes.ticks import Run, labels_of
from ipdrecon.trace.text.lettering import _font

BOX = Box(100, 20, 700, 480)
LABELS = labels_of([Word(f"{s:g}", Box(70, 475 - 440 * s, 90, 490 - 440 * s)) for s in (0.0, 0.5, 1.0)])


def figure(text: str) -> tuple[Figure, Box]:
    """A page with a title that runs upwards left of the labels, and the box of its last word."""
    font = _font().font_variant(size=22)
    line = Image.new("RGB", (300, 30), "white")
    pen = ImageDraw.Draw(line)
    pen.text((20, 2), text, font=font, fill="black")
    first, _, last, _ = pen.textbbox((20, 2), text.split()[-1], font=font)
    shift = font.getlength(text) - (last - first)
    page = Image.new("RGB", (800, 600), "white")
    page.paste(line.rotate(90, expand=True), (20, 100))
    return Figure(np.asarray(page), Source("f.png", "")), Box(20, 400 - last - shift, 48, 400 - first - shift)


@pytest.mark.parametrize(
    ("text", "score", "read"), [("Survival", 0.99, 0), ("1 - Survival", 0.99, 1), ("Survival", 0.6, 1)]
)
def test_a_title_is_read_again_where_print_of_its_line_was_overlooked_or_it_is_unsure(
    monkeypatch: pytest.MonkeyPatch, text: str, score: float, read: int
) -> None:
    page, box = figure(text)
    calls: list[Box] = []
    monkeypatch.setattr(
        titles, "read_rotated", lambda figure, strip: calls.append(strip) or (Word(text, box, 0.99, 90),)
    )
    words = [*(label.word for label in LABELS), Word("Survival", box, score, 90)]
    run = Run(tuple(LABELS), 480.0, -440.0)
    assert titles.y_title(page, words, run, BOX) == text
    assert len(calls) == read
