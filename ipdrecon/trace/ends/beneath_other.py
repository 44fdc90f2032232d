"""Curves that are lost beneath another one's line, on its level, and were not seen to end: they end with its last mark.

A last patient is an event, and the curve falls, or is censored, and marked where a figure shows marks. Where neither is
seen a curve runs on beneath the line that hides it. Its last mark is hidden only where it is one with a mark on that.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.lines.walk import OWN

#: Pixels by which the other one goes on further at least, and that part the middle of a last mark from a curve's end.
FURTHER_PX, AT_MARK_PX = 3.0, 1.0
#: Pixels by which a hidden stroke may stick out of the one that hides it: rows that both cover in part.
RIM_PX = 1.0
#: Columns before a curve's end in which it is seen, and behind it in which the other one is seen on its level; and
#: share of those to its end that are so.
BEHIND, COVERED = 4, 0.95


def ended_with_others(strokes: Sequence[Stroke], layers: Layers) -> list[Stroke]:
    """The curves, those that are lost beneath another one's line ended with that."""
    marked = any(stroke.marks.x.size for stroke in strokes)
    ends = [
        max((_hidden_end(s, o, layers, marked=marked) for o in strokes if o.layer != s.layer), default=0.0)
        for s in strokes
    ]
    return [
        attrs.evolve(s, stair=attrs.evolve(s.stair, end=end), lost=s.stair.end) if end > s.stair.end else s
        for s, end in zip(strokes, ends, strict=True)
    ]


def _hidden_end(stroke: Stroke, other: Stroke, layers: Layers, *, marked: bool) -> float:
    """Where a curve ends beneath another one; 0 where it does not."""
    stair, over = stroke.stair, other.stair
    end, size = stair.end, layers.any_ink.shape
    marks = stroke.marks.x
    seen_to_end = marks.size and marks[-1] > end - max(AT_MARK_PX, stair.width)
    if over.end < end + FURTHER_PX or seen_to_end or stair.x[-1] > end - stair.width:
        return 0.0
    columns = np.arange(int(np.floor(end)) + 1, int(np.floor(over.end)) + 1)
    level = float(stair.y[-1])
    # Where it begins to hide the curve it may fall onto this level.
    onto = columns[int(np.ceil(over.width)) :].astype(np.float64)
    out = np.abs(levels_at(over, onto) - level) + (stair.width - over.width) / 2
    if not onto.size or not np.nanmax(out) <= RIM_PX or columns[-1] >= size[1]:
        return 0.0
    rows = slice(max(0, round(level) - 1), round(level) + 2)
    covered = layers.alpha[other.layer][rows, columns].max(axis=0) >= OWN
    own = layers.alpha[stroke.layer][rows, max(0, columns[0] - BEHIND) : columns[0]].max(axis=0)
    if not covered[:BEHIND].all() or covered.mean() < COVERED or np.median(own) < OWN:
        return 0.0
    if not marked:
        return over.end
    theirs = other.marks.x[other.marks.x > end + FURTHER_PX]
    reach = reach_px((size[0], size[1]))
    return float(theirs[-1]) if theirs.size and theirs[-1] > over.end - reach else 0.0
