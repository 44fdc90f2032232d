"""Contrasts: re-basing loses nothing, pairs give the covariance back, contradictions are refused."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.contrasts import Contrasts

ARMS = ("A", "B", "C", "D")
VARIANCE = np.array([0.05, 0.1, 0.2, 0.07])
FOUR = Contrasts("t", "A", ARMS[1:], np.array([0.3, -0.2, 0.9]), np.diag(VARIANCE[1:]) + VARIANCE[0])


@pytest.mark.parametrize("reference", ARMS)
def test_rebasing_twice_is_identity(reference: str) -> None:
    back = FOUR.against(reference).against("A")
    order = [back.treatments.index(name) for name in FOUR.treatments]
    np.testing.assert_allclose(back.effect[order], FOUR.effect, atol=1e-15)
    np.testing.assert_allclose(back.covariance[np.ix_(order, order)], FOUR.covariance, atol=1e-15)


def test_the_shared_arm_is_what_contrasts_have_in_common() -> None:
    """With independent arms, contrasts against r covary by the variance of r (Rücker & Schwarzer 2014)."""
    based = FOUR.against("C")
    off = ~np.eye(3, dtype=bool)
    np.testing.assert_allclose(based.covariance[off], VARIANCE[2], rtol=1e-12)


def test_pairs_and_back() -> None:
    rows = FOUR.pairs()
    again = Contrasts.from_pairs("t", [(a, b) for a, b, _, _ in rows], [r[2] for r in rows], [r[3] for r in rows])
    back = again.against("A")
    order = [back.treatments.index(name) for name in FOUR.treatments]
    np.testing.assert_allclose(back.effect[order], FOUR.effect, atol=1e-14)
    np.testing.assert_allclose(back.covariance[np.ix_(order, order)], FOUR.covariance, atol=1e-14)


def test_printed_effects_are_closed_when_rounded() -> None:
    """Rounded to three decimals the loop misses by 0.001; the estimate moves by less than that."""
    rows = FOUR.pairs()
    rounded = [round(r[2] + 0.0004 * (-1) ** i, 3) for i, r in enumerate(rows)]
    again = Contrasts.from_pairs("t", [(a, b) for a, b, _, _ in rows], rounded, [r[3] for r in rows]).against("A")
    order = [again.treatments.index(name) for name in FOUR.treatments]
    assert np.abs(again.effect[order] - FOUR.effect).max() < 1e-3


@pytest.mark.parametrize(
    ("pairs", "effect", "se", "says"),
    [
        ([("A", "B"), ("A", "C")], [0.1, 0.2], [1, 1], "no row for"),
        ([("A", "B"), ("B", "A")], [0.1, -0.1], [1, 1], "twice"),
        ([("A", "A")], [0.1], [1], "itself"),
        ([("A", "B")], [0.1], [0], "above 0"),
        ([("A", "B"), ("A", "C"), ("B", "C")], [1, 2, 5], [0.2, 0.2, 0.2], "do not add up"),
        ([("A", "B"), ("A", "C"), ("B", "C")], [1, 2, 1], [0.1, 0.1, 5], "contradict"),
    ],
)
def test_contradictions_are_one_sentence(
    pairs: list[tuple[str, str]], effect: list[float], se: list[float], says: str
) -> None:
    with pytest.raises(NetworkError, match=says):
        Contrasts.from_pairs("trial X", pairs, effect, se)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"treatments": ()}, "one arm only"),
        ({"treatments": ("A",)}, "name of its own"),
        ({"treatments": (" ",)}, "name of its own"),
        ({"effect": [np.nan]}, "no finite number"),
        ({"covariance": [[-1.0]]}, "contradict"),
        ({"effect": [1.0, 2.0]}, "shape"),
        ({"patients": [1.0]}, "numbers of patients"),
    ],
)
def test_a_block_keeps_its_promises(fields: dict[str, object], says: str) -> None:
    good: dict[str, object] = {
        "trial": "t", "reference": "A", "treatments": ("B",), "effect": [0.1], "covariance": [[0.2]],
    }  # fmt: skip
    with pytest.raises(NetworkError, match=says):
        Contrasts(**{**good, **fields})  # type: ignore[arg-type]


def test_an_unknown_reference_names_the_known_ones() -> None:
    with pytest.raises(NetworkError, match="A, B, C, D"):
        FOUR.against("E")
