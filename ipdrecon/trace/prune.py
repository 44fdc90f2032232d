"""Strokes that are no curves: rims and blends of others, confidence limits, and more than there are."""

from __future__ import annotations

import itertools

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.echoes import RIM_WIDTH, WHOLE_LINE, runs_apart, stretches
from ipdrecon.trace.stroke import Stroke, own_share
from ipdrecon.trace.swath import levels_at

#: Share from which a line that no legend names is plainly a curve (a dotted line shows a third), and one whose colour
#: it names shows more than stray pixels ...
PLAIN_SHARE, NAMED_SHARE = 0.3, 0.1
#: ... its ink and its length against those of the curves the legend names, and where it is whole and in a colour of its
#: own ...
PLAIN_LENGTH, WHOLE_LENGTH = 0.45, 0.25
#: ... and the least difference between its channels: where two pale bands overlap the mixture is dull.
PLAIN_CHROMA = 60
#: Share of the ink usual for the legend's curves below which a colour of the legend is doubtful.
LITTLE = 0.25
#: A rim is this near to its stroke's middle, in pixels beyond both widths or as a share of the plot's width, in this
#: share of its columns.
RIM_PX, RIM, ALL_ALONG = 2.0, 0.006, 0.9
#: Two strokes lie on each other where they are this near, in stroke widths and one pixel; they are one curve where they
#: do so, and both are seen, in this share of their columns.
TWIN_GAP, TWIN_SEEN = 0.6, 0.6
#: Seen stretches of a line this many times as long as marks reach are no marks, and it is a line where they make this
#: share of its columns.
STRETCH, HALF = 1.0, 0.5
#: Share of the columns of a dark line that lie in stretches beyond the reach of other curves' marks.
AWAY = 0.1
#: The same share where the line is dashed, so that none of its stretches is as long.
FAR = 0.2
#: Most that the levels differ at which a ruled line is seen, in pixels, and the share of its columns that may lie off.
LEVEL_PX, OFF_LEVEL = 1.0, 0.03
#: How far the line of a frame may lie from a stroke that is it, in pixels.
FRAME_PX = 2
#: Share of the columns in which a broken path shows its ink that lie beside others, from which it is their shadow.
SHADOW = 0.6
#: Marks in their own colour from which black ink beside curves is not that of their marks.
OWN_MARKS = 5


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
        # What little shows in a colour of the legend may be a tint, and the colour misread; or dots, more than a frame.
        return named or not styles or not _is_ruled(stroke), named and _shown(stroke) > LITTLE * usual, _shown(stroke)

    best = sorted(strokes, key=rank, reverse=True)
    chosen, rest = best[:expected], best[expected:]
    typical = float(np.median([s.path.score for s in chosen]))
    usual_width = float(np.median([s.stair.width for s in chosen]))
    length = float(np.median([s.path.last - s.path.first for s in chosen]))
    layers = {s.layer for s in chosen}
    apart = len(styles) > 1 and all(count == 1 for count in styles.values())  # the legend tells its curves by colour
    # One row of numbers and three lines or more of one colour: a curve between its limits.
    sure = sure or (expected == 1 and len(strokes) > 2 and len({s.layer for s in strokes}) == 1)
    limits = [s for s in rest if (s.neutral or s.layer in layers) and own_share(s) < WHOLE_LINE]
    for stroke in rest:
        colored = float(stroke.color.max() - stroke.color.min()) > PLAIN_CHROMA and stroke.layer not in layers
        if whole and len(limits) > 1 and any(stroke is limit for limit in limits):
            continue  # dashed confidence limits, which come in twos: R draws them in the colour of the curve
        if any(_is_rim(stroke, other) for other in chosen) or _is_ruled(stroke):
            continue
        if styles and stroke.layer not in styles and stroke.stair.width < RIM_WIDTH * usual_width:
            continue  # edges of strokes that JPEG left
        if stroke.layer in layers and stroke.layer in styles:
            # A legend may lose the dashes of a further black or grey, where it shows none; what stays within reach of
            # marks on those it does show is their arms, or the edges of boxes that crowd.
            same = [s for s in chosen if s.layer == stroke.layer]
            if apart and not stroke.neutral:
                continue
            if stroke.neutral and (whole or styles[stroke.layer] > 1) and _is_within_reach(stroke, same):
                continue
        seen = own_share(stroke)
        whole_one = colored and seen > WHOLE_LINE
        enough = WHOLE_LENGTH if whole_one else PLAIN_LENGTH
        shown = enough * (min(1.0, seen) if colored else 1.0)  # dashes have less ink than the whole lines of others
        long = stroke.path.score > shown * typical and stroke.path.last - stroke.path.first > enough * length
        if long and seen > PLAIN_SHARE and (colored or not sure):
            chosen.append(stroke)
    return [s for s in strokes if any(s is b for b in chosen)]


def without_frame(strokes: list[Stroke], rules: Mask, expected: int | None) -> list[Stroke]:
    """The curves without those that are the line of the frame at S = 1, where there are enough others.

    A text over the key of a legend makes its colour the frame's, and so names that. ``rules`` (h, w) are lines of
    frame and grid.
    """
    if expected is None or len(strokes) <= expected:
        return strokes
    curves = [s for s in strokes if not (_is_ruled(s) and _lies_on(s, rules))]
    return curves if len(curves) >= expected else strokes


def _lies_on(stroke: Stroke, rules: Mask) -> bool:
    """Whether a line runs along lines of frame or grid all along."""
    columns = np.flatnonzero(stroke.path.top >= 0)
    levels = levels_at(stroke.stair, columns.astype(np.float64))
    known = np.isfinite(levels)
    rows, columns = np.round(levels[known]).astype(np.int64), columns[known]
    around = np.clip(rows + np.arange(-FRAME_PX, FRAME_PX + 1)[:, None], 0, len(rules) - 1)
    on = rules[around, columns].any(axis=0)
    return bool(on.size) and float(on.mean()) > ALL_ALONG


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


def _shown(stroke: Stroke) -> float:
    return stroke.path.score * own_share(stroke)


def _is_ruled(stroke: Stroke) -> bool:
    """Whether all that is seen of a stroke's own ink lies at one level: a frame of a legend, a line of reference."""
    seen = levels_at(stroke.stair, np.flatnonzero(stroke.stair.seen).astype(np.float64))
    known = seen[np.isfinite(seen)]
    return bool(known.size) and float(np.subtract(*np.quantile(known, [1 - OFF_LEVEL, OFF_LEVEL]))) <= LEVEL_PX


def _is_rim(stroke: Stroke, other: Stroke) -> bool:
    """Whether a stroke of another colour runs along another one's edge all along."""
    if stroke.layer == other.layer:
        return False
    columns = np.arange(stroke.path.top.size, dtype=np.float64)
    gap = np.abs(levels_at(stroke.stair, columns) - levels_at(other.stair, columns))
    both = np.isfinite(levels_at(stroke.stair, columns))
    reach = max(RIM_PX + stroke.stair.width + other.stair.width, RIM * stroke.stair.seen.size)
    return bool(both.any() and (gap[both] <= reach).mean() > ALL_ALONG)


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
