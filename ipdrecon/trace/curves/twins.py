"""Strokes of two colours that lie on each other all along: one curve, its colour read twice."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at

#: Two strokes lie on each other where they are this near, in stroke widths and one pixel; they are one curve where they
#: do so, and both are seen, in this share of their columns.
TWIN_GAP, TWIN_SEEN = 0.6, 0.6


def without_twins(strokes: list[Stroke], styles: dict[int, int]) -> list[Stroke]:
    """Drop the weaker of two strokes of different colours that are seen at one place all along.

    Of two curves that lie on each other only the upper one can be seen, so these are one, its colour read twice.
    """
    kept: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: -s.path.score):
        twin = next((other for other in kept if _is_twin(stroke, other)), None)
        if twin is None:
            kept.append(stroke)
        elif stroke.layer in styles and twin.layer not in styles:
            kept[kept.index(twin)] = attrs.evolve(twin, layer=stroke.layer, color=stroke.color)
    return kept


def _is_twin(one: Stroke, two: Stroke) -> bool:
    if one.layer == two.layer:
        return False
    columns = np.arange(one.path.top.size, dtype=np.float64)
    gap = np.abs(levels_at(one.stair, columns) - levels_at(two.stair, columns))
    both = np.isfinite(gap)
    if both.sum() < 0.75 * np.isfinite(levels_at(one.stair, columns)).sum():
        return False
    near = both & (gap <= TWIN_GAP * (1 + max(one.stair.width, two.stair.width)))
    seen = one.stair.seen & two.stair.seen
    return bool((near & seen).sum() > TWIN_SEEN * both.sum())
