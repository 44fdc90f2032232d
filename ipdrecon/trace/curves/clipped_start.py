"""Curves that come in along S = 1: a plot that ends there clips or covers the line of their first level."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.walk import OWN, begin_along

#: Rows beside that of S = 1 in which the top of a first fall is seen, half a frame and half a line below it.
EDGE_PX = 3


def begin_at_edge(begin: Layer, ink: Layer, rules: Mask, start: tuple[float, float], reach: int) -> Layer:
    """The start costs (h, w) of curves, which come in along S = 1 too where nothing is drawn from its beginning on.

    ``start`` (row, column) is where S = 1 at time 0 lies, ``ink`` (h, w) what is drawn in any colour, ``rules`` (h, w)
    are grid and frame lines, and ``reach`` says how far from its start a path may begin otherwise.
    """
    row, column = max(0, round(start[0])), max(0, round(start[1]))
    beside = slice(max(0, row - EDGE_PX), row + EDGE_PX + 1)
    drawn = np.flatnonzero(((ink[beside] >= OWN) & ~rules[beside])[:, column:].any(axis=0))
    if drawn.size == 0 or drawn[0] <= reach:
        return begin
    shape = (begin.shape[0], begin.shape[1])
    return np.minimum(begin, begin_along(shape, float(row), float(column + drawn[0]), EDGE_PX))
