"""Dashed curves end in the gap behind a whole last dash."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.ends.last_dash import in_last_gap
from ipdrecon.trace.lines.level import Staircase


@pytest.mark.parametrize(
    ("last", "other", "off", "added"),
    [
        (10, False, 8, 4.0),
        (6, False, 8, 0.0),  # cut short: it ends there
        (10, True, 8, 0.0),  # it may go on beneath another curve
        (10, False, 0, 0.0),  # whole
    ],
)
def test_where_a_dashed_curve_ends(last: int, other: bool, off: int, added: float) -> None:
    """Law: a dash is drawn as far as its curve goes, and a curve that goes on shows the next one."""
    alpha = np.zeros((60, 300), np.float32)
    for k in range(5):
        begin = 100 + (10 + off) * k
        end = begin + (last if k == 4 else 10)
        alpha[29:31, begin:end] = 1.0
    ink = alpha.copy()
    if other:
        ink[20:50, end + 3 : end + 6] = 1.0
    stair = Staircase(
        np.array([0.0, 98.0]), np.array([10.0, 29.5]), np.full(2, 0.1), end - 0.5, 2.0, alpha.max(axis=0) > 0
    )
    assert in_last_gap(stair, alpha, ink).end == pytest.approx(stair.end + added, abs=0.6)
