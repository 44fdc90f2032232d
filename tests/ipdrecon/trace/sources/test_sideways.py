"""Figures that lie on their side are set upright with all that belongs to them."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Path, Source, Word
from ipdrecon.trace.sources import sideways
from ipdrecon.trace.sources.sideways import lies, quarter, set_upright
from ipdrecon.trace.text.places import Place

TITLE = Word("Overall survival", Box(10, 40, 22, 140), angle=90)
NAMES = (
    Word("Time in months since randomisation", Box(60, 180, 260, 192)),
    Word("Placebo", Box(200, 20, 250, 32)),
    Word("Treatment", Box(200, 40, 250, 52)),
)


def figure() -> Figure:
    pixels = np.full((200, 300, 3), 255, np.uint8)
    pixels[30, 120] = 0
    path = Path(np.array([[120.0, 30.0], [299.0, 0.0]]), stroke=(0, 0, 0))
    return Figure(pixels, Source("page.pdf"), paths=(path,), words=(TITLE, *NAMES))


@pytest.mark.parametrize("quarters", [1, 3])
def test_pixels_paths_and_words_turn_together(quarters: int) -> None:
    """Law: what lay on a dark pixel lies on it afterwards, and the way back restores the figure."""
    turned = quarter(figure(), quarters)
    row, column = np.argwhere(turned.pixels[..., 0] == 0)[0]
    assert turned.paths[0].points[0].tolist() == [column, row]
    assert {w.angle for w in turned.words} == ({90, 180} if quarters == 1 else {0, 270})
    back = quarter(turned, 4 - quarters)
    assert np.array_equal(back.pixels, figure().pixels)
    assert back.words == figure().words


@pytest.mark.parametrize("quarters", [1, 3])
def test_a_figure_on_its_side_is_set_upright(quarters: int) -> None:
    lying = quarter(figure(), quarters)
    lying = attrs.evolve(lying, words=tuple(attrs.evolve(w, angle=w.angle % 360) for w in lying.words))
    found, words = set_upright(lying, lying.words, lambda f: f.words)
    assert np.array_equal(found.pixels, figure().pixels)
    assert words == figure().words


def test_the_title_of_a_y_axis_does_not_turn_a_figure() -> None:
    assert not lies((TITLE, *NAMES))
    assert not lies((TITLE, Word("Months", Box(60, 180, 260, 192))))  # most letters, but in one line
    assert set_upright(figure(), figure().words, lambda f: f.words)[0].width == 300


@pytest.mark.parametrize("quarters", [1, 3])
def test_few_long_words_say_which_side_is_up(monkeypatch: pytest.MonkeyPatch, quarters: int) -> None:
    """Law: a scanned figure is read once more only, the way in which the places of its long words read better."""
    upright = attrs.evolve(figure(), words=(), paths=())
    lying = quarter(upright, quarters)
    seen = tuple(
        Word(w.text, b.box, angle=90) for w, b in zip(NAMES, quarter(figure(), quarters).words[1:], strict=True)
    )

    def read_places(turned: Figure, places: list[Place]) -> list[Word | None]:
        right = np.array_equal(turned.pixels, upright.pixels)
        for place, name in zip(places, sorted(NAMES, key=lambda w: -len(w.text)), strict=True):
            assert not right or place.box == name.box
        return [Word("Placebo", place.box, 0.9 if right else 0.4) for place in places]

    monkeypatch.setattr(sideways, "read_places", read_places)
    reads = []
    found, words = set_upright(lying, seen, lambda turned: (reads.append(turned), NAMES)[1])
    assert np.array_equal(found.pixels, upright.pixels)
    assert words == NAMES
    assert len(reads) == 1
