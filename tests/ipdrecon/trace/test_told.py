"""What a person tells of curves holds for paths too, and what cannot be met is said."""

from __future__ import annotations

import pytest

from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box
from ipdrecon.steps import StepCurve
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.told import chosen, missing

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
