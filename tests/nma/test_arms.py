"""Counts become contrasts: the textbook formulas, the correction, and what has no estimate."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.arms import ArmCounts
from tests.nma.oracle import counts, reference


def test_odds_ratio_by_hand() -> None:
    found = ArmCounts("t", ("A", "B"), np.array([10, 20]), np.array([100, 100])).contrasts("OR")
    assert found.effect[0] == pytest.approx(np.log(20 * 90 / (80 * 10)), rel=1e-14)
    assert found.covariance[0, 0] == pytest.approx(1 / 10 + 1 / 90 + 1 / 20 + 1 / 80, rel=1e-14)


@pytest.mark.parametrize("measure", ["OR", "RR", "RD"])
def test_the_reference_arm_does_not_matter(measure: str) -> None:
    arms, r, n = ("A", "B", "C"), np.array([4.0, 9, 2]), np.array([50.0, 60, 40])
    one = ArmCounts("t", arms, r, n).contrasts(measure).against("C")
    two = ArmCounts("t", arms[::-1], r[::-1], n[::-1]).contrasts(measure)
    order = [one.treatments.index(name) for name in two.treatments]
    np.testing.assert_allclose(one.effect[order], two.effect, atol=1e-14)
    np.testing.assert_allclose(one.covariance[np.ix_(order, order)], two.covariance, atol=1e-14)


def test_half_an_event_is_added_where_a_cell_is_empty() -> None:
    found = ArmCounts("t", ("A", "B"), np.array([0, 3]), np.array([20, 20])).contrasts("OR")
    assert found.effect[0] == pytest.approx(np.log(3.5 / 17.5 / (0.5 / 20.5)), rel=1e-14)
    ratio = ArmCounts("t", ("A", "B"), np.array([0, 3]), np.array([20, 20])).contrasts("RR")
    assert ratio.effect[0] == pytest.approx(np.log(3.5 / 20.5 / (0.5 / 20.5)), rel=1e-14)


def test_counts_give_the_published_contrasts() -> None:
    """Blocker against metafor's inverse-variance weights, through Q of the pooled odds ratios."""
    found = [trial.contrasts("OR") for trial in counts("blocker")]
    y = np.array([c.against("Control").effect[0] for c in found])
    w = np.array([1 / c.covariance[0, 0] for c in found])
    assert float((w * (y - (w * y).sum() / w.sum()) ** 2).sum()) == pytest.approx(reference("blocker")["Q"], rel=1e-11)


def test_arms_of_one_treatment_are_added_up() -> None:
    found = ArmCounts.merged("t", ("A", "B", "B"), np.array([1, 2, 3]), np.array([10, 20, 30]))
    assert found.treatments == ("A", "B")
    assert found.events.tolist() == [1, 5]
    assert found.patients.tolist() == [10, 50]


@pytest.mark.parametrize("events", [[0, 0], [10, 10]])
def test_a_trial_that_says_nothing_is_refused(events: list[int]) -> None:
    trial = ArmCounts("Silent", ("A", "B"), np.array(events), np.array([10, 10]))
    assert not trial.informative
    with pytest.raises(NetworkError, match="Silent"):
        trial.contrasts("OR")


@pytest.mark.parametrize(("r", "n"), [(11, 10), (-1, 10), (1.5, 10), (0, 0), (np.nan, 10)])
def test_impossible_counts_are_refused(r: float, n: float) -> None:
    with pytest.raises(NetworkError, match="whole number"):
        ArmCounts("t", ("A", "B"), np.array([r, 1]), np.array([n, 10]))


def test_a_hazard_ratio_cannot_come_from_counts() -> None:
    with pytest.raises(NetworkError, match="OR, RR or RD"):
        ArmCounts("t", ("A", "B"), np.array([1, 2]), np.array([10, 10])).contrasts("HR")
