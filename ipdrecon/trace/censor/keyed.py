"""Marks so few that nothing recurs, of the shape that the keys of the legend show."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.as_marks import all_marks
from ipdrecon.trace.censor.inks import Marked, own_ink
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.owner import with_one_owner_in_each_ink
from ipdrecon.trace.censor.upright import Placed, Upright, place_uprights
from ipdrecon.trace.censor.uprights import plain_ones
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer


def marks_as_keyed(curves: Sequence[Marked], other: Layer, hidden: Mask, shape: Upright) -> list[Marks]:
    """Marks of each curve in its own colour where one of this shape is seen whole and alone on a level stretch.

    Parameters
    ----------
    other : (h, w)     Ink of none of the curves' colours.
    hidden : (h, w)    Text, legend and rules.
    """
    curves = as_wide_as_others(curves)
    beside = own_ink(curves, other, hidden)
    half = [curve.stair.width / 2 for curve in curves]
    placed = [place_uprights(ground, shape) for ground in beside]
    kept = [_only(p, plain) for p, plain in zip(placed, plain_ones(beside, placed, shape, half), strict=True)]
    marks = [attrs.evolve(m, merged=True) for m in all_marks(beside, shape, kept)]
    return with_one_owner_in_each_ink(marks, [curve.layer for curve in curves])


def _only(placed: Placed, which: Bools) -> Placed:
    return Placed(placed.x[which], placed.y[which], placed.evidence[which], placed.visible[which])
