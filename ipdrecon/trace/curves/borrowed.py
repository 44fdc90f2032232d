"""Ends of curves that are another one's of their colour: it ran there before they fell onto it."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.curves.behind import measured_along
from ipdrecon.trace.inks.ink import Ink
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at, stroke_mask

#: How near two levels are that are one line, and two ends that are one end, in pixels beyond a stroke's width.
SAME_PX, END_PX = 0.5, 2.0
#: Columns that such an end has at least, in pixels and stroke widths.
LEAST_PX, LEAST_WIDTHS = 12, 4.0


def without_borrowed_ends(ink: Ink, layers: Layers, strokes: Sequence[Stroke]) -> list[Stroke]:
    """The curves, each without an end that lies on another one of its colour from its last fall on.

    Two curves that are equal to their last follow-up have fallen to one level by chance; a path that falls onto
    another curve and shows nothing more of its own followed the rim of a last mark, or a bare gap, down to it.
    """
    found = list(strokes)
    for i, guest in enumerate(strokes):
        for j, host in enumerate(found):
            if i == j or host.layer != guest.layer or found[i] is not guest:
                continue
            column = _joins(guest, host, round(reach_px(ink.shape) / 2))
            if column is not None:
                found[i] = _up_to(ink, layers, guest, column, [s for s in found if s is not guest])
    return found


def _joins(guest: Stroke, host: Stroke, reach: int) -> int | None:
    """Column where one curve falls onto the level another one runs on before and behind it, and ends as that does.

    ``reach`` is how far a mark may reach from its middle.
    """
    width = max(guest.stair.width, host.stair.width)
    if abs(guest.stair.end - host.stair.end) > width + END_PX:
        return None
    # The rim of a last mark may lead either of them down once more.
    until = min(guest.path.last, host.path.last) + 1 - reach
    columns = np.arange(guest.path.first, until)
    gap = np.abs(levels_at(guest.stair, columns.astype(float)) - levels_at(host.stair, columns.astype(float)))
    apart = np.flatnonzero(gap > width + SAME_PX)
    if not apart.size:
        return None
    last = int(columns[apart[-1]])
    if columns[-1] - last < max(LEAST_PX, LEAST_WIDTHS * width):
        return None
    around = levels_at(host.stair, np.array([last - 2 * width - 1, last + 2 * width + 1]))
    level = bool(np.isfinite(around).all() and abs(around[1] - around[0]) <= SAME_PX)
    above = bool(levels_at(guest.stair, np.array([float(last)]))[0] < around[0])
    return last if level and above else None


def _up_to(ink: Ink, layers: Layers, stroke: Stroke, column: int, others: Sequence[Stroke]) -> Stroke:
    """A curve up to a column, where it does not fall any more."""
    top, bottom = stroke.path.top.copy(), stroke.path.bottom.copy()
    top[column + 1 :], bottom[column + 1 :] = -1, -1
    bottom[column] = top[column]
    taken = np.logical_or.reduce([stroke_mask(ink.shape, s.stair, 1.5) for s in others])
    return measured_along(ink, layers, stroke, attrs.evolve(stroke.path, top=top, bottom=bottom), taken)
