"""The upright in which a curve ends."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.at_end import last_of
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.together import marks_together
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_Y, box, line, marked, over, stair

NOTHING, NOWHERE = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_)


@pytest.mark.parametrize("arms", [False, True])
@pytest.mark.parametrize("half", [5.0, 7.5])
def test_the_last_mark_of_a_curve_is_found_where_there_is_no_other(half: float, arms: bool) -> None:
    """Law: an upright at the end of a line that reaches as far above it as below is a mark."""
    alpha = marked(np.array([END]), half, 1.0, arms=arms)
    (found,) = marks_together([Marked(stair(), 0, alpha, False, no_marks(SHAPE))], NOTHING, NOTHING, NOWHERE)
    assert found.x == pytest.approx([END], abs=0.3)
    assert found.merged  # others may be hidden


def test_the_last_mark_tells_the_shape_of_one_before() -> None:
    """Law: one mark recurs nowhere, but is like that in which its curve ends."""
    at = np.array([210.5, END])
    alpha = marked(at, 6.0, 1.0, arms=True)
    (found,) = marks_together([Marked(stair(), 0, alpha, False, no_marks(SHAPE))], NOTHING, NOTHING, NOWHERE)
    assert found.x == pytest.approx(at, abs=0.5)


def test_what_stands_at_the_end_of_a_curve_and_is_no_mark() -> None:
    """Law: a mark stands out evenly, and the line ends in it or in its arm; where text lies nothing tells."""
    level = float(STEPS_Y[-1])
    fall = over(line(), box(level, level + 12.0, END - 1.0, END + 1.0))
    tick = over(line(), box(level - 2.0, level + 9.0, END - 0.5, END + 0.5))
    goes_on = over(marked(np.array([END]), 6.0, 1.0), box(level - 1.0, level + 1.0, END, END + 15.0))
    assert all(last_of(alpha, stair(), NOWHERE) is None for alpha in (line(), fall, tick, goes_on))
    hidden = box(level - 10.0, level + 10.0, END - 3.0, END + 3.0) > 0
    plus = marked(np.array([END]), 6.0, 1.0, arms=True)
    assert last_of(plus, stair(), NOWHERE) is not None
    assert last_of(plus, stair(), hidden) is None
