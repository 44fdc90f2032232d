"""Restricted means of two arms inside trials."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from pooling.product_limit import of_patients
from pooling.rmst import contrast
from tests.pooling.oracle import simulated


def both(studies: int = 3) -> IPD:
    return IPD.concat(
        [simulated(studies, treatment="A", seed=1), simulated(studies, treatment="B", seed=2, median=7.0)]
    )


def test_without_censoring_it_is_the_mean_of_the_cut_times() -> None:
    """RMST = mean of min(T, horizon), its error that of a mean (n in place of n - 1)."""
    rng = np.random.default_rng(1)
    time = rng.exponential(10, 200)
    table = of_patients(IPD.of_arm(time, np.ones(200)))
    mean, se = table.rmst(12.0)
    cut = np.minimum(time, 12.0)
    assert mean == pytest.approx(cut.mean(), rel=1e-12)
    assert se == pytest.approx(cut.std() / np.sqrt(200), rel=1e-10)


def test_covariance_of_two_horizons_without_censoring() -> None:
    rng = np.random.default_rng(2)
    time = rng.exponential(10, 150)
    _, covariance = of_patients(IPD.of_arm(time, np.ones(150))).rmsts(np.array([6.0, 15.0]))
    cut = np.stack([np.minimum(time, 6.0), np.minimum(time, 15.0)])
    np.testing.assert_allclose(covariance, np.cov(cut, ddof=0) / 150, rtol=1e-10)


def test_difference_and_ratio() -> None:
    made = contrast(both(), "A", "B", [12.0])
    for trial in made.trials:
        assert trial.difference[0][0] == pytest.approx(trial.treatment[0] - trial.comparator[0])
        assert np.exp(trial.log_ratio[0][0]) == pytest.approx(trial.treatment[0] / trial.comparator[0])
    turned = contrast(both(), "B", "A", [12.0])
    assert made.horizons[0].difference.estimate == pytest.approx(-turned.horizons[0].difference.estimate, rel=1e-10)
    assert made.horizons[0].log_ratio.estimate == pytest.approx(-turned.horizons[0].log_ratio.estimate, rel=1e-10)


def test_a_trial_counts_only_as_far_as_both_arms_are_followed() -> None:
    ipd = both()
    short = ipd.select(~((ipd.trial == "study 2") & (ipd.treatment == "B") & (ipd.time > 14)))
    made = contrast(short, "A", "B", [12.0, 20.0])
    assert [len(h.trials) for h in made.horizons] == [3, 2]
    assert "study 2" not in made.horizons[1].trials
    assert len(made.joint_difference) == 2


def test_nothing_to_compare_is_said() -> None:
    with pytest.raises(InputError, match="no trial has both 'A' and 'C'"):
        contrast(both(), "A", "C", [12.0])
    with pytest.raises(InputError, match="earlier horizon"):
        contrast(both(), "A", "B", [500.0])
