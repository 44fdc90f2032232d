"""Marks on the keys of a legend. Oracle: the lengths that were drawn."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_mark import mark_of_keys
from tests.ipdrecon.trace.printed import BLUE, LINE, RED, Sheet

COLORS = (RED, BLUE)
KEY_HEIGHT = 10.0


def legend(sheet: Sheet, mark: str, *, patch: bool = False) -> list[LegendEntry]:
    """Two keys of 49 pixels with lines 3 pixels wide and their texts."""
    entries = []
    for y, color in zip((60.0, 110.0), COLORS, strict=True):
        if patch:
            sheet.draw.rectangle((36, y - 16, 84, y + 16), fill=(235, 235, 235))
        sheet.line([(36, y), (84, y)], color=color)
        if mark == "tick":
            sheet.line([(60, y - 8), (60, y + 8)], color=color, width=2)
        elif mark == "circle":
            sheet.draw.ellipse((52, y - 8, 68, y + 8), outline=color, width=2)
        elif mark == "rise":  # a curve that runs by
            sheet.line([(40, y - 16), (40, y + 16)], color=color, width=2)
        sample = Box(35.5, y - KEY_HEIGHT, 84.5, y + KEY_HEIGHT)
        entries.append(LegendEntry("Arm", Box(100.0, y - LINE / 2, 160.0, y + LINE / 2), sample, color))
    return entries


@pytest.mark.parametrize("patch", [False, True])
def test_ticks_on_keys_tell_their_lengths(patch: bool) -> None:
    """Law: what stands out of a key's line in its middle is the mark, on paper and on the ground of a band."""
    sheet = Sheet()
    entries = legend(sheet, "tick", patch=patch)
    shape = mark_of_keys(sheet.figure(), entries)
    assert shape is not None
    assert (shape.up, shape.down) == pytest.approx((8.5, 8.5), abs=0.6)
    assert shape.width == pytest.approx(2.0, abs=0.3)


@pytest.mark.parametrize("mark", ["", "circle", "rise"])
def test_plain_keys_and_other_shapes_are_no_ticks(mark: str) -> None:
    """Law: a line alone shows no mark; a ring is wide, and what runs by stands beside the middle."""
    sheet = Sheet()
    entries = legend(sheet, mark)
    assert mark_of_keys(sheet.figure(), entries) is None


def test_a_mark_hardly_higher_than_its_line_is_told_by_what_it_adds_to_its_rows() -> None:
    """Law: a small pale tick ends beside its line, and is measured against what the line itself covers of a row."""
    sheet = Sheet()
    for entry in (entries := legend(sheet, "")):
        y = round(entry.text.center[1])
        sheet.line([(60, y - 3), (60, y + 3)], color=entry.color, width=1)
    shape = mark_of_keys(sheet.figure(), entries)
    assert shape is not None
    assert (shape.up, shape.down) == pytest.approx((3.5, 3.5), abs=0.6)
    assert shape.width == pytest.approx(1.0, abs=0.2)
