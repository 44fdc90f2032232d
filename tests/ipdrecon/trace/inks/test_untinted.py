"""Own colour upon tinted lines. Oracle: the shares that were painted."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.censor.ground import ground_of
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.censor.upon import with_marks_upon
from ipdrecon.trace.censor.upright import Upright, place_uprights
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.inks.untinted import is_tint
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import stroke_mask
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

RED, TEAL = (248, 118, 109), (0, 191, 196)
OPACITY = 0.3
SHAPE = HEIGHT, WIDTH = 160, 240
#: A steep run of falls smaller than the stroke is thick, as curves of many patients have.
X = np.array([10.0, *np.arange(60.0, 120.0, 3.0), 150.0])
Y = np.array([30.0, *np.linspace(34.0, 94.0, X.size - 2), 120.0])
END, STROKE = 220.0, 6.0
CORES = np.array([RED, TEAL, [(1 - OPACITY) * r + OPACITY * t for r, t in zip(RED, TEAL, strict=True)]], np.float32)


def figure(marks: list[tuple[float, float]], band_to: int = WIDTH) -> np.ndarray:
    """A red line under a teal band, and red uprights drawn above both, 2 px wide and 10 px high."""
    image = paint(np.full((*SHAPE, 3), 255.0), coverage(SHAPE, X, Y, END, STROKE), RED)
    band = np.zeros(SHAPE)
    band[5:, :band_to] = OPACITY
    image = paint(image, band, TEAL)
    for x, y in marks:
        cover = np.zeros(SHAPE)
        cover[round(y) - 5 : round(y) + 5, round(x) : round(x) + 2] = 1.0
        image = paint(image, cover, RED)
    return as_pixels(image)


def found_at(pixels: np.ndarray) -> list[float]:
    ink = read_ink(pixels, Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    ink = attrs.evolve(ink, page=np.full(3, 255.0, np.float32))
    layers = find_layers(ink, CORES, {2: 0})
    stair = Staircase(X, Y, np.full(X.size, 0.1), END, STROKE, np.ones(WIDTH, np.bool_))
    nothing = np.zeros(SHAPE, np.bool_)
    beside = ground_of(layers.alpha[0], stair, stroke_mask(SHAPE, stair, reach_px(SHAPE)), nothing)
    ground = with_marks_upon(beside, stair, layers.upon.get(0), nothing)
    return place_uprights(ground, Upright(5.0, 5.0, 2.0)).x.tolist()


def test_marks_in_steep_runs_are_seen_upon_their_tinted_line() -> None:
    """Law: a mark drawn after the bands keeps its colour, and its line beneath them hides nothing of it."""
    assert found_at(figure([(80.0, 53.0), (105.0, 81.0)])) == pytest.approx([80.5, 105.5], abs=0.6)


def test_a_line_that_leaves_the_band_has_its_own_colour_and_no_mark() -> None:
    """Law: where no band lies over it, a line shows its own colour in all its width."""
    assert found_at(figure([], band_to=90)) == []
    assert found_at(figure([])) == []


def test_a_tint_is_what_other_bands_make_of_a_colour() -> None:
    """Law: a tint lies between a line's colour and those of the others; a paler or another hue is none."""
    assert is_tint(CORES[2], 0, CORES, [0, 1])
    assert not is_tint(CORES[2], 1, CORES, [0, 1])
    assert not is_tint(np.array([251.0, 180.0, 175.0], np.float32), 0, CORES, [0, 1])
