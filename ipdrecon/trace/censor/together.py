"""Censor marks of all curves of a panel: their shape is learned on all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor.marks import Leftover, Marks, Template, find_marks, learn_template, leftover, reach_px
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
    alpha : (h, w) float32    Coverage by the curve's own colour.
    marks : Marks             Those found on it alone.
    dark : bool               Whether its marks are black and not in its own colour.
    """

    stair: Staircase
    alpha: Layer
    marks: Marks
    dark: bool = False


def marks_on(alpha: Layer, stair: Staircase, blocked: Mask, template: Template | None = None) -> Marks:
    """Marks of one curve in the ink ``alpha``; ``blocked`` is where other strokes, text and rules lie."""
    return find_marks(_beside(alpha, stair, blocked), template)


def dark_marks(stairs: Sequence[Staircase], dark: Layer, hidden: Mask, *, more_than: int) -> list[Marks] | None:
    """Black marks on coloured curves: all of a figure's curves have them, or none.

    None where there are not ``more_than`` so many: as many as were found in the curves' own colours.
    """
    beside = [_beside(dark, stair, _blocked_for(i, stairs, hidden)) for i, stair in enumerate(stairs)]
    template = learn_template(beside)
    if template is None:
        return None
    marks = [find_marks(ground, template) for ground in beside]
    return marks if sum(m.x.size for m in marks) > more_than else None


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
    stairs = [curve.stair for curve in curves]
    blocked = [_blocked_for(i, stairs, hidden) for i in range(len(curves))]
    plain = [dark if curve.dark else curve.alpha for curve in curves]
    strong = np.where(other >= STRONG, other, np.float32(0.0))
    wide = [np.maximum(np.maximum(a, dark), strong) for a in plain]
    best: list[Marks] = [curve.marks for curve in curves]
    shape: Template | None = None
    for sources, worth in ((plain, 1.0), (wide, 1.15)):
        beside = [_beside(a, stair, b) for a, stair, b in zip(sources, stairs, blocked, strict=True)]
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


def _beside(alpha: Layer, stair: Staircase, blocked: Mask) -> Leftover:
    shape = alpha.shape[0], alpha.shape[1]
    stroke = stroke_mask(shape, stair, 0.8)
    zone = stroke_mask(shape, stair, reach_px(shape))
    return leftover(alpha, stair, stroke, zone, blocked & ~stroke)


def _blocked_for(i: int, stairs: Sequence[Staircase], hidden: Mask) -> Mask:
    """Where ink beside a stroke says nothing of its marks: text, rules and the other strokes."""
    blocked = hidden
    for j, other in enumerate(stairs):
        if j != i:
            blocked = blocked | stroke_mask(hidden.shape, other, 1.0)
    return blocked
