"""The inks marks may be drawn in: their curve's colour, black, or whatever is no other curve's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import attrs
import numpy as np

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.ground import LEAST_INK, Ground, ground_of, level_rows
from ipdrecon.trace.censor.marks import Marks, reach_px
from ipdrecon.trace.censor.upon import with_marks_upon
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import stroke_mask

#: Strength from which ink of no curve's colour may be a mark (rims of confidence bands are weaker).
STRONG = 0.5
#: Coverage by another curve's colour from which a mark beneath it cannot be seen.
COVERED = 0.4
#: Pixels farther than marks reach in which it is seen that they end.
BEYOND_PX = 3.0


@attrs.frozen(eq=False)
class Marked:
    """A curve whose marks are looked for.

    Attributes
    ----------
    stair : Staircase
    layer : int
    alpha : (h, w) float32    Coverage by the curve's own colour.
    neutral : bool            Whether that is black or grey.
    marks : Marks             Those found on it alone.
    dark : bool               Whether its marks are black and not in its own colour.
    upon : (h, w) float32, optional    Share of its own colour upon its line where bands tint that, -1 elsewhere.
    by_brightness : callable           Coverage (h, w) by its ink as brightness alone tells it; None where it does not.
    """

    stair: Staircase
    layer: int
    alpha: Layer
    neutral: bool
    marks: Marks
    dark: bool = False
    upon: Layer | None = None
    by_brightness: Callable[[], Layer | None] = lambda: None


def own_ink(curves: Sequence[Marked], other: Layer, hidden: Mask) -> list[Ground]:
    """Ink in each curve's own colour; what lies under another colour says nothing."""
    strokes = strokes_of(curves)

    def ground(i: int) -> Ground:
        curve, (same, crossing) = curves[i], over_own(curves, strokes, i, other, hidden)
        beside = _ground(curve.alpha, curve.stair, same, crossing)
        return with_marks_upon(beside, curve.stair, curve.upon, same)

    return side_by_side(ground, range(len(curves)))


def over_own(
    curves: Sequence[Marked], strokes: Sequence[Mask], i: int, other: Layer, hidden: Mask
) -> tuple[Mask, Mask]:
    """Where nothing tells of marks in the colour of curve ``i``, and where other colours lie, both (h, w)."""
    curve, same, crossing = curves[i], hidden.copy(), other >= STRONG
    shape = hidden.shape[0], hidden.shape[1]
    for j, neighbour in enumerate(curves):
        if j == i:
            continue
        if neighbour.layer == curve.layer:
            same |= strokes[j]
        else:
            # Farther from a grey curve than its marks reach, its colour is the soft edge of black ones.
            near = stroke_mask(shape, neighbour.stair, reach_px(shape)) if curve.neutral and neighbour.neutral else True
            crossing |= strokes[j] | ((neighbour.alpha >= COVERED) & near)
    return same, crossing & ~same


def any_ink(curves: Sequence[Marked], other: Layer, dark: Layer, hidden: Mask) -> list[Ground]:
    """Ink in each curve's own colour or in none: JPEG dulls thin marks.

    Ink of no colour on another curve's stroke is the blend of both.
    """
    strokes = strokes_of(curves)
    strong = np.where(other >= STRONG, other, np.float32(0.0))

    def ground(i: int) -> Ground:
        curve, same, crossing = curves[i], hidden.copy(), np.zeros(hidden.shape, np.bool_)
        for j, neighbour in enumerate(curves):
            if j == i:
                continue
            if neighbour.layer == curve.layer or neighbour.neutral:
                same |= strokes[j]
            else:
                crossing |= strokes[j] | (neighbour.alpha >= COVERED)
        plain = np.maximum(curve.alpha, dark)
        ink = np.where(crossing, plain, np.maximum(plain, strong))
        return _ground(ink, curve.stair, same, crossing & ~same)

    return side_by_side(ground, range(len(curves)))


def black_ink(curves: Sequence[Marked], dark: Layer, hidden: Mask) -> list[Ground]:
    """Black ink over each coloured curve. Black marks lie on top of their line, so the line hides nothing of them."""
    strokes = strokes_of(curves)
    same = hidden.copy()
    for j, curve in enumerate(curves):
        if curve.neutral:
            same |= strokes[j]
    free, lit = (~same).astype(np.float32), np.where(dark >= LEAST_INK, dark, np.float32(0.0)).astype(np.float32)

    def ground(curve: Marked) -> Ground:
        zone = stroke_mask(hidden.shape, curve.stair, reach_px(hidden.shape))
        return Ground(lit * zone, free, level_rows(curve.stair, hidden.shape[1]))

    return side_by_side(ground, [curve for curve in curves if not curve.neutral])


def brightness_ink(curves: Sequence[Marked], hidden: Mask) -> list[Callable[[], Ground | None]]:
    """What makes the ground of each curve, whatever is as dark as its own ink, of any hue; None where brightness does
    not tell that from paper. They are large, and most are needed one at a time."""
    strokes = strokes_of(curves)

    def ground(i: int) -> Ground | None:
        cover = curves[i].by_brightness()
        if cover is None:
            return None
        same = np.logical_or.reduce([hidden, *(stroke for j, stroke in enumerate(strokes) if j != i)])
        return _ground(cover, curves[i].stair, same, None, BEYOND_PX)

    return [partial(ground, i) for i in range(len(curves))]


def other_strokes(curves: Sequence[Marked]) -> list[Mask]:
    """Where other curves than each one lie."""
    strokes = strokes_of(curves)
    none = [np.zeros_like(stroke) for stroke in strokes]
    return [
        np.logical_or.reduce([nothing, *(s for j, s in enumerate(strokes) if j != i)]) for i, nothing in enumerate(none)
    ]


def strokes_of(curves: Sequence[Marked]) -> list[Mask]:
    """The pixels of each curve's own stroke."""
    return side_by_side(lambda c: stroke_mask((c.alpha.shape[0], c.alpha.shape[1]), c.stair, 1.0), curves)


def _ground(ink: Layer, stair: Staircase, same: Mask, crossing: Mask | None, beyond: float = 0.0) -> Ground:
    shape = ink.shape[0], ink.shape[1]
    return ground_of(ink, stair, stroke_mask(shape, stair, reach_px(shape) + beyond), same, crossing)
