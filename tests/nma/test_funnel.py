"""Comparison-adjusted funnel: pairwise it is Egger's test; planted small-study effects are found."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ipdrecon.errors import NetworkError
from nma.contrasts import Contrasts
from nma.direct import direct
from nma.funnel import Funnel, funnel
from nma.network import components


def planted(bias: float, seed: int = 1) -> Funnel:
    rng = np.random.default_rng(seed)
    trials = []
    for k in range(40):
        one, two = (("new", "old"), ("newer", "new"))[k % 2]
        se = rng.uniform(0.05, 0.5)
        trials.append(Contrasts.two_arm(f"t{k}", one, two, rng.normal(-0.2, se) + bias * se, se))
    (found,) = components(trials)
    return funnel(found, direct(found), order=["old", "new", "newer"])


def test_small_trials_that_favour_the_newer_treatment_are_found() -> None:
    assert planted(-2.0).p < 0.001
    assert planted(-2.0).intercept < -1
    assert planted(0.0).p > 0.05


def test_one_comparison_is_eggers_regression() -> None:
    """Against scipy's linear regression of the standardised effect on precision."""
    rng = np.random.default_rng(2)
    se = rng.uniform(0.1, 0.6, 12)
    y = rng.normal(0.1, se) - se
    (found,) = components([Contrasts.two_arm(f"t{i}", "T", "C", y[i], se[i]) for i in range(12)])
    test = funnel(found, direct(found), order=["C", "T"])
    line = stats.linregress(1 / se, y / se)
    # Taking the mean from every effect moves the slope only.
    assert test.intercept == pytest.approx(line.intercept, rel=1e-9)
    assert test.intercept_se == pytest.approx(line.intercept_stderr, rel=1e-9)
    assert test.p == pytest.approx(2 * stats.t.sf(abs(line.intercept / line.intercept_stderr), 10), rel=1e-9)


def test_trials_alone_in_their_comparison_are_no_test() -> None:
    (star,) = components([Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2 + i) for i, name in enumerate("ABC")])
    found = funnel(star, direct(star), order=["hub", "A", "B", "C"])
    assert np.isnan(found.p)
    assert "no test" in found.reason
    np.testing.assert_allclose(found.deviation, 0.0, atol=1e-15)


def test_the_order_must_name_everyone() -> None:
    (star,) = components([Contrasts.two_arm("t", "A", "B", 0.1, 0.2)])
    with pytest.raises(NetworkError, match="each treatment"):
        funnel(star, direct(star), order=["A"])
