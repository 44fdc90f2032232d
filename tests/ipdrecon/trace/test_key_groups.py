"""Entries of one legend."""

from __future__ import annotations

from ipdrecon.figure import Box
from ipdrecon.trace.entry import LegendEntry
from ipdrecon.trace.key_groups import without_edges


def entry(label: str, text: Box, row: float, left: float = 480.0, right: float = 530.0) -> LegendEntry:
    return LegendEntry(label, text, Box(left, row - 1, right, row + 1), (0, 0, 0))


def test_the_edge_of_a_legends_frame_is_no_key_of_the_title_above_it() -> None:
    """Law: keys stand as far apart as lines of text; of two that do not, the one off its text's middle is none."""
    title = entry("Overall survival", Box(571.0, 4.0, 764.0, 40.0), 34.0, right=552.0)
    placebo = entry("Placebo", Box(545.0, 33.0, 631.0, 65.0), 50.0)
    below = entry("Treatment", Box(545.0, 70.0, 640.0, 102.0), 86.0)
    beside = entry("Other", Box(760.0, 33.0, 831.0, 65.0), 50.0, left=700.0, right=745.0)
    assert without_edges([title, placebo, below, beside]) == [placebo, below, beside]
