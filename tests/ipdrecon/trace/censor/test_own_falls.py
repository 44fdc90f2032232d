"""Marks against the falls of their own curve."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.marks import Marks, no_marks
from ipdrecon.trace.censor.own_falls import without_own_falls
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer

SHAPE, LINE, ROW = (60, 120), 5.0, 30


def drawn(*boxes: tuple[int, int, int, int]) -> Layer:
    """A line with boxes of ink: first and last row, first and last column."""
    ink = np.zeros(SHAPE, np.float32)
    ink[ROW - 2 : ROW + 3] = 1.0
    for top, bottom, left, right in boxes:
        ink[top : bottom + 1, left : right + 1] = 1.0
    return ink


def at(*columns: float, width: float = 2.0) -> Marks:
    """Ticks that were found there."""
    x = np.array(columns)
    rows, shape = np.full(x.size, ROW), Upright(9.5, 9.5, width)
    return attrs.evolve(no_marks(SHAPE), x=x, rows=rows, evidence=np.ones(x.size), shape=shape, width=width)


def test_ink_as_wide_as_the_line_is_its_fall() -> None:
    """Law: a dash of a fall that stands out beneath a level is no mark, a tick is, and so is its end."""
    ink = drawn((21, 39, 20, 21), (33, 45, 50, 54), (21, 27, 80, 81))
    kept = without_own_falls(at(20.5, 52.0, 80.5), ink, LINE)
    assert kept.x.tolist() == [20.5, 80.5]
    assert kept.rows.size == kept.evidence.size == 2


def test_ticks_side_by_side_are_no_fall() -> None:
    """Law: what reaches to both sides of the line is none, as wide as it may be."""
    marks = at(20.0, 23.0)
    assert without_own_falls(marks, drawn((21, 39, 19, 23)), LINE) is marks


@pytest.mark.parametrize("width", [4.0, 5.0])
def test_marks_as_wide_as_the_line_are_not_asked(width: float) -> None:
    """Law: such marks look like falls."""
    marks = at(52.0, width=width)
    assert without_own_falls(marks, drawn((33, 45, 50, 54)), LINE) is marks


def test_ticks_that_stand_above_their_line_alone_are_not_asked() -> None:
    """Law: two of them side by side are as wide as the line and reach to one side only, as a fall does."""
    above = attrs.evolve(at(20.0, 22.0, 60.0), shape=Upright(9.5, 2.0, 2.0))
    assert without_own_falls(above, drawn((21, 28, 19, 23), (21, 28, 59, 61)), LINE) is above
