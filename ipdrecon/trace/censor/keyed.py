"""Marks of the shape that the keys of the legend show: where few stand, and where the curves tell another shape."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.as_marks import all_marks
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.inks import Marked, own_ink
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.owner import with_one_owner_in_each_ink
from ipdrecon.trace.censor.second import with_second_look
from ipdrecon.trace.censor.symbol import Symbol, explained_well, place_symbols
from ipdrecon.trace.censor.symbols import symbols_at
from ipdrecon.trace.censor.upright import Placed, Upright, place_uprights
from ipdrecon.trace.censor.uprights import plain_ones
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer

#: Sizes, as shares, within which marks are those of the keys.
SAME_SIZE = 0.3


@attrs.frozen
class KeyedMark:
    """What the keys show: the shape of the marks, and their coverage against that of their line."""

    shape: Upright | Symbol
    opacity: float = 1.0

    def is_like(self, other: Upright | Symbol | None) -> bool:
        """Whether marks on curves are of this shape."""
        own = self.shape
        if isinstance(own, Upright) and isinstance(other, Upright):
            a, b = own.up + own.down, other.up + other.down
        elif isinstance(own, Symbol) and isinstance(other, Symbol) and own.kind is other.kind:
            a, b = own.reach, other.reach
        else:
            return False
        return abs(a - b) <= SAME_SIZE * a


def marks_as_keyed(
    curves: Sequence[Marked], other: Layer, hidden: Mask, keyed: KeyedMark, *, plain: bool = True
) -> list[Marks]:
    """Marks of each curve in its own colour, of the shape that the keys show.

    Parameters
    ----------
    other : (h, w)     Ink of none of the curves' colours.
    hidden : (h, w)    Text, legend and rules.
    plain : bool       Whether only those are taken that are seen whole and alone on a level stretch.
    """
    curves = as_wide_as_others(curves)
    beside = [_as_dark(ground, keyed.opacity) for ground in own_ink(curves, other, hidden)]
    half = [curve.stair.width / 2 for curve in curves]
    shape = keyed.shape
    if isinstance(shape, Upright):
        placed = [place_uprights(ground, shape) for ground in beside]
        if plain:
            placed = [_only(p, own) for p, own in zip(placed, plain_ones(beside, placed, shape, half), strict=True)]
        marks = all_marks(beside, shape, placed)
    else:
        placed = [place_symbols(ground, shape) for ground in beside]
        if plain:
            placed = [_only(p, explained_well(g, shape, p)) for g, p in zip(beside, placed, strict=True)]
        marks = [symbols_at(ground, shape, found) for ground, found in zip(beside, placed, strict=True)]
    if plain:
        marks = [attrs.evolve(m, merged=True) for m in marks]
    else:
        marks = with_second_look(marks, beside, [curve.stair.width for curve in curves])
    return with_one_owner_in_each_ink(marks, [curve.layer for curve in curves])


def _as_dark(ground: Ground, opacity: float) -> Ground:
    """The ink beside a curve as it were if its pale marks were as dark as its line."""
    if opacity >= 1.0:
        return ground
    ink = np.minimum(ground.ink / np.float32(opacity), np.float32(1.0))
    return attrs.evolve(ground, ink=ink, noise=ground.noise / opacity, beside_falls=None)


def _only(placed: Placed, which: Bools) -> Placed:
    return Placed(placed.x[which], placed.y[which], placed.evidence[which], placed.visible[which])
