"""Marks of a shape that another panel told."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.alike import Known, each_once, known_of, marks_like
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, Template, no_marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import levels_at
from tests.ipdrecon.trace.censor.test_upright import END, LEVEL, SHAPE, STROKE, line, marked, stair

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


def crowd(sure: bool) -> int:
    """How many ticks of a comb are read that are so small that each is hardly worth what it costs."""
    low = Known(Upright(2.5, 2.5, 0.8), STROKE, sure=sure)
    comb = np.concatenate([np.arange(x, x + 9.0, 2.0) for x in LEVEL[LEVEL < END - 15.0]])
    curve = Marked(stair(), 0, marked(comb, 2.5, 0.8), False, no_marks(SHAPE))
    (found,) = marks_like([curve], NOTHING, np.zeros(SHAPE, np.bool_), low)
    return found.x.size


def test_small_marks_that_crowd_are_believed_where_they_are_seen_alone_elsewhere() -> None:
    """Law: a comb of small ticks is worth no more than it costs, but what leaves nothing over is what others show."""
    assert crowd(sure=False) == 0
    assert crowd(sure=True) > LEVEL.size


@pytest.mark.parametrize(("apart", "sure"), [(9.0, True), (2.0, False)])
def test_a_panel_is_sure_of_marks_that_stand_alone(apart: float, sure: bool) -> None:
    """Law: in a comb no mark's shape is seen; where many stand alone it is."""
    at = np.arange(200.0, 200.0 + 30 * apart, apart)
    template = Template(np.ones((7, 3), np.float32), 3, 1.0, upright=True)
    marks = Marks(at, np.zeros(SHAPE, np.bool_), template=template, explained=(0.95, 1.0), shape=TICK.shape)
    known = known_of([Marked(stair(), 0, line(), False, no_marks(SHAPE))], [marks])
    assert known is not None
    assert known.sure is sure


def test_a_shape_is_told_by_the_panel_that_is_sure_of_it() -> None:
    """Law: of two measures of one shape the one of marks that stand alone is taken."""
    sure = Known(Upright(5.2, 5.2, 1.1), STROKE, sure=True)
    other = Known(Upright(9.0, 9.0, 2.0), STROKE)
    assert each_once([TICK, None, other, sure]) == [sure, other]
