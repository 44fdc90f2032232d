"""Marks of a figure's panels are drawn alike: one panel tells the shape of those that another one hides."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor.inks import Marked, own_ink
from ipdrecon.trace.censor.marks import Marks, explained_share, no_marks
from ipdrecon.trace.censor.owner import with_one_owner_in_each_ink
from ipdrecon.trace.censor.second import with_second_look
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.symbols import symbols_as
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.uprights import marks_as
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer

#: Pixels by which two lengths of one shape may differ from panel to panel, and by which its strokes may.
SAME_PX, SAME_WIDTH_PX = 0.6, 0.3
#: Share of the leftover ink that marks of another panel's shape explain, and evidence in pixels of ink for all of them.
EXPLAINED, LEAST_WORTH = 0.6, 30.0
#: Gain of all marks beyond their cost against their evidence: thin ticks side by side explain any ink.
LEAST_GAIN = 0.2
#: Fewest marks, share of them that touch no other one, and share of the leftover ink that they explain, from which
#: their shape is seen beyond doubt; and share of that ink which it then explains where marks crowd.
SURE, SURE_ALONE, ALL_EXPLAINED = 20, 0.33, 0.9


@attrs.frozen
class Known:
    """What one panel tells of another: the shape of the marks, the width of the lines in pixels, and whether most of
    its marks stand alone and leave nothing over."""

    shape: Upright | Symbol
    width: float
    sure: bool = False

    def is_like(self, other: Known) -> bool:
        """Whether both are one shape, measured twice."""
        a, b = self.shape, other.shape
        if isinstance(a, Upright) and isinstance(b, Upright):
            tall = max(abs(a.up - b.up), abs(a.down - b.down))
        elif isinstance(a, Symbol) and isinstance(b, Symbol) and a.kind is b.kind:
            tall = abs(a.reach - b.reach)
        else:
            return False
        return tall <= SAME_PX and abs(a.width - b.width) <= SAME_WIDTH_PX


def known_of(curves: Sequence[Marked], marks: Sequence[Marks]) -> Known | None:
    """What a panel tells the others; None where no marks were found, or their shape is not known by its lengths."""
    shape = next((m.shape for m in marks if m.shape is not None and m.x.size), None)
    if shape is None:
        return None
    alone = np.concatenate([m.apart() for m in marks])
    sure = alone.size >= SURE and alone.mean() >= SURE_ALONE and explained_share(marks) >= ALL_EXPLAINED
    return Known(shape, float(np.median([curve.stair.width for curve in as_wide_as_others(curves)])), bool(sure))


def each_once(told: Sequence[Known | None]) -> list[Known]:
    """The shapes that panels tell, each as the panel that is surest of it measured it."""
    shapes: list[Known] = []
    for known in sorted((known for known in told if known is not None), key=lambda known: not known.sure):
        if not any(known.is_like(other) for other in shapes):
            shapes.append(known)
    return shapes


def marks_like(curves: Sequence[Marked], other: Layer, hidden: Mask, known: Known) -> list[Marks]:
    """Marks of each curve of the shape that another panel told, in the curves' own colours; none where that does not
    explain what is left beside them."""
    curves = [attrs.evolve(c, stair=attrs.evolve(c.stair, width=known.width)) for c in curves]
    beside = own_ink(curves, other, hidden)
    shape = known.shape
    marks = marks_as(beside, shape) if isinstance(shape, Upright) else symbols_as(beside, shape)
    worth = sum(m.worth for m in marks or ())
    gain = sum(m.gain for m in marks or ())
    share = 0.0 if marks is None else explained_share(marks)
    # Small marks are hardly worth what they cost; where they are sure elsewhere, a comb of them is one.
    enough = gain >= LEAST_GAIN * worth or (known.sure and share >= ALL_EXPLAINED)
    if marks is None or share < EXPLAINED or worth < LEAST_WORTH or not enough:
        return [no_marks(curve.alpha.shape) for curve in curves]
    marks = with_second_look(marks, beside, [curve.stair.width for curve in curves])
    return with_one_owner_in_each_ink(marks, [curve.layer for curve in curves])


def marks_shaped(curves: Sequence[Marked], other: Layer, hidden: Mask, shape: Upright) -> list[Marks]:
    """Marks of each curve, measured anew, of the shape that they were known by before, in the curves' own colours; none
    where that explains too little."""
    curves = as_wide_as_others(curves)
    beside = own_ink(curves, other, hidden)
    marks = marks_as(beside, shape)
    if marks is None:
        return [no_marks(curve.alpha.shape) for curve in curves]
    marks = with_second_look(marks, beside, [curve.stair.width for curve in curves])
    return with_one_owner_in_each_ink(marks, [curve.layer for curve in curves])


def score(marks: Sequence[Marks]) -> float:
    """Evidence for marks, of which there is little where much ink beside them is something else's."""
    return explained_share(marks) * sum(m.worth for m in marks)
