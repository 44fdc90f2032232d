"""A curve whose colour goes on beyond its end is doubted; marks, texts and other curves beyond it are no reason."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.steps import StepCurve
from ipdrecon.trace.curves.beyond import CUT_SHORT, DOUBTED, with_doubts_beyond
from tests.ipdrecon.trace.judgement.test_restarts import AGAIN, AXES, FIRST, RED, figure, staircase

PLOT = Box(50, 35, 551, 351)


def read(*, end: float = 20.0) -> TracedCurve:
    """The first part of the drawn curve, as if it had been read to ``end``."""
    time, survival = np.array(FIRST).T
    return TracedCurve("A", StepCurve(time, survival, end=end), LineStyle(RED, width=2.0), confidence=0.98)


@pytest.mark.parametrize("beyond", ["again", "nothing", "lower", "text"])
def test_a_line_of_its_colour_above_its_end_is_a_reason_for_doubt(beyond: str) -> None:
    """Law: survival does not rise, so a falling line that begins higher is no part of the curve that was read."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    staircase(pixels, RED, *FIRST, end=20)
    covers = []
    if beyond == "again":
        staircase(pixels, RED, *AGAIN, end=50)
    if beyond == "lower":
        staircase(pixels, RED, (22, 0.7), (30, 0.5), end=50)
    if beyond == "text":
        staircase(pixels, RED, *AGAIN, end=50)
        covers = [Box(240, 40, 560, 360)]
    (curve,) = with_doubts_beyond(figure(pixels), PLOT, AXES, [read()], covers)
    assert (curve.confidence <= DOUBTED) == (beyond == "again")
    assert bool(curve.warnings) == (beyond in ("again", "lower"))


@pytest.mark.parametrize(("width", "doubted"), [(40, True), (3, False)])
def test_a_line_of_its_colour_below_its_end_may_be_the_rest_of_it(width: int, doubted: bool) -> None:
    """Law: nothing but a curve is drawn in a curve's colour; a patch of it, or a narrow mark, is no line."""
    for height in (2, 40):
        pixels = np.full((400, 600, 3), 255, np.uint8)
        staircase(pixels, RED, *FIRST, end=20)
        pixels[300 : 300 + height, 400 : 400 + width] = RED
        (curve,) = with_doubts_beyond(figure(pixels), PLOT, AXES, [read()], [])
        assert (curve.confidence <= CUT_SHORT) == (doubted and height == 2)


def test_the_tail_of_another_curve_of_its_colour_is_none() -> None:
    """Law: of two curves of one colour the longer one's end counts."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    staircase(pixels, RED, *FIRST, end=20)
    staircase(pixels, RED, *AGAIN, end=50)
    longer = read(end=50.0)
    assert all(c.confidence > DOUBTED for c in with_doubts_beyond(figure(pixels), PLOT, AXES, [read(), longer], []))
