"""Censor marks of all curves of a panel: their shape is learned on all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor.find import find_marks
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.marks import Marks, Template, reach_px
from ipdrecon.trace.censor.shape import learn_template
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.swath import stroke_mask

#: Marks a curve needs to trust its own shape of them more than that of its neighbours.
MIN_OWN_MARKS = 8
#: Strength from which ink of no curve's colour may be a mark (rims of confidence bands are weaker).
STRONG = 0.5


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
    """

    stair: Staircase
    layer: int
    alpha: Layer
    neutral: bool
    marks: Marks
    dark: bool = False


def marks_on(alpha: Layer, stair: Staircase, blocked: Mask, template: Template | None = None) -> Marks:
    """Marks of one curve in the ink ``alpha``; ``blocked`` is where other strokes, text and rules lie."""
    return find_marks(_beside(alpha, stair, blocked), template)


def dark_marks(curves: Sequence[Marked], dark: Layer, hidden: Mask) -> list[Marks] | None:
    """Black marks on coloured curves: all of a figure's curves have them, or none.

    None where there are no more of them than were found in the curves' own colours.
    """
    beside = _all_beside(curves, [dark for _ in curves], hidden, dark=True)
    template = learn_template(beside)
    if template is None:
        return None
    marks = [find_marks(ground, template) for ground in beside]
    return marks if sum(m.x.size for m in marks) > sum(c.marks.x.size for c in curves) else None


def marks_together(curves: Sequence[Marked], other: Layer, dark: Layer, hidden: Mask) -> list[Marks]:
    """Marks looked for once more with every stroke known, and with the shape that all curves show together.

    They are looked for in the curve's own colour, and in any ink that is no other curve's (JPEG dulls thin marks);
    in whichever of the two all curves together show more.

    Parameters
    ----------
    other : (h, w)     Ink of none of the curves' colours.
    dark : (h, w)      Black ink.
    hidden : (h, w)    Text, legend and rules.
    """
    plain = [dark if curve.dark else curve.alpha for curve in curves]
    strong = np.where(other >= STRONG, other, np.float32(0.0))
    wide = [np.maximum(np.maximum(a, dark), strong) for a in plain]
    best: list[Marks] = [curve.marks for curve in curves]
    shape: Template | None = None
    for sources, worth in ((plain, 1.0), (wide, 1.15)):
        beside = _all_beside(curves, sources, hidden, dark=sources is wide)
        common = learn_template(beside)
        if sources is plain:
            shape = common
        elif common is None or (shape is not None and not shape.is_like(common)):
            break  # what the wider ink shows is something else: rims of bands, stubs of neighbours
        found = []
        for curve, ground in zip(curves, beside, strict=True):
            own = curve.marks.template if curve.marks.x.size >= MIN_OWN_MARKS else common
            found.append(find_marks(ground, own) if own is not None else curve.marks)
        if sources is plain or sum(m.x.size for m in found) > worth * sum(m.x.size for m in best):
            best = found
    return best


def end_at_last_mark(stair: Staircase, marks: Marks) -> Staircase:
    """A curve that ends in a mark ends at its centre: follow-up ends with the last patient's time."""
    if marks.template is None or not marks.x.size:
        return stair
    half = max(marks.template.ink.shape) / 2
    last = float(marks.x[-1])
    return attrs.evolve(stair, end=last) if stair.x[-1] < last < stair.end <= last + half + 2 else stair


def _all_beside(curves: Sequence[Marked], sources: Sequence[Layer], hidden: Mask, *, dark: bool) -> list[Ground]:
    grounds = []
    for i, (curve, source) in enumerate(zip(curves, sources, strict=True)):
        same, crossing = _others(i, curves, dark=dark or curve.dark)
        grounds.append(_beside(source, curve.stair, hidden | same, crossing & ~same))
    return grounds


def _beside(alpha: Layer, stair: Staircase, hidden: Mask, crossing: Mask | None = None) -> Ground:
    shape = alpha.shape[0], alpha.shape[1]
    return ground_of(alpha, stair, stroke_mask(shape, stair, reach_px(shape)), hidden, crossing)


def _others(i: int, curves: Sequence[Marked], *, dark: bool) -> tuple[Mask, Mask]:
    """Strokes of the other curves, in the ink curve ``i`` has its marks in, and in other inks."""
    own = curves[i]
    shape = own.alpha.shape[0], own.alpha.shape[1]
    same, crossing = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    for j, other in enumerate(curves):
        if j == i:
            continue
        alike = other.layer == own.layer or (other.neutral and (dark or own.neutral))
        into = same if alike else crossing
        into |= stroke_mask(shape, other.stair, 1.0)
    return same, crossing
