"""Counts that were read in one piece, taken apart at their blanks."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Word
from ipdrecon.trace.table.apart import counts_apart
from tests.ipdrecon.trace.printed import Sheet

NAME, COUNTS = "Gem + nab-pac", ["345", "84", "31", "8"]


@pytest.mark.parametrize("name", [NAME, "", "Group 1"])
def test_each_count_of_a_phrase_has_the_box_of_its_own_print(name: str) -> None:
    """Law: counts end where they are printed, however wide a font's letters are; words of a name stand closer, and so
    does the number of a stratum."""
    sheet = Sheet(640, 80)
    first = sheet.text(name, 20, 40).right if name else 10.0
    boxes = [sheet.text(count, first + 32 + 66 * n, 40) for n, count in enumerate(COUNTS)]
    whole = boxes[-1].union(sheet.text(name, 20, 40) if name else boxes[0])
    parts = counts_apart(sheet.figure(), Word(" ".join([name, *COUNTS]).strip(), whole, 0.9))
    assert [part.text for part in parts] == ([name] if name else []) + COUNTS
    for part, box in zip(parts[-len(COUNTS) :], boxes, strict=True):
        assert (part.box.left, part.box.right) == pytest.approx((box.left, box.right), abs=4.0)


def test_words_whose_blanks_are_all_alike_stay_one() -> None:
    """Law: nothing tells a name's figures from counts that stand no further apart than its words."""
    sheet = Sheet(640, 80)
    word = Word("Arm 2 345 84", sheet.text("Arm 2 345 84", 20, 40), 0.9)
    assert counts_apart(sheet.figure(), word) == [word]
