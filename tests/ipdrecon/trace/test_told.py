"""What a person tells of curves holds for paths too, and what cannot be met is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box
from ipdrecon.reading import read_figure
from ipdrecon.steps import StepCurve
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.judgement.judge import NAME_UNSURE
from ipdrecon.trace.told import chosen, missing
from tests.ipdrecon.trace.vectors.vector_plots import arm, canvas, saved

RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (120, 120, 120)
BOX = Box(0, 0, 10, 10)
STEPS = StepCurve([0.0, 5.0], [1.0, 0.9], end=9.0)
CURVES = [TracedCurve(str(k), STEPS, LineStyle(color)) for k, color in enumerate((RED, BLUE, GREY))]
DRAWN = [50.0, 90.0, 70.0]


def test_told_colours_choose_among_the_paths() -> None:
    assert chosen(CURVES, DRAWN, Hints(), BOX) == [0, 1, 2]
    assert chosen(CURVES, DRAWN, Hints(colors=((210, 40, 30), GREY)), BOX) == [0, 2]
    with pytest.raises(FigureError, match=r"#00ff00.*#c81e1e, #1e1ec8, #787878"):
        chosen(CURVES, DRAWN, Hints(colors=((0, 255, 0),)), BOX)


def test_of_more_curves_than_told_the_longest_stay_in_drawing_order() -> None:
    assert chosen(CURVES, DRAWN, Hints(curves=2), BOX) == [1, 2]


def test_what_was_told_and_not_found_is_said() -> None:
    assert missing(2, Hints(curves=2)) == ()
    assert "--curves says 3, but 2" in missing(2, Hints(curves=3))[0]
    assert "in 1 of them" in missing(1, Hints(colors=(RED, BLUE)))[0]
    assert missing(3, Hints()) == ()
    assert missing(3, Hints(), named=3) == ()
    assert "names 3 curves, but 2" in missing(2, Hints(), named=3)[0]


def test_names_told_where_keys_look_alike_go_from_top_to_bottom(tmp_path: Path) -> None:
    """Law: what the legend cannot tell a person does, by the heights of the curves at their ends."""
    figure, plot = canvas()
    for seed, last, name in ((1, 0.2, "Drug"), (2, 0.6, "Placebo")):
        plot.step(*arm(seed, last=last).corners, where="post", color="black", label=name)
    plot.legend(frameon=False, loc="lower left")
    read = saved(figure, tmp_path / "alike.svg")
    assert [c.confidence for c in read_figure(read).digitization.panels[0].curves] == [NAME_UNSURE, NAME_UNSURE]
    (panel,) = read_figure(read, Hints(labels=("upper", "lower"))).digitization.panels
    assert panel.curve("upper").steps.survival[-1] > panel.curve("lower").steps.survival[-1]
    assert min(curve.confidence for curve in panel.curves) > NAME_UNSURE
