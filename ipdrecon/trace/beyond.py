"""Ink of a curve's colour that goes on beyond its end, higher than it ended: the curve was not read to its end, or
begins anew there (a landmark analysis)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Bools
from ipdrecon.trace.contrast import spread

#: RGB distance within which ink has a curve's colour, and least chroma of a colour that nothing else is drawn in.
SAME_COLOR, CHROMA = 50.0, 60.0
#: Share of the time axis that such ink covers at least, and of the axis beyond the curve's end.
WIDE, COVERS = 0.08, 0.3
#: How much higher than the curve's end it begins, and how far it falls, in S.
HIGHER, FALLS = 0.03, 0.03
#: Pixels left out beside the curve's end and along the edges of the plot.
MARGIN_PX = 3
#: Confidence of a curve that goes on elsewhere.
DOUBTED = 0.3
WARNING = (
    "ink of its colour goes on beyond its end, higher than it ended: it may begin again there (a landmark analysis), "
    "or was not read to its end; look at the overlay"
)


def with_doubts_beyond(
    figure: Figure, box: Box, axes: Axes, curves: Sequence[TracedCurve], covers: Sequence[Box]
) -> tuple[TracedCurve, ...]:
    """The curves, with a warning and little confidence where their colour goes on above their end.

    Parameters
    ----------
    box : Box        The plot area.
    covers : boxes   Texts and legend samples, which may have a curve's colour.
    """
    return tuple(
        attrs.evolve(curve, confidence=min(curve.confidence, DOUBTED), warnings=(*curve.warnings, WARNING))
        if goes_on_above(figure, box, axes, curve, curves, covers)
        else curve
        for curve in curves
    )


def goes_on_above(
    figure: Figure, box: Box, axes: Axes, curve: TracedCurve, curves: Sequence[TracedCurve], covers: Sequence[Box]
) -> bool:
    """Whether a line of a curve's colour begins above its end, beyond all curves of that colour, and falls."""
    color = np.array(curve.style.color, np.float32)
    if float(spread(color)) < CHROMA:
        return False
    alike = [c for c in curves if np.linalg.norm(np.array(c.style.color, np.float32) - color) < SAME_COLOR]
    last = max(float(axes.x.pixel(c.steps.end)) for c in alike)
    left = round(last) + MARGIN_PX + round(curve.style.width)
    right, top = min(figure.width, round(box.right) - MARGIN_PX), max(0, round(box.top) + MARGIN_PX)
    bottom = min(figure.height, round(box.bottom) - MARGIN_PX)
    length = abs(axes.x.px_per_unit) * axes.x.span
    if right - left < WIDE * length or bottom <= top:
        return False
    own = np.linalg.norm(figure.pixels[top:bottom, left:right].astype(np.float32) - color, axis=2) < SAME_COLOR
    for cover in covers:
        rows = slice(max(0, int(cover.top) - 1 - top), max(0, int(cover.bottom) + 2 - top))
        own[rows, max(0, int(cover.left) - 1 - left) : max(0, int(cover.right) + 2 - left)] = False
    return _falls_from(own, top, axes, float(curve.steps.survival[-1]), length)


def _falls_from(own: Bools, top: int, axes: Axes, end: float, length: float) -> bool:
    """Whether ink beyond a curve's end is one falling line that begins above ``end``, in S."""
    lit = np.flatnonzero(own.any(axis=0))
    if lit.size < max(WIDE * length, COVERS * own.shape[1]):
        return False
    rows = np.array([np.flatnonzero(own[:, column])[[0, -1]].mean() for column in lit])
    survival = axes.survival(rows + top)
    part = max(3, lit.size // 8)
    first, final = float(np.median(survival[:part])), float(np.median(survival[-part:]))
    return first > end + HIGHER and first - final > FALLS
