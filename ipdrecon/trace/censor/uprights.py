"""Marks of curves as uprights: learned on all of them together, then sought on each."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.as_marks import APART_PX, all_marks
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks, explained_share
from ipdrecon.trace.censor.upright import HAIRLINE, NOISELESS, Placed, Upright, learn_uprights, place_uprights

#: A mark is plain where so much of what stands out of a level line can be seen, and so much of that is ink ...
PLAIN_VISIBLE, PLAIN_EVIDENCE = 0.6, 0.4
#: ... and a figure has marks where so many are, at least and against the places their shape was learned from
#: (a step that was read amiss leaves ink on one side of the line, so there more is asked).
TWO_SIDED, ONE_SIDED = (2, 0.3), (4, 0.6)
#: The same of marks nearly all of which are plain: least number and share of all; share of those that stand close which
#: are but one; and how far low ones reach beyond the line, in pixels.
SURE, LONE_GROUPS, LOW_OUT_PX = (8, 0.75), 0.6, 0.6
#: Where they crowd or paper is not clean: share of the leftover ink that is hairlines' and share of these that are
#: plain, at least, and the sum of both.
MOST, SOME_PLAIN, MUCH_OF_BOTH = 0.6, 0.4, 1.2
#: Pixels beside a mark, and mean coverage there up to which it stands alone on one side at least.
ASIDE_PX, ALONE = 1.6, 0.3
#: Least height of a mark on one side of the line, beyond its edge.
ONE_SIDED_PX = 2.5
#: Fewest pairs of uprights that are sides of another shape, how many there are for each lone one, and how much their
#: distances may differ.
LEAST_PAIRS, PAIRS, PAIR_SLACK_PX = 4, 0.8, 1.0
#: Share of the leftover ink that marks above their lines explain where two by two they are no sides of anything.
ALL_ABOVE = 0.9
#: Evidence with cross-bars against that without them, from which the marks are pluses.
CROSSED = 1.0
#: Widths tried against the one that was learned (the strongest columns make it too wide, JPEG dulls thin marks), and
#: evidence against that for another one from which one is better.
WIDTHS, BETTER = (0.7, 0.85, 1.2), 1.02
#: Pixels by which it may be shorter at each end, one after the other.
SHORTER_PX = (0.2, 0.2, 0.2)
#: Evidence for ticks against that for what stands two by two, from which they are believed.
PAIRED = 3.0
#: Share of the leftover ink that uprights explain: rims of bands and limits beside a curve leave far more than they do.
EXPLAINED = 0.3


def find_uprights(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks] | None:
    """Marks of each curve; None where no tick recurs. ``half`` is half of each curve's stroke width.

    Of the ticks that recur, the one is believed whose marks on level stretches, seen as a whole, explain most.
    """
    best: tuple[float, Upright, list[Placed]] | None = None
    paired = 0.0
    for shape in learn_uprights(beside, half):
        placed = _placed(beside, shape)
        if pairs_apart(placed, shape) is not None and not _are_all_above(beside, shape, placed):
            paired = max(paired, sum(float(p.evidence.sum()) for p in placed))
            continue
        plain = plain_ones(beside, placed, shape, half)
        one_sided = min(shape.up, shape.down) <= 0
        least, share = ONE_SIDED if one_sided else TWO_SIDED
        short = one_sided and max(shape.up, shape.down) - min(half) < ONE_SIDED_PX
        if short or sum(int(p.sum()) for p in plain) < max(least, share * shape.runs):
            continue
        worth = sum(float(p.evidence[w].sum()) for p, w in zip(placed, plain, strict=True))
        if best is None or worth > best[0]:
            best = worth, shape, placed
    # What stands two by two is the sides of crosses, unless it is next to nothing beside the ticks: their own edges.
    if best is None or best[0] < PAIRED * paired:
        return None
    return marks_as(beside, best[1], best[2])


def find_low_uprights(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks] | None:
    """Marks that hardly stick out of their lines, or explain little, where nearly all are seen whole and alone."""
    return _sure_ones(beside, half, learn_uprights(beside, half, LOW_OUT_PX))


def find_hairlines(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks] | None:
    """Marks so thin that they are pale: on clean paper where nearly all are seen whole and alone, and on any where they
    are most of the ink beside the curves."""
    pale = [ground.faint() for ground in beside if ground.faint is not None]
    if not pale or len(pale) < len(beside):
        return None
    shapes = learn_uprights(pale, half, LOW_OUT_PX, faint=True)
    clean = all(ground.noise < NOISELESS for ground in beside)
    return (_sure_ones(pale, half, shapes) if clean else None) or _explaining_ones(pale, half, shapes)


def _explaining_ones(beside: Sequence[Ground], half: Sequence[float], shapes: Sequence[Upright]) -> list[Marks] | None:
    """Hairlines on both sides of their lines that are plain for the most part, and most of the ink that is left.

    Each of them hardly stands out of the noise, which explains nothing when taken together.
    """
    quiet = [attrs.evolve(ground, noise=0.0) for ground in beside]
    for shape in shapes:
        if shape.width >= HAIRLINE or min(shape.up, shape.down) <= max(half) + LOW_OUT_PX:
            continue
        placed = _placed(quiet, shape)
        plain = sum(int(p.sum()) for p in plain_ones(quiet, placed, shape, half))
        share = plain / max(1, sum(p.x.size for p in placed))
        if plain >= SURE[0] and share >= SOME_PLAIN:
            marks = all_marks(quiet, shape, placed)
            if explained_share(marks) >= max(MOST, MUCH_OF_BOTH - share):
                return marks
    return None


def _sure_ones(beside: Sequence[Ground], half: Sequence[float], shapes: Sequence[Upright]) -> list[Marks] | None:
    for shape in shapes:
        placed = _placed(beside, shape)
        if pairs_apart(placed, shape) is None and _are_sure(beside, placed, shape, half):
            shape, placed = _as_fits(beside, shape, placed)
            if _are_sure(beside, placed, shape, half):
                return all_marks(beside, shape, placed)
    return None


def _are_sure(beside: Sequence[Ground], placed: Sequence[Placed], shape: Upright, half: Sequence[float]) -> bool:
    """Whether nearly all marks are seen whole, on both sides of their lines, and far from each other.

    The foot of a fall sticks out on one side, and the ends of crosses stand two by two.
    """
    if min(shape.up, shape.down) <= max(half) + LOW_OUT_PX / 2:
        return False
    groups = _groups(placed, shape)
    if sum(group.size == 1 for group in groups) < max(SURE[0], LONE_GROUPS * len(groups)):
        return False
    plain = sum(int(p.sum()) for p in plain_ones(beside, placed, shape, half))
    return plain >= max(SURE[0], SURE[1] * sum(p.x.size for p in placed))


def plain_ones(
    beside: Sequence[Ground], placed: Sequence[Placed], shape: Upright, half: Sequence[float]
) -> list[Bools]:
    return [_plain(g, p, shape, h) for g, p, h in zip(beside, placed, half, strict=True)]


def marks_as(beside: Sequence[Ground], shape: Upright, placed: list[Placed] | None = None) -> list[Marks] | None:
    """Marks of this shape, with cross-bars where these are seen; None where they explain too little."""
    shape, placed = _as_fits(beside, shape, placed or _placed(beside, shape))
    marks = all_marks(beside, shape, placed)
    return marks if explained_share(marks) >= EXPLAINED else None


def marks_fitting(beside: Sequence[Ground], shape: Upright) -> list[Marks]:
    """Marks of this shape, in the width and height that fit best, however little of the ink they explain."""
    return all_marks(beside, *_as_fits(beside, shape, _placed(beside, shape)))


def _as_fits(beside: Sequence[Ground], shape: Upright, placed: list[Placed]) -> tuple[Upright, list[Placed]]:
    """The shape in the width and height that fit best, with cross-bars where seen, and where it stands then."""
    shape, placed = _as_wide_as_fits(beside, shape, placed)
    shape, placed = _as_tall_as_fits(beside, shape, placed)
    crossed = attrs.evolve(shape, arm=(shape.up + shape.down) / 2)
    with_arms = _placed(beside, crossed)
    return (crossed, with_arms) if _evidence(with_arms) > CROSSED * _evidence(placed) else (shape, placed)


def _as_wide_as_fits(beside: Sequence[Ground], shape: Upright, placed: list[Placed]) -> tuple[Upright, list[Placed]]:
    """The shape a little narrower or wider where that gives its marks more evidence, and where they stand then."""
    most = _evidence(placed)
    for factor in WIDTHS:
        other = attrs.evolve(shape, width=factor * shape.width)
        tried = _placed(beside, other)
        if _evidence(tried) > BETTER * most:
            most, shape, placed = _evidence(tried), other, tried
    return shape, placed


def _as_tall_as_fits(beside: Sequence[Ground], shape: Upright, placed: list[Placed]) -> tuple[Upright, list[Placed]]:
    """The shape a little shorter where that gives its marks more evidence: stubs of one pale row look whole."""
    most = _evidence(placed)
    for shorter in SHORTER_PX:
        up, down = max(0.0, shape.up - shorter), max(0.0, shape.down - shorter)
        other = attrs.evolve(shape, up=up, down=down)
        tried = _placed(beside, other)
        if _evidence(tried) <= BETTER * most:
            break
        most, shape, placed = _evidence(tried), other, tried
    return shape, placed


def paired_apart(beside: Sequence[Ground], half: Sequence[float]) -> float | None:
    """How far apart the sides of marks stand that are seen as two uprights each; None where they are not."""
    for shape in learn_uprights(beside, half):
        apart = pairs_apart(_placed(beside, shape), shape)
        if apart is not None:
            return apart
    return None


def pairs_apart(placed: Sequence[Placed], shape: Upright) -> float | None:
    """How far apart two marks stand where those alone are nearly all two, equally far apart: the sides of a cross."""
    groups = _groups(placed, shape)
    wide = np.array([group[1] - group[0] for group in groups if group.size == 2])
    if wide.size < LEAST_PAIRS:
        return None
    typical = float(np.median(wide))
    alike = int((np.abs(wide - typical) <= PAIR_SLACK_PX).sum())
    return typical if alike >= max(LEAST_PAIRS, PAIRS * sum(group.size == 1 for group in groups)) else None


def _are_all_above(beside: Sequence[Ground], shape: Upright, placed: Sequence[Placed]) -> bool:
    """Whether marks on one side of their lines are nearly all the ink that is left: crosses stand out on both sides."""
    if min(shape.up, shape.down) > 0:
        return False
    return explained_share(all_marks(beside, shape, placed)) >= ALL_ABOVE


def _placed(beside: Sequence[Ground], shape: Upright) -> list[Placed]:
    return side_by_side(lambda ground: place_uprights(ground, shape), beside)


def _groups(placed: Sequence[Placed], shape: Upright) -> list[Floats]:
    """Columns of the marks that stand nearer to each other than they are tall."""
    gap = shape.up + shape.down + APART_PX
    return [group for p in placed if p.x.size for group in np.split(p.x, np.flatnonzero(np.diff(p.x) > gap) + 1)]


def _evidence(placed: Sequence[Placed]) -> float:
    return sum(float(p.evidence.sum()) for p in placed)


def _plain(ground: Ground, placed: Placed, shape: Upright, half: float) -> Bools:
    """Which marks show most of what stands out of a level line, and stand alone."""
    # What a box of this width holds, squared, where its edges fall in the midst of pixels.
    across = shape.width - 0.5 if shape.width > 1 else shape.width**2 / 2
    outside = (max(shape.up - half, 0.0) + max(shape.down - half, 0.0)) * across
    whole = placed.visible >= PLAIN_VISIBLE * outside
    beside = [_aside(ground, x, y, shape, half) for x, y in zip(placed.x, placed.y, strict=True)]
    alone = np.array(beside) <= ALONE
    return np.asarray(whole & alone & (placed.evidence >= PLAIN_EVIDENCE * placed.visible))


def _aside(ground: Ground, x: float, y: float, shape: Upright, half: float) -> float:
    """Mean coverage right beside an upright, beyond the edges of the line, on the side where it is weaker."""
    height, width = ground.ink.shape
    rows = np.arange(max(0, round(y - shape.up) + 1), min(height, round(y + shape.down)))
    rows = rows[np.abs(rows - y) > half + 0.5]
    means = []
    for column in (round(x - shape.width / 2 - ASIDE_PX), round(x + shape.width / 2 + ASIDE_PX)):
        if 0 <= column < width and rows.size:
            free = ground.free[rows, column]
            means.append(float((ground.ink[rows, column] * free).sum() / max(1.0, float(free.sum()))))
    return min(means, default=0.0)
