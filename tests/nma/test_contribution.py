"""Contributions against netmeta's netcontrib, and their laws."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from nma.contribution import contribution, hat_rows
from nma.frequentist import fit
from nma.kernels import shortest_path_shares
from nma.network import components
from tests.nma.oracle import NETMETA, matrix, network, reference, simulated


@pytest.mark.parametrize("name", NETMETA)
@pytest.mark.parametrize(
    ("model", "method", "key"),
    [
        ("fixed", "shortest path", "contribution_shortest_fixed"),
        ("random", "shortest path", "contribution_shortest_random"),
        ("fixed", "random walk", "contribution_walk_fixed"),
    ],
)
def test_contributions_are_those_of_netmeta(name: str, model: str, method: str, key: str) -> None:
    found, known = network(name), reference(name)
    at = fit(found, tau2=known["tau2"] if model == "random" else 0.0)
    share = contribution(found, at, method=method)  # type: ignore[arg-type]
    assert [":".join(pair) for pair in share.direct] == known["contribution_columns"]
    np.testing.assert_allclose(share.share, matrix(known[key]), atol=1e-8)


@pytest.mark.parametrize("method", ["shortest path", "random walk"])
def test_rows_add_up_to_one(method: str) -> None:
    (found,) = components(simulated(np.random.default_rng(11), n=9, k=25))
    share = contribution(found, fit(found), method=method)  # type: ignore[arg-type]
    assert share.share.min() >= 0
    np.testing.assert_allclose(share.share.sum(axis=1), 1.0, atol=1e-8)


def test_hat_rows_are_unit_flows() -> None:
    """What enters at the source leaves at the sink, and nothing gets lost between (König, Krahn & Binder 2013)."""
    (found,) = components(simulated(np.random.default_rng(12)))
    pairs, direct, hat = hat_rows(found, fit(found))
    n = len(found.treatments)
    for row, (source, sink) in enumerate(pairs):
        balance = np.zeros(n)
        for flow, (i, j) in zip(hat[row], direct, strict=True):
            balance[i] += flow
            balance[j] -= flow
        expected = np.zeros(n)
        expected[source], expected[sink] = 1.0, -1.0
        np.testing.assert_allclose(balance, expected, atol=1e-10)


def test_the_kernel_says_when_paths_do_not_use_up_the_flow() -> None:
    flow, shares = np.array([[0.0, 1.0], [0.0, 0.0]]), np.zeros((2, 2))
    assert shortest_path_shares.py_func(flow, 0, 1, 1e-10, shares)
    assert shares[0, 1] == 1.0
    assert flow[0, 1] == 0.0


def test_an_unknown_method_is_refused() -> None:
    found = network("woods2010")
    with pytest.raises(InputError, match="shortest path"):
        contribution(found, fit(found), method="longest")  # type: ignore[arg-type]
