"""Curves that end in a plus whose arm is thinner than their line. Oracle: where the middle of the plus was drawn."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.ends.last_plus import begin_of_arm, ended_at
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

#: Column in which the curve ends, its level, half the size of the plus, and widths of line and plus.
END, LEVEL, HALF, WIDE, THIN = 200.3, 90.0, 12.0, 6.0, 2.0
SHAPE = (300, 480)


def _drawn(arm: float, height: float) -> np.ndarray:
    line = coverage(SHAPE, np.array([10.0 + WIDE / 2]), np.array([LEVEL]), END - WIDE / 2, WIDE)
    middle = coverage(SHAPE, np.array([END - arm + THIN / 2]), np.array([LEVEL]), END + arm - THIN / 2, THIN)
    upright = coverage(
        SHAPE[::-1], np.array([LEVEL - height + THIN / 2]), np.array([END]), LEVEL + height - THIN / 2, THIN
    )
    return np.maximum(np.maximum(line, middle), upright.T).astype(np.float32)


def _stair(ink: np.ndarray) -> Staircase:
    lit = ink[round(LEVEL)] > 0.5
    return Staircase(np.array([10.0]), np.array([LEVEL]), np.zeros(1), float(np.flatnonzero(lit)[-1]) + 0.5, WIDE, lit)


def test_a_curve_ends_where_the_thin_arm_of_a_plus_begins() -> None:
    """Law: lines are one width; a thinner one behind an upright twice as high as it is long is the arm of a plus."""
    ink = _drawn(HALF, HALF)
    stair = _stair(ink)
    assert stair.end > END + HALF - 1
    assert begin_of_arm(stair, ink, ink) == pytest.approx(END, abs=0.4)


@pytest.mark.parametrize(("arm", "height"), [(HALF, 4.0), (40.0, HALF), (WIDE / 2, WIDE / 2)])
def test_what_is_no_arm_of_a_plus_stays(arm: float, height: float) -> None:
    """Law: an arm is as long as its upright reaches; a line that is thinner for longer is hidden in part."""
    ink = _drawn(arm, height)
    assert begin_of_arm(_stair(ink), ink, ink) is None


def test_levels_behind_the_end_are_dropped() -> None:
    """Law: what a path followed beyond the end is no fall."""
    stair = attrs.evolve(
        _stair(_drawn(HALF, HALF)), x=np.array([10.0, 205.0]), y=np.array([LEVEL, LEVEL + 2]), y_se=np.zeros(2)
    )
    ended = ended_at(stair, END)
    assert ended.y.tolist() == [LEVEL]
    assert ended.end == END


def test_a_panel_ends_its_curve_in_the_plus() -> None:
    """Law: two pluses are too few to be known for marks, but not to say where their curve ends."""
    image = paint(np.full((*SHAPE, 3), 255.0), _drawn(HALF, HALF), (31, 119, 180))
    ink = read_ink(as_pixels(image), Box(0, 0, SHAPE[1] - 1, SHAPE[0] - 1), margin=0)
    (stroke,) = find_curves(ink, find_layers(ink, find_cores(ink)), (LEVEL, 10.0)).look().finished()
    assert stroke.stair.end == pytest.approx(END, abs=0.6)


def test_an_arm_is_seen_where_another_curves_upright_hides_that_of_its_own() -> None:
    """Law: two curves marked at one time share an upright, and each has an arm of its own."""
    ink = _drawn(HALF, HALF)
    hidden = np.zeros(SHAPE, np.float32)
    hidden[round(LEVEL - HALF) : round(LEVEL + HALF) + 1, round(END) - 1 : round(END) + 2] = 1.0
    own = np.where(hidden > 0, 0.0, ink).astype(np.float32)
    assert begin_of_arm(_stair(ink), own, np.maximum(ink, hidden)) == pytest.approx(END, abs=1.0)


def test_an_arm_may_lie_a_little_beside_its_line() -> None:
    """Law: a fall of less than a pixel on the way is no level of its own on which an arm would begin."""
    ink = _drawn(HALF, HALF)
    drawn = _stair(ink)
    stair = attrs.evolve(drawn, x=np.array([10.0, END + 2]), y=np.array([LEVEL - 0.6, LEVEL]), y_se=np.zeros(2))
    assert begin_of_arm(stair, ink, ink) == pytest.approx(END, abs=0.4)
