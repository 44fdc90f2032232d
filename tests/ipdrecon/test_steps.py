"""Survival curves as step functions."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdrecon.errors import CurveError
from ipdrecon.steps import StepCurve

POINTS = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 1)), min_size=1, max_size=30)


def falling() -> StepCurve:
    return StepCurve([0, 2, 5, 9], [1.0, 0.75, 0.5, 0.2], end=12)


def test_the_curve_is_right_continuous() -> None:
    assert falling()(2).tolist() == 0.75
    assert falling().before(2).tolist() == 1.0
    assert falling()([1.999, 5, 8.999, 12]).tolist() == [1.0, 0.5, 0.5, 0.2]


def test_nothing_is_said_after_the_last_follow_up() -> None:
    assert np.isnan(falling()(12.001))
    assert np.isnan(falling()(-0.001))


def test_the_median_is_the_first_time_at_or_below_a_half() -> None:
    assert falling().median() == 5
    assert falling().median(0.1) == float("inf")


def test_rmst_is_the_area_of_the_steps() -> None:
    """By hand: 2 x 1 + 3 x 0.75 + 4 x 0.5 + 1 x 0.2."""
    assert falling().rmst(10) == pytest.approx(2 + 2.25 + 2 + 0.2)


def test_rmst_beyond_follow_up_is_refused_unless_nobody_is_left() -> None:
    with pytest.raises(CurveError, match="horizon inside follow-up"):
        falling().rmst(13)
    assert StepCurve([0, 1], [1, 0]).rmst(5) == 1


@given(POINTS)
def test_points_in_any_order_make_a_curve_below_them(points: list[tuple[float, float]]) -> None:
    """Law: from_points sorts, begins at 0, never rises, never lies above a point, and ends no earlier than they do."""
    time, survival = np.array(points).T
    curve = StepCurve.from_points(time, survival)
    assert curve.time[0] == 0
    assert (np.diff(curve.time) > 0).all()
    assert (np.diff(curve.survival) < 0).all()
    assert curve.end == time.max()
    assert (curve(time) <= survival).all()


@given(POINTS)
def test_making_a_curve_of_its_own_points_changes_nothing(points: list[tuple[float, float]]) -> None:
    curve = StepCurve.from_points(*np.array(points).T)
    assert StepCurve.from_points(curve.time, curve.survival, end=curve.end) == curve


def test_a_curve_survives_another_process_locked() -> None:
    again = pickle.loads(pickle.dumps(falling()))
    assert again == falling()
    assert not again.survival.flags.writeable


@pytest.mark.parametrize(
    ("time", "survival", "more", "words"),
    [
        ([0, 1], [1.0], {}, "as many of one"),
        ([0, np.nan], [1.0, 0.5], {}, "not a number"),
        ([1, 2], [1.0, 0.5], {}, "must start at time 0"),
        ([0, 2, 2], [1.0, 0.5, 0.4], {}, "rise strictly"),
        ([0, 1, 2], [1.0, 0.5, 0.7], {}, "survival rises from 0.5000 to 0.7000 at t=2"),
        ([0, 1], [1.2, 0.5], {}, r"stay in \[0, 1\]"),
        ([0, 5], [1.0, 0.5], {"end": 3}, "end after its steps"),
        ([0, 5], [1.0, 0.5], {"survival_se": [0.1]}, "standard errors"),
        ([0, 5], [1.0, 0.5], {"marks": [3, 1]}, "rising order"),
    ],
)
def test_a_broken_promise_is_named(time: list[float], survival: list[float], more: dict, words: str) -> None:
    with pytest.raises(CurveError, match=words):
        StepCurve(time, survival, **more)
