"""Curves end where their confidence bands do."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.ends.band_end import band_edge, ended_with_bands
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import Ink, read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.stroke import Stroke
from tests.ipdrecon.trace.curves.test_chosen import BLUE, HEIGHT, RED, WIDTH, blank
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

X, Y, END = np.array([10.0, 150.0, 300.0]), np.array([12.0, 90.0, 160.0]), 400.5


def figure(grid: float | None = None) -> Floats:
    image = blank()
    if grid is not None:
        image[:] = 235.0
        image[:, int(grid) : int(grid) + 4] = 255.0
    for x, stop, y in zip(X, np.append(X[1:], END), Y, strict=True):
        area = (slice(max(0, int(y) - 40), int(y) + 41), slice(round(x), int(np.ceil(stop))))
        image[area] = 0.75 * image[area] + 0.25 * np.array(BLUE)
    return paint(image, coverage((HEIGHT, WIDTH), X, Y, END, 2.0), BLUE)


def read(image: Floats) -> tuple[Stroke, Ink]:
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    (found,) = (
        find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), expected=1, sure=True).look().finished()
    )
    return found, ink


@pytest.mark.parametrize("late", [9.0, -8.0])
def test_a_curve_ends_with_its_band(late: float) -> None:
    """Law: a mark or a letter behind a curve, or text over its end, is no follow-up where its band is seen to end."""
    stroke, ink = read(figure())
    deceived = attrs.evolve(stroke, stair=attrs.evolve(stroke.stair, end=END + late))
    (ended,) = ended_with_bands([deceived], ink)
    assert ended.stair.end == pytest.approx(END, abs=0.6)


def test_the_band_of_another_colour_ends_no_curve() -> None:
    """Law: a band that ends about a curve tells of the curve in its colour."""
    stroke, ink = read(figure())
    mine = attrs.evolve(stroke, color=np.array(RED, np.float32))
    assert band_edge(stroke, [mine], ink) == pytest.approx(END, abs=0.6)
    assert band_edge(mine, [stroke], ink) is None


def test_the_band_of_a_curve_that_ends_there_leads_no_other_one_on() -> None:
    """Law: of two curves in one colour the one that ends with a band is the one it belongs to."""
    stroke, ink = read(figure())
    shorter = attrs.evolve(stroke, stair=attrs.evolve(stroke.stair, end=END - 12.0))
    assert band_edge(shorter, [], ink) == pytest.approx(END, abs=0.6)
    assert band_edge(shorter, [stroke], ink) is None


def test_a_bright_line_of_the_grid_ends_no_band() -> None:
    """Law: beneath a band a bright line of the grid looks like its end, but the band goes on behind it."""
    stroke, ink = read(figure(grid=388.0))
    edge = band_edge(attrs.evolve(stroke, stair=attrs.evolve(stroke.stair, end=394.0)), [], ink)
    assert edge is None or edge == pytest.approx(END, abs=0.6)
