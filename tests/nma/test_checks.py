"""What reviewers get wrong is said, and what is right is not."""

from __future__ import annotations

import math

import attrs
import numpy as np
import pytest

from nma.checks import Interval, arm_variance_warnings, interval_warnings, twin_warnings
from nma.contrasts import Contrasts

GOOD = Interval("row 2", "EMERALD", "Elacestrant", "ET", 0.70, 0.55, 0.88, 0.95, True, patients=477)


def test_a_sound_row_is_silent() -> None:
    assert interval_warnings([GOOD]) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        # MAINTAIN was reprinted with an upper limit of 0.95 for 0.85.
        ({"estimate": 0.57, "low": 0.39, "high": 0.95}, "not symmetric"),
        ({"estimate": 0.95}, "outside its interval"),
        ({"estimate": 0.88}, "equal to one of its limits"),
        ({"medians": (3.0, 5.0)}, "point the other way"),
        ({"low": 0.68, "high": 0.72, "patients": 100}, "implies about"),
    ],
)
def test_each_fault_has_its_sentence(changes: dict[str, object], says: str) -> None:
    (line,) = interval_warnings([attrs.evolve(GOOD, **changes)])
    assert says in line
    assert "EMERALD" in line


def test_rounding_alone_is_no_misprint() -> None:
    """Every log-symmetric interval, rounded to two decimals, passes."""
    rng = np.random.default_rng(0)
    for _ in range(500):
        hr, se = math.exp(rng.uniform(-1, 0.3)), rng.uniform(0.05, 0.5)
        row = attrs.evolve(
            GOOD,
            estimate=round(hr, 2),
            low=round(hr * math.exp(-1.96 * se), 2),
            high=round(hr * math.exp(1.96 * se), 2),
        )
        assert not any("symmetric" in line for line in interval_warnings([row]))


def test_one_level_among_others() -> None:
    rows = [GOOD, GOOD, attrs.evolve(GOOD, trial="PACE", level=0.90)]
    (line,) = interval_warnings(rows)
    assert "PACE" in line
    assert "90% interval among 95%" in line


def test_medians_that_agree_are_silent() -> None:
    assert interval_warnings([attrs.evolve(GOOD, medians=(5.0, 3.0))]) == []


def test_one_trial_under_two_names() -> None:
    one = Contrasts.two_arm("EMERALD", "A", "B", -0.36, 0.12)
    two = Contrasts.two_arm("Bidard 2022", "B", "A", 0.36, 0.12)
    other = Contrasts.two_arm("Other", "A", "B", -0.36, 0.13)
    (line,) = twin_warnings([one, two, other])
    assert "'EMERALD' and 'Bidard 2022'" in line


def test_standard_errors_that_imply_a_negative_arm_variance() -> None:
    pairs = [("A", "B"), ("A", "C"), ("B", "C")]
    good = Contrasts.from_pairs("good", pairs, [0, 0, 0], [0.3, 0.3, 0.3])
    bad = Contrasts.from_pairs("bad", pairs, [0, 0, 0], [0.3, 0.3, 0.5])
    (line,) = arm_variance_warnings([good, bad])
    assert "'bad'" in line
    assert "'A'" in line
