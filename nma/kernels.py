"""Loops of network meta-analysis: paths of evidence through the hat matrix."""

from __future__ import annotations

import numpy as np
from numba import boolean, float64, int64, njit
from numba.types import Array

FLOW = Array(float64, 2, "C")
NODES = Array(int64, 1, "C")


@njit(int64(FLOW, int64, int64, NODES, NODES), cache=True)
def _shortest(flow, source, sink, parent, queue):
    """Breadth-first search along positive flow; length of the path found, 0 for none. ``parent`` leads back."""
    n = flow.shape[0]
    for i in range(n):
        parent[i] = -1
    parent[source] = source
    queue[0], head, tail = source, 0, 1
    while head < tail:
        here = queue[head]
        head += 1
        for after in range(n):
            if flow[here, after] > 0.0 and parent[after] < 0:
                parent[after] = here
                queue[tail] = after
                tail += 1
                if after == sink:
                    length, node = 0, sink
                    while node != source:
                        length += 1
                        node = parent[node]
                    return length
    return 0


@njit(boolean(FLOW, int64, int64, float64, FLOW), cache=True)
def shortest_path_shares(flow, source, sink, smallest, shares):
    """Papakonstantinou et al. (2018): take shortest paths out of the flow; their edges share each path's flow equally.

    ``flow`` is used up; whether it ended with no flow from the source to the sink.
    """
    n = flow.shape[0]
    parent, queue = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for i in range(n):
        for j in range(n):
            if flow[i, j] < smallest:
                flow[i, j] = 0.0
    # Each turn uses up one edge at least.
    for _ in range(n * n):
        length = _shortest(flow, source, sink, parent, queue)
        if length == 0:
            return True
        least, node = 2.0, sink
        while node != source:
            before = parent[node]
            least = min(least, flow[before, node])
            node = before
        node = sink
        while node != source:
            before = parent[node]
            shares[before, node] += least / length
            flow[before, node] -= least
            if flow[before, node] < smallest:
                flow[before, node] = 0.0
            node = before
    return False
