"""Which legend is a panel's own, for panels side by side and one above the other."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.legends.owned import own_group

PANELS = [Box(50, 50, 600, 350), Box(700, 50, 1250, 350), Box(50, 480, 600, 780), Box(700, 480, 1250, 780)]


def legend(x: float, y: float, entries: int = 2) -> list[Box]:
    return [Box(x + 110 * i, y, x + 90 + 110 * i, y + 18) for i in range(entries)]


def own(number: int, groups: list[list[Box]]) -> int | None:
    return own_group(groups, PANELS[number], [p for i, p in enumerate(PANELS) if i != number])


@pytest.mark.parametrize(("dx", "dy"), [(200, -30), (200, 390), (200, 100), (-40, 60)])
@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_each_panel_has_the_legend_in_its_own_place(number: int, dx: float, dy: float) -> None:
    """Law: legends in one place beside all panels are each panel's own, also where another panel's stands nearer."""
    groups = [legend(panel.left + dx, panel.top + dy) for panel in PANELS]
    assert own(number, groups) == number


@pytest.mark.parametrize("number", [0, 3])
def test_one_legend_beside_all_panels_is_shared(number: int) -> None:
    assert own(number, [legend(500, 5, entries=3), legend(20, 820, entries=1)]) == 0


def test_a_panel_without_a_legend_takes_the_one_inside_another() -> None:
    assert own(2, [legend(300, 80)]) == 0


def test_there_may_be_no_legend() -> None:
    assert own(0, []) is None


@pytest.mark.parametrize("number", [0, 3])
def test_one_entry_alone_in_a_panel_is_no_legend_where_others_stand_outside(number: int) -> None:
    """Law: a mark before a share printed on a curve looks like an entry; the legends beside the panels are larger."""
    groups = [legend(panel.right - 80, panel.top + 100, entries=3) for panel in PANELS]
    lone = [legend(panel.left + 200, panel.top + 150, entries=1) for panel in PANELS]
    others = [p for i, p in enumerate(PANELS) if i != number]
    both = [*groups, *lone]
    assert own_group(both, PANELS[number], others, [False] * 4 + [True] * 4) == number
    assert own_group(both, PANELS[number], others, [False] * 8) == 4 + number


def test_the_one_arm_of_a_panel_is_named_inside_it() -> None:
    """Law: a name inside a panel is that panel's, whatever legend stands outside for others."""
    assert own(1, [legend(500, 820), legend(900, 80, entries=1)]) == 1
