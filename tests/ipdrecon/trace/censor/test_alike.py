"""Marks of a shape that another panel told."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.alike import Known, marks_like
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.swath import levels_at
from tests.ipdrecon.trace.censor.test_upright import LEVEL, SHAPE, STROKE, line, marked, stair

TICK = Known(Upright(5.0, 5.0, 1.0), STROKE)
NOTHING = np.zeros(SHAPE, np.float32)


def greyish() -> Layer:
    """The line amid stretches of ink as tall as ticks, but a good deal paler."""
    columns = np.arange(SHAPE[1], dtype=np.float64)
    off = np.abs(np.arange(SHAPE[0])[:, None] - np.nan_to_num(levels_at(stair(), columns), nan=-99.0)[None, :])
    ink = np.where((off <= 5) & (columns % 12 < 6), np.float32(0.5), np.float32(0.0))
    return np.maximum(line(), ink)


@pytest.mark.parametrize("ticks", [True, False])
def test_thin_ticks_side_by_side_explain_any_ink(ticks: bool) -> None:
    """Law: marks that are told are believed where they are worth more than so many cost."""
    alpha = marked(LEVEL, 5.0, 1.0) if ticks else greyish()
    curve = Marked(stair(), 0, alpha, False, no_marks(SHAPE))
    (found,) = marks_like([curve], NOTHING, np.zeros(SHAPE, np.bool_), TICK)
    assert found.x.size == (LEVEL.size if ticks else 0)
