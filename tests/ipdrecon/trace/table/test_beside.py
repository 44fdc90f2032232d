"""A legend beside a table is none of it."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table.beside import without_legend

PANEL = Box(50.0, 10.0, 400.0, 300.0)


def entry(y: float, key: float) -> LegendEntry:
    text = Box(key + 40.0, y - 8.0, key + 90.0, y + 8.0)
    return LegendEntry("Grade 1", text, Box(key, y - 4.0, key + 30.0, y + 4.0), (200, 0, 0))


def words_of(*entries: LegendEntry) -> list[Word]:
    return [Word(e.label, e.text) for e in entries]


def test_a_legend_right_of_the_panel_names_no_row_of_the_table() -> None:
    """Law: texts with keys right of the panel, and their title, belong to the legend; counts do not (survminer)."""
    entries = [entry(360.0, 430.0), entry(390.0, 430.0)]
    title = Word("Group", Box(430.0, 326.0, 470.0, 342.0))
    counts = [Word("81", Box(60.0, 352.0, 76.0, 368.0)), Word("44", Box(380.0, 352.0, 396.0, 368.0))]
    assert without_legend([title, *counts, *words_of(*entries)], entries, PANEL) == tuple(counts)


def test_names_with_keys_left_of_their_counts_stay() -> None:
    """Law: a key beside the name of a row belongs to the row."""
    entries = [entry(360.0, -40.0), entry(390.0, -40.0)]
    assert without_legend(words_of(*entries), entries, PANEL) == tuple(words_of(*entries))


@pytest.mark.parametrize(("width", "read"), [(30.0, True), (8.0, False)])
def test_the_last_count_of_a_row_named_behind_it_is_no_key(width: float, read: bool) -> None:
    """Law: what a legend shows are lines; figures before a name are counts of its row, read or not (rms)."""
    plain = entry(360.0, 430.0)
    last = LegendEntry(plain.label, plain.text, Box(430.0, 356.0, 430.0 + width, 364.0), (90, 90, 90))
    counts = [Word("34", Box(60.0, 352.0, 76.0, 368.0)), Word("6", Box(436.0, 352.0, 446.0, 368.0))]
    words = [*(counts if read else counts[:1]), *words_of(last)]
    assert without_legend(words, [last], PANEL) == tuple(words)
