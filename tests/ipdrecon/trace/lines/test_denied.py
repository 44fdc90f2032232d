"""Levels of a stroke that most of what follows or goes before denies."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.lines.denied import without_denied
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.walk import Walk

FLAT = np.full(60, 20.0)


@pytest.mark.parametrize("wide", [1, 2, 3])
def test_few_columns_below_what_follows_are_none_of_the_stroke(wide: int) -> None:
    rise, fall = FLAT.copy(), FLAT.copy()
    rise[30 : 30 + wide] = fall[30 : 30 + wide] = 23.0
    found, _ = without_denied(rise, fall)
    assert (found == 20.0).all()
    up, down = 40.0 - rise[::-1], 40.0 - fall[::-1]  # the same upside down and backwards
    assert (without_denied(down, up)[1] == 20.0).all()


def test_levels_that_fall_and_marks_are_as_they_were() -> None:
    rise = np.repeat([20.0, 22.0, 25.0, 26.0], [15, 2, 30, 13])
    fall = rise.copy()
    for mark in (5, 20, 22, 40):
        rise[mark : mark + 2] -= 4.0
        fall[mark : mark + 2] += 4.0
    found = without_denied(rise, fall)
    assert np.array_equal(found[0], rise)
    assert np.array_equal(found[1], fall)


@pytest.mark.parametrize("hidden", [2, 8])
def test_a_level_is_measured_where_another_curve_hides_it(hidden: int) -> None:
    """A mark of another curve, or its fall across the line, leaves blur of the line's colour below it in two columns,
    and hides what follows: what is not seen beside denied columns is where the others say."""
    alpha = np.zeros((40, 120), np.float32)
    alpha[20, 10:110] = 1.0
    alpha[20, 40 : 40 + hidden] = 0.0
    alpha[22, 40:42] = 0.9
    rows = np.full(120, -1, np.int64)
    rows[10:110] = 20
    stair = staircase(alpha, alpha, Walk(rows, rows.copy(), 100.0, 1.0), 1.0)
    assert stair is not None
    assert abs(float(stair.y[-1]) - 20.0) < 0.1
