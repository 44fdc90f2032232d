"""The line of an axis, or the edge of a tinted panel, from which its ticks grow."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.tickmarks import LINE_CONTRAST

#: A line covers this share of the axis.
LINE_COVERAGE = 0.75
#: Grey levels by which a tinted panel differs from the page.
PANEL_STEP = 5.0
#: Thickest line of a grid in the colour of the page that parts such a panel, in pixels.
GRID_LINE_PX = 4


def axis_line(contrast: Floats, first: int, last: int, top: int, bottom: int) -> tuple[int, int] | None:
    """Lowest and highest row of the first drawn line above the labels; None where there is none."""
    rows = contrast[top : bottom + 1, first : last + 1] > LINE_CONTRAST
    if rows.size == 0:
        return None
    covered = np.flatnonzero(rows.mean(axis=1) >= LINE_COVERAGE)
    if covered.size == 0:
        return None
    lower = int(covered[-1])
    upper = lower
    while upper - 1 in covered and lower - upper < 12:
        upper -= 1
    return top + lower, top + upper


def panel_edge(contrast: Floats, first: int, last: int, top: int, bottom: int) -> tuple[int, int] | None:
    """Lowest row, twice, of a tinted panel that ends above the labels, whatever white lines of a grid part it; None
    where there is none."""
    rows = np.median(contrast[top : bottom + 1, first : last + 1], axis=1) if last > first else np.zeros(0)
    tinted = np.flatnonzero(rows > PANEL_STEP)
    if tinted.size == 0 or tinted[-1] == rows.size - 1 or np.diff(tinted, prepend=-1).max() > GRID_LINE_PX + 1:
        return None
    return top + int(tinted[-1]), top + int(tinted[-1])
