"""Designs: what the rows of a trial are made of."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.bayes.design import consistency, node_split, pair_rows, unrelated

ARMS = [("B", "A"), ("B", "C"), ("A", "C", "D"), ("C", "D")]
NAMES = ["A", "B", "C", "D"]


def test_consistency_rows_are_differences_of_potentials() -> None:
    """Any potentials over treatments give the contrasts of every trial."""
    design = consistency(ARMS, NAMES, "C")
    potential = dict(zip(NAMES, np.random.default_rng(0).normal(size=4), strict=True))
    beta = np.array([potential[one] - potential[two] for one, two in design.parameters])
    for arms, rows in zip(design.arms, design.rows, strict=True):
        assert np.allclose(rows @ beta, [potential[name] - potential[arms[0]] for name in arms[1:]])
    assert [arms[0] for arms in design.arms] == ["A", "C", "C", "C"]


def test_pair_rows_are_the_parameters_of_consistency() -> None:
    rows = pair_rows(NAMES, "C")
    beta = np.array([0.1, 0.2, 0.3])
    assert np.allclose(rows @ beta, [0.1, 0.2, 0.0, 0.3])


def test_unrelated_effects_have_one_parameter_a_comparison() -> None:
    design = unrelated(ARMS, "A")
    assert design.parameters == (("B", "A"), ("C", "A"), ("D", "A"), ("C", "B"), ("D", "C"))
    for arms, rows in zip(design.arms, design.rows, strict=True):
        assert np.array_equal(rows.sum(axis=1), np.ones(len(arms) - 1))
        assert [design.parameters[j] for j in rows.argmax(axis=1)] == [(name, arms[0]) for name in arms[1:]]


def test_a_split_node_serves_its_own_trials_only() -> None:
    design = node_split(ARMS, NAMES, "A", ("A", "C"))
    assert design.parameters[-1] == ("A", "C")
    for arms, rows in zip(design.arms, design.rows, strict=True):
        own = {"A", "C"} <= set(arms)
        assert rows[:, -1].sum() == own
        if own:
            assert arms[0] == "C"
            assert not rows[arms.index("A") - 1, :-1].any()


@pytest.mark.parametrize(("pair", "words"), [(("D", "B"), "nothing to split"), (("X", "Y"), "nothing to split")])
def test_what_no_trial_compares_is_not_split(pair: tuple[str, str], words: str) -> None:
    with pytest.raises(NetworkError, match=words):
        node_split(ARMS, NAMES, "A", pair)


def test_what_nothing_else_connects_is_not_split() -> None:
    with pytest.raises(NetworkError, match="only trials of B against A"):
        node_split([("A", "B"), ("A", "C"), ("A", "B")], ["A", "B", "C"], "A", ("B", "A"))
    # D is in trials of its own pair only.
    with pytest.raises(NetworkError, match="only trials of D against C"):
        node_split(ARMS, NAMES, "A", ("D", "C"))
    # Its own three-arm trial is no other evidence either: D hangs on C there, and B on A's parameter alone.
    with pytest.raises(NetworkError, match="only trials of B against A"):
        node_split([("A", "B", "C")], ["A", "B", "C"], "A", ("B", "A"))
