"""Legends of panels side by side in one row."""

from __future__ import annotations

from ipdrecon.figure import Box
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_groups import groups_of
from ipdrecon.trace.legends.legends_in_row import each_its_own

PANELS = Box(172.0, 41.0, 496.0, 292.0), Box(714.0, 41.0, 1038.0, 292.0)


def row(*lefts: float) -> list[LegendEntry]:
    """Entries of 90 px from their keys to the ends of their texts."""
    keys = [Box(left, 25.0, left + 20, 27.0) for left in lefts]
    return [LegendEntry("Arm", Box(key.left + 30, 20.0, key.left + 90, 32.0), key, (0, 0, 0)) for key in keys]


def lefts(groups: list[list[LegendEntry]]) -> list[list[float]]:
    return sorted(sorted(entry.box.left for entry in group) for group in groups)


def test_legends_of_two_panels_in_one_row_are_two() -> None:
    """Law: the gap between two legends is far wider than those within them, and lies between their panels."""
    both = groups_of(row(150, 260, 370, 560, 670, 780), 12.0)
    assert len(both) == 1  # near enough to be one
    assert lefts(each_its_own(both, PANELS[0], PANELS[1:])) == [[150, 260, 370], [560, 670, 780]]


def test_a_legend_that_panels_share_stays_whole() -> None:
    assert len(each_its_own(groups_of(row(300, 420, 545, 660, 790), 12.0), PANELS[0], PANELS[1:])) == 1


def test_a_wide_gap_within_one_panel_parts_nothing() -> None:
    assert len(each_its_own(groups_of(row(5, 110, 290), 12.0), PANELS[0], PANELS[1:])) == 1


def test_legends_inside_two_panels_are_two_however_close_they_stand() -> None:
    """Law: what stands inside a panel is that panel's own; a gap between two entries has nothing to compare it to."""
    narrow = Box(100.0, 10.0, 260.0, 292.0), Box(300.0, 10.0, 460.0, 292.0)
    both = groups_of(row(160, 310), 12.0)
    assert len(both) == 1
    assert lefts(each_its_own(both, narrow[0], narrow[1:])) == [[160], [310]]


def test_a_legend_that_reaches_out_of_one_panel_stays_whole() -> None:
    assert len(each_its_own(groups_of(row(400, 510, 620), 12.0), PANELS[0], PANELS[1:])) == 1
