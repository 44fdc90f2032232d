"""Levels and times of a stroke to parts of a pixel."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.walk import Walk

#: Parts of a pixel in which a stroke is drawn, and its width in pixels.
PARTS, WIDTH = 20, 3.2


def drawn(x: float, drop: float) -> Layer:
    """Coverage by a stroke on row 20 that falls by ``drop`` pixels at column ``x``, each pixel as it is covered."""
    fine = np.zeros((48 * PARTS, 120 * PARTS), np.bool_)
    half = WIDTH / 2

    def at(value: float) -> int:
        return round((value + 0.5) * PARTS)

    fine[at(20 - half) : at(20 + half), at(10) : at(x + half)] = True
    fine[at(20 + drop - half) : at(20 + drop + half), at(x - half) : at(110)] = True
    return fine.reshape(48, PARTS, 120, PARTS).mean(axis=(1, 3)).astype(np.float32)


@pytest.mark.parametrize("drop", [0.7, 1.0, 1.2])
@pytest.mark.parametrize("x", [60.0, 60.3, 60.8])
def test_a_fall_of_less_than_the_stroke_is_one_step_at_its_time(x: float, drop: float) -> None:
    """Oracle: both edges of a stroke fall by as much as the curve, each half a stroke from its time."""
    alpha = drawn(x, drop)
    rows = np.full(120, -1, np.int64)
    rows[11:110] = 20
    stair = staircase(alpha, alpha, Walk(rows, rows.copy(), 100.0, 1.0))
    assert stair is not None
    assert stair.y[[0, -1]] == pytest.approx([20.0, 20.0 + drop], abs=0.05)
    falls = np.diff(stair.y)
    assert float(np.sum(stair.x[1:] * falls) / falls.sum()) == pytest.approx(x, abs=0.5)
    assert falls.size == 1


@pytest.mark.parametrize("shade", [0.0, 0.45])
def test_grid_lines_over_a_thick_stroke_do_not_move_it_to_where_its_path_runs(shade: float) -> None:
    """Oracle: the stroke is level; its path runs along its lower rim, and a white or a pale line lies over it."""
    alpha = np.zeros((60, 120), np.float32)
    alpha[25:36, 10:110] = 1.0
    alpha[:, 70:73] = 0.0
    ink = alpha.copy()
    ink[:, 70:73] = shade
    rows = np.full(120, -1, np.int64)
    rows[10:110] = 35
    stair = staircase(alpha, ink, Walk(rows, rows.copy(), 100.0, 1.0))
    assert stair is not None
    assert stair.y == pytest.approx([30.0], abs=0.05)
