"""Widths of the lines on the keys of a legend. Oracle: the widths that were drawn."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_width import width_of_keys
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


@pytest.mark.parametrize("width", [4, 7])
def test_a_line_ends_where_paper_lies_between_it_and_another(width: int) -> None:
    """Law: what lies above or below a key in its very colour, another key say, is no part of its line."""
    sheet = Sheet()
    for y, end in ((60, 80), (78, 84), (96, 80)):
        sheet.line([(36, y), (end, y)], color=BLUE, width=width)
    entry = LegendEntry("Arm", Box(100.0, 78 - LINE / 2, 160.0, 78 + LINE / 2), Box(35.5, 70.0, 84.5, 86.0), BLUE)
    assert width_of_keys(sheet.figure(), [entry]) == pytest.approx(width, abs=0.5)


def test_a_blurred_line_is_as_wide_as_its_ink() -> None:
    """Law: the edges of a line that pixels show in part are of it too, by as much as they show."""
    sheet = Sheet()
    entries = legend(sheet, (6, 6), ring=False, dashed=True)
    blurred = sheet.figure().pixels.astype(np.float64)
    blurred = np.round((np.roll(blurred, 1, 0) + 2 * blurred + np.roll(blurred, -1, 0)) / 4)
    figure = Figure(blurred.astype(np.uint8), Source("blurred.png"))
    assert width_of_keys(figure, entries) == pytest.approx(6.0, abs=0.2)


def test_short_dashes_with_wide_gaps_tell_their_width() -> None:
    sheet = Sheet()
    entries = legend(sheet, (5, 5), ring=False, dashed=False)
    for left in range(36, 84, 10):
        sheet.draw.rectangle((left + 4, 50, left + 9, 100), fill="white")
    assert width_of_keys(sheet.figure(), entries) == pytest.approx(5.0, abs=0.5)


def test_keys_that_differ_by_less_than_their_print_are_drawn_in_one_width() -> None:
    sheet = Sheet()
    entries = legend(sheet, (9, 10), ring=False, dashed=False)
    assert width_of_keys(sheet.figure(), entries) == pytest.approx(9.5, abs=0.5)


@pytest.mark.parametrize("widths", [(2, 2), (4, 8), (6, 8)])
def test_thin_keys_and_keys_of_several_widths_tell_nothing(widths: tuple[int, int]) -> None:
    """Law: a thin line looks as wide as it happens to lie; where widths differ no one width is that of the curves."""
    sheet = Sheet()
    entries = legend(sheet, widths, ring=False, dashed=False)
    assert width_of_keys(sheet.figure(), entries) is None
