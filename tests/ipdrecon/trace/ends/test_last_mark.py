"""Curves that end in a censor mark."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.ends.last_mark import without_last_mark
from ipdrecon.trace.lines.level import Staircase


def test_a_fall_along_a_mark_at_the_end_is_none() -> None:
    """Law: what reaches as far above the level as below is a mark; a fall with nothing above it is an event."""
    ink = np.zeros((80, 120), np.float32)
    ink[29:32, 10:101] = 1.0
    ink[30:44, 99:101] = 1.0
    stair = Staircase(np.array([10.0, 98.0]), np.array([30.0, 42.0]), np.zeros(2), 100.5, 3.0, np.ones(120, np.bool_))
    assert without_last_mark(stair, ink) is stair
    ink[17:30, 99:101] = 1.0
    assert without_last_mark(stair, ink).y.tolist() == [30.0]
