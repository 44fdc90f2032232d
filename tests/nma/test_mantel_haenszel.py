"""Mantel-Haenszel against netmetabin, and the pairwise formula by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.arms import ArmCounts
from nma.frequentist import fit, q_by_trial
from nma.heterogeneity import degrees_of_freedom
from nma.mantel_haenszel import mantel_haenszel
from nma.network import components
from tests.nma.oracle import counts, matrix, reference


def test_dong_is_that_of_netmetabin() -> None:
    """Five treatments with empty cells and multi-arm trials."""
    known = reference("dong2013")
    found = mantel_haenszel(counts("dong2013"))
    (network,) = components(found.designs)
    at = fit(network)
    assert list(network.treatments) == known["treatments"]
    np.testing.assert_allclose(at.effects, matrix(known["effect_mh"]), atol=1e-12)
    np.testing.assert_allclose(at.se, matrix(known["se_mh"]), atol=1e-12)
    assert float(q_by_trial(network, at).sum()) == pytest.approx(known["q_mh"], rel=1e-11)
    assert degrees_of_freedom(network) == known["df_mh"]
    # What is left out is said: three silent trials, an arm and the design that has nothing without it.
    assert len(found.warnings) == 5


def test_two_arms_are_the_textbook_odds_ratio() -> None:
    """Mantel & Haenszel (1959) with the variance of Robins, Breslow & Greenland (1986), written out."""
    trials = [
        ArmCounts("a", ("C", "T"), np.array([5, 9]), np.array([50, 55])),
        ArmCounts("b", ("C", "T"), np.array([0, 3]), np.array([30, 28])),
    ]
    c, t = (np.array([trial.events[i] for trial in trials]) for i in (0, 1))
    n = np.array([trial.patients for trial in trials])
    total = n.sum(axis=1)
    R, S = t * (n[:, 0] - c) / total, c * (n[:, 1] - t) / total
    P, Q = (t + n[:, 0] - c) / total, (c + n[:, 1] - t) / total
    variance = (
        (P * R).sum() / (2 * R.sum() ** 2)
        + (P * S + Q * R).sum() / (2 * R.sum() * S.sum())
        + (Q * S).sum() / (2 * S.sum() ** 2)
    )
    (design,) = mantel_haenszel(trials).designs
    assert design.effect[0] == pytest.approx(np.log(R.sum() / S.sum()), rel=1e-13)
    assert design.covariance[0, 0] == pytest.approx(variance, rel=1e-13)


def test_no_events_anywhere_is_refused() -> None:
    with pytest.raises(NetworkError, match="no design"):
        mantel_haenszel([ArmCounts("a", ("C", "T"), np.array([0, 2]), np.array([50, 55]))])
