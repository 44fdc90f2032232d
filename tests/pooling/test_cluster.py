"""Cluster-robust interval: its correction for few studies."""

from __future__ import annotations

import numpy as np
import pytest

from pooling import pool
from pooling.cluster import influence
from pooling.product_limit import of_patients
from pooling.studies import of_ipd
from tests.pooling.oracle import simulated


def test_influences_of_all_studies_cancel() -> None:
    """Adding every patient once more changes no curve."""
    ipd = simulated(4)
    table = of_patients(ipd)
    np.testing.assert_allclose(influence(of_ipd(ipd), table).sum(axis=0), 0.0, atol=1e-12)


def test_auto_multiplies_by_k_over_k_minus_1_and_takes_t() -> None:
    ipd = simulated(4)
    normal, auto = (pool(ipd, method="cluster", interval=kind)[0] for kind in ("normal", "auto"))
    inside = slice(1, -5)
    np.testing.assert_allclose(auto.log_se[inside] ** 2 / normal.log_se[inside] ** 2, 4 / 3, rtol=1e-12)
    assert set(auto.df.tolist()) == {3.0}
    assert auto.rmst_se**2 / normal.rmst_se**2 == pytest.approx(4 / 3)
    assert "4 studies" in auto.warnings[0]


def test_variance_of_the_restricted_mean_is_that_of_doubling_each_study() -> None:
    """The influence of a study is the derivative of the area by its weight; doubling it moves the area about so far."""
    ipd = simulated(3, size=400, sigma=0.3)
    base = pool(ipd, method="naive", horizons=[12.0])[0].horizons[0].value
    made = pool(ipd, method="cluster", interval="normal", horizons=[12.0])[0]
    moves = []
    for name in ipd.trials:
        rows = np.concatenate([np.arange(len(ipd)), *([np.flatnonzero(ipd.trial == name)] * 1)])
        doubled = ipd.select(rows)
        moves.append(pool(doubled, method="naive", horizons=[12.0])[0].horizons[0].value - base)
    # A finite step of a whole study against a derivative: to a third.
    assert np.sqrt(np.square(moves).sum()) == pytest.approx(made.horizons[0].se, rel=0.35)
