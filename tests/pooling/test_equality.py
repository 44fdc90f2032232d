"""Test of equal regimens."""

from __future__ import annotations

import numpy as np
import pytest

from pooling import Settings
from pooling.equality import equality
from pooling.studies import by_regimen, of_ipd
from tests.pooling.oracle import hepatocellular, simulated


def test_regions_differ_as_risca_found() -> None:
    """RISCA's p-value of these strata prints as 0; it keeps the 12 times at which both have two studies."""
    groups = by_regimen(hepatocellular(strata=True), {})
    fixed = equality(groups, Settings(method="fixed"))
    random = equality(groups, Settings())
    assert fixed is not None and random is not None
    assert (fixed.times, fixed.df) == (12, 12)
    assert fixed.p < 1e-12
    assert random.p < 0.05 and random.rmst_p < 0.001


def test_a_regimen_against_itself_does_not_differ() -> None:
    studies = of_ipd(simulated(4))
    found = equality({"A": studies, "B": studies}, Settings())
    assert found is not None
    assert found.statistic == pytest.approx(0, abs=1e-8)
    assert found.p == pytest.approx(1)


def test_the_test_of_means_keeps_its_level() -> None:
    """60 pairs of equal regimens of ten studies: at most 9 rejections (99.9% of a binomial with 5%)."""
    rejected = 0
    for seed in range(60):
        one, two = (of_ipd(simulated(10, size=60, seed=seed + shift)) for shift in (1000, 5000))
        found = equality({"A": one, "B": two}, Settings())
        assert found is not None
        rejected += found.rmst_p < 0.05
    assert rejected <= 9


def test_regimens_of_one_study_are_left_out_and_named() -> None:
    many, one = of_ipd(simulated(3)), of_ipd(simulated(1, seed=8))
    assert equality({"A": many, "B": one}, Settings()) is None
    found = equality({"A": many, "B": of_ipd(simulated(3, seed=9)), "C": one}, Settings())
    assert found is not None and found.left_out == ("C",)
    assert np.isfinite(found.p)
