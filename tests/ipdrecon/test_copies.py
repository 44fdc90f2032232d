"""Arms that are the same patients twice are told from two trials of the same treatment."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.copies import copies, of_patients
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


def test_arms_of_few_events_are_no_copies() -> None:
    """Law: two curves that hardly fall lie close together and say nothing."""
    one, other = (
        IPD.of_arm(np.append(np.full(5, t), np.full(95, 20.0)), [True] * 5 + [False] * 95) for t in (3.0, 4.0)
    )
    assert not copies([of_patients("a", one), of_patients("b", other)])
