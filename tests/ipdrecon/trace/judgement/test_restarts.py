"""Landmark analyses are refused; upper limits, legends, boxes and dashes at S = 1 are not taken for them."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.frozen import Bytes
from ipdrecon.trace.judgement.restarts import refuse_restarts

AXES = Axes(Axis(50.0, 10.0, 0.0, 50.0), Axis(350.0, -300.0, 0.0, 1.05), "months", y_title="Survival")
RISING = Axes(AXES.x, AXES.y, "months", incidence=True)
RED, BLACK = (200, 30, 30), (0, 0, 0)


def figure(pixels: Bytes) -> Figure:
    return Figure(pixels, Source("chart.png", "0" * 64))


def staircase(
    pixels: Bytes, color: tuple[int, int, int], *steps: tuple[float, float], end: float, dash: int = 0
) -> None:
    """Draw a curve from (time, level) to (time, level), 2 px thick; ``dash`` is the length of dashes and gaps."""
    paint = np.zeros(pixels.shape[:2], np.bool_)
    for i, (time, level) in enumerate(steps):
        stop = steps[i + 1][0] if i + 1 < len(steps) else end
        row = round(350 - 300 * level)
        paint[row : row + 2, round(50 + 10 * time) : round(52 + 10 * stop)] = True
        if i:
            above = round(350 - 300 * steps[i - 1][1])
            paint[above : row + 2, round(50 + 10 * time) : round(52 + 10 * time)] = True
    if dash:
        paint[:, np.arange(paint.shape[1]) // dash % 2 == 1] = False
    pixels[paint] = color


FIRST = ((0, 1.0), (5, 0.9), (12, 0.7))
AGAIN = ((20, 1.0), (22, 0.9), (30, 0.6))


@pytest.mark.parametrize("color", [RED, BLACK, (150, 150, 150)])
@pytest.mark.parametrize("rising", [False, True])
def test_a_curve_that_begins_again_is_refused_with_its_time(color: tuple[int, int, int], rising: bool) -> None:
    """Law: ink of a fallen curve's colour that runs along S = 1 later on and falls from there is a landmark."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    staircase(pixels, color, *FIRST, end=20)
    staircase(pixels, color, *AGAIN, end=50)
    if rising:  # upside down about the middle of the y axis
        pixels = np.ascontiguousarray(np.roll(pixels[::-1], 2, axis=0))
    with pytest.raises(FigureError, match=r"at time (19\.9|20)"):
        refuse_restarts(figure(pixels), RISING if rising else AXES, [color], [])


def test_a_landmark_beside_a_tick_of_its_colour_is_refused_all_the_same() -> None:
    """Law: what goes on below S = 1 before a restart is seen in most columns there; a tick in the gap is no curve."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    staircase(pixels, RED, *FIRST, end=20)
    staircase(pixels, RED, *AGAIN, end=50)
    pixels[56:62, 244:246] = RED
    with pytest.raises(FigureError, match="at time"):
        refuse_restarts(figure(pixels), AXES, [RED], [])


def test_what_stands_at_one_and_is_no_restart() -> None:
    """Law: a limit goes on from the start or comes back up a line, a sample does not fall, a text is known by its
    place, and a curve that has not fallen is at S = 1 all the while, if only in dashes."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    staircase(pixels, RED, *FIRST, end=50)
    limit = pixels.copy()
    staircase(limit, RED, (0, 1.0), (30, 0.95), end=50)
    refuse_restarts(figure(limit), AXES, [RED], [])
    back = pixels.copy()
    staircase(back, RED, (20, 0.8), (25, 1.0), (35, 1.0), end=40)
    back[50:112, 300:302] = RED
    refuse_restarts(figure(back), AXES, [RED], [])
    sample = pixels.copy()
    sample[50:52, 400:430] = RED
    refuse_restarts(figure(sample), AXES, [RED], [])
    text = pixels.copy()
    staircase(text, RED, *AGAIN, end=24)
    refuse_restarts(figure(text), AXES, [RED], [Box(245, 40, 300, 90)])
    dashed = pixels.copy()
    staircase(dashed, RED, (0, 1.0), (25, 0.9), (30, 0.6), end=50, dash=5)
    refuse_restarts(figure(dashed), AXES, [RED], [])
    dotted = pixels.copy()  # in gaps wider than dashes leave, up to marks that run together
    staircase(dotted, RED, (0, 1.0), (28, 0.9), (32, 0.6), end=50)
    dotted[50:52, 65:299][:, np.arange(234) % 13 > 2] = 255
    refuse_restarts(figure(dotted), AXES, [RED], [])
    ticks = pixels.copy()
    staircase(ticks, RED, (0, 1.0), (2, 0.985), (30, 0.6), end=50)
    for column in (250, 256, 262):
        ticks[50:55, column : column + 2] = RED
    refuse_restarts(figure(ticks), AXES, [RED], [])
    stray = np.full((400, 600, 3), 255, np.uint8)
    staircase(stray, RED, *AGAIN, end=50)
    stray[100, 100] = RED
    refuse_restarts(figure(stray), AXES, [RED], [])


def test_marks_of_a_curve_near_one_that_reach_up_to_it_are_no_restart() -> None:
    """Law: rings that crowd on a curve right below S = 1 run along that, but the curve was there before them."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    staircase(pixels, RED, *FIRST, end=50)
    staircase(pixels, RED, (0, 1.0), (8, 0.985), (35, 0.6), end=50)
    pixels[50:56, 250:300] = RED
    refuse_restarts(figure(pixels), AXES, [RED], [])
