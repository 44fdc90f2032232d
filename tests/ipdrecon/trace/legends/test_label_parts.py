"""Labels of several words or lines."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.label_parts import colored_texts, with_wrapped

RED, PALE = (156, 28, 31), (201, 86, 90)


def _frame() -> Frame:
    x = Axis(zero_px=100.0, px_per_unit=30.0, low=0.0, high=22.0, ticks=np.array([0.0, 10.0, 20.0]))
    y = Axis(zero_px=600.0, px_per_unit=-400.0, low=0.0, high=1.0, ticks=np.array([0.0, 0.5, 1.0]))
    return Frame(Box(100, 200, 760, 600), Axes(x, y), bottom=650.0, label_rows=(610.0, 630.0))


@pytest.mark.parametrize(
    ("color", "top", "labels"),
    [
        (PALE, 330.0, ["Combination chemotherapy"]),
        (RED, 330.0, ["Combination", "chemotherapy"]),
        (PALE, 380.0, ["Combination", "chemotherapy"]),
    ],
)
def test_lines_of_one_colour_that_follow_each_other_are_one_label(
    color: tuple[int, int, int], top: float, labels: list[str]
) -> None:
    """Law: text beside a curve goes on in the next line in the curve's colour; two curves have two colours."""
    words = (
        Word("Combination", Box(400, 300, 540, 330), color=PALE),
        Word("chemotherapy", Box(400, top, 560, top + 30), color=color),
    )
    assert [e.label for e in colored_texts(_frame(), words)] == labels


@pytest.mark.parametrize(
    ("color", "labels"),
    [((154, 101, 106), ["Combination"]), ((91, 113, 133), ["Combination"]), ((108, 100, 92), []), ((70, 62, 80), [])],
)
def test_thin_letters_in_a_colour_are_pale(color: tuple[int, int, int], labels: list[str]) -> None:
    """Law: blending with paper lowers all channels' differences and the ink alike; grey print trembles a little."""
    word = Word("Combination", Box(400, 300, 540, 330), color=color)
    assert [e.label for e in colored_texts(_frame(), (word,))] == labels


@pytest.mark.parametrize(("top", "label"), [(362.0, "Arm B"), (358.0, "Arm B Arm C")])
def test_a_line_as_far_below_as_entries_are_apart_is_an_entry(top: float, label: str) -> None:
    """Law: where the key of a third entry was not seen its text is no second line of the one above it."""
    group = [
        LegendEntry(name, Box(400, row - 13.0, 460, row + 13.0), Box(350, row - 1.0, 390, row + 1.0))
        for name, row in (("Arm A", 313.0), ("Arm B", 344.0))
    ]
    below = Word("Arm C", Box(400, top, 460, top + 26.0))
    assert with_wrapped(group[1], group, (below,)).label == label
    assert with_wrapped(group[1], group[1:], (below,)).label == "Arm B Arm C"


def test_words_of_one_colour_in_one_line_are_one_label() -> None:
    """Law: a label read in pieces, torn at a low stroke and partly left of the plot, is one; another colour is not."""

    def word(text: str, left: float, right: float, color: tuple[int, int, int] = RED) -> Word:
        return Word(text, Box(left, 300, right, 330), color=color)

    pieces = (word("et", 60, 84), word("b", 100, 112), word("+ A", 118, 150))
    other = word("Placebo", 156, 250, (30, 90, 180))
    far = word("Sunitinib", 300, 400)
    assert [e.label for e in colored_texts(_frame(), (far, other, *pieces))] == ["et b + A", "Placebo", "Sunitinib"]


@pytest.mark.parametrize(("left", "found"), [(780.0, True), (900.0, False), (980.0, False)])
def test_what_stands_nearer_to_the_next_panel_is_none_of_this_ones_labels(left: float, found: bool) -> None:
    """Law: a label at a curve's end begins at its panel; coloured print at or in the next one is that one's."""
    frame = attrs.evolve(_frame(), others=(Box(950, 200, 1610, 600),))
    word = Word("Drug", Box(left, 300, left + 60, 330), color=RED)
    assert bool(colored_texts(frame, (word,))) is found


def test_marks_in_a_curve_s_colour_are_no_label() -> None:
    """Law: crosses and circles on a curve are read as letters, and name nothing."""
    words = tuple(Word(text, Box(400, y, 440, y + 30), color=RED) for text, y in (("XX", 300), ("+H", 400)))
    assert not colored_texts(_frame(), words)
