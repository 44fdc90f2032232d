"""Entries of one legend."""

from __future__ import annotations

from ipdrecon.figure import Box
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_groups import groups_of, with_lone_dashes, without_edges


def entry(label: str, text: Box, row: float, left: float = 480.0, right: float = 530.0) -> LegendEntry:
    return LegendEntry(label, text, Box(left, row - 1, right, row + 1), (0, 0, 0))


def test_the_edge_of_a_legends_frame_is_no_key_of_the_title_above_it() -> None:
    """Law: keys stand as far apart as lines of text; of two that do not, the one off its text's middle is none."""
    title = entry("Overall survival", Box(571.0, 4.0, 764.0, 40.0), 34.0, right=552.0)
    placebo = entry("Placebo", Box(545.0, 33.0, 631.0, 65.0), 50.0)
    below = entry("Treatment", Box(545.0, 70.0, 640.0, 102.0), 86.0)
    beside = entry("Other", Box(760.0, 33.0, 831.0, 65.0), 50.0, left=700.0, right=745.0)
    assert without_edges([title, placebo, below, beside]) == [placebo, below, beside]


def _row() -> tuple[LegendEntry, LegendEntry]:
    whole = entry("High", Box(602.0, 557.0, 630.0, 583.0), 570.0, left=559.5, right=588.5)
    dash = entry("Experimental", Box(684.0, 557.0, 768.0, 583.0), 570.0, left=641.5, right=659.5)
    return whole, dash


def test_a_dash_that_begins_where_the_keys_of_its_row_do_is_one_of_them() -> None:
    whole, dash = _row()
    assert [len(group) for group in groups_of([whole, dash], 27.0)] == [2]


def test_a_short_key_shows_one_dash_and_the_gap_behind_it() -> None:
    """Law: keys of one legend are equally long, so one that ends before the others ends in a gap."""
    whole, dash = _row()
    first, second = with_lone_dashes([whole, dash], 27.0)
    assert first.dashes == ()
    assert second.dashes == (18.0, 11.0)


def test_a_short_key_is_one_dash_though_its_rest_was_read_with_the_text() -> None:
    """Law: below a whole key, what begins with it and ends before it is a dash, wherever its text seems to begin."""
    whole = entry("Erlotinib", Box(293.0, 88.0, 328.0, 103.0), 97.0, left=262.5, right=286.5)
    dash = entry("Low risk", Box(273.0, 104.0, 328.0, 119.0), 112.5, left=262.5, right=270.5)
    assert [e.dashes for e in with_lone_dashes([whole, dash], 13.5)] == [(), (8.0, 16.0)]
    behind = entry("Low risk", Box(310.0, 104.0, 338.0, 119.0), 112.5, left=272.5, right=280.5)
    assert [e.dashes for e in with_lone_dashes([whole, behind], 13.5)] == [(), ()]
