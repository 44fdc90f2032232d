"""Is it a plain Kaplan-Meier figure? Bars, receiver operating curves and curves that begin anew are not."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure
from ipdrecon.trace.frame import Frame

#: Titles of axes that are never those of survival.
OTHER_AXES = re.compile(r"sensitivity|specificity|false.?positive|true.?positive", re.I)
#: Contrast with the paper of a bar, its least width and height as shares of the plot area, and the share of its width
#: that stands on the axis. Bands are paler, and only their tails lie on it.
BAR_CONTRAST, BAR_WIDE, BAR_TALL, BAR_STANDS = 60.0, 0.02, 0.1, 0.8
#: Share of the plot area that bars cover.
BARS_COVER = 0.06
#: RGB distance within which ink has a curve's colour, and the least difference of channels of a colour that counts.
SAME_COLOR, VIVID = 50.0, 60
#: A restart is looked for from this share of the axis on, where the curve has fallen below this S, and is this wide.
LATE, FALLEN, WIDE = 0.08, 0.96, 0.012


def refuse_other_charts(figure: Figure, frame: Frame) -> None:
    """Raise where axes or areas say that the panel is another kind of chart.

    Raises
    ------
    FigureError  where titles name a receiver operating curve, or bars stand on the time axis.
    """
    titles = f"{frame.axes.x_title} {frame.axes.y_title}"
    if OTHER_AXES.search(titles):
        raise FigureError(f"its axes are called '{titles.strip()}', so it shows no survival")
    if bars_cover(figure, frame.box) > BARS_COVER:
        raise FigureError("bars stand on its x axis, so it is a bar chart or histogram and no Kaplan-Meier figure")


def bars_cover(figure: Figure, box: Box) -> float:
    """Share of the plot area under solid blocks that stand on its lower edge."""
    top, bottom = max(0, int(box.top) + 3), int(box.bottom) - 3
    left, right = max(0, int(box.left) + 4), int(box.right) - 3
    area = figure.pixels[top:bottom, left:right].astype(np.float32)
    if area.size == 0 or min(area.shape[:2]) < 30:
        return 0.0
    paper = np.median(area.reshape(-1, 3)[::7], axis=0)
    solid = np.abs(area - paper).max(axis=2) > BAR_CONTRAST
    # Where bands cover most of the plot, they are its paper; what has the colour of the page beyond it is no bar.
    solid &= np.abs(area - _page(figure)).max(axis=2) > BAR_CONTRAST
    wide = max(3, int(BAR_WIDE * solid.shape[1]))
    solid = ndimage.binary_opening(solid, np.ones((wide, wide)))
    parts, count = ndimage.label(solid)
    covered = 0
    reach = max(4, int(0.06 * solid.shape[0]))  # axes may stand below zero
    for part, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        own = parts[rows, columns] == part
        stands = rows.stop >= solid.shape[0] - reach and own[-3:].any(axis=0).mean() >= BAR_STANDS
        if stands and own.shape[0] >= BAR_TALL * solid.shape[0]:
            covered += int(own.sum())
    return covered / solid.size if count else 0.0


def _page(figure: Figure) -> npt.NDArray[np.float32]:
    """Colour of the paper around the plot: that of most of the figure's outermost pixels."""
    p = figure.pixels
    edge = np.concatenate([p[0], p[-1], p[:, 0], p[:, -1]])
    return np.asarray(np.median(edge, axis=0), dtype=np.float32)


def refuse_restarts(figure: Figure, axes: Axes, curves: Sequence[TracedCurve], covers: Sequence[Box]) -> None:
    """Raise where a curve that has fallen is drawn at S = 1 again: a landmark analysis.

    ``covers`` are texts and legend samples, which may stand there.

    Raises
    ------
    FigureError  with the time of the restart.
    """
    for curve in curves:
        color = np.array(curve.style.color, np.float32)
        if color.max() - color.min() < VIVID:
            continue  # frames and grid lines are grey
        time = _restart(figure, axes, curve, color, covers)
        if time is None:
            continue
        alike = [c for c in curves if c is not curve and np.linalg.norm(color - c.style.color) < 2 * SAME_COLOR]
        # A second curve of the colour may stand there, where it is seen before too.
        seen = [c for c in alike if not any(low <= time / 2 <= high for low, high in c.inferred)]
        if not any(float(c.steps(min(time, c.steps.end))) >= FALLEN for c in seen):
            raise FigureError(
                f"a curve begins again at S = 1 at time {time:.3g} (a landmark analysis), so it is no plain "
                "Kaplan-Meier figure; read the part before or after with --crop"
            )


def _restart(
    figure: Figure, axes: Axes, curve: TracedCurve, color: npt.NDArray[np.float32], covers: Sequence[Box]
) -> float | None:
    """Time at which a curve's colour begins to run along S = 1 again; None where it does not."""
    row = float(axes.survival_pixel(1.0))
    half = max(2.0, curve.style.width)
    top, bottom = int(max(0, row - half)), int(min(figure.height - 1, row + half))
    first = axes.x.low + LATE * axes.x.span
    fallen = curve.steps.time[curve.steps.survival < FALLEN]
    if not fallen.size:
        return None
    begin = int(axes.x.pixel(max(first, float(fallen[0]) + 0.02 * axes.x.span)))
    end = min(figure.width - 1, int(axes.x.pixel(axes.x.high)))
    if end - begin < 20 or bottom <= top:
        return None
    strip = figure.pixels[top : bottom + 1, begin:end].astype(np.float32)
    lit = (np.linalg.norm(strip - color, axis=2) < SAME_COLOR).any(axis=0)
    for box in covers:
        if box.top <= bottom and box.bottom >= top:
            lit[max(0, int(box.left) - 2 - begin) : max(0, int(box.right) + 3 - begin)] = False
    parts, count = ndimage.label(lit)
    # An upper confidence limit at 1 goes on from where the curve left it.
    if not count or lit[: max(3, int(WIDE * abs(axes.x.px_per_unit) * axes.x.span))].any():
        return None
    runs = np.bincount(parts)[1:]
    longest = int(np.argmax(runs))
    if runs[longest] < WIDE * abs(axes.x.px_per_unit) * axes.x.span:
        return None
    return float(axes.x.value(begin + int(np.flatnonzero(parts == longest + 1)[0])))
