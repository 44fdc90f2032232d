"""Marks too few to recur, of the shape that the keys show."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.keyed import marks_as_keyed
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.together import marks_together
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.ink import Layer
from tests.ipdrecon.trace.censor.test_upright import SHAPE, line, marked, stair

KEYED = Upright(5.0, 5.0, 1.0)
NOTHING, NOWHERE = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_)


def curve(alpha: Layer) -> Marked:
    return Marked(stair(), 0, alpha, False, no_marks(SHAPE))


def test_a_lone_mark_is_found_where_the_keys_show_its_shape() -> None:
    """Law: one tick recurs nowhere, and is a mark where the legend shows such ticks."""
    alone = curve(marked(np.array([210.5]), 5.0, 1.0))
    assert marks_together([alone], NOTHING, NOTHING, NOWHERE)[0].x.size == 0
    (found,) = marks_as_keyed([alone], NOTHING, NOWHERE, KEYED)
    assert found.x == pytest.approx([210.5], abs=0.5)
    assert found.merged  # others may stand where falls hide them


def test_a_bare_line_has_no_marks_whatever_the_keys_show() -> None:
    assert marks_as_keyed([curve(line())], NOTHING, NOWHERE, KEYED)[0].x.size == 0
