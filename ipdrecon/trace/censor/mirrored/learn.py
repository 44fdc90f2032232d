"""The lengths of ticks and pluses, learned from where they stand out on both sides of their lines at once.

Blur, rims of JPEG and corners of steps stand out on one side, or on the other, and meet by chance. How often they do is
measured on the same ink, with one side shifted along the curve (a target-decoy search: Elias and Gygi 2007, Nature
Methods 4:207): a length is believed where both sides meet far more often than so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.mirrored.kernels import meetings_of, place_of, sides_of
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.upright.kernels import PHASES

#: Pixels by which one side is shifted along the curve.
SHIFTS_PX = (-23, -19, -16, -13, -11, -9, -7, 7, 9, 11, 13, 16, 19, 23)
#: Columns within which two meetings are one.
APART_PX = 1.5
#: Meetings by chance against all that are as strong, at most, and fewest meetings.
BY_CHANCE, LEAST = 0.1, 4
#: Least height beyond the edge of the line in pixels, how much taller each next one that is tried is, and by how many
#: pixels at least.
OUT_PX, TALLER, TALLER_PX = 0.8, 1.08, 0.4
#: Widths that are tried, in pixels.
WIDTHS_PX = (0.35, 0.6, 1.0, 1.6)
#: Pixels by which marks may be wider than others of their shape.
SAME_WIDTH_PX = 0.3


@attrs.frozen(eq=False)
class Mirrored:
    """A tick whose sides meet more often than by chance.

    Attributes
    ----------
    shape : Upright      As tall below its line as above it.
    at : list of (m,)    Columns of each curve where both sides meet, those few by chance among them.
    worth : float        Of all of them beyond chance, in pixels of ink.
    """

    shape: Upright
    at: list[Floats]
    worth: float


def learn_mirrored(beside: Sequence[Ground], half: Sequence[float], most_px: float) -> Mirrored | None:
    """The tick whose sides meet most often beyond chance; None where none do.

    ``half`` is half of each curve's stroke width, ``most_px`` the farthest that a mark reaches from its line.
    """
    tried = side_by_side(lambda size: _met(beside, half, *size), _sizes(min(half), most_px))
    return max((met for met in tried if met is not None), key=lambda met: met.worth, default=None)


def meet_again(
    beside: Sequence[Ground], half: Sequence[float], shape: Upright, known: Sequence[Floats], apart_px: float
) -> Mirrored | None:
    """Where both sides of ticks as tall as these, and perhaps thinner, meet beyond chance where none is ``known``;
    None where they do not.

    ``known`` are columns of marks of each curve, no other one being nearer than ``apart_px`` to any.
    """
    reach = (shape.up + shape.down) / 2
    free = [_bare_of(ground, x, apart_px) for ground, x in zip(beside, known, strict=True)]
    tried = [_met(free, half, reach, width) for width in WIDTHS_PX if width <= shape.width + SAME_WIDTH_PX]
    return max((met for met in tried if met is not None), key=lambda met: met.worth, default=None)


def _bare_of(ground: Ground, known: Floats, apart_px: float) -> Ground:
    """A ground without the columns of its known marks."""
    columns = np.arange(ground.levels.size)
    near = (np.abs(columns[:, None] - known[None, :]) <= apart_px).any(axis=1)
    return attrs.evolve(ground, levels=np.where(near, -1.0, ground.levels))


def _sizes(half: float, most_px: float) -> Iterator[tuple[float, float]]:
    reach = half + OUT_PX
    while reach <= most_px:
        yield from ((reach, width) for width in WIDTHS_PX if width <= reach)
        reach += max(TALLER_PX, (TALLER - 1.0) * reach)


def _met(beside: Sequence[Ground], half: Sequence[float], reach: float, width: float) -> Mirrored | None:
    at, true, chance = [], [], [np.zeros(0)]
    for ground, h in zip(beside, half, strict=True):
        if reach < h + OUT_PX:
            at.append(np.zeros(0))
            true.append(np.zeros(0))
            continue
        sides = sides_of(ground.ink, ground.free, ground.levels, h, reach, width)
        places, worth = meetings_of(sides, 0, round(APART_PX * PHASES))
        at.append(place_of(places))
        true.append(worth)
        chance.extend(meetings_of(sides, shift * PHASES, round(APART_PX * PHASES))[1] for shift in SHIFTS_PX)
    met, decoys = -np.sort(-np.concatenate(true)), -np.sort(-np.concatenate(chance))
    as_strong = np.searchsorted(-decoys, -met, side="right") / len(SHIFTS_PX)
    enough = np.flatnonzero(as_strong <= BY_CHANCE * np.arange(1, met.size + 1))
    times = int(enough[-1]) + 1 if enough.size else 0
    if times < LEAST:
        return None
    least = met[times - 1]
    worth = met[:times].sum() - decoys[decoys >= least].sum() / len(SHIFTS_PX)
    strong = [places[own >= least] for places, own in zip(at, true, strict=True)]
    return Mirrored(Upright(reach, reach, width, runs=times), strong, float(worth))
