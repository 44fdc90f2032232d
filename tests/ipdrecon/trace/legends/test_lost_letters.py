"""Names that lost their last letters in reading, against what was printed."""

from __future__ import annotations

from ipdrecon.figure import Box
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.lost_letters import with_lost_letters
from tests.ipdrecon.trace.printed import Sheet


def entries(*printed: tuple[str, str]) -> tuple[Sheet, list[LegendEntry]]:
    """A legend on paper, and its entries as they were read."""
    sheet, found = Sheet(640, 320), []
    for i, (text, read) in enumerate(printed):
        y = 60.0 + 40.0 * i
        box = sheet.text(text, 200, y)
        wide = Sheet().text(read, 200, y).width
        found.append(LegendEntry(read, Box(box.left, box.top, box.left + wide, box.bottom)))
    return sheet, found


def labels(*printed: tuple[str, str]) -> list[str]:
    sheet, found = entries(*printed)
    return [entry.label for entry in with_lost_letters(sheet.figure(), found)]


def test_names_that_are_alike_are_read_with_the_letter_behind_them() -> None:
    """Law: no two arms are called alike; a detector overlooks the lone letter that tells them."""
    assert labels(("Group A", "Group"), ("Group B", "Group"), ("Group C", "Group C")) == [
        "Group A",
        "Group B",
        "Group C",
    ]


def test_names_of_their_own_stay() -> None:
    """Law: what stands behind a name that tells its curve is none of it."""
    assert labels(("Drug 5", "Drug"), ("Placebo", "Placebo")) == ["Drug", "Placebo"]


def test_two_names_that_are_printed_alike_stay_alike() -> None:
    assert labels(("Group", "Group"), ("Group", "Group")) == ["Group", "Group"]


def test_a_name_that_begins_another_one_is_read_with_as_much_behind_it() -> None:
    """Law: of "drug = 1" beside "drug = 0" the end was overlooked; behind a whole name there is paper."""
    assert labels(("drug = 0", "drug = 0"), ("drug = 1", "drug")) == ["drug = 0", "drug = 1"]
    assert labels(("Drug", "Drug"), ("Drug + placebo", "Drug + placebo")) == ["Drug", "Drug + placebo"]


def test_what_stands_behind_a_whole_name_is_no_part_of_it() -> None:
    """Law: "Drug" is whole beside "Drug + placebo", whatever is printed behind it."""
    assert labels(("Drug 28.1", "Drug"), ("Drug + placebo", "Drug + placebo")) == ["Drug", "Drug + placebo"]


def test_the_next_entry_of_a_row_is_no_part_of_a_name() -> None:
    """Law: what is looked at ends before the next key."""
    sheet = Sheet()
    one, two = sheet.text("Drug", 60, 60), sheet.text("Drug + placebo", 190, 60)
    sheet.line([(130, 60), (180, 60)])
    found = [LegendEntry("Drug", one), LegendEntry("Drug + placebo", two, Box(130.0, 58.0, 180.0, 62.0))]
    assert [entry.label for entry in with_lost_letters(sheet.figure(), found)] == ["Drug", "Drug + placebo"]
