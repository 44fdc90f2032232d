"""Curves that end in pluses that crowd: what was drawn is the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.ends.last_arm import without_last_arm
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.drawn import coverage

SHAPE = (200, 320)
X, Y, LAST = np.array([10.0, 150.0]), np.array([40.0, 90.0]), 280.0


def curve(arm: float, half: float, *, drop: float = 0.0) -> tuple[Staircase, Layer]:
    """A line that goes on so far beyond its last upright, which ends a row of such, and falls there or not."""
    end = LAST + arm
    alpha = coverage(SHAPE, X, Y, end, 2.0)
    rows = np.arange(SHAPE[0])
    tall = np.clip(np.minimum(rows + 0.5, Y[1] + half) - np.maximum(rows - 0.5, Y[1] - half), 0.0, 1.0)
    alpha[:, 270 : int(LAST) + 1] = np.maximum(alpha[:, 270 : int(LAST) + 1], tall[:, None])
    if drop:
        alpha = np.maximum(alpha, coverage(SHAPE, np.array([end]), np.array([Y[1] + drop]), end + 1.0, 2.0))
        fall = slice(int(Y[1]), int(Y[1] + drop)), slice(int(end) - 1, int(end) + 1)
        alpha[fall] = 1.0
    stair = Staircase(X, Y, np.full(2, 0.1), end, 2.0, np.ones(SHAPE[1], np.bool_))
    return stair, np.asarray(alpha, np.float32)


def test_the_arm_of_a_last_plus_is_no_follow_up() -> None:
    """Law: a line that ends as far behind its last upright as that is high ends in it."""
    ended = without_last_arm(*curve(6.0, 6.0))
    assert ended.end == pytest.approx(LAST, abs=1.6)
    assert ended.y.tolist() == Y.tolist()


@pytest.mark.parametrize(("arm", "half", "drop"), [(20.0, 6.0, 0.0), (0.0, 6.0, 0.0), (6.0, 1.5, 0.0), (6.0, 6.0, 9.0)])
def test_other_ends_stay(arm: float, half: float, drop: float) -> None:
    """Law: a line that goes on farther, ends in its upright or has none, or falls at its end, ends where it does."""
    stair, alpha = curve(arm, half, drop=drop)
    assert without_last_arm(stair, alpha) is stair


def test_a_curve_that_ends_at_the_edge_of_its_crop_stays() -> None:
    """Law: beyond the last column is nothing."""
    stair, alpha = curve(6.0, 6.0)
    past = Staircase(stair.x, stair.y, stair.y_se, SHAPE[1] + 2.0, 2.0, stair.seen)
    assert without_last_arm(past, alpha) is past
