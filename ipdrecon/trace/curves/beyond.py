"""Ink of a curve's colour that goes on beyond its end: the curve was not read to its end, or begins anew there (a
landmark analysis, where it is higher than the end)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Bools
from ipdrecon.trace.inks.contrast import spread

#: RGB distance within which ink has a curve's colour, and least chroma of a colour that nothing else is drawn in.
SAME_COLOR, CHROMA = 50.0, 60.0
#: Share of the time axis that such ink covers at least, and of the axis beyond the curve's end.
WIDE, COVERS = 0.08, 0.3
#: How much higher than the curve's end it begins, and how far it falls, in S.
HIGHER, FALLS = 0.03, 0.03
#: The same share for a line at or below the curve's end, and how thick that is at most, in strokes and pixels.
NARROW, LINE_WIDTHS, LINE_PX = 0.02, 2.0, 2.0
#: Pixels left out beside the curve's end and along the edges of the plot.
MARGIN_PX = 3
#: Confidence of a curve that goes on elsewhere, and of one that may go on below.
DOUBTED, CUT_SHORT = 0.3, 0.6
WARNING = (
    "ink of its colour goes on beyond its end, higher than it ended: it may begin again there (a landmark analysis), "
    "or was not read to its end; look at the overlay"
)
CUT_WARNING = "ink of its colour goes on beyond its end: it may be cut short; look at the overlay"


def with_doubts_beyond(
    figure: Figure, box: Box, axes: Axes, curves: Sequence[TracedCurve], covers: Sequence[Box]
) -> tuple[TracedCurve, ...]:
    """The curves, with a warning and less confidence where their colour goes on beyond their end, least where above it.

    Parameters
    ----------
    box : Box        The plot area.
    covers : boxes   Texts and legend samples, which may have a curve's colour.
    """
    return tuple(_doubted(figure, box, axes, curve, curves, covers) for curve in curves)


def _doubted(
    figure: Figure, box: Box, axes: Axes, curve: TracedCurve, curves: Sequence[TracedCurve], covers: Sequence[Box]
) -> TracedCurve:
    own = _ink_beyond(figure, box, axes, curve, curves, covers)
    if own is None:
        return curve
    top = max(0, round(box.top) + MARGIN_PX)
    length = abs(axes.x.px_per_unit) * axes.x.span
    end = float(curve.steps.survival[-1])
    if _falls_from(own, top, axes, end, length):
        return attrs.evolve(curve, confidence=min(curve.confidence, DOUBTED), warnings=(*curve.warnings, WARNING))
    slack = (curve.style.width + 1.0) / abs(axes.y.px_per_unit)
    lower = axes.survival(np.arange(len(own)) + float(top)) <= end + slack
    if _is_line(own[lower], curve.style.width, length):
        return attrs.evolve(curve, confidence=min(curve.confidence, CUT_SHORT), warnings=(*curve.warnings, CUT_WARNING))
    return curve


def _ink_beyond(
    figure: Figure, box: Box, axes: Axes, curve: TracedCurve, curves: Sequence[TracedCurve], covers: Sequence[Box]
) -> Bools | None:
    """Ink of a curve's colour right of all curves of that colour, in the plot's rows; None where none can be told."""
    color = np.array(curve.style.color, np.float32)
    if float(spread(color)) < CHROMA:
        return None
    alike = [c for c in curves if np.linalg.norm(np.array(c.style.color, np.float32) - color) < SAME_COLOR]
    last = max(float(axes.x.pixel(c.steps.end)) for c in alike)
    left = round(last) + MARGIN_PX + round(curve.style.width)
    right, top = min(figure.width, round(box.right) - MARGIN_PX), max(0, round(box.top) + MARGIN_PX)
    bottom = min(figure.height, round(box.bottom) - MARGIN_PX)
    if right <= left or bottom <= top:
        return None
    area = figure.pixels[top:bottom, left:right].astype(np.float32)
    own: Bools = np.linalg.norm(area - color, axis=2) < SAME_COLOR
    for cover in covers:
        rows = slice(max(0, int(cover.top) - 1 - top), max(0, int(cover.bottom) + 2 - top))
        own[rows, max(0, int(cover.left) - 1 - left) : max(0, int(cover.right) + 2 - left)] = False
    return own


def _is_line(own: Bools, width: float, length: float) -> bool:
    """Whether ink at or below a curve's end is a line of about its ``width``, and no patch or row of tall marks."""
    rows = own.sum(axis=0)
    return bool(((rows > 0) & (rows <= LINE_WIDTHS * width + LINE_PX)).sum() > NARROW * length)


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
