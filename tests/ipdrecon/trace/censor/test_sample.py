"""Stretches marks are learned on."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.symbol.sample import crowded, halved, reach_range, stretches_of
from tests.ipdrecon.trace.censor.test_upright import LEVEL, ground, line, marked


def test_stretches_hold_marks_and_are_where_few_crowd() -> None:
    """Law: a bare line has none; of a marked one there are no more columns than are needed."""
    assert stretches_of([ground(line())], 12.0) == []
    found = stretches_of([ground(marked(LEVEL, 6.0, 1.5))] * 9, 12.0)
    assert found
    assert sum(int((g.levels >= 0).sum()) for g in found) <= 700
    assert not crowded(found)
    assert crowded([Ground(np.ones_like(g.ink), np.ones_like(g.free), g.levels) for g in found])


def test_marks_end_where_most_of_their_ink_does() -> None:
    """Law: the range of reaches that are tried holds the one that was drawn."""
    near, far = reach_range(stretches_of([ground(marked(LEVEL, 6.0, 1.5))], 12.0), 12.0)
    assert near < 6.0 < far <= 12.0


def test_a_halved_stretch_keeps_its_ink_and_its_line() -> None:
    """Law: at half the size there is a quarter of the ink, and the line runs at half its row."""
    (whole, *_) = stretches_of([ground(marked(LEVEL, 6.0, 1.5))], 12.0)
    half = halved(whole)
    assert float(half.rest.sum()) == pytest.approx(float(whole.rest.sum()) / 4, rel=0.05)
    on = np.flatnonzero(half.levels >= 0)
    assert half.levels[on] == pytest.approx((whole.levels[2 * on] - 0.5) / 2)
