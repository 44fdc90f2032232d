"""Counts that were read in one piece, taken apart at their blanks."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.apart import counts_apart
from tests.ipdrecon.trace.printed import Sheet

NAME, COUNTS = "Gem + nab-pac", ["345", "84", "31", "8"]
#: Ticks of an axis that are further apart than any word here is wide.
FAR = np.array([0.0, 640.0])


@pytest.mark.parametrize("name", [NAME, "", "Group 1"])
def test_each_count_of_a_phrase_has_the_box_of_its_own_print(name: str) -> None:
    """Law: counts end where they are printed, however wide a font's letters are; words of a name stand closer, and so
    does the number of a stratum."""
    sheet = Sheet(640, 80)
    first = sheet.text(name, 20, 40).right if name else 10.0
    boxes = [sheet.text(count, first + 32 + 66 * n, 40) for n, count in enumerate(COUNTS)]
    whole = boxes[-1].union(sheet.text(name, 20, 40) if name else boxes[0])
    parts = counts_apart(sheet.figure(), Word(" ".join([name, *COUNTS]).strip(), whole, 0.9), FAR)
    assert [part.text for part in parts] == ([name] if name else []) + COUNTS
    for part, box in zip(parts[-len(COUNTS) :], boxes, strict=True):
        assert (part.box.left, part.box.right) == pytest.approx((box.left, box.right), abs=4.0)


def test_words_whose_blanks_are_all_alike_stay_one() -> None:
    """Law: nothing tells a name's figures from counts that stand no further apart than its words."""
    sheet = Sheet(640, 80)
    word = Word("Arm 2 345 84", sheet.text("Arm 2 345 84", 20, 40), 0.9)
    assert counts_apart(sheet.figure(), word, FAR) == [word]


@pytest.mark.parametrize(("text", "name"), [("1 204", ""), ("12 204", ""), ("2 415", "Drug")])
def test_a_blank_in_a_count_parts_its_thousands_unless_it_reaches_over_two_ticks(text: str, name: str) -> None:
    """Law: "1 204" stands about one column, two counts about one each."""
    sheet = Sheet(640, 80)
    label = sheet.text(name, 20, 40) if name else None
    box = sheet.text(text, 40 if label is None else label.right + 40, 40)
    word = Word(f"{name} {text}".strip(), box if label is None else label.union(box), 0.9)
    names = [name] if name else []
    assert [part.text for part in counts_apart(sheet.figure(), word, FAR)] == [*names, text]
    two = np.array([box.left + 5.0, box.right - 5.0])
    assert [part.text for part in counts_apart(sheet.figure(), word, two)] == [*names, *text.split()]


def test_three_counts_are_no_millions() -> None:
    """Law: no trial has a million patients, though each of its counts may be as long as thousands are."""
    sheet, counts = Sheet(640, 80), ["194", "173", "148"]
    boxes = [sheet.text(count, 40 + 66 * n, 40) for n, count in enumerate(counts)]
    word = Word(" ".join(counts), boxes[0].union(boxes[-1]), 0.9)
    assert [part.text for part in counts_apart(sheet.figure(), word, FAR)] == counts


@pytest.mark.parametrize("printed", [["345", "8431", "31"], ["345", "8", "31"]])
def test_counts_that_are_not_as_wide_as_their_print_stay_one(printed: list[str]) -> None:
    """Law: figures of a font are about as wide as each other; where a count's print is too wide or too narrow for it,
    the blanks that were read are not those that are printed."""
    sheet = Sheet(640, 80)
    boxes = [sheet.text(count, 40 + 90 * n, 40) for n, count in enumerate(printed)]
    text = "345 8431 31" if printed[1] == "8" else "345 84 31"
    word = Word(text, boxes[0].union(boxes[-1]), 0.9)
    assert counts_apart(sheet.figure(), word, FAR) == [word]


@pytest.mark.parametrize(("blank", "parts"), [(3, 1), (8, 3)])
def test_what_stands_as_close_as_letters_do_is_not_parted(blank: int, parts: int) -> None:
    """Law: a gap of a tenth of the line's height is none between counts, though the figures of each touch."""
    sheet, width = Sheet(640, 80), 36
    for n in range(3):
        left = 40 + (width + blank) * n
        sheet.draw.rectangle((left, 34, left + width - 1, 44), fill="black")
    word = Word("345 284 131", Box(38.0, 24.5, 40.0 + 3 * width + 2 * blank + 2, 55.5), 0.9)
    assert len(counts_apart(sheet.figure(), word, FAR)) == parts


@pytest.mark.parametrize("upright", [False, True])
def test_lines_of_a_grid_through_counts_close_no_blank(upright: bool) -> None:
    """Law: what runs through a whole line of print, or up it, is no print."""
    sheet = Sheet(640, 80)
    boxes = [sheet.text(count, 40 + 66 * n, 40) for n, count in enumerate(COUNTS)]
    blank = (boxes[0].right + boxes[1].left) / 2
    sheet.line([(blank, 0), (blank, 80)] if upright else [(0, 51), (640, 51)], width=2)
    word = Word(" ".join(COUNTS), boxes[0].union(boxes[-1]), 0.9)
    assert [part.text for part in counts_apart(sheet.figure(), word, FAR)] == COUNTS
