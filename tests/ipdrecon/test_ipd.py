"""Patients and their product-limit estimate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from ipdrecon.errors import IPDError
from ipdrecon.ipd import IPD

PATIENTS = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60)


@given(PATIENTS)
def test_km_is_lifelines_km(patients: list[tuple[int, bool]]) -> None:
    """Oracle: lifelines' Kaplan-Meier estimate at every whole time, ties and events at 0 among them."""
    time, event = np.array([t for t, _ in patients], float), np.array([e for _, e in patients])
    curve = IPD.of_arm(time, event).km()
    oracle = KaplanMeierFitter().fit(time, event)
    at = np.arange(0.0, time.max() + 1)
    assert np.allclose(curve(at), oracle.survival_function_at_times(at).to_numpy(), atol=1e-12)


@given(PATIENTS, st.integers(0, 21))
def test_the_two_conventions_differ_by_those_who_leave_at_that_time(patients: list[tuple[int, bool]], at: int) -> None:
    """Law: time >= t counts those leaving at t (R, SAS), time > t does not (lifelines' tables)."""
    ipd = IPD.of_arm([t for t, _ in patients], [e for _, e in patients])
    leaving = sum(t == at for t, _ in patients)
    assert float(ipd.at_risk(at) - ipd.at_risk(at, convention="after")) == leaving


def two_trials() -> IPD:
    return IPD([1, 2, 3, 4], [1, 0, 1, 1], ["A", "B", "A", "B"], ["x", "x", "y", "y"], "months")


def test_arms_come_in_order_of_appearance() -> None:
    assert [(trial, arm, len(ipd)) for trial, arm, ipd in two_trials().arms()] == [
        ("x", "A", 1), ("x", "B", 1), ("y", "A", 1), ("y", "B", 1),
    ]  # fmt: skip


def test_units_convert_and_convert_back() -> None:
    there = two_trials().in_unit("days")
    assert there.time[0] == pytest.approx(30.4375)
    assert np.allclose(there.in_unit("months").time, two_trials().time)


def test_sets_of_different_units_are_not_joined() -> None:
    with pytest.raises(IPDError, match="use one time unit"):
        IPD.concat([two_trials(), two_trials().in_unit("days")])


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (([1, 2], [1], ["A", "A"], ["", ""]), "equally long"),
        (([], [], [], []), "no patient"),
        (([1, np.inf], [1, 1], ["A", "A"], ["", ""]), "no finite time"),
        (([1, -2], [1, 1], ["A", "A"], ["", ""]), "patient 2 has time -2"),
        (([1], [1], ["A"], [""], "moons"), "moons"),
    ],
)
def test_a_broken_promise_is_named(columns: tuple, words: str) -> None:
    with pytest.raises(IPDError, match=words):
        IPD(*columns)
