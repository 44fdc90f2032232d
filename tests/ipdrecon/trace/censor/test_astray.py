"""Curves that went astray along marks whose shape is known. Oracle: where their middles were drawn."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.astray import led_back
from ipdrecon.trace.censor.detours import _shorter
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, Template
from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_X, STEPS_Y, WIDTH, line, stair

CIRCLE = Symbol(Kind.CIRCLE, 4.0, 1.0)
BARE = np.zeros(SHAPE, np.float32)
RIM = END + CIRCLE.reach + CIRCLE.width / 2


def circled(x: float = END, y: float = STEPS_Y[-1], gap: int = 0) -> Layer:
    """The line with a circle about a point of it, and a gap of the line to either side of that."""
    image, stamp = line(), stamps_of(CIRCLE)[1, 1]
    side, row = stamp.shape[0] // 2, round(y)
    image[row - 2 : row + 3, round(x) - gap : round(x) + gap] = 0.0
    at = slice(row - side, row + side + 1), slice(round(x) - side, round(x) + side + 1)
    image[at] = np.maximum(image[at], stamp)
    return image


def known() -> Marks:
    """A mark of this shape elsewhere on the curve."""
    stamp = stamps_of(CIRCLE)[1, 1]
    shape = Template(stamp, stamp.shape[0] // 2, CIRCLE.width)
    return Marks(np.array([200.0]), np.zeros(SHAPE, np.bool_), CIRCLE.width, template=shape, shape=CIRCLE)


def with_fall(x: float, drop: float, end: float) -> Staircase:
    """The curve with one more fall at a column, by so many pixels, and another end."""
    falls = np.append(STEPS_X, x), np.append(STEPS_Y, STEPS_Y[-1] + drop)
    return attrs.evolve(stair(), x=falls[0], y=falls[1], y_se=np.full(falls[0].size, 0.1), end=end)


@pytest.mark.parametrize("cut", [False, True])
def test_a_curve_whose_path_followed_the_rim_of_its_last_circle_ends_in_its_middle(cut: bool) -> None:
    """Law: the rim is no fall and its far half no follow-up, and the plot's edge may cut the circle in its middle."""
    image = circled()
    if cut:
        image[:, round(END) + 1 :] = 0.0
    end = END if cut else RIM
    astray = with_fall(END - 3.0, 4.0, end)
    curve = Marked(astray, 0, image, False, known())
    ((found, marks),) = led_back([curve], [curve.marks], BARE, np.zeros(SHAPE, np.bool_))
    assert found.end == pytest.approx(END, abs=0.8)
    assert found.y.tolist() == STEPS_Y.tolist()
    assert marks.x == pytest.approx([200.0, END], abs=0.8)


def test_a_curve_that_ends_in_a_filled_square_ends_in_its_middle() -> None:
    """Law: a filled square is a tick as wide as it is high, whose far half is no follow-up and whose edge no fall."""
    half, row = 5, round(STEPS_Y[-1])
    image = line()
    image[row - half : row + half + 1, round(END) - half : round(END) + half + 1] = 1.0
    edge = END + half + 0.5
    astray = with_fall(END - 4.0, 3.0, edge)
    square = Upright(half + 0.5, half + 0.5, 2 * half + 1.0)
    stamp = np.ones((2 * half + 1, 2 * half + 1), np.float32)
    shape = Template(stamp, half, square.width, upright=True)
    marks = Marks(np.array([200.0]), np.zeros(SHAPE, np.bool_), square.width, template=shape, shape=square)
    curve = Marked(astray, 0, image, False, marks)
    ((found, more),) = led_back([curve], [curve.marks], BARE, np.zeros(SHAPE, np.bool_))
    assert found.end == pytest.approx(END, abs=0.8)
    assert found.y.tolist() == STEPS_Y.tolist()
    assert more.x == pytest.approx([200.0, END], abs=0.8)


def test_a_curve_that_just_ends_has_no_mark_there() -> None:
    """Law: the bare end of a line, or a last fall, is no symbol."""
    for image, end in ((line(), END + 1.0), (line() * (np.arange(WIDTH) < END - 20), END - 20.5)):
        curve = Marked(attrs.evolve(stair(), end=end), 0, np.asarray(image, np.float32), False, known())
        ((found, marks),) = led_back([curve], [curve.marks], BARE, np.zeros(SHAPE, np.bool_))
        assert found is curve.stair
        assert marks.x.tolist() == [200.0]


def test_a_curve_whose_path_fell_onto_the_rim_of_a_circle_between_dashes_falls_onto_its_level() -> None:
    """Law: a level as short as a circle is wide, its reach above the next one, is its rim."""
    x, y = 105.0, STEPS_Y[2]
    image = circled(x, y, gap=7)
    astray = attrs.evolve(
        stair(),
        x=np.insert(STEPS_X, 3, x + 4.0),
        y=np.insert(STEPS_Y, 2, y - CIRCLE.reach),
        y_se=np.full(STEPS_X.size + 1, 0.1),
    )
    curve = Marked(astray, 0, image, False, known())
    ((found, marks),) = led_back([curve], [curve.marks], BARE, np.zeros(SHAPE, np.bool_))
    assert found.y.tolist() == STEPS_Y.tolist()
    assert marks.x == pytest.approx([x, 200.0], abs=0.8)
    bare = attrs.evolve(curve, alpha=line())
    ((same, none),) = led_back([bare], [bare.marks], BARE, np.zeros(SHAPE, np.bool_))
    assert same is astray
    assert none.x.tolist() == [200.0]


@pytest.mark.parametrize(("drop", "whole"), [(4.0, True), (40.0, False)])
def test_levels_farther_from_a_curve_than_a_symbol_reaches_are_no_rim(drop: float, whole: bool) -> None:
    """Law: a steep run of short falls is the curve's own, though a symbol stands on it; a rim is near."""
    x, y = np.array([10.0, 60.0, 63.0, 66.0]), np.array([30.0, 31.0, 33.0, 31.0 + drop])
    steep = Staircase(x, y, np.full(4, 0.1), END, 2.0, np.ones(SHAPE[1], np.bool_))
    tried = list(_shorter(steep, 1, 12.0, 8.0))
    ends = [float(t.stair.y[t.stair.x == 60.0].max(initial=0.0)) for t in tried]
    assert (y[3] in ends) == whole  # the last level begins where the first fall was
    assert tried
