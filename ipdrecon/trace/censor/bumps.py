"""Marks hardly taller than a thick line is: on one side of it they stick out by a pixel, on the other by none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace.censor.as_marks import all_marks
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.upright import (
    NOISELESS,
    Placed,
    Upright,
    learn_uprights,
    place_uprights,
)
from ipdrecon.trace.censor.uprights import ALONE, ASIDE_PX, LOW_OUT_PX, pairs_apart

#: Evidence asked of a bump against that asked of a mark seen whole, where the line left all of it to be seen: of what
#: is out nearly all must be there.
EASE = 2.0
#: Fewest bumps with the bare edge of the line on both sides, and share of all that are.
LEAST_PLAIN, PLAIN_SHARE = 8, 0.3
#: Share of a pixel that must be free for the edge to be seen there.
SEEN = 0.5


def find_bumps(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks] | None:
    """Marks of each curve, on clean paper; None where no bump recurs. ``half`` is half of each curve's stroke width.

    Where a level was read a pixel off, all of the line's edge sticks out: a bump ends, and shows the line beside it.
    """
    if any(ground.noise >= NOISELESS for ground in beside):
        return None
    for shape in learn_uprights(beside, half, LOW_OUT_PX):
        out = max(shape.up, shape.down) - max(half)
        if out <= 0 or min(shape.up, shape.down) > max(half):
            continue  # not above the line of every curve, or on both sides of it
        placed, plain = [], 0
        for ground, own in zip(beside, half, strict=True):
            every = place_uprights(ground, shape, ease=min(1.0, EASE * out / (shape.up + shape.down)))
            bare = _bare_sides(ground, every, shape, own)
            plain += int((bare == 2).sum())
            placed.append(_only(every, bare > 0))
        count = sum(p.x.size for p in placed)
        if plain >= max(LEAST_PLAIN, PLAIN_SHARE * count) and pairs_apart(placed, shape) is None:
            return all_marks(beside, shape, placed)
    return None


def _only(placed: Placed, kept: Bools) -> Placed:
    return Placed(placed.x[kept], placed.y[kept], placed.evidence[kept], placed.visible[kept])


def _bare_sides(ground: Ground, placed: Placed, shape: Upright, half: float) -> Ints:
    """On how many sides of each mark (m,) the edge of the line is seen and nothing sticks out of it."""
    height, width = ground.ink.shape
    rows = np.arange(height)
    sides = np.zeros(placed.x.size, np.int64)
    for k, (x, y) in enumerate(zip(placed.x, placed.y, strict=True)):
        beyond = y - rows if shape.up >= shape.down else rows - y
        out = rows[(beyond > half) & (beyond < max(shape.up, shape.down) + 0.5)]
        for column in (round(x - shape.width / 2 - ASIDE_PX), round(x + shape.width / 2 + ASIDE_PX)):
            if out.size and 0 <= column < width:
                free, ink = ground.free[out, column], ground.ink[out, column]
                sides[k] += bool(free.max() >= SEEN and (ink * free).sum() <= ALONE * free.sum())
    return sides
