"""Which levels near its end a curve may be ended on, in the middle of a mark."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor import ending
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, Template
from ipdrecon.trace.censor.tried import Trial
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.censor.test_upright import END, SHAPE, STEPS_X, STEPS_Y, line, stair

HALF = 4.5


def told(trial: Trial, tried: Staircase, *, clipped: bool, beyond: float = 0.0) -> tuple[float, ending._Last | None]:
    """All evidence speaks for a mark at the end of any staircase but the curve's own."""
    own = tried is trial.curve.stair
    return (0.0, None) if own else (100.0, ending._Last(tried.end, 10.0, 10.0))


@pytest.mark.parametrize(("fall", "stays"), [(HALF, False), (4 * HALF, True)])
def test_a_last_fall_that_is_longer_than_marks_are_stays(
    fall: float, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: of a fall beside it a mark explains what is as long as it, and not the rest."""
    monkeypatch.setattr(ending, "_evidence", told)
    fallen = attrs.evolve(
        stair(),
        x=np.append(STEPS_X, END - 1.0),
        y=np.append(STEPS_Y, STEPS_Y[-1] + fall),
        y_se=np.full(10, 0.1),
        end=END,
    )
    plus = Upright(HALF, HALF, 2.0, arm=HALF)
    shape = Template(np.ones((9, 2), np.float32), 4, plus.width, upright=True)
    nothing = np.zeros(SHAPE, np.bool_)
    marks = Marks(np.array([200.0]), nothing, plus.width, template=shape, shape=plus)
    found = ending.ended_in_mark(Trial(Marked(fallen, 0, line(), False, marks), nothing, nothing, marks))
    lowest = fallen.y[-1] if found is None else found.y[-1]
    assert bool(lowest == fallen.y[-1]) is stays
