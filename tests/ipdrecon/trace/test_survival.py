"""Strokes → survival curves: what a stroke shows of its dashes."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.stroke import Stroke
from ipdrecon.trace.survival import dash_pattern
from ipdrecon.trace.walk import Walk

WIDTH = 400


def stroke(on: int, off: int, *, every: int) -> Stroke:
    """A level line of dashes (``off`` 0: solid) with a mark of 5 columns at each ``every`` columns, unseen beneath."""
    columns = np.arange(WIDTH)
    seen = (columns % (on + off)) < on
    mask = np.zeros((20, WIDTH), np.bool_)
    mask[5:15, (columns % every) < 5] = True
    seen[(columns % every) < 3] = False
    path = Walk(np.full(WIDTH, 9), np.full(WIDTH, 10), 300.0, 1.0)
    stair = Staircase(np.zeros(1), np.full(1, 9.5), np.ones(1), WIDTH - 1.0, 2.0, seen)
    return Stroke(np.zeros(3, np.float32), 0, path, stair, True, Marks(np.zeros(0), mask))


def test_a_solid_line_is_not_dashed_by_its_marks() -> None:
    """Law: what lies beneath a mark at every few columns is no gap of the line."""
    assert dash_pattern(stroke(10, 0, every=14)) == ()


def test_dashes_are_measured_between_marks() -> None:
    """Law: a dash that a mark cuts is not as short as what is left of it."""
    assert dash_pattern(stroke(12, 5, every=43)) == (12.0, 5.0)
