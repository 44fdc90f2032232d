"""Replicates of reconstructed patients, pooled to one answer."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from pooling import Pooled, Settings
from pooling.analysis import analyse_data
from pooling.read import Data
from pooling.rubin import combine, rules
from pooling.studies import of_ipd
from tests.pooling.oracle import simulated


def shaken(ipd: IPD, count: int, noise: float) -> list[IPD]:
    """Replicates whose times differ as readings of one figure do."""
    rng = np.random.default_rng(9)
    return [attrs.evolve(ipd, time=np.maximum(ipd.time + noise * rng.standard_normal(), 0.01)) for _ in range(count)]


def pooled(replicates: list[IPD], **choices: object) -> Pooled:
    data = Data(tuple(tuple(of_ipd(ipd)) for ipd in replicates))
    return analyse_data(data, {}, Settings(**choices)).results[0]


def test_rules_by_hand() -> None:
    """W = 1, B = 1 of estimates 1, 2, 3: T = 1 + (4/3) 1; classical degrees of freedom 2 / share²."""
    made = rules(np.array([1.0, 2.0, 3.0]), np.ones(3))
    share = (4 / 3) / (7 / 3)
    assert (made.estimate, made.variance) == (pytest.approx(2.0), pytest.approx(7 / 3))
    assert made.share == pytest.approx(share)
    assert made.df == pytest.approx(2 / share**2)


def test_degrees_of_freedom_are_rubins_with_many_within_and_those_within_where_nothing_lies_between() -> None:
    made = rules(np.array([1.0, 2.0, 3.0]), np.ones(3), 40.0)
    share = (4 / 3) / (7 / 3)
    assert 1 / made.df == pytest.approx((1 - share) ** 2 / 40 + share**2 / 2)
    assert float(rules(np.array([1.0, 2.0, 3.0]), np.ones(3), 2.0).df) == 2.0
    assert float(rules(np.ones(3), np.ones(3), 2.0).df) == pytest.approx(2.0)
    assert float(rules(np.ones(3), np.ones(3)).df) == np.inf


@pytest.mark.parametrize("method", ["naive", "random", "cluster"])
def test_equal_replicates_change_nothing_and_cost_nothing(method: str) -> None:
    ipd = simulated(4)
    one, many = pooled([ipd], method=method), pooled([ipd] * 3, method=method)
    assert many.median == one.median
    assert many.rmst == pytest.approx(one.rmst, rel=1e-12)
    assert many.rmst_se == pytest.approx(one.rmst_se, rel=1e-12)
    assert many.reconstruction is not None
    assert many.reconstruction.rmst_share == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(many.log_covariance, one.log_covariance, rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("method", ["naive", "random"])
def test_noise_of_reading_widens_the_interval_by_its_share(method: str) -> None:
    """Shifting all times by normal noise of 0.5 months adds about 0.25 (1 + 1/M) to the variance of the mean."""
    ipd = simulated(4)
    plain, noisy = pooled([ipd], method=method), pooled(shaken(ipd, 30, 0.5), method=method)
    assert noisy.reconstruction is not None
    cost = noisy.rmst_se**2 * noisy.reconstruction.rmst_share
    assert cost == pytest.approx(0.25, rel=0.8), "the variance of 30 normal draws, and survival dampens late shifts"
    assert noisy.median_high - noisy.median_low > plain.median_high - plain.median_low
    assert 0 < noisy.reconstruction.median_share < 1


def test_a_summary_curve_that_ends_before_the_last_follow_up_has_its_mean_up_to_there() -> None:
    """Few patients are left at the end: the grid stops where five are at risk."""
    made = pooled(shaken(simulated(3, size=40), 4, 0.1), method="random")
    assert made.horizon <= made.end + 1e-9
    assert 0 < made.rmst < made.horizon


def test_a_single_study_in_replicates_is_its_own_kaplan_meier() -> None:
    made = pooled(shaken(simulated(1), 4, 0.1), method="random")
    assert made.step and made.reconstruction is not None


def test_one_replicate_is_refused() -> None:
    with pytest.raises(InputError, match="two or more"):
        combine([pooled([simulated(2)])], Settings(), horizon=10.0)


def test_landmarks_and_horizons_are_combined() -> None:
    made = pooled(shaken(simulated(4), 5, 0.2), method="random", landmarks=[6.0], horizons=[8.0])
    assert made.landmarks[0].low < made.landmarks[0].value < made.landmarks[0].high
    assert [a.time for a in made.horizons] == [8.0]
