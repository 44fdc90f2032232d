"""Pooled Kaplan-Meier, naive and cluster-robust, against R's survfit."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from pooling import pool
from tests.pooling.oracle import hepatocellular, lung, reference

TIMES = np.array([50, 100, 200, 300, 400, 600, 800.0])
TRANSFORMS = ("log", "log-log", "plain")


@pytest.mark.parametrize("transform", TRANSFORMS)
@pytest.mark.parametrize("method", ["naive", "cluster"])
def test_curve_limits_and_median(method: str, transform: str) -> None:
    said = reference("lung")[f"{method}_{transform}"]
    made, *_ = pool(lung(), method=method, interval="normal", transform=transform)
    rows = np.searchsorted(made.time, TIMES, side="right") - 1
    np.testing.assert_allclose((made.survival * made.log_se)[rows], said["se"], rtol=1e-10)
    np.testing.assert_allclose(made.low[rows], said["lower"], rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(made.high[rows], said["upper"], rtol=1e-10)
    assert [made.median, made.median_low, made.median_high] == said["median"]


def test_restricted_mean_and_its_standard_error() -> None:
    made, *_ = pool(lung(), method="naive", horizons=[500])
    mean, se = reference("lung")["naive_log"]["rmst"]
    assert made.horizons[0].value == pytest.approx(mean, rel=1e-12)
    assert made.horizons[0].se == pytest.approx(se, rel=1e-10)


@pytest.mark.parametrize(("time", "event", "transform", "said"), reference("lung")["small"])
def test_median_where_the_curve_rests_at_one_half(
    time: list[float], event: list[int], transform: str, said: list[float | None]
) -> None:
    """The middle of the stretch at one half; a limit after S = 0 is not reached."""
    ipd = IPD.of_arm(time, event, treatment="A", trial="x")
    made, *_ = pool(ipd, method="naive", transform=transform)
    expected = [np.inf if value is None else value for value in said]
    assert [made.median, made.median_low, made.median_high] == expected


def test_clusters_of_one_patient_give_greenwood_up_to_its_ties() -> None:
    """Influence of single patients: the sandwich tends to Greenwood; without ties they differ by order 1/n."""
    rng = np.random.default_rng(1)
    time = rng.exponential(10, 400)
    each = IPD(time=time, event=np.ones(400), treatment=np.full(400, "A"), trial=np.arange(400).astype(str))
    robust = pool(each, method="cluster", interval="normal")[0]
    naive = pool(each, method="naive")[0]
    middle = slice(20, 350)
    np.testing.assert_allclose(robust.log_se[middle], naive.log_se[middle], rtol=0.01)


def test_covariance_of_log_survival_is_the_variance_at_the_earlier_time() -> None:
    made, *_ = pool(lung(), method="naive")
    rows = np.searchsorted(made.time, made.grid_time, side="right") - 1
    np.testing.assert_allclose(np.diag(made.log_covariance), made.log_se[rows] ** 2, rtol=1e-12)
    np.testing.assert_allclose(made.log_covariance[3, 7], made.log_se[rows[3]] ** 2, rtol=1e-12)


def test_one_trial_is_pooled_without_a_warning_and_several_with() -> None:
    one = lung().select(lung().trial == "1")
    assert pool(one, method="naive")[0].warnings == ()
    assert "as if of one" in pool(lung(), method="naive")[0].warnings[0]


def test_a_single_study_of_known_patients_is_its_own_kaplan_meier_under_any_summary() -> None:
    one = lung().select(lung().trial == "1")
    for method in ("random", "fixed"):
        made, *_ = pool(one, method=method)
        assert made.step and made.median == one.km().median()
        assert made.low[5] < made.survival[5] < made.high[5]


def test_curves_without_patients_are_refused_with_the_method_that_takes_them() -> None:
    with pytest.raises(InputError, match="use random or fixed"):
        pool(hepatocellular(), method="naive")
