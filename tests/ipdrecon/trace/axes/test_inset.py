"""Plots inside a panel are told from panels beside it."""

from __future__ import annotations

import pathlib

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Path, Source, Word
from ipdrecon.reading import read_figure
from ipdrecon.trace.axes.inset import insets, only_inset, with_labels, without_insets
from ipdrecon.trace.hints import Hints
from tests.ipdrecon.trace.vectors.vector_plots import Arm, arm, canvas, saved

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


def test_an_inset_is_taken_off_with_its_labels() -> None:
    """Law: nothing of an inset, its labels, its lines, is left in the panel; what stands beside it stays."""
    inner = Box(600, 80, 880, 250)
    labels = (Word("0.8", Box(575, 90, 594, 104)), Word("Months", Box(700, 270, 760, 284)))
    legend = Word("Placebo", Box(300, 90, 360, 104))
    place = with_labels(inner, 284.0, (*labels, legend))
    pixels = np.full((600, 1000, 3), 240, np.uint8)
    pixels[80:251, 600:881] = 0
    pixels[270:285, 700:761] = 0
    pixels[300, 100:900] = 9
    lines = (Path(np.array([[610.0, 90.0], [870.0, 200.0]])), Path(np.array([[100.0, 60.0], [870.0, 300.0]])))
    figure = Figure(pixels, Source("f.svg", "0" * 64), paths=lines, words=(*labels, legend))
    bare, words = without_insets(figure, (*labels, legend), PANEL, (place,))
    assert words == (legend,)
    assert bare.paths == lines[1:]
    assert (bare.pixels != 240).any(axis=2).sum() == 800  # the line below is left


def test_an_inset_is_read_with_its_own_labels_and_lines_only() -> None:
    """Law: nothing of the panel around an inset is left, and all of the inset itself."""
    place = Box(570, 78, 882, 286)
    label, legend = Word("0.8", Box(575, 90, 594, 104)), Word("Placebo", Box(300, 90, 360, 104))
    pixels = np.full((600, 1000, 3), 240, np.uint8)
    pixels[80:90, 600:881] = 0
    pixels[300, 100:900] = 9
    lines = (Path(np.array([[610.0, 90.0], [870.0, 200.0]])), Path(np.array([[100.0, 60.0], [870.0, 300.0]])))
    figure = Figure(pixels, Source("f.svg", "0" * 64), paths=lines, words=(label, legend))
    own, words = only_inset(figure, (label, legend), place)
    assert words == (label,)
    assert own.paths == lines[:1]
    assert (own.pixels != 240).any(axis=2).sum() == 2810


def with_inset(title: str = "Survival") -> tuple[Canvas, dict[str, Arm]]:
    """A figure of two arms that an inset shows once more, from S = .8."""
    figure, plot = canvas()
    plot.set_ylabel(title)
    small = figure.add_axes((0.27, 0.23, 0.4, 0.25))
    small.set(xlim=(0, 36), ylim=(0.8, 1.0), xticks=range(0, 37, 12), yticks=[0.8, 0.9, 1.0])
    arms = {"Placebo": arm(1, last=0.82), "Drug": arm(2, last=0.9)}
    for (name, drawn), color in zip(arms.items(), ("tab:red", "tab:blue"), strict=True):
        plot.plot(*drawn.corners, drawstyle="steps-post", color=color, label=name)
        small.plot(*drawn.corners, drawstyle="steps-post", color=color)
    plot.legend(loc="lower right")
    return figure, arms


def test_a_figure_with_an_inset_holds_both_and_the_inset_is_named_as_its_panel(tmp_path: pathlib.Path) -> None:
    """Law: an inset is a panel of its own, in the unit of the panel around it, with the names of its curves."""
    figure, arms = with_inset()
    whole, inset = read_figure(saved(figure, tmp_path / "inset.svg")).digitization.panels
    assert (whole.inset, inset.inset) == (False, True)
    assert inset.axes.time_unit == whole.axes.time_unit == "months"
    for name, drawn in arms.items():
        for panel in (whole, inset):
            assert panel.curve(name).steps.survival[1:] == pytest.approx(drawn.survival, abs=1e-4)


def test_what_is_told_describes_the_panel_and_not_its_inset(tmp_path: pathlib.Path) -> None:
    """Law: an inset has axes of its own, and its curves are those around it, whatever they are called."""
    figure, _ = with_inset()
    hints = Hints(y_range=(-0.02, 1.05), labels=("Drug", "Placebo"))
    whole, inset = read_figure(saved(figure, tmp_path / "inset.svg"), hints).digitization.panels
    for curve, again in zip(
        whole.curves, sorted(inset.curves, key=lambda c: c.label != whole.curves[0].label), strict=True
    ):
        assert again.label == curve.label
        assert again.steps.survival == pytest.approx(curve.steps.survival, abs=2e-3)


def test_an_inset_alone_is_no_figure(tmp_path: pathlib.Path) -> None:
    """Law: where the panel is none of survival, what stands inside it is not taken in its place."""
    figure, _ = with_inset("Cumulative hazard")
    with pytest.raises(FigureError, match="hazard"):
        read_figure(saved(figure, tmp_path / "inset.svg"))
