"""Curves of a panel and what names them."""

from __future__ import annotations

from ipdrecon.figure import Box
from ipdrecon.trace.entry import LegendEntry
from ipdrecon.trace.panel import in_legend_order


def test_curves_stand_in_the_order_of_the_legend() -> None:
    """Law: the first name of a legend is the first curve; curves that it does not name come last, as they were."""
    entries = [LegendEntry(name, Box(0.0, 20.0 * k, 50.0, 20.0 * k + 10.0)) for k, name in enumerate(("A", "B", "C"))]
    assert in_legend_order(["C", "curve 2", "A", "curve 4", "B"], entries) == [2, 4, 0, 1, 3]
    assert in_legend_order(["C", "A"], []) == [0, 1]
