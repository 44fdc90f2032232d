"""Labels of an axis are even times."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.axes.even import are_even, are_shares


@pytest.mark.parametrize("ticks", [(0, 10, 20, 40), (0, 3, 6, 12, 18), (0, 0.5, 1.5), (0, 30, 90, 180, 365), (5,)])
def test_the_steps_of_an_axis_are_made_of_one(ticks: tuple[float, ...]) -> None:
    assert are_even(np.array(ticks, np.float64))


def test_counts_of_a_table_are_no_even_times() -> None:
    """Law: counts may lie on a line with their places by chance; their steps are made of none but 1."""
    assert not are_even(np.array([3.0, 23.0, 66.0, 89.0, 107.0]))


@pytest.mark.parametrize(
    "ticks",
    [
        (0.4, 0.7, 1.0),
        (0.35, 0.55, 0.75, 0.95),
        (0.7, 0.85, 1),
        (0, 0.2, 0.4, 1.0),
        (0.5, 0.75, 1.0),
        (0.1, 0.3, 0.5),
        (0.65, 0.7, 0.8),
        (1.0,),
    ],
)
def test_shares_of_an_axis(ticks: tuple[float, ...]) -> None:
    assert are_shares(np.array(ticks, np.float64))


def test_counts_that_rise_with_their_rows_are_no_shares() -> None:
    """Law: labels of an axis are multiples of its step; 7, 22 and 25 censored patients are of none."""
    assert not are_shares(np.array([0.07, 0.22, 0.25]))
