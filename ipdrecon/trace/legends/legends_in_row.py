"""Legends of panels side by side that stand in one row, nearly as close as the entries of one of them."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box
from ipdrecon.trace.legends.entry import LegendEntry

#: How many times as wide as any gap within a legend is the one between two of them.
WIDER = 2.0


def each_its_own(groups: Sequence[list[LegendEntry]], panel: Box, others: Sequence[Box]) -> list[list[LegendEntry]]:
    """The groups, parted by the panels they lie in, and where the widest gap is between panels and far the widest.

    Entries of one legend are evenly spaced: one that panels share has no such gap, wherever it stands.
    """
    panels = (panel, *others)
    middles = sorted({box.center[0] for box in panels})
    parts: list[list[LegendEntry]] = []
    todo = [part for group in groups for part in _by_panel(group, panels)]
    while todo:
        group = todo.pop(0)
        two = _at_widest_gap(group, middles)
        if two is None:
            parts.append(group)
        else:
            todo = [*two, *todo]
    return parts


def _by_panel(group: list[LegendEntry], panels: Sequence[Box]) -> list[list[LegendEntry]]:
    """The entries of a group by the panel they lie in; those in none stay by themselves, where any lie in two."""
    inside: dict[int | None, list[LegendEntry]] = {}
    for entry in group:
        place = next((k for k, box in enumerate(panels) if box.contains(*entry.box.center)), None)
        inside.setdefault(place, []).append(entry)
    return list(inside.values()) if len(inside.keys() - {None}) > 1 else [group]


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
