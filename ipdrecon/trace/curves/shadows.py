"""Broken paths whose ink lies beside other curves: their marks in black, or the blend of two of them."""

from __future__ import annotations

import itertools

import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.curves.echoes import WHOLE_LINE, runs_apart, stretches
from ipdrecon.trace.curves.prune import PLAIN_SHARE
from ipdrecon.trace.lines.stroke import Stroke, own_share
from ipdrecon.trace.lines.swath import levels_at

#: Share from which a line whose colour the legend names shows more than stray pixels.
NAMED_SHARE = 0.1
#: Seen stretches of a line this many times as long as marks reach are no marks, and it is a line where they make this
#: share of its columns.
STRETCH, HALF = 1.0, 0.5
#: Share of the columns of a dark line that lie in stretches beyond the reach of other curves' marks.
AWAY = 0.1
#: The same share where the line is dashed, so that none of its stretches is as long.
FAR = 0.2
#: Share of the columns in which a broken path shows its ink that lie beside others, from which it is their shadow.
SHADOW = 0.6
#: Marks in their own colour from which black ink beside curves is not that of their marks.
OWN_MARKS = 5


def without_shadows(
    strokes: list[Stroke], shape: tuple[int, int], styles: dict[int, int], expected: int | None = None
) -> list[Stroke]:
    """Drop a broken path whose ink lies beside other curves: their marks in black, or the blend of two of them.

    A path in a colour of the legend is no shadow while it shows enough of its own ink. Where the figure names as many
    curves (``expected``), nor is a dark line that shows long stretches, which another curve crosses again and again, or
    shows one, or many dashes, where no other is within reach of a mark, or shows much beside others that have marks in
    their own colours; nor one in a colour of the legend that is a blend of two others by chance and goes on where these
    are apart. A line as wide as the others is none where paper lies between them for long: beside greys, or where a
    dark one goes farther away than their marks reach.
    """
    columns = np.arange(shape[1], dtype=np.float64)
    kept = list(strokes)
    for stroke in sorted(strokes, key=lambda s: s.path.score):
        others = [s for s in kept if s is not stroke and s.layer != stroke.layer]
        if not others or own_share(stroke) >= (PLAIN_SHARE if stroke.layer in styles else WHOLE_LINE):
            continue
        if expected is not None and len(kept) <= expected and stroke.neutral and _in_stretches(stroke, shape):
            continue
        own = stroke.stair.seen & np.isfinite(levels_at(stroke.stair, columns))
        mine = levels_at(stroke.stair, columns)
        gaps = np.abs(np.stack([levels_at(s.stair, columns) for s in others]) - mine[None, :])
        reach = reach_px(shape) if stroke.neutral else 2.5 + stroke.stair.width
        beside = (np.where(np.isfinite(gaps), gaps, np.inf) <= reach) & own
        far = own & ~beside.any(axis=0)
        away = stretches(far, STRETCH * reach_px(shape)).sum()
        lone = away > AWAY * own.sum() or far.sum() > FAR * own.sum()
        least = NAMED_SHARE if stroke.layer in styles else PLAIN_SHARE
        plain = own_share(stroke) >= least and all(s.marks.x.size >= OWN_MARKS for s in others)
        if expected is not None and len(kept) <= expected and stroke.neutral and (lone or plain):
            continue
        beside_greys = all(s.neutral for s in others)
        if (beside_greys or (stroke.neutral and away)) and all(runs_apart(stroke, s, reach_px(shape)) for s in others):
            continue
        wanting = stroke.layer in styles and expected is not None and len(kept) <= expected
        if stroke.neutral:
            shadow = beside.any(axis=0).sum() > SHADOW * own.sum()
        else:
            shadow = _is_mixed(stroke, others, beside, SHADOW * own.sum(), both=wanting)
        if own.any() and shadow:
            kept = [s for s in kept if s is not stroke]
    return [s for s in strokes if any(s is k for k in kept)]


def _in_stretches(stroke: Stroke, shape: tuple[int, int]) -> bool:
    """Whether most of a line's columns are seen in stretches that are longer than marks are wide."""
    on = stroke.path.top >= 0
    return bool(stretches(on & stroke.stair.seen, STRETCH * reach_px(shape)).sum() > HALF * on.sum())


def _is_mixed(stroke: Stroke, others: list[Stroke], beside: Bools, least: float, *, both: bool) -> bool:
    """Whether a stroke is the mixture of two others in pixels where they share the square.

    ``beside`` (k, w) says in which columns the stroke shows beside which other one. In ``least`` columns it is beside
    one of them, or beside ``both`` that it may be mixed of: a blend is seen where the two meet, a curve goes on.
    """
    if beside.any(axis=0).sum() <= least:
        return False
    pairs = itertools.combinations(range(len(others)), 2)
    mixed = [(a, b) for a, b in pairs if _between(stroke, others[a], others[b])]
    return any((beside[a] & beside[b]).sum() > least for a, b in mixed) if both else bool(mixed)


def _between(stroke: Stroke, one: Stroke, two: Stroke) -> bool:
    """Whether the colour of a stroke is a mixture of two others'."""
    line = two.color - one.color
    where = float((stroke.color - one.color) @ line) / max(1.0, float(line @ line))
    rest = float(np.linalg.norm(stroke.color - one.color - where * line))
    # Mixed over paper the blend is paler than the line between the two colours.
    return 0.1 < where < 0.9 and rest < 0.55 * float(np.linalg.norm(line))
