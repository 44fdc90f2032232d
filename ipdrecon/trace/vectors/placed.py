"""Which curve of a vector figure each mark of one kind sits on."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.frozen import Floats, Ints
from ipdrecon.trace.vectors.lines import SIMPLIFIED_PX, Chain, level_at

#: A mark sits on its curve to this, in pixels; a printed character to this share of its height.
ON_LINE_PX, ON_LINE_LETTER = 0.4, 0.15
#: The column of a character may be off by this (programs round the widths of letters), in pixels.
LETTER_SLACK_PX = 1.5
#: A character's middle lies this close to the line before the usual offset of its kind is known: share of its height.
ABOUT_ON_LINE = 0.45
#: Characters of a kind whose usual offset from the line can be learned.
FEWEST_LETTERS = 3
#: Share of a kind's members that must sit on curves.
ENOUGH_ON_LINE = 0.5
#: Share of a kind's members by which more must sit on all curves than on those in its colour.
STRAY = 0.1
#: Characters are moved to corners where at least this many, and this share of them, stand at corners to this (pixels)
#: after a common shift of at most this (pixels).
FEWEST_AT_CORNERS, ALL_AT_CORNERS, CORNER_PX, WIDEST_SHIFT_PX = 4, 0.8, 0.12, 2.0

RGB = tuple[int, int, int]


@attrs.frozen
class Mark:
    """A small shape on the (right, down) plane.

    Attributes
    ----------
    x : float              Middle column.
    top, bottom : float    Rows.
    kind : tuple           Shape, size and colour: marks of one kind are drawn alike.
    color : RGB or None
    letter : bool          Whether it is a printed character (or a filled shape, which may be one): where it stands
                           against the line is then learned from its kind.
    """

    x: float
    top: float
    bottom: float
    kind: tuple[object, ...]
    color: RGB | None
    letter: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def placed_on(members: Sequence[Mark], curves: Sequence[Chain], axes: Axes) -> list[tuple[Mark, int]]:
    """Members of one kind with the curve each sits on; none where the kind is no mark.

    Marks in a curve's colour are its own, unless many of them sit on others: all curves of a panel may have black ones.
    """
    color = members[0].color
    own = [k for k, curve in enumerate(curves) if curve.path.stroke == color]
    every = list(range(len(curves)))
    best = _on_curves(members, curves, own, axes) if own else []
    if len(best) < len(members) and len(own) < len(every):
        on_any = _on_curves(members, curves, every, axes)
        if len(on_any) > len(best) + STRAY * len(members):
            best = on_any
    return best if len(best) >= ENOUGH_ON_LINE * len(members) else []


def _on_curves(
    members: Sequence[Mark], curves: Sequence[Chain], usable: Sequence[int], axes: Axes
) -> list[tuple[Mark, int]]:
    """Members of one kind that sit on some of the curves, all in the same way, with the curve each sits on."""
    if not usable:
        return []
    x = np.array([mark.x for mark in members])
    letter, height = members[0].letter, members[0].bottom - members[0].top

    def gaps(rows: Floats, slack: float = LETTER_SLACK_PX if letter else 0.0) -> Floats:
        return np.array([_gap(curves[k], x, rows, axes, slack) for k in usable])

    def on_risers(rows: Floats) -> Floats:
        """Gaps; where no curve is met, also to risers that a program moved when it drew near points as one."""
        exact = gaps(rows)
        return np.where(np.abs(exact).min(axis=0) > ON_LINE_PX, gaps(rows, SIMPLIFIED_PX), exact)

    middle = np.array([mark.middle for mark in members])
    if letter:
        about = gaps(middle)
        nearest = np.take_along_axis(about, np.abs(about).argmin(axis=0)[None], axis=0)[0]
        close = (np.abs(nearest) <= ABOUT_ON_LINE * height) & (nearest != 0)
        usual = float(np.median(nearest[close])) if close.sum() >= FEWEST_LETTERS else 0.0
        ways = [gaps(middle - usual)]
    else:
        top, bottom = np.array([m.top for m in members]), np.array([m.bottom for m in members])
        ways = [on_risers(rows) for rows in (middle, bottom, top, (top + 2 * bottom) / 3, (2 * top + bottom) / 3)]
    limit = max(ON_LINE_LETTER * height, ON_LINE_PX) if letter else ON_LINE_PX
    best: list[tuple[Mark, int]] = []
    for gap in ways:
        which = _settled(np.abs(gap), limit, x)
        on = np.flatnonzero(which >= 0)
        if on.size > len(best):
            best = [(members[int(i)], usable[int(which[i])]) for i in on]
    return best


def _settled(distance: Floats, limit: float, x: Floats) -> Ints:
    """Which curve each mark sits on, -1 where none; ``distance`` is (curves, marks), marks in drawing order at ``x``.

    Where two curves run over each other, a mark goes to the curve whose marks are drawn just before and after it: all
    programs draw the marks of one arm after the other, from left to right. Between the marks of two arms, those left
    of the last one before them are of the next arm.
    """
    on = distance <= limit
    which = np.where(on.any(axis=0), distance.argmin(axis=0), -1)
    sure = np.flatnonzero(on.sum(axis=0) == 1)
    for i in np.flatnonzero(on.sum(axis=0) > 1):
        at = int(np.searchsorted(sure, i))
        near = [int(sure[k]) for k in (at - 1, at) if 0 <= k < sure.size and on[which[sure[k]], i]]
        if len(near) == 2 and which[near[0]] != which[near[1]]:
            near = near[1:] if x[i] < x[near[0]] else near[:1]
        if near:
            which[i] = which[near[0]]
    return np.asarray(which, dtype=np.int64)


def at_corners(placed: list[tuple[Mark, int]], curves: Sequence[Chain]) -> list[tuple[Mark, int]]:
    """Printed characters moved to the corners of their curves, where corners stand at all of them.

    A program that rounds the widths of letters (Pango does) prints them all off by the same fraction of a pixel.
    Curves drawn from a table of all times have a corner at each censoring, whether or not they fall there.
    """
    if len(placed) < FEWEST_AT_CORNERS:
        return placed
    corners = np.array([_nearest(curves[curve].points[:, 0], mark.x) for mark, curve in placed])
    shift = corners - np.array([mark.x for mark, _ in placed])
    usual = float(np.median(shift))
    refined = np.array([_nearest(curves[curve].points[:, 0], mark.x + usual) for mark, curve in placed])
    off = np.abs(refined - usual - np.array([mark.x for mark, _ in placed]))
    if abs(usual) > WIDEST_SHIFT_PX or np.mean(off <= CORNER_PX) < ALL_AT_CORNERS:
        return placed
    return [
        (attrs.evolve(mark, x=float(x if near <= CORNER_PX else mark.x + usual)), curve)
        for (mark, curve), x, near in zip(placed, refined, off, strict=True)
    ]


def _nearest(values: Floats, to: float) -> float:
    return float(values[np.abs(values - to).argmin()])


def _gap(curve: Chain, x: Floats, rows: Floats, axes: Axes, slack: float) -> Floats:
    """Rows below (positive) or above a curve; 0 on the riser of a step; infinite beyond its ends and where S is 0.

    ``slack`` is how far off a column may be, in pixels: a riser that close counts as met, an end that close as reached.
    """
    ends = np.clip(x, curve.points[:, 0].min(), curve.points[:, 0].max())
    x = np.where(np.abs(ends - x) <= slack, ends, x)
    inside = ~np.isnan(level_at(curve, x)[0])
    before = np.fmin(level_at(curve, x - slack)[0], level_at(curve, x)[0])
    after = np.fmax(level_at(curve, x + slack)[1], level_at(curve, x)[1])
    gap = np.where(rows < before, rows - before, np.where(rows > after, rows - after, 0.0))
    floor = float(axes.survival_pixel(0.0)) * (-1.0 if axes.incidence else 1.0)
    nobody = level_at(curve, x)[1] >= floor - ON_LINE_PX
    return np.where(inside & ~nobody, gap, np.inf)
