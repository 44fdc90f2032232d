"""Paths that are the rim, or the marks, of another line in a paler or darker blend of its colour."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.stroke import Stroke, own_share
from ipdrecon.trace.lines.swath import levels_at

#: Share of its columns in which a line that is whole shows its own ink.
WHOLE_LINE = 0.8
#: Width of a rim against that of the stroke it belongs to.
RIM_WIDTH = 0.35
#: Width of the thinner of two whole lines against the other's, from which neither is made of the other's rim or marks.
AS_WIDE = 0.6
#: Share of its columns in which a line of like width runs beside another with paper between them, in stretches longer
#: than marks are, from which it is a curve that the other one covers elsewhere.
APART = 0.3


def without_echoes(
    strokes: list[Stroke], paper: npt.NDArray[np.float32], shape: tuple[int, int], styles: dict[int, int]
) -> list[Stroke]:
    """Drop a path that runs along another one in a paler or darker blend of the same colour: its rim or its marks.

    Two colours of the legend are two curves.
    """
    kept: list[Stroke] = []
    reach = reach_px(shape)
    columns = np.arange(strokes[0].path.top.size, dtype=np.float64) if strokes else np.zeros(0)
    for stroke in sorted(strokes, key=lambda s: -s.path.score):
        line = stroke.color - paper
        for other in kept:
            base = other.color - paper
            a = float(line @ base) / max(1.0, float(base @ base))
            rest = float(np.linalg.norm(line - a * base))
            if other.layer == stroke.layer or {other.layer, stroke.layer} <= styles.keys():
                continue
            if rest > 20 + 0.15 * float(np.linalg.norm(line)):
                continue
            gap = np.abs(levels_at(stroke.stair, columns) - levels_at(other.stair, columns))
            both = int(np.isfinite(levels_at(stroke.stair, columns)).sum())
            touching = gap < 1.5 + (stroke.stair.width + other.stair.width) / 2
            beside = gap < reach
            close = beside.sum() > 0.9 * both and not (_are_whole(stroke, other) or runs_apart(stroke, other, reach))
            if both and (touching.sum() > 0.7 * both or close):
                full = float(np.linalg.norm(line)) >= float(np.linalg.norm(base))
                if full and other.stair.width < RIM_WIDTH * stroke.stair.width:
                    kept[kept.index(other)] = stroke  # the one that was longer is the rim
                break
        else:
            kept.append(stroke)
    return [s for s in strokes if any(s is k for k in kept)]


def _are_whole(stroke: Stroke, other: Stroke) -> bool:
    """Whether two strokes are lines of like width that both show their own ink all along."""
    return _is_as_wide(stroke, other) and min(own_share(stroke), own_share(other)) > WHOLE_LINE


def runs_apart(stroke: Stroke, other: Stroke, longest_mark: float) -> bool:
    """Whether a stroke runs beside another of like width with paper between them, as rims and marks do not."""
    columns = np.arange(stroke.path.top.size, dtype=np.float64)
    gap = np.abs(levels_at(stroke.stair, columns) - levels_at(other.stair, columns))
    apart = stroke.stair.seen & (gap >= 1.5 + (stroke.stair.width + other.stair.width) / 2)
    both = int(np.isfinite(levels_at(stroke.stair, columns)).sum())
    return _is_as_wide(stroke, other) and int(stretches(apart, longest_mark).sum()) > APART * both


def _is_as_wide(stroke: Stroke, other: Stroke) -> bool:
    thin, wide = sorted((stroke.stair.width, other.stair.width))
    return thin >= AS_WIDE * wide


def stretches(on: Bools, longest_mark: float) -> Ints:
    """Lengths of the runs of columns that are longer than marks are wide."""
    edges = edges_of(on)
    lengths = edges[1::2] - edges[::2]
    return lengths[lengths > longest_mark]
