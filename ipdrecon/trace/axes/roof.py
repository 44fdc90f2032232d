"""Where a plot area ends above: at its frame, or as high as axis, panel and curves reach."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.calibrate import AxisFit
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.panel_ends import behind_the_grid, frame_line, ground_end, line_end, panel_end
from ipdrecon.trace.axes.past_axis import CROSSING_PX, past_the_axis
from ipdrecon.trace.axes.runs import WHOLES


def roof_of(
    contrast: Floats,
    pair: Pair,
    fits: tuple[AxisFit, AxisFit],
    words: Sequence[Word],
    columns: tuple[float, float],
    rows: tuple[float, float, float],
    spacing: float,
    above: float,
) -> float:
    """Row where the plot area ends above; ``rows`` are those of the summit, of the last label and of the lowest one,
    ``above`` where the panel above ends."""
    height = contrast.shape[0]
    (x_fit, y_fit), (first, last), (summit, high, low) = fits, columns, rows
    limit = max(above, summit - 1.2 * spacing)
    framed = frame_line(contrast[::-1], height - 1 - int(summit) - 3, height - 1 - int(limit), int(first), int(last))
    places = x_fit.zero + x_fit.per_unit * np.array([label.value for label in pair.x.labels])
    if framed is not None:
        if summit >= high and pair.y.labels[-1].value not in WHOLES:
            # The line of the last label, which curves may leave above, is the last one of a grid.
            across = np.append(places, y_fit.line)
            framed = behind_the_grid(contrast[::-1].T, framed, height - 1 - int(limit), (first, last), across)
        return float(height - 1 - framed)
    top = max(0.0, summit - max(6.0, 0.04 * (low - high)))
    if summit < high:
        return top
    # Curves may rise beyond the last label.
    top = min(top, _top(contrast, y_fit, places, (summit, low), limit))
    if pair.y.labels[-1].value in WHOLES:
        return top
    # And beyond an axis that ends at it.
    turned = [
        attrs.evolve(w, box=Box(height - 1 - w.box.bottom, w.box.left, height - 1 - w.box.top, w.box.right))
        for w in words
    ]
    end = past_the_axis(contrast[::-1].T, turned, height - 1 - top, (first, last + CROSSING_PX), height - 1 - limit)
    return float(height - 1 - end)


def _top(contrast: Floats, y_fit: AxisFit, columns: Floats, rows: tuple[float, float], limit: float) -> float:
    """Where the y axis line, or else a tinted panel, ends above its last label; the first row where neither goes on."""
    turned = contrast[::-1].T
    summit = rows[0]
    low, start, stop = (contrast.shape[0] - 1 - row for row in (rows[1], summit, limit))
    between = (columns[:-1] + columns[1:]) / 2
    end = line_end(turned, y_fit.line, start, stop)
    if end is None:
        ground = ground_end(turned, (columns[0], columns[-1]), (low, start), stop)
        end = max((e for e in (panel_end(turned, between, start, stop), ground) if e is not None), default=None)
    return summit if end is None else contrast.shape[0] - 1 - end
