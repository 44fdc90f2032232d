"""Curves that begin anew at S = 1 later on, as in landmark analyses: told from the picture, before any tracing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.axes import Axes
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Bools
from ipdrecon.trace.axes.tickmarks import LINE_CONTRAST
from ipdrecon.trace.inks.contrast import distance, from_color, median_color
from ipdrecon.trace.lines.spans import edges_of

#: RGB distance within which ink has a curve's colour.
SAME_COLOR = 50.0
#: A restart is looked for from this share of the axis on, and its level part at S = 1 is at least this wide.
LATE, WIDE = 0.08, 0.008
#: Fewest pixels of that level part, and gaps that dashes leave, as a share of the axis.
WIDE_PX, DASH_GAP = 4, 0.015
#: Longest piece of it, as a share of the least it is wide: dashes are longer than the ticks of curves near S = 1 wide.
PIECE = 0.5
#: Share of the axis a curve that begins anew falls by at least, and within which it is looked at.
FALLS, LOOKED_AT = 0.03, 0.25
#: Ink of the colour below this S says that its curve has fallen before.
FALLEN = 0.96
#: How much wider than any gap before it is the one before a restart: marks on a dotted line along S = 1 are none.
DASHES = 1.5
#: Share of the columns before a restart, as many as a dash leaves bare, in which its ink right below S = 1 is a curve
#: that goes on: its marks reach up to there.
GOES_ON = 0.5
#: Share of the way up to the restart that other ink may cover: a curve can be hidden only beneath ink.
COVERED = 0.5

Color = npt.NDArray[np.float32]


def refuse_restarts(figure: Figure, axes: Axes, colors: Sequence[tuple[int, int, int]], covers: Sequence[Box]) -> None:
    """Raise where a colour that has fallen runs along S = 1 again and falls from there: a landmark analysis.

    ``colors`` are those of curves and legend; ``covers`` texts and legend samples, which may stand there.

    Raises
    ------
    FigureError  with the time of the restart.
    """
    for color in dict.fromkeys(colors):
        time = restart_of(figure, axes, np.array(color, np.float32), covers)
        if time is not None:
            raise FigureError(
                f"a curve begins again at S = 1 at time {time:.3g} (a landmark analysis), so it is no plain "
                "Kaplan-Meier figure; read the part before or after with --crop"
            )


def restart_of(figure: Figure, axes: Axes, color: Color, covers: Sequence[Box]) -> float | None:
    """Time at which a colour begins to run along S = 1 again; None where it does not.

    The picture is turned so that curves fall. What begins there must hang together with ink that falls, and must not
    have been reached by an upright line: that is an upper confidence limit that returns to 1, or a box.
    """
    pixels, row, foot = figure.pixels, float(axes.survival_pixel(1.0)), float(axes.survival_pixel(0.0))
    if axes.incidence:
        pixels, row, foot = pixels[::-1], figure.height - 1 - row, figure.height - 1 - foot
        covers = [Box(b.left, figure.height - 1 - b.bottom, b.right, figure.height - 1 - b.top) for b in covers]
    height = foot - row
    top = int(max(0.0, row - max(2.0, 0.006 * height)))
    zero, end = max(0, int(axes.x.pixel(0.0))), min(figure.width - 1, int(axes.x.pixel(axes.x.high)))
    bottom = int(min(figure.height, row + LOOKED_AT * height))
    if end - zero < 40 or bottom - top < 10:
        return None
    area = pixels[top:bottom, zero:end].astype(np.float32)
    page = median_color(area.reshape(-1, 3)[::5])
    if np.linalg.norm(color - page) < SAME_COLOR:
        return None
    own = distance(area, np.asarray(color, dtype=np.float32)) < SAME_COLOR
    for box in covers:
        own[max(0, int(box.top) - 1 - top) : max(0, int(box.bottom) + 2 - top), _columns(box, zero)] = False
    deep = max(2, round(row - top + max(2.0, 0.006 * height)))  # rows of the strip around S = 1
    gap = max(2, round(DASH_GAP * (end - zero)))
    pieces: Bools = np.asarray(own[: deep + 1].any(axis=0))
    lit = ndimage.binary_closing(np.pad(pieces, gap), np.ones(gap))[gap:-gap]
    inked = np.asarray((from_color(area[: deep + 1], page) > LINE_CONTRAST).any(axis=0))
    runs, count = ndimage.label(lit)
    fallen = own[int(deep + (1 - FALLEN) * height) :] if (1 - FALLEN) * height + deep < len(own) else own[:0]
    wide = max(WIDE_PX, WIDE * (end - zero))
    first = int(LATE * abs(axes.x.px_per_unit) * axes.x.span)
    for (span,) in ndimage.find_objects(runs)[:count]:
        begin, stop = span.start, span.stop
        if begin < first or stop - begin < wide or _longest(pieces[begin:stop]) < max(WIDE_PX, PIECE * wide):
            continue
        before = np.flatnonzero(lit[:begin])
        way = inked[before[-1] + 1 if before.size else 0 : begin]
        if way.size < DASHES * _widest_gap(lit[: before[-1] + 1 if before.size else 0]):
            continue
        if way.size == 0 or way.mean() > COVERED or fallen[:, : max(0, begin - 3)].any(axis=0).sum() < wide:
            continue
        if _falls(own, deep, begin, stop, height, gap):
            return float(axes.x.value(zero + begin))
    return None


def _longest(flags: Bools) -> int:
    """Length of the longest run of flags."""
    edges = edges_of(flags)
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _widest_gap(flags: Bools) -> int:
    """Length of the longest run without a flag between others."""
    return int(np.diff(np.flatnonzero(flags)).max(initial=1)) - 1


def _columns(box: Box, zero: int) -> slice:
    return slice(max(0, int(box.left) - 2 - zero), max(0, int(box.right) + 3 - zero))


def _falls(own: Bools, deep: int, begin: int, stop: int, height: float, gap: int) -> bool:
    """Whether a level run goes on falling to the right, and was not reached from below or from the left."""
    part = own[:, max(0, begin - 2) :]
    joined = ndimage.binary_closing(np.pad(part, 3), np.ones((3, 3)))[3:-3, 3:-3] | part
    labels, _ = ndimage.label(joined, np.ones((3, 3)))
    here = np.unique(labels[: deep + 1, : stop - max(0, begin - 2)])
    mine = np.isin(labels, here[here > 0])
    reach = deep + round(FALLS * height)
    if reach >= len(own) or not mine[reach:].any():
        return False
    if own[deep + 1 : reach, max(0, begin - max(WIDE_PX, gap)) : begin].any(axis=0).mean() > GOES_ON:
        return False
    wide = max(3, min(gap // 2, (stop - begin) // 2))
    upright = mine[deep + 1 : reach, :wide].any(axis=1)
    leftmost = int(np.flatnonzero(mine[reach:].any(axis=0))[0])
    return upright.mean() < 0.5 and leftmost > wide
