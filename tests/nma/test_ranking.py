"""P-scores against netmeta; ranks from a fit and from draws tell the same."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.contrasts import Contrasts
from nma.frequentist import fit
from nma.network import components
from nma.ranking import p_scores, ranking, ranking_of_draws, superiority
from tests.nma.oracle import NETMETA, network, reference


@pytest.mark.parametrize("name", NETMETA)
def test_p_scores_are_those_of_netmeta(name: str) -> None:
    found, known = network(name), reference(name)
    for column, tau2 in ((1, 0.0), (2, known["tau2"])):
        scores = p_scores(fit(found, tau2=tau2), small_better=known["better"] == "low")
        expected = {row[0]: row[column] for row in known["p_score"]}
        assert scores.tolist() == pytest.approx([expected[t] for t in found.treatments], rel=1e-10, abs=1e-13)


def test_the_mean_p_score_is_one_half_and_turns_with_the_direction() -> None:
    at = fit(network("senn2013"))
    low, high = p_scores(at, small_better=True), p_scores(at, small_better=False)
    assert low.mean() == pytest.approx(0.5, abs=1e-14)
    np.testing.assert_allclose(low + high, 1.0, atol=1e-14)


def test_sucra_of_normal_draws_is_the_p_score() -> None:
    """Rücker & Schwarzer (2015): identical; 200,000 draws leave an error below 0.002."""
    at = fit(network("senn2013"))
    rng = np.random.default_rng(1)
    effects, covariance = at.against("plac")
    draws = rng.multivariate_normal(effects, covariance, 200_000, method="eigh")
    sucra = ranking_of_draws(at.treatments, draws, small_better=True).score
    np.testing.assert_allclose(sucra, p_scores(at, small_better=True), atol=2e-3)


def test_ranking_of_a_fit() -> None:
    at = fit(network("smoking"))
    found = ranking(at, small_better=False, rng=np.random.default_rng(3))
    again = ranking(at, small_better=False, rng=np.random.default_rng(3))
    assert found == again
    np.testing.assert_allclose(found.probability.sum(axis=0), 1.0)
    np.testing.assert_allclose(found.probability.sum(axis=1), 1.0)
    # Mean ranks are exact; those of the drawn probabilities agree within their Monte Carlo error.
    np.testing.assert_allclose(found.probability @ np.arange(1, 5), found.mean, atol=0.01)
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()
    assert [found.treatments[i] for i in found.order] == ["D", "C", "B", "A"]


def test_ranks_of_draws_by_hand() -> None:
    found = ranking_of_draws(("A", "B", "C"), [[0, 1, 2], [0, -1, 2], [0, 1, 2], [0, 1, -2]], small_better=True)
    assert found.probability.tolist() == [[0.5, 0.5, 0.0], [0.25, 0.5, 0.25], [0.25, 0.0, 0.75]]
    assert found.score.tolist() == pytest.approx([0.75, 0.5, 0.25])


def test_superiority_by_a_margin() -> None:
    (two,) = components([Contrasts.two_arm("t", "A", "B", -0.5, 0.25)])
    wins = superiority(fit(two), small_better=True, margin=0.5)
    assert wins[0, 1] == pytest.approx(0.5)
    assert wins[1, 0] == pytest.approx(3.167124183311992e-05, rel=1e-9)


def test_draws_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(NetworkError, match=r"columns|needs"):
        ranking_of_draws(("A", "B"), np.zeros((5, 3)), small_better=True)
