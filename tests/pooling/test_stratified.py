"""Mixture of the studies' curves."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from pooling import pool
from tests.pooling.oracle import simulated


def test_the_curve_is_the_weighted_mean_of_the_studies() -> None:
    ipd = simulated(3)
    made, *_ = pool(ipd, method="stratified", weights="equal", landmarks=[6.0])
    own = [ipd.select(ipd.trial == t).km()(6.0) for t in ipd.trials]
    assert made.landmarks[0].value == pytest.approx(np.mean(own))
    assert made.end == min(float(ipd.time[ipd.trial == t].max()) for t in ipd.trials)


def test_without_censoring_and_weighted_by_patients_it_is_the_naive_curve() -> None:
    rng = np.random.default_rng(5)
    parts = [IPD.of_arm(rng.exponential(10, n), np.ones(n), treatment="A", trial=str(n)) for n in (30, 60, 45)]
    mixed, naive = (pool(IPD.concat(parts), method=m, landmarks=[3, 6, 9])[0] for m in ("stratified", "naive"))
    for one, two in zip(mixed.landmarks, naive.landmarks, strict=True):
        assert one.value == pytest.approx(two.value, rel=1e-12)


def test_the_normal_interval_adds_the_studies_own_variances() -> None:
    ipd = simulated(3)
    made, *_ = pool(ipd, method="stratified", weights="equal", interval="normal", landmarks=[6.0])
    parts = [pool(ipd.select(ipd.trial == t), method="naive", landmarks=[6.0])[0].landmarks[0].se for t in ipd.trials]
    assert made.landmarks[0].se == pytest.approx(np.sqrt(np.square(parts).sum()) / 3, rel=1e-10)


def test_equal_weights_give_the_t_interval_of_a_mean() -> None:
    """Variance sum (S_k - S)² / (K (K - 1)), K - 1 degrees of freedom."""
    ipd = simulated(5)
    made, *_ = pool(ipd, method="stratified", weights="equal", landmarks=[6.0])
    own = np.array([float(ipd.select(ipd.trial == t).km()(6.0)) for t in ipd.trials])
    assert made.landmarks[0].se == pytest.approx(own.std(ddof=1) / np.sqrt(5), rel=1e-10)
    assert made.df[0] == 4
    # RMST the same way.
    areas = np.array([ipd.select(ipd.trial == t).km().rmst(made.horizon) for t in ipd.trials])
    assert made.rmst_se == pytest.approx(areas.std(ddof=1) / np.sqrt(5), rel=1e-10)


def test_weights_can_be_given_study_by_study() -> None:
    ipd = simulated(2)
    made, *_ = pool(ipd, method="stratified", weights="study 1=3, study 2=1", landmarks=[6.0])
    own = [float(ipd.select(ipd.trial == t).km()(6.0)) for t in ipd.trials]
    assert made.landmarks[0].value == pytest.approx(0.75 * own[0] + 0.25 * own[1])
    assert "as given: 0.75, 0.25" in made.warnings[0]
    for wrong in ("study 1=0", "study 1=x", "heavy"):
        with pytest.raises(InputError, match="weight"):
            pool(ipd, method="stratified", weights=wrong)


def test_one_study_and_two_have_the_normal_interval() -> None:
    assert pool(simulated(1), method="stratified")[0].interval == "normal"
    assert pool(simulated(2), method="stratified", weights="precision")[0].interval == "normal"
