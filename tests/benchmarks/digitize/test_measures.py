"""Distances of a curve as read from the one that was drawn: what they are, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.digitize.measures import TIMES, rmse
from ipdrecon.steps import StepCurve


def curve(drop: float) -> StepCurve:
    return StepCurve(time=np.array([0.0, drop]), survival=np.array([1.0, 0.4]), end=float(TIMES - 1))


@pytest.mark.parametrize("late", [-1e-8, 0.0, 1e-8])
def test_a_drop_on_a_time_of_comparison_is_no_error_where_it_is_read_a_billionth_off(late: float) -> None:
    assert rmse(curve(50.0 + late), curve(50.0)) == 0.0


@pytest.mark.parametrize(("read", "wrong"), [(48.9, 1), (49.9, 0), (50.1, 1), (51.1, 2)])
def test_a_drop_is_an_error_at_the_times_between_it_and_where_it_is_read(read: float, wrong: int) -> None:
    assert rmse(curve(read), curve(50.0)) == pytest.approx(np.sqrt(wrong * 0.6**2 / TIMES))
