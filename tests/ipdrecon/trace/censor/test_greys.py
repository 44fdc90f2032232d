"""Black ticks on a grey line, drawn with exact coverage."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor import Marked, marks_together
from ipdrecon.trace.censor.greys import over_greys, shade_of
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.uprights import find_uprights
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import levels_at
from tests.ipdrecon.trace.censor.test_upright import LEVEL, SHAPE, STROKE, box, ground, line, marked, stair

NOTHING = np.zeros(SHAPE, np.float32)
UNHIDDEN = np.zeros(SHAPE, np.bool_)
ON = levels_at(stair(), LEVEL)
TICKS = np.maximum.reduce([box(y - 7.0, y + 7.0, x - 0.6, x + 0.6) for x, y in zip(LEVEL, ON, strict=True)])


def _curve(alpha: Layer) -> Marked:
    return Marked(stair(), 0, alpha, neutral=True, marks=no_marks(SHAPE))


def _grey_line(shade: float) -> tuple[Marked, Layer]:
    """A line of this contrast with black ticks over it, and how dark each pixel is."""
    return _curve(line()), np.float32(shade) * line() * (1 - TICKS) + TICKS


@pytest.mark.parametrize("shade", [0.4, 0.7])
def test_black_ticks_on_a_grey_line_are_where_they_were_drawn(shade: float) -> None:
    """Law: what is darker than a grey line is black ink, and as many ticks are read as were drawn."""
    curve, depth = _grey_line(shade)
    assert shade_of(curve, depth) == pytest.approx(shade, abs=0.01)
    beside = over_greys([curve], [ground(line())], depth, UNHIDDEN)
    found = find_uprights(beside, [STROKE / 2])
    assert found is not None
    assert found[0].x.size == LEVEL.size
    assert np.abs(found[0].x - np.sort(LEVEL)).max() <= 0.5
    (marks,) = marks_together([curve], NOTHING, NOTHING, UNHIDDEN, depth)
    assert marks.x.size == LEVEL.size


def test_a_black_line_keeps_its_own_ground() -> None:
    """Law: black on black cannot be told, so no ground is made where no line is grey."""
    curve, depth = _grey_line(1.0)
    assert over_greys([curve], [ground(line())], depth, UNHIDDEN) == []


def test_ticks_in_the_grey_of_their_line_stay_its_own() -> None:
    """Law: ticks in the line's own ink are worth more there than as pale black."""
    curve = _curve(marked(LEVEL, 5.0, 1.2))
    depth = np.float32(0.5) * curve.alpha
    (own,) = marks_together([curve], NOTHING, NOTHING, UNHIDDEN)
    (marks,) = marks_together([curve], NOTHING, NOTHING, UNHIDDEN, depth)
    assert own.x.size == LEVEL.size
    assert np.array_equal(own.x, marks.x)
