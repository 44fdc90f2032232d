"""Curves behind an opaque legend."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.curves.behind import END_UNKNOWN, with_unknown_ends
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

HEIGHT, WIDTH = 300, 480
RED = (214, 39, 40)
GROUND = Box(200.0, 20.0, 430.0, 140.0)
AXES = Axes(Axis(0.0, 10.0, 0.0, 48.0), Axis(300.0, -290.0, 0.0, 1.0), "months")


def drawn(x: list[float], y: list[float], end: float) -> list[Stroke]:
    image: Floats = np.full((HEIGHT, WIDTH, 3), 255.0)
    image = paint(image, coverage((HEIGHT, WIDTH), np.array(x), np.array(y), end, 2.0), RED)
    image[20:141, 200:431] = 255.0
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), grounds=(GROUND,), margin=0)
    return find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0)).look().finished()


def test_a_curve_is_found_again_beyond_a_legend_wider_than_what_is_seen_there() -> None:
    """Law: a curve that runs into an opaque legend goes on beyond it, with one fall midway where none is seen."""
    (stroke,) = drawn([10.0, 80.0, 350.0], [12.0, 60.0, 100.0], 470.0)
    assert stroke.stair.end == pytest.approx(470.0, abs=2.0)
    assert levels_at(stroke.stair, np.array([150.0, 300.0, 330.0, 450.0])) == pytest.approx([60, 60, 100, 100], abs=0.6)


def test_a_curve_that_ends_before_the_legend_ends_there() -> None:
    (stroke,) = drawn([10.0, 80.0], [12.0, 60.0], 150.0)
    assert stroke.stair.end == pytest.approx(150.0, abs=2.0)


def test_a_curve_that_is_not_seen_again_has_no_known_end() -> None:
    """Law: whether a curve ends behind a legend or right at its edge cannot be seen."""
    steps = StepCurve([0.0, 5.0], [1.0, 0.8], end=20.0)
    into = TracedCurve("A", steps, LineStyle(RED, 2.0), confidence=0.98)
    below = TracedCurve("B", StepCurve([0.0, 5.0], [1.0, 0.3], end=20.0), LineStyle(RED, 2.0), confidence=0.98)
    found = with_unknown_ends(AXES, (into, below), (GROUND,))
    assert [c.confidence for c in found] == [END_UNKNOWN, 0.98]
    assert "legend" in found[0].warnings[0]
    assert with_unknown_ends(AXES, (into, below), ()) == (into, below)


@pytest.mark.parametrize(("marks", "doubted"), [([19.5], True), ([12.0], False), ([], False)])
def test_a_curve_read_to_its_last_mark_before_a_legend_has_no_known_end(marks: list[float], doubted: bool) -> None:
    """Law: the legend covers what is right of the mark's middle; a line that ends as far before it ends there."""
    steps = StepCurve([0.0, 5.0], [1.0, 0.8], end=19.5, marks=marks)
    (found,) = with_unknown_ends(AXES, [TracedCurve("A", steps, LineStyle(RED, 2.0), confidence=0.98)], (GROUND,))
    assert (found.confidence == END_UNKNOWN) == doubted
