"""Which staircases of a panel are curves: copies, confidence limits, reference lines and legend samples are not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.vectors.lines import ROUNDING_PX, SAME_POINT_PX, Chain, level_at

#: A curve begins this close to S = 1, or at the edge of the plot: share of the plot's height.
START_SHARE = 0.012
#: A curve whose first level is not drawn begins above this S, and has this many steps.
LOWEST_START, FEWEST_STEPS = 0.8, 5
#: A line that falls from 1 to 0 at once is the plot's frame: largest fall of a curve.
FRAME_FALL = 0.97
#: Steps this close to the sides of the plot are its frame, in pixels.
EDGE_PX = 1.5
#: Shortest curve, as a share of the plot's width.
SHORTEST = 0.04
#: Shortest level line that is a curve without events, as a share of the plot's width.
SHORTEST_LEVEL = 0.1
#: Colours this close are the same (a thin sample in a picture is a blend with the paper), in RGB.
SAME_COLOR = 60.0
#: Share of a confidence limit's steps that fall on steps of its curve.
SHARED_STEPS = 0.9


def only_curves(
    chains: Sequence[Chain],
    box: Box,
    axes: Axes,
    colors: Sequence[tuple[int, int, int]] = (),
    whole: int = 0,
) -> tuple[list[Chain], frozenset[int]]:
    """The Kaplan-Meier curves among staircases, in drawing order.

    The second value holds the places in drawing order of all strokes that are part of curves, copies and limits.
    """
    begun = [chain for chain in chains if _begins_like_a_curve(chain, box, axes)]
    lines = frozenset(order for chain in begun for order in chain.members)
    curves = _without_dashed(_without_limits(_without_copies(begun)), whole)
    shown = [color for color in colors if not any(_close(color, chain) for chain in curves)]
    for color in shown[: max(0, len(colors) - len(curves))]:  # a thin sample may be too pale for its curve
        flat = [c for c in chains if _close(color, c) and _is_level(c, box, axes) and not set(c.members) & lines]
        if flat:
            longest = max(flat, key=lambda c: float(np.ptp(c.points[:, 0])))
            curves.append(longest)
            lines |= frozenset(longest.members)
    return curves, lines


def _without_dashed(curves: list[Chain], whole: int) -> list[Chain]:
    """Curves without dashed lines, where the legend shows whole lines only and as many of them are drawn.

    Limits on the scale of log or log-log S rise again as patients leave: cut where they turn, they do not share every
    step of their curve.
    """
    solid = [chain for chain in curves if not chain.path.dashes]
    return solid if whole and len(solid) >= whole else curves


def _close(color: tuple[int, int, int], chain: Chain) -> bool:
    return bool(np.linalg.norm(np.subtract(color, chain.path.stroke or (0, 0, 0))) <= SAME_COLOR)


def _is_level(chain: Chain, box: Box, axes: Axes) -> bool:
    """Whether a line runs along S = 1 from time 0: a curve of patients without events."""
    starts = abs(chain.points[0, 0] - float(axes.x.pixel(0.0))) <= START_SHARE * box.width + EDGE_PX
    rows = -chain.points[:, 1] if axes.incidence else chain.points[:, 1]
    at_one = np.abs(axes.survival(rows) - 1.0).max() <= START_SHARE
    return bool(starts and at_one and np.ptp(chain.points[:, 0]) >= SHORTEST_LEVEL * box.width)


def _begins_like_a_curve(chain: Chain, box: Box, axes: Axes) -> bool:
    drops = chain.drops[np.abs(chain.drops - (box.left + box.right) / 2) < box.width / 2 - EDGE_PX]
    if not drops.size or np.ptp(chain.points[:, 0]) < SHORTEST * box.width or chain.is_smooth:
        return False
    first = chain.points[0]
    if first[0] < float(axes.x.pixel(0.0)) - START_SHARE * box.width - EDGE_PX:
        return False
    if np.diff(chain.points[:, 1]).max() > FRAME_FALL * abs(axes.y.px_per_unit):
        return False
    row = -first[1] if axes.incidence else first[1]
    survival = float(axes.survival(row))
    per_px = 1.0 / abs(axes.y.px_per_unit)
    last = -chain.points[-1, 1] if axes.incidence else chain.points[-1, 1]
    if float(axes.survival(last)) > 1.0 - ROUNDING_PX * per_px:
        return False  # the axis itself and its last tick
    slack = START_SHARE * box.height * per_px
    if abs(survival - 1.0) <= slack:
        return True
    top = box.bottom if axes.incidence else box.top
    at_edge = abs(row - top) <= START_SHARE * box.height and survival < 1.0 - slack
    return (at_edge or survival >= LOWEST_START) and drops.size >= FEWEST_STEPS


def _without_copies(chains: Sequence[Chain]) -> list[Chain]:
    """Of lines drawn over each other (a halo, a second pass) only the last one; white ones never."""
    kept: list[Chain] = []
    for chain in chains:
        same = [k for k, other in enumerate(kept) if _is_copy(chain, other)]
        for k in reversed(same):
            if kept[k].path.stroke == chain.path.stroke or _is_white(kept[k]) or kept[k].path.width > chain.path.width:
                del kept[k]
        kept.append(chain)
    return [chain for chain in kept if not _is_white(chain)]


def _is_white(chain: Chain) -> bool:
    return min(chain.path.stroke or (0, 0, 0)) >= 250


def _is_copy(first: Chain, second: Chain) -> bool:
    ends = np.abs(first.points[[0, -1]] - second.points[[0, -1]]).max()
    if ends > SAME_POINT_PX:
        return False
    columns = np.union1d(first.points[:, 0], second.points[:, 0])
    middle = (columns[1:] + columns[:-1]) / 2
    return bool(np.nanmax(np.abs(level_at(first, middle)[1] - level_at(second, middle)[1]), initial=0.0) < 0.1)


def _without_limits(chains: Sequence[Chain]) -> list[Chain]:
    """Staircases without pointwise confidence limits.

    A limit steps where its curve steps; the two limits of a curve lie on either side of it and are drawn alike. Arms
    that step on a common grid of times are not taken for limits, because two arms are not drawn alike.
    """
    limits: set[int] = set()
    for i, curve in enumerate(chains):
        sides: dict[int, list[int]] = {-1: [], 1: []}
        for j, other in enumerate(chains):
            if i != j and _shares_steps(other, curve) and (side := _side(other, curve)):
                sides[side].append(j)
        for above in sides[-1]:
            for below in sides[1]:
                a, b = chains[above], chains[below]
                if a.style == b.style and _weaker(a, curve):
                    limits |= {above, below}
    return [chain for k, chain in enumerate(chains) if k not in limits]


def _weaker(limit: Chain, curve: Chain) -> bool:
    """Whether a line may be a limit of a curve: of its colour, or a paler, thinner or dashed line."""
    a, b = limit.path, curve.path
    return a.stroke == b.stroke or a.width < b.width or a.opacity < b.opacity or bool(a.dashes and not b.dashes)


def _shares_steps(limit: Chain, curve: Chain) -> bool:
    steps, own = limit.drops, curve.drops
    if steps.size < 2 or not own.size:
        return False
    return float(np.mean(_distance(steps, own) <= SAME_POINT_PX)) >= SHARED_STEPS


def _distance(values: Floats, to: Floats) -> Floats:
    at = np.clip(np.searchsorted(to, values), 1, to.size - 1) if to.size > 1 else np.zeros(values.size, dtype=int)
    return np.asarray(np.minimum(np.abs(values - to[at]), np.abs(values - to[np.maximum(at - 1, 0)])))


def _side(limit: Chain, curve: Chain) -> int:
    """-1 where a line lies above a curve all the way, 1 below it, 0 where they cross."""
    columns = np.union1d(limit.points[:, 0], curve.points[:, 0])
    middle = (columns[1:] + columns[:-1]) / 2
    gap = level_at(limit, middle)[1] - level_at(curve, middle)[1]
    gap = gap[np.isfinite(gap)]
    if not gap.size:
        return 0
    if (gap <= ROUNDING_PX).all():
        return -1
    return 1 if (gap >= -ROUNDING_PX).all() else 0
