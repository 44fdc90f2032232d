"""Times that were recorded to few decimals."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.vectors.time_grid import decimals_of, recorded


@pytest.mark.parametrize(("decimals", "digits"), [(0, 1e-2), (1, 3e-4), (2, 4e-4)])
def test_times_of_a_grid_are_given_exactly(decimals: int, digits: float) -> None:
    """Oracle: times recorded to some decimals, each off by less than the digits of the file."""
    rng = np.random.default_rng(1)
    true = np.unique(np.round(rng.uniform(0.5, 60, 40), decimals))
    read = true + rng.uniform(-digits, digits, true.size)
    assert decimals_of(read, digits) == decimals
    assert (recorded(read, decimals, digits) == true).all()


def test_times_off_every_grid_stay_as_they_are() -> None:
    """Law: a few times near places of a grid are near them by chance, and any others are on none."""
    assert decimals_of(np.array([0.0, 1.0137, 3.9926]), 0.02) is None
    time = np.random.default_rng(2).uniform(0, 60, 200)
    assert decimals_of(time, 0.02) is None
    assert decimals_of(np.arange(1, 200) / 7.0, 0.02) is None  # days in weeks
    assert recorded(time, None, 0.02) is time


def test_times_that_crowd_about_visits_are_not_moved_to_them() -> None:
    """Law: no time moves by more than the file's digits can have moved it, however many lie near whole months."""
    time = np.arange(1.0, 40.0) + np.random.default_rng(3).uniform(-0.1, 0.1, 39)
    assert decimals_of(time, 0.001) is None


def test_marks_off_the_grid_of_the_events_stay_where_they_are() -> None:
    """Law: a time further from the grid than the file's digits is on none."""
    marks = np.array([3.0004, 7.41, 12.0])
    assert recorded(marks, 0, 0.001) == pytest.approx([3.0, 7.41, 12.0], abs=1e-9)
