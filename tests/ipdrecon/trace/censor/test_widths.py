"""Widths of curves whose strokes others cover."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.widths import as_wide_as_others
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_X, STEPS_Y, stair
from tests.ipdrecon.trace.drawn import coverage


def test_a_line_half_beneath_another_is_as_wide_as_that() -> None:
    """Law: where a curve's edge is another one's, its columns tell no width."""
    width, down = 6.0, 2.5
    over = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, width), np.float32)
    under = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y + down, END, width), np.float32)
    first = attrs.evolve(stair(), width=width)
    second = attrs.evolve(first, y=STEPS_Y + down)
    curves = [
        Marked(first, 0, over, False, no_marks(SHAPE)),
        Marked(second, 1, np.maximum(under - over, 0.0).astype(np.float32), False, no_marks(SHAPE)),
    ]
    widths = [curve.stair.width for curve in as_wide_as_others(curves)]
    assert np.allclose(widths, width, atol=0.6)
