"""Marks that a legend shows alone. Oracle: the lengths that were drawn."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.legends.censored_key import mark_called_censored, parted_by_use
from ipdrecon.trace.legends.entry import LegendEntry
from tests.ipdrecon.trace.printed import Sheet


def legend(mark: str, text: str = "Censored") -> tuple[Sheet, list[Word]]:
    """A mark in the middle of a key at 60, 60, and the text behind it."""
    sheet = Sheet()
    if mark != "none":
        sheet.line([(60, 52), (60, 68)], color=(0, 0, 0), width=2)
        sheet.line([(52, 60), (68, 60)], color=(0, 0, 0), width=2)
    if mark == "line":
        sheet.line([(36, 60), (84, 60)], color=(0, 0, 0), width=2)
    return sheet, [Word(text, sheet.text("Censored", 90, 60), 1.0)]


@pytest.mark.parametrize("text", ["Censored", "+ Censored", "censored"])
def test_a_plus_before_its_name_tells_its_lengths(text: str) -> None:
    """Law: the plus that an entry calls censored is the mark of the curves, however much of it was read as text."""
    sheet, words = legend("plus", text)
    if text.startswith("+"):
        box = words[0].box
        words = [Word(text, Box(50.0, box.top, box.right, box.bottom), 1.0)]
    shape = mark_called_censored(sheet.figure(), words)
    assert shape is not None
    assert (shape.up, shape.down) == pytest.approx((8.5, 8.5), abs=0.6)
    assert shape.width == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize(("mark", "text"), [("none", "Censored"), ("line", "Censored"), ("plus", "Arm A")])
def test_letters_lines_and_other_entries_are_no_marks(mark: str, text: str) -> None:
    """Law: a letter is no plus, a mark on a line is told with its key, and entries of curves call no mark censored."""
    sheet, words = legend(mark, text)
    assert mark_called_censored(sheet.figure(), words) is None


def test_an_arm_that_is_called_censored_is_a_curve() -> None:
    """Law: what is neither called as another arm before the word nor drawn in its colour is an arm of its own."""
    names = ("Sunitinib", "Placebo", "Placebo, crossover-censored")
    colors = ((200, 30, 40), (30, 60, 200), (40, 160, 60))
    box = Box(90.0, 20.0, 200.0, 32.0)
    entries = [LegendEntry(name, box, color=color) for name, color in zip(names, colors, strict=True)]
    assert parted_by_use(entries) == (tuple(entries), ())
    spss = [*entries[:2], LegendEntry("Sunit1nib-censored", box, color=colors[0])]
    assert parted_by_use(spss) == (tuple(spss[:2]), tuple(spss[2:]))


@pytest.mark.parametrize(
    ("labels", "curves"),
    [
        (("Survival Function", "Censored"), 1),
        (("Placebo", "Drug", "Placebo-censored", "Drug-censored"), 2),
        (("1,00", "2,00", "1,00-censored"), 2),
        (("Censored", "Not censored", "Dead"), 3),
        (("Uncensored", "Dead"), 2),
    ],
)
def test_a_mark_on_a_piece_of_its_line_is_no_curve(labels: tuple[str, ...], curves: int) -> None:
    """Law: SPSS shows marks in entries of their own, one a curve at most, and calls them censored."""
    entries = [LegendEntry(label, Box(90.0, 20.0 * k, 200.0, 20.0 * k + 12)) for k, label in enumerate(labels)]
    of_curves, of_marks = parted_by_use(entries)
    assert [entry.label for entry in of_curves] == list(labels[:curves])
    assert [entry.label for entry in of_marks] == list(labels[curves:])
