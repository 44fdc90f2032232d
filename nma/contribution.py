"""Contribution: how much each direct comparison gives to each network estimate."""

from __future__ import annotations

from typing import Literal

import attrs
import numpy as np

from ipdrecon.errors import ConvergenceError, InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.fit import Fit
from nma.frequentist import gathered, pieces
from nma.network import Network

#: Flow below this is rounding of the hat matrix.
SMALLEST_FLOW = 1e-10


@attrs.frozen
class Contribution(Locked):
    """Shares of direct comparisons (columns) in network estimates (rows); every row adds up to 1.

    Attributes
    ----------
    comparisons : tuple of (str, str)   All pairs, rows.
    direct : tuple of (str, str)        Pairs with direct evidence, columns.
    share : (rows, columns) float
    method : str                        "shortest path" or "random walk".
    """

    comparisons: tuple[tuple[str, str], ...]
    direct: tuple[tuple[str, str], ...]
    method: str
    share: Floats = array_field(floats)


def hat_rows(network: Network, at: Fit) -> tuple[list[tuple[int, int]], list[tuple[int, int]], Floats]:
    """All pairs, pairs with direct evidence, and the (pairs, direct) hat matrix of the aggregate model.

    The adjusted weights of all trials that compare a pair add up to the weight of one edge; a row is the unit flow of
    evidence from its second treatment to its first.
    """
    n = len(network.treatments)
    laplacian, _ = gathered(n, tuple(pieces(block, at.tau2) for block in network.blocks))
    studies = network.studies
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    direct = [(i, j) for i, j in pairs if studies[i, j] > 0]
    left, right = (np.array([pair[k] for pair in direct]) for k in (0, 1))
    weight = -laplacian[left, right]
    one, two = (np.array([pair[k] for pair in pairs]) for k in (0, 1))
    drop = at.covariance[one] - at.covariance[two]
    return pairs, direct, (drop[:, left] - drop[:, right]) * weight


def contribution(
    network: Network, at: Fit, *, method: Literal["shortest path", "random walk"] = "shortest path"
) -> Contribution:
    """Contribution matrix by shortest paths (Papakonstantinou et al. 2018) or random walks (Davies et al. 2022).

    Raises
    ------
    InputError        where the method is unknown.
    ConvergenceError  where the flow of evidence cannot be used up, which would be a fault of its hat matrix.
    """
    if method not in ("shortest path", "random walk"):
        raise InputError(f"contribution by '{method}' is unknown; use 'shortest path' or 'random walk'")
    pairs, direct, hat = hat_rows(network, at)
    n = len(network.treatments)
    left, right = (np.array([pair[k] for pair in direct]) for k in (0, 1))
    share = np.zeros_like(hat)
    for row, (source, sink) in enumerate(pairs):
        flow = np.zeros((n, n))
        flow[left, right], flow[right, left] = np.maximum(hat[row], 0.0), np.maximum(-hat[row], 0.0)
        if method == "shortest path":
            through = _shortest(flow, source, sink, _reading_order(direct, hat[row], n))
        else:
            through = _walks(flow, source, sink)
        share[row] = through[left, right] + through[right, left]
    names = network.treatments

    def named(places: list[tuple[int, int]]) -> tuple[tuple[str, str], ...]:
        return tuple((names[i], names[j]) for i, j in places)

    return Contribution(named(pairs), named(direct), method, share)


def _reading_order(direct: list[tuple[int, int]], hat: Floats, n: int) -> list[int]:
    """Nodes as they appear when the edges are read one by one, each in the direction of its flow.

    Paths of equal length may be taken out in several orders, with different results; this one is that of the netmeta
    package, so that contributions agree.
    """
    seen = [node for (i, j), flow in zip(direct, hat, strict=True) for node in ((i, j) if flow >= 0 else (j, i))]
    return list(dict.fromkeys([*seen, *range(n)]))


def _shortest(flow: Floats, source: int, sink: int, order: list[int]) -> Floats:
    from nma.kernels import shortest_path_shares

    turned = np.ascontiguousarray(flow[np.ix_(order, order)])
    shares = np.zeros_like(turned)
    if not shortest_path_shares(turned, order.index(source), order.index(sink), SMALLEST_FLOW, shares):
        raise ConvergenceError(
            "the flow of evidence could not be used up by paths; please report the data that did this"
        )
    back = np.argsort(order)
    return np.asarray(shares[np.ix_(back, back)])


def _walks(flow: Floats, source: int, sink: int) -> Floats:
    """Every path carries the product of its steps' probabilities, shared equally by its edges.

    Sums over paths by length: arriving at a node in so many steps, and from there at the sink in so many more. The
    flow has no cycles, so no path is longer than the number of nodes.
    """
    n = flow.shape[0]
    flow = np.where(flow < SMALLEST_FLOW, 0.0, flow)
    out = flow.sum(axis=1)
    step = np.divide(flow, out[:, None], out=np.zeros_like(flow), where=out[:, None] > 0)
    step[sink] = 0.0
    arrive, leave = np.zeros((n, n)), np.zeros((n, n))
    arrive[0, source], leave[0, sink] = 1.0, 1.0
    for length in range(1, n):
        arrive[length] = arrive[length - 1] @ step
        leave[length] = step @ leave[length - 1]
    before, after = np.arange(n)[:, None], np.arange(n)[None, :]
    per_edge = 1.0 / (before + after + 1)
    return np.asarray(step * np.einsum("ai,bj,ab->ij", arrive, leave, per_edge, optimize=True))
