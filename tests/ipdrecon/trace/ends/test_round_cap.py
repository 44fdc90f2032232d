"""Lines with round and with straight ends, drawn with many samples a pixel: where they end is the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.ends.round_cap import without_round_cap
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase

SHAPE, LEVEL, FINE = (120, 200), 60.3, 10


def line(end: float, width: float, *, is_round: bool) -> Layer:
    """Coverage by a line from column 10 on that ends there, round or straight."""
    rows = (np.arange(SHAPE[0] * FINE) + 0.5) / FINE - 0.5
    columns = (np.arange(SHAPE[1] * FINE) + 0.5) / FINE - 0.5
    on = (np.abs(rows[:, None] - LEVEL) <= width / 2) & (columns >= 10) & (columns <= end)
    if is_round:
        on |= np.hypot(rows[:, None] - LEVEL, columns - end) <= width / 2
    return on.reshape(SHAPE[0], FINE, SHAPE[1], FINE).mean(axis=(1, 3)).astype(np.float32)


def ended(end: float, width: float, *, is_round: bool, rim: float = 0.0) -> float:
    """Where a curve ends that was read up to the last of its ink, perhaps with a step down along the rim there."""
    tip = end + width / 2 if is_round else end
    x, y = (np.array([10.0, tip - 1.5]), np.array([LEVEL, LEVEL + rim])) if rim else (np.array([10.0]), [LEVEL])
    stair = Staircase(x, np.asarray(y), np.full(len(x), 0.1), tip, width, np.ones(SHAPE[1], np.bool_))
    ink = line(end, width, is_round=is_round)
    found = without_round_cap(stair, ink, ink)
    assert found.x[-1] < found.end
    return found.end


@pytest.mark.parametrize("width", [3.0, 4.2, 9.4])
@pytest.mark.parametrize("rim", [0.0, 1.2])
def test_a_line_with_a_round_end_ends_in_the_middle_of_that(width: float, rim: float) -> None:
    """Law: pens with round ends paint half their width beyond the last point, and follow-up ends in that."""
    for end in (150.0, 150.3, 150.6):
        assert ended(end, width, is_round=True, rim=rim) == pytest.approx(end, abs=0.01)


@pytest.mark.parametrize("width", [1.5, 3.0, 4.2, 9.4])
def test_a_line_with_a_straight_end_ends_there(width: float) -> None:
    assert ended(150.4, width, is_round=False) == 150.4


def test_a_line_that_is_not_as_thick_as_it_was_read_does_not_end_round() -> None:
    """Law: a straight end of a line that is thinner there holds as little ink as a round one; the line before tells."""
    ink = line(150.4, 3.0, is_round=False)
    stair = Staircase(np.array([10.0]), np.array([LEVEL]), np.full(1, 0.1), 150.4, 4.2, np.ones(SHAPE[1], np.bool_))
    assert without_round_cap(stair, ink, ink) is stair


def test_a_line_that_another_one_hides_from_there_on_does_not_end_round() -> None:
    """Law: where other ink lies behind, what is missing of an end is hidden."""
    ink = line(150.4, 4.2, is_round=True)
    every = np.maximum(ink, line(190.0, 4.2, is_round=False) * (np.arange(SHAPE[1]) > 150))
    stair = Staircase(np.array([10.0]), np.array([LEVEL]), np.full(1, 0.1), 152.5, 4.2, np.ones(SHAPE[1], np.bool_))
    assert without_round_cap(stair, ink, every.astype(np.float32)) is stair
