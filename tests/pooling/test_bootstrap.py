"""Resampled intervals, and the kernel behind them."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.files import dumps
from pooling import pool
from pooling.bootstrap import resample
from pooling.kernels import weighted_curves
from tests.pooling.oracle import simulated


@pytest.mark.parametrize("kernel", [weighted_curves, weighted_curves.py_func], ids=["compiled", "python"])
def test_weights_of_one_give_the_curve_itself(kernel: object) -> None:
    assert callable(kernel)
    ipd = simulated(2, size=40)
    order = np.argsort(ipd.time, kind="stable")
    time, event = ipd.time[order].copy(), ipd.event[order].astype(np.int64)
    weights = np.ones((1, time.size), dtype=np.int64)
    for array in (time, event, weights):
        array.setflags(write=False)
    distinct = np.unique(time)
    survival, median, area = np.empty((1, distinct.size)), np.empty(1), np.empty(1)
    kernel(time, event, weights, 12.0, survival, median, area)
    curve = ipd.km()
    np.testing.assert_allclose(survival[0], curve.survival[np.searchsorted(curve.time, distinct, side="right") - 1])
    assert median[0] == curve.median()
    assert area[0] == pytest.approx(curve.rmst(12.0), rel=1e-12)


def test_resampling_patients_gives_greenwoods_error() -> None:
    """Error of 2,000 resamples: 1.6%; the bootstrap's own factor is sqrt((n-1)/n)."""
    ipd = simulated(3, size=150, sigma=0.0)
    naive = pool(ipd, method="naive")[0]
    drawn = resample(ipd, naive.time, 12.0, studies_too=False, count=2000, rng=np.random.default_rng(2))
    at = int(np.searchsorted(naive.time, 10.0))
    assert np.log(drawn.survival[:, at]).std() == pytest.approx(naive.log_se[at], rel=0.07)
    assert drawn.area.std() == pytest.approx(pool(ipd, method="naive", horizons=[12])[0].horizons[0].se, rel=0.07)


def test_five_studies_are_resampled_and_four_are_not() -> None:
    many, few = (pool(simulated(k, sigma=0.5), method="bootstrap", draws=400)[0] for k in (5, 4))
    assert many.warnings == ()
    assert "too few to resample" in few.warnings[0]
    assert many.median_low <= many.median <= many.median_high
    assert (many.low <= many.survival + 1e-12).mean() > 0.98


def test_the_seed_decides() -> None:
    one, two, other = (pool(simulated(5), method="bootstrap", draws=200, seed=s)[0] for s in (7, 7, 8))
    assert dumps(one) == dumps(two)
    assert one.rmst_low != other.rmst_low
