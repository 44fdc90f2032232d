"""Legends of panels side by side that stand in one row, nearly as close as the entries of one of them."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box
from ipdrecon.trace.legends.entry import LegendEntry

#: How many times as wide as any gap within a legend is the one between two of them.
WIDER = 2.0


def each_its_own(groups: Sequence[list[LegendEntry]], panel: Box, others: Sequence[Box]) -> list[list[LegendEntry]]:
    """The groups, each parted where its widest gap lies between two panels and is far wider than its others.

    Entries of one legend are evenly spaced: one that panels share has no such gap, wherever it stands.
    """
    middles = sorted({box.center[0] for box in (panel, *others)})
    parts: list[list[LegendEntry]] = []
    todo = list(groups)
    while todo:
        group = todo.pop(0)
        two = _at_widest_gap(group, middles)
        if two is None:
            parts.append(group)
        else:
            todo = [*two, *todo]
    return parts


def _at_widest_gap(
    group: list[LegendEntry], middles: Sequence[float]
) -> tuple[list[LegendEntry], list[LegendEntry]] | None:
    """The entries left and right of the widest gap of a group; None where it is no gap between legends of two panels.

    ``middles`` are the columns in which the panels have their middles.
    """
    boxes = sorted((entry.box for entry in group), key=lambda box: box.left)
    gaps: list[tuple[float, float]] = []
    reached = boxes[0].right
    for box in boxes[1:]:
        if box.left > reached:
            gaps.append((box.left - reached, 0.5 * (box.left + reached)))
        reached = max(reached, box.right)
    if len(gaps) < 2:  # with nothing to compare it to
        return None
    (second, _), (widest, place) = sorted(gaps)[-2:]
    if widest < WIDER * second or not middles[0] < place < middles[-1]:
        return None
    return [e for e in group if e.box.center[0] < place], [e for e in group if e.box.center[0] > place]
