"""Lines that go on behind their last marks, drawn with exact coverage: where they end is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.ends.thick_end import is_line_behind
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint, with_marks

SHAPE, BLUE = (300, 480), (31, 119, 180)
X, Y = np.array([10.0, 150.0, 300.0]), np.array([40.0, 90.0, 180.0])
TIMES = np.append(np.arange(40.0, 440.0, 40.0), 440.0)
WIDE, TICK = 4.0, Upright(up=8.5, down=8.5, width=1.5, runs=10)


def ink_of(end: float, shape: Upright, wide: float = WIDE) -> Floats:
    """Coverage by a curve and its marks, the last of which stands in column 440."""
    cover = coverage(SHAPE, X, Y, end, wide)
    cover[:, round(end + 0.5) :] = 0.0  # a straight end
    return with_marks(cover, shape, TIMES, X, Y)


def goes_on(end: float, shape: Upright, ink_end: float, *, width: float = WIDE) -> bool:
    alpha = ink_of(end, shape, width).astype(np.float32)
    stair = Staircase(X, Y, np.full(X.size, 0.1), ink_end, width, np.ones(SHAPE[1], np.bool_))
    return is_line_behind(stair, attrs.evolve(no_marks(SHAPE), x=TIMES, shape=shape), alpha)


def test_what_is_as_thick_as_the_line_behind_its_last_tick_is_the_line() -> None:
    """Law: an arm is as thick as its upright, and the line goes on where what is behind that is thicker."""
    assert goes_on(448.5, TICK, 448.5)
    narrow = attrs.evolve(TICK, width=1.05)  # ink tells the width, and not what marks were found best with
    alpha = ink_of(448.5, TICK).astype(np.float32)
    stair = Staircase(X, Y, np.full(X.size, 0.1), 448.5, WIDE, np.ones(SHAPE[1], np.bool_))
    assert is_line_behind(stair, attrs.evolve(no_marks(SHAPE), x=TIMES, shape=narrow), alpha)


def test_an_arm_the_end_of_a_square_line_and_marks_as_thick_as_their_line_tell_nothing() -> None:
    """Law: what is thinner than the line is an arm; half its width beyond the mark it may be its own end."""
    plus = attrs.evolve(TICK, arm=8.5)
    assert not goes_on(440.5, plus, 448.5)
    assert not goes_on(442.5, TICK, 442.5)
    assert not goes_on(448.5, TICK, 448.5, width=1.6)


@pytest.mark.parametrize(("end", "read"), [(448.5, 448.5), (440.5, 440.0)])
def test_a_curve_that_goes_on_behind_its_last_tick_ends_where_it_does(end: float, read: float) -> None:
    """Law: a line whose axis cuts it off right behind a mark is followed up to there."""
    image = paint(np.full((*SHAPE, 3), 255.0), ink_of(end, TICK), BLUE)
    ink = read_ink(as_pixels(image), Box(0, 0, SHAPE[1] - 1, SHAPE[0] - 1), margin=0)
    curves = find_curves(ink, find_layers(ink, find_cores(ink)), (40.0, 10.0))
    (stroke,) = curves.look().finished()
    assert stroke.marks.x.size == TIMES.size
    assert stroke.stair.end == pytest.approx(read, abs=0.8)
