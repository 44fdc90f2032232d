"""Arms that are the same patients twice are told from two trials of the same treatment."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.copies import Counts, copies, of_patients
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction import reconstruct


def trial(patients: int, seed: int, follow_up: float = 30.0) -> IPD:
    """An arm whose times are exponential of mean 15, censored evenly up to a follow-up."""
    rng = np.random.default_rng(seed)
    death, leaving = rng.exponential(15.0, patients), rng.uniform(0.0, follow_up, patients)
    return IPD.of_arm(np.minimum(death, leaving), death <= leaving)


@pytest.mark.parametrize("patients", [60, 250, 900])
def test_two_reconstructions_of_one_curve_are_copies(patients: int) -> None:
    """Law: what two methods make of one published curve, with and without its censor marks, is the same arm."""
    curve = trial(patients, 1).km()
    made = [reconstruct(curve, patients=patients, method=method).ipd for method in ("constrained", "guyot")]
    assert copies([of_patients("figure", made[0]), of_patients("figure_curves", made[1])]) == [
        ("figure", "figure_curves")
    ]


def test_a_trial_reported_earlier_is_a_copy_of_itself() -> None:
    """Law: the same patients at an earlier data cutoff."""
    late = trial(300, 2)
    early = IPD.of_arm(np.minimum(late.time, 9.0), late.event & (late.time <= 9.0))
    assert copies([of_patients("early", early), of_patients("late", late)]) == [("early", "late")]


@pytest.mark.parametrize("follow_up", [4.0, 12.0, 60.0])
def test_trials_of_one_hazard_are_no_copies(follow_up: float) -> None:
    """Law: 4,950 pairs of independent trials of one law, at any maturity."""
    arms = [of_patients(str(seed), trial(120, seed, follow_up)) for seed in range(100)]
    assert not copies(arms)


@pytest.mark.parametrize("unit", [1.0, 3.0, 6.0])
def test_trials_whose_times_are_coarse_are_no_copies(unit: float) -> None:
    """Law: curves looked at in whole months, quarters or half-years are often close at all of these few times."""
    arms = []
    for seed in range(100):
        own = trial(120, seed)
        arms.append(of_patients(str(seed), IPD.of_arm(unit * np.ceil(own.time / unit), own.event)))
    assert not copies(arms)


@pytest.mark.parametrize(("events", "found"), [(12, []), (20, [("a", "b")])])
def test_arms_of_few_times_are_no_copies(events: int, found: list[tuple[str, str]]) -> None:
    """Law: one event a month falls alike in two trials by chance for some months, not for many."""
    months = np.append(np.arange(1.0, events + 1), np.full(60, 30.0))
    arm = IPD.of_arm(months, months < 30.0)
    assert copies([of_patients("a", arm), of_patients("b", arm)]) == found


@pytest.mark.parametrize("small_first", [True, False])
@pytest.mark.parametrize(("distance", "close"), [(0.12, True), (0.26, False)])
def test_distances_are_in_errors_of_both_arms(distance: float, close: bool, small_first: bool) -> None:
    """Law: beside a small arm a large one adds no error of its own, whichever comes first."""
    time, deaths, at_risk = np.arange(1.0, 61.0), np.ones(60), 100.0 - np.arange(60)
    steps = deaths / at_risk
    apart = steps.copy()
    apart[0] += distance * np.sqrt(np.sum(steps / at_risk))
    many = np.full(60, 1e5)
    pair = [Counts("small", time, deaths, at_risk), Counts("large", time, apart * many, many)]
    assert bool(copies(pair if small_first else pair[::-1])) is close


def test_arms_without_patients_are_no_copies() -> None:
    """Law: a curve without a time, or with nobody at risk, is no other's copy."""
    none, nobody = np.array([]), np.zeros(1)
    for empty in (none, nobody):
        arms = [Counts("a", empty, empty, empty), of_patients("b", trial(60, 1)), Counts("c", empty, empty, empty)]
        assert not copies(arms)


def test_arms_of_few_events_are_no_copies() -> None:
    """Law: two curves that hardly fall lie close together and say nothing."""
    one, other = (
        IPD.of_arm(np.append(np.full(5, t), np.full(95, 20.0)), [True] * 5 + [False] * 95) for t in (3.0, 4.0)
    )
    assert not copies([of_patients("a", one), of_patients("b", other)])
