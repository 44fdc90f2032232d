"""Which of a figure's legends is a panel's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.figure import Box


def own_group(
    groups: Sequence[Sequence[Box]], panel: Box, others: Sequence[Box], shares: Sequence[bool] = ()
) -> int | None:
    """Index of the group of boxes that is the panel's own legend; None where none is.

    A legend inside a panel is that panel's; but one whose name is a number (``shares`` says of which), as a share
    printed on a curve seems to be, is none where legends of several stand outside. Where each panel has one of its own
    outside, they stand in the same place beside each, so that together they are nearest to their panels: assigning the
    squared distances of their middles at the least sum finds them wherever that place is, for a common shift adds the
    same to every assignment.
    """
    places = [reduce(Box.union, group) for group in groups]
    panels = [panel, *others]
    inside = [next((k for k, box in enumerate(panels) if box.contains(*place.center)), None) for place in places]
    size = [len(group) for group in groups]
    if any(k is None and n > 1 for k, n in zip(inside, size, strict=True)):
        inside = [None if share else k for k, share in zip(inside, shares or [False] * len(inside), strict=True)]
    own = [i for i, k in enumerate(inside) if k == 0]
    if own:
        return max(own, key=lambda i: size[i])
    free = [i for i, k in enumerate(inside) if k is None]
    without = [k for k in range(len(panels)) if k not in inside]
    if not free:  # a figure may show its legend once, inside one of its panels
        shown = [i for i in range(len(groups)) if size[i] > 1]
        return max(shown, key=lambda i: size[i], default=None)
    several = [i for i in free if size[i] > 1]
    legends = next((some for some in (several, free) if len(some) == len(without) > 1), [])
    if legends:
        cost = np.array([[_squared(panels[k].center, places[i].center) for i in legends] for k in without])
        chosen = linear_sum_assignment(cost)[1]
        return legends[int(chosen[without.index(0)])]
    return min(free, key=lambda i: (-size[i], _beside(panel, places[i])))


def _squared(one: tuple[float, float], two: tuple[float, float]) -> float:
    return (one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2


def _beside(panel: Box, place: Box) -> float:
    """Pixels between a panel's edge and what stands outside it."""
    across = max(0.0, panel.left - place.right, place.left - panel.right)
    down = max(0.0, panel.top - place.bottom, place.top - panel.bottom)
    return float(np.hypot(across, down))
