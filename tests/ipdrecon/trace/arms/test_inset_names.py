"""Curves of an inset are the ones around it once more."""

from __future__ import annotations

import attrs

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.steps import StepCurve
from ipdrecon.trace.arms.inset_names import with_names_around

AXES = Axes(Axis(0.0, 10.0, 0.0, 36.0), Axis(400.0, -350.0, 0.0, 1.0))
BLACK = (0, 0, 0)


def curve(label: str, level: float, color: tuple[int, int, int] = BLACK, dashes: tuple[float, ...] = ()) -> TracedCurve:
    return TracedCurve(label, StepCurve([0, 10], [1, level], end=36.0), LineStyle(color, dashes=dashes))


WHOLE = Panel(Box(0, 0, 400, 400), AXES, (curve("Placebo", 0.4), curve("Drug", 0.7)))
INSET = Panel(Box(200, 20, 390, 150), AXES, (curve("curve 1", 0.71), curve("curve 2", 0.41)), inset=True)


def labels(*panels: Panel) -> list[list[str]]:
    return [[c.label for c in panel.curves] for panel in with_names_around(panels)]


def test_curves_of_one_colour_are_told_by_their_course() -> None:
    assert labels(WHOLE, INSET) == [["Placebo", "Drug"], ["Drug", "Placebo"]]


def test_what_has_names_of_its_own_keeps_them() -> None:
    own = attrs.evolve(INSET, curves=(curve("PFS", 0.71), curve("OS", 0.41)))
    assert labels(WHOLE, own)[1] == ["PFS", "OS"]


def test_another_colour_is_another_curve() -> None:
    other = attrs.evolve(INSET, curves=(curve("curve 1", 0.71, (220, 0, 0)), curve("curve 2", 0.41)))
    assert labels(WHOLE, other)[1] == ["curve 1", "curve 2"]


def test_an_inset_without_a_panel_around_keeps_its_numbers() -> None:
    away = attrs.evolve(INSET, box=Box(500, 20, 690, 150))
    assert labels(WHOLE, away)[1] == ["curve 1", "curve 2"]


def test_one_colour_is_printed_a_little_paler_in_an_inset() -> None:
    pale = attrs.evolve(INSET, curves=(curve("curve 1", 0.71, (25, 25, 25)), curve("curve 2", 0.41, (15, 15, 15))))
    assert labels(WHOLE, pale)[1] == ["Drug", "Placebo"]


def test_curves_on_each_other_are_told_by_their_dashes() -> None:
    """Law: a dashed line is no whole one, however near to it."""
    both = attrs.evolve(WHOLE, curves=(curve("Placebo", 0.5), curve("Drug", 0.55, dashes=(6.0, 4.0))))
    own = attrs.evolve(INSET, curves=(curve("curve 1", 0.5, dashes=(3.0, 2.0)), curve("curve 2", 0.55)))
    assert labels(both, own)[1] == ["Drug", "Placebo"]


def test_a_dashed_curve_is_none_of_the_whole_ones_around() -> None:
    own = attrs.evolve(INSET, curves=(curve("curve 1", 0.7, dashes=(6.0, 4.0)), curve("curve 2", 0.4)))
    assert labels(WHOLE, own)[1] == ["curve 1", "curve 2"]


def test_an_inset_that_names_some_of_its_curves_keeps_all_as_they_are() -> None:
    own = attrs.evolve(INSET, curves=(curve("Men", 0.71), curve("curve 2", 0.41)))
    assert labels(WHOLE, own)[1] == ["Men", "curve 2"]


def test_more_curves_than_there_are_around_are_not_the_same_ones() -> None:
    own = attrs.evolve(INSET, curves=(*INSET.curves, curve("curve 3", 0.55)))
    assert labels(WHOLE, own)[1] == ["curve 1", "curve 2", "curve 3"]
