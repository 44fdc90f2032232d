"""The two axes of a pair, each fitted from the side on which its labels stand."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace import cv
from ipdrecon.trace.axes.calibrate import AxisFit, fit_axis
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.runs import left_of, right_of
from ipdrecon.trace.axes.snap import shifts_of
from ipdrecon.trace.axes.tickmarks import LINE_CONTRAST
from ipdrecon.trace.axes.ticks import Run, line_through

#: By how much lines of an x and a y axis were moved to whole pixels; None where they were not.
Shifts = tuple[float | None, float | None]
#: Share of the labels whose ink must be seen, and how far it may reach out of their boxes, in pixels.
INKED, MARGIN_PX = 0.5, 2


def fits_of(contrast: Floats, pair: Pair) -> tuple[AxisFit, AxisFit]:
    """Fits of the x and the y axis; ``contrast`` (h, w) is the distance from the page colour."""
    labels_top = float(np.median([label.word.box.top for label in pair.x.labels]))
    inner = pair.y.zero + pair.y.per_unit * pair.y.labels[0].value
    height = float(np.median([label.word.box.height for label in pair.x.labels]))
    x_fit = _fitted(contrast, contrast, pair.x, (labels_top + 0.15 * height, min(inner - 6, labels_top - 4)))
    if pair.right:
        begin = left_of(pair.y)
        last = pair.x.labels[-1].x
        turned = cv.transposed(contrast)
        return x_fit, _fitted(contrast, turned, pair.y, (begin, min(last - 6, begin - 4)), vertical=True)
    width = contrast.shape[1]
    turned = cv.turned_left(contrast)
    end = right_of(pair.y)
    first = pair.x.zero + pair.x.per_unit * pair.first
    rows = width - 1 - end, width - 1 - max(first + 6, end + 4)
    y_fit = _fitted(contrast, turned, pair.y, rows, vertical=True)
    return x_fit, attrs.evolve(y_fit, line=width - 1 - y_fit.line, edge=width - 1 - y_fit.edge)


def _fitted(
    contrast: Floats, turned: Floats, run: Run, rows: tuple[float, float], *, vertical: bool = False
) -> AxisFit:
    """The fit of one axis; ``rows`` of the ``turned`` picture are where its labels begin, and the plot surely has.

    Where no ticks are found by the boxes of the labels, they are looked for by the labels' ink.
    """
    fit = fit_axis(turned, run, *rows)
    if fit.source != "labels":
        return fit
    fit = by_print(contrast, run, fit, vertical=vertical)
    again = fit_axis(turned, attrs.evolve(run, zero=fit.zero, per_unit=fit.per_unit), *rows)
    return fit if again.source == "labels" else again


def by_print(contrast: Floats, run: Run, fit: AxisFit, *, vertical: bool) -> AxisFit:
    """A fit that rests on labels alone, by the middles of their ink: the reader draws boxes wide, and not evenly."""
    if fit.source != "labels":
        return fit
    middle = np.array([_ink_middle(contrast, label.word.box, vertical=vertical) for label in run.labels])
    known = np.isfinite(middle)
    if known.sum() < max(2, INKED * len(run.labels)):
        return fit
    value = np.array([label.value for label in run.labels])[known]
    zero, per_unit = line_through(value, middle[known])
    return attrs.evolve(fit, zero=zero, per_unit=per_unit)


def _ink_middle(contrast: Floats, box: Box, *, vertical: bool) -> float:
    """Middle of the ink in a box along the axis, in pixels; NaN where there is none, or where it goes on outside.

    A pixel at its edge counts by how dark it is beside the darkest. What runs along the axis from end to end of a box
    is the line of a frame that the box reaches to.
    """
    across, down = (0, MARGIN_PX) if vertical else (MARGIN_PX, 0)
    rows = slice(max(0, int(box.top) - down), int(box.bottom) + 1 + down)
    columns = slice(max(0, int(box.left) - across), int(box.right) + 1 + across)
    area = contrast[rows, columns].T if vertical else contrast[rows, columns]
    area = area[area.min(axis=1, initial=np.inf) <= LINE_CONTRAST]
    if min(area.shape) < 3:
        return float("nan")
    along = area.max(axis=0)
    lit = np.flatnonzero(along > 0.5 * along.max())
    first, last = int(lit[0]), int(lit[-1])
    if along.max() < LINE_CONTRAST or first == 0 or last == along.size - 1:
        return float("nan")
    soft = (along[last + 1] - along[first - 1]) / along.max()
    return float((rows if vertical else columns).start + (first + last + soft) / 2)


def moved_lines(contrast: Floats, fits: Sequence[tuple[AxisFit, AxisFit]]) -> list[Shifts]:
    """By how much the lines of each panel's axes (x, y) were moved to whole pixels."""
    shifts = shifts_of(contrast, [fit for pair in fits for fit in pair])
    return list(zip(shifts[::2], shifts[1::2], strict=True))
