"""Plots inside a panel are told from panels beside it."""

from __future__ import annotations

from ipdrecon.figure import Box
from ipdrecon.trace.inset import insets

PANEL = Box(100, 50, 900, 550)


def test_a_plot_inside_a_panel_is_an_inset() -> None:
    assert insets([PANEL, Box(600, 80, 880, 250)]) == [1]
    assert insets([Box(600, 80, 880, 250), PANEL]) == [0]


def test_panels_beside_each_other_are_none() -> None:
    """Law: what reaches out of a panel, or is the panel found twice, is no inset of it."""
    assert insets([PANEL, Box(1000, 50, 1400, 550), Box(800, 80, 1100, 250), Box(102, 52, 898, 548)]) == []


def test_a_panel_that_ends_as_low_is_no_inset() -> None:
    """Law: the times of an inset stand between its lower edge and that of its panel."""
    assert insets([PANEL, Box(600, 80, 880, 548)]) == []
