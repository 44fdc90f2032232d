"""Marks so few that they are little of the ink left beside the curves, each of them plain to see on clean paper."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.as_marks import all_marks
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.upright import NOISELESS, Placed, learn_uprights, place_uprights
from ipdrecon.trace.censor.uprights import LOW_OUT_PX, pairs_apart, plain_ones

#: Fewest of them, and share of all that were placed.
LEAST, SHARE = 3, 0.5
#: Evidence against what can be seen from which one is whole: of ink that is there in full it is 0.75 at least.
WHOLE = 0.85
#: Pixels by which one may reach farther on one side of its line than on the other.
LOPSIDED_PX = 1.5


def find_few(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks] | None:
    """Marks of each curve that are seen whole and alone, on clean paper; None where these are not most of their shape.

    What else is left beside curves (edges of bands, stubs of falls that were read amiss) may be more ink than so few
    marks are; but no such thing crosses a level line, as far above it as below, in one size again and again.
    """
    if any(ground.noise >= NOISELESS for ground in beside):
        return None
    for shape in learn_uprights(beside, half, LOW_OUT_PX):
        if min(shape.up, shape.down) <= max(half) + LOW_OUT_PX or abs(shape.up - shape.down) > LOPSIDED_PX:
            continue
        placed = [place_uprights(ground, shape) for ground in beside]
        if pairs_apart(placed, shape) is not None:
            continue
        whole = [p & _are_whole(q) for p, q in zip(plain_ones(beside, placed, shape, half), placed, strict=True)]
        if sum(int(w.sum()) for w in whole) >= max(LEAST, SHARE * sum(p.x.size for p in placed)):
            return [attrs.evolve(m, merged=True, sought=None) for m in all_marks(beside, shape, _only(placed, whole))]
    return None


def _are_whole(placed: Placed) -> Bools:
    return np.asarray(placed.evidence >= WHOLE * placed.visible)


def _only(placed: Sequence[Placed], kept: Sequence[Bools]) -> list[Placed]:
    return [Placed(p.x[k], p.y[k], p.evidence[k], p.visible[k]) for p, k in zip(placed, kept, strict=True)]
