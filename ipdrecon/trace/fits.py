"""The two axes of a pair, each fitted from the side on which its labels stand."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.calibrate import AxisFit, fit_axis
from ipdrecon.trace.pairs import Pair
from ipdrecon.trace.runs import left_of, right_of
from ipdrecon.trace.snap import shifts_of

#: By how much lines of an x and a y axis were moved to whole pixels; None where they were not.
Shifts = tuple[float | None, float | None]


def fits_of(contrast: Floats, pair: Pair) -> tuple[AxisFit, AxisFit]:
    """Fits of the x and the y axis; ``contrast`` (h, w) is the distance from the page colour."""
    labels_top = float(np.median([label.word.box.top for label in pair.x.labels]))
    inner = pair.y.zero + pair.y.per_unit * pair.y.labels[0].value
    height = float(np.median([label.word.box.height for label in pair.x.labels]))
    x_fit = fit_axis(contrast, pair.x, labels_top + 0.15 * height, min(inner - 6, labels_top - 4))
    if pair.right:
        begin = left_of(pair.y)
        last = pair.x.labels[-1].x
        return x_fit, fit_axis(np.ascontiguousarray(contrast.T), pair.y, begin, min(last - 6, begin - 4))
    width = contrast.shape[1]
    turned = np.ascontiguousarray(contrast.T[::-1])
    end = right_of(pair.y)
    first = pair.x.zero + pair.x.per_unit * pair.first
    y_fit = fit_axis(turned, pair.y, width - 1 - end, width - 1 - max(first + 6, end + 4))
    return x_fit, attrs.evolve(y_fit, line=width - 1 - y_fit.line, edge=width - 1 - y_fit.edge)


def moved_lines(contrast: Floats, fits: Sequence[tuple[AxisFit, AxisFit]]) -> list[Shifts]:
    """By how much the lines of each panel's axes (x, y) were moved to whole pixels."""
    shifts = shifts_of(contrast, [fit for pair in fits for fit in pair])
    return list(zip(shifts[::2], shifts[1::2], strict=True))
