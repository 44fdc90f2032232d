"""Widths of the lines on the keys of a legend. Oracle: the widths that were drawn."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.entry import LegendEntry
from ipdrecon.trace.key_width import width_of_keys
from tests.ipdrecon.trace.printed import BLUE, LINE, RED, Sheet


def legend(sheet: Sheet, widths: tuple[int, int], *, ring: bool, dashed: bool) -> list[LegendEntry]:
    """Two keys of 49 pixels, the second one dashed, and their texts."""
    entries = []
    for y, color, width in zip((60.0, 90.0), (RED, BLUE), widths, strict=True):
        if dashed and color == BLUE:
            for left in range(36, 84, 20):
                sheet.line([(left, y), (left + 9, y)], color=color, width=width)
        else:
            sheet.line([(36, y), (84, y)], color=color, width=width)
        if ring:
            sheet.draw.ellipse((52, y - 8, 68, y + 8), outline=color, width=2)
        sample = Box(35.5, y - 8, 84.5, y + 8)
        entries.append(LegendEntry("Arm", Box(100.0, y - LINE / 2, 160.0, y + LINE / 2), sample, color))
    return entries


@pytest.mark.parametrize("ring", [False, True])
@pytest.mark.parametrize("dashed", [False, True])
def test_the_lines_of_keys_are_as_wide_as_they_are_drawn(ring: bool, dashed: bool) -> None:
    """Law: a ring on a key and gaps between its dashes say nothing of its line, nor does the key above it."""
    sheet = Sheet()
    entries = legend(sheet, (7, 7), ring=ring, dashed=dashed)
    assert width_of_keys(sheet.figure(), entries) == pytest.approx(7.0, abs=0.5)


@pytest.mark.parametrize("widths", [(2, 2), (4, 8)])
def test_thin_keys_and_keys_of_several_widths_tell_nothing(widths: tuple[int, int]) -> None:
    """Law: a thin line looks as wide as it happens to lie; where widths differ no one width is that of the curves."""
    sheet = Sheet()
    entries = legend(sheet, widths, ring=False, dashed=False)
    assert width_of_keys(sheet.figure(), entries) is None
