"""Strokes beyond the curves there are: confidence limits, edges and rows of marks."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.curves.echoes import RIM_WIDTH, WHOLE_LINE
from ipdrecon.trace.curves.ruled_stroke import is_ruled
from ipdrecon.trace.lines.stroke import Stroke, own_share
from ipdrecon.trace.lines.swath import levels_at

#: Share from which a line that no legend names is plainly a curve (a dotted line shows a third) ...
PLAIN_SHARE = 0.3
#: ... its ink and its length against those of the curves the legend names, and where it is whole and in a colour of its
#: own ...
PLAIN_LENGTH, WHOLE_LENGTH = 0.45, 0.25
#: ... and the least difference between its channels: where two pale bands overlap the mixture is dull.
PLAIN_CHROMA = 60
#: Share of the ink usual for the legend's curves below which a colour of the legend is doubtful.
LITTLE = 0.25
#: Width of black ink, against that of the curves, from which it is no line: marks are at least so high.
MERGED = 2.0
#: A rim is this near to its stroke's middle, in pixels beyond both widths or as a share of the plot's width, in this
#: share of its columns.
RIM_PX, RIM, ALL_ALONG = 2.0, 0.006, 0.9


def as_expected(
    strokes: list[Stroke], expected: int | None, styles: dict[int, int], *, sure: bool, whole: bool = False
) -> list[Stroke]:
    """Curves as many as legend, table or person say: those in a legend colour first, then those that show most.

    Where the number is not sure, a further line that is plainly a curve stays: a legend may lose entries in reading.
    """
    if expected is None or len(strokes) <= expected:
        return strokes

    by_color = [] if styles else _one_of_each_color(strokes)
    if 1 < expected == len(by_color) and {s.layer for s in strokes} == {s.layer for s in by_color}:
        return by_color
    usual = float(np.median(sorted((_shown(s) for s in strokes), reverse=True)[:expected]))

    def rank(stroke: Stroke) -> tuple[bool, bool, float]:
        # Of one colour there are no more curves than the legend shows samples of it.
        alike = sum(s.layer == stroke.layer and _shown(s) > _shown(stroke) for s in strokes)
        named = alike < styles.get(stroke.layer, 0)
        # What little shows in a colour of the legend may be a tint, and the colour misread; or dots, more than a frame;
        # or a curve that black marks hide.
        enough = _shown(stroke) > LITTLE * usual or stroke.dark
        return named or not styles or not is_ruled(stroke), named and enough, _shown(stroke)

    best = sorted(strokes, key=rank, reverse=True)
    chosen, rest = best[:expected], best[expected:]
    typical = float(np.median([s.path.score for s in chosen]))
    usual_width = float(np.median([s.stair.width for s in chosen]))
    length = float(np.median([s.path.last - s.path.first for s in chosen]))
    layers = {s.layer for s in chosen}
    apart = len(styles) > 1 and all(count == 1 for count in styles.values())  # the legend tells its curves by colour
    # One row of numbers and three lines or more of one colour: a curve between its limits.
    sure = sure or (expected == 1 and len(strokes) > 2 and len({s.layer for s in strokes}) == 1)
    widest = max(s.stair.width for s in chosen)
    limits = [s for s in rest if (s.neutral or s.layer in layers) and own_share(s) < WHOLE_LINE]
    for stroke in rest:
        colored = float(stroke.color.max() - stroke.color.min()) > PLAIN_CHROMA and stroke.layer not in layers
        if whole and len(limits) > 1 and any(stroke is limit for limit in limits):
            continue  # dashed confidence limits, which come in twos: R draws them in the colour of the curve
        if any(_is_rim(stroke, other) for other in chosen) or is_ruled(stroke):
            continue
        if styles and stroke.layer not in styles and stroke.stair.width < RIM_WIDTH * usual_width:
            continue  # edges of strokes that JPEG left
        if styles and stroke.layer not in styles and stroke.neutral and stroke.stair.width > MERGED * widest:
            continue  # black marks that have merged
        if stroke.layer in layers and stroke.layer in styles:
            # A legend may lose the dashes of a further black or grey, where it shows none; what stays within reach of
            # marks on those it does show is their arms, or the edges of boxes that crowd.
            same = [s for s in chosen if s.layer == stroke.layer]
            if apart and not stroke.neutral:
                continue
            if stroke.neutral and (whole or styles[stroke.layer] > 1) and _is_within_reach(stroke, same):
                continue
        seen = _seen_beside_marks(stroke)
        whole_one = colored and seen > WHOLE_LINE
        enough = WHOLE_LENGTH if whole_one else PLAIN_LENGTH
        shown = enough * (min(1.0, seen) if colored else 1.0)  # dashes have less ink than the whole lines of others
        long = stroke.path.score > shown * typical and stroke.path.last - stroke.path.first > enough * length
        if long and seen > PLAIN_SHARE and (colored or not sure):
            chosen.append(stroke)
    return [s for s in strokes if any(s is b for b in chosen)]


def _one_of_each_color(strokes: list[Stroke]) -> list[Stroke]:
    """The line that shows most of each colour, where it is plainly a curve; further ones may be rows of its marks."""
    most = {s.layer: s for s in sorted(strokes, key=_shown) if max(s.color) - min(s.color) > PLAIN_CHROMA}
    longest = max((s.path.score for s in strokes), default=0.0)
    plain = [s for s in most.values() if s.path.score > PLAIN_LENGTH * longest and own_share(s) > PLAIN_SHARE]
    return [s for s in strokes if any(s is p for p in plain)]


def _is_within_reach(stroke: Stroke, curves: list[Stroke]) -> bool:
    """Whether a stroke is nowhere but where marks on one of the curves may reach."""
    columns = np.arange(stroke.path.top.size, dtype=np.float64)
    mine = levels_at(stroke.stair, columns)
    gaps = np.abs(np.stack([levels_at(curve.stair, columns) for curve in curves]) - mine)
    near = np.where(np.isfinite(gaps), gaps, np.inf).min(axis=0) <= reach_px(stroke.marks.mask.shape)
    on = np.isfinite(mine)
    return bool(on.any() and near[on].mean() > ALL_ALONG)


def _seen_beside_marks(stroke: Stroke) -> float:
    """Share of the columns of a stroke in which its own ink is seen, of those in which no black mark hides it."""
    columns = np.flatnonzero(stroke.path.top >= 0)
    clear = columns[~stroke.marks.mask[stroke.path.top[columns], columns]] if stroke.dark else columns
    return float(stroke.stair.seen[clear].mean()) if clear.size else 0.0


def _shown(stroke: Stroke) -> float:
    return stroke.path.score * own_share(stroke)


def _is_rim(stroke: Stroke, other: Stroke) -> bool:
    """Whether a stroke of another colour runs along another one's edge all along."""
    if stroke.layer == other.layer:
        return False
    columns = np.arange(stroke.path.top.size, dtype=np.float64)
    gap = np.abs(levels_at(stroke.stair, columns) - levels_at(other.stair, columns))
    both = np.isfinite(levels_at(stroke.stair, columns))
    reach = max(RIM_PX + stroke.stair.width + other.stair.width, RIM * stroke.stair.seen.size)
    return bool(both.any() and (gap[both] <= reach).mean() > ALL_ALONG)
