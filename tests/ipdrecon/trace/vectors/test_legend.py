"""Laws of legend keys that files draw as strokes."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Box, Figure, Path, Source, Word
from ipdrecon.trace.vectors.legend import level_samples, sample_of

RED = (200, 30, 30)
DASHES = (4.0, 8.0)
TEXT = Word("Drug 10 mg", Box(160, 90, 260, 110))


def drawn(*paths: Path) -> Figure:
    return Figure(pixels=np.full((200, 400, 3), 255, np.uint8), source=Source("a", "0"), paths=paths, words=(TEXT,))


def line(x0: float, x1: float, y: float = 100.0, dashes: tuple[float, ...] = DASHES) -> Path:
    return Path(np.array([[x0, y], [x1, y]]), stroke=RED, width=2.0, dashes=dashes)


def test_the_key_is_the_level_stroke_before_the_text_with_the_dashes_of_the_file() -> None:
    figure = drawn(line(100, 150), line(120, 130, dashes=()))  # a mark lies on the key
    key = sample_of(TEXT, figure.words, level_samples(figure), 20.0)
    assert key is not None
    box, color, dashes = key
    assert (box.left, box.right) == (100, 150)
    assert color == RED and dashes == DASHES


def test_a_piece_of_a_staircase_is_no_key() -> None:
    fall = Path(np.array([[100.0, 60.0], [100.0, 100.0]]), stroke=RED)
    assert level_samples(drawn(line(100, 150), fall)) == ()


def test_a_stroke_behind_another_text_or_far_away_is_no_key() -> None:
    other = Word("A", Box(152, 92, 158, 108))
    figure = drawn(line(100, 150))
    assert sample_of(TEXT, (TEXT, other), level_samples(figure), 20.0) is None
    assert sample_of(TEXT, (TEXT,), level_samples(drawn(line(20, 80))), 20.0) is None
