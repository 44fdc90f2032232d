"""The lengths of ticks and pluses, learned from where they stand out on both sides of their lines at once.

Blur, rims of JPEG and corners of steps stand out on one side, or on the other, and meet by chance. How often they do is
measured on the same ink, with one side shifted along the curve (a target-decoy search: Elias and Gygi 2007, Nature
Methods 4:207): a length is believed where both sides meet far more often than so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
#: Columns beside a curve's own fall, and rows by which it falls, where confidence limits fall as well.
BESIDE_FALL_PX, FALL_ROWS = 2, 0.05


@attrs.frozen(eq=False)
class Mirrored:
    """A tick whose sides meet more often than by chance.

    Attributes
    ----------
    shape : Upright            As tall below its line as above it.
    at : list of (m,)          Columns of each curve where both sides meet, those few by chance among them.
    evidence : list of (m,)    For each of them, in pixels of ink.
    worth : float              Of all of them beyond chance, in pixels of ink.
    """

    shape: Upright
    at: list[Floats]
    evidence: list[Floats]
    worth: float


@attrs.frozen(eq=False)
class _Meetings:
    """Where both sides of a tick meet on one curve, what that is worth, and what meetings by chance are worth."""

    at: Floats
    worth: Floats
    chance: Floats


def learn_mirrored(
    beside: Sequence[Callable[[], Ground | None]], half: Sequence[float], most_px: float
) -> Mirrored | None:
    """The tick whose sides meet most often beyond chance; None where none do, or the ground of a curve is not told.

    ``beside`` makes the ground (h, w) of each curve when it is its turn, as grounds are large; ``half`` is half of each
    curve's stroke width and ``most_px`` the farthest that a mark reaches from its line, in pixels. Ink beyond that
    tells whether it ends there. Near a curve's own falls its limits fall, above and below it at once, and nothing there
    tells a shape.
    """
    shapes = [Upright(reach, reach, width) for reach, width in _sizes(min(half), most_px)]

    def met(i: int) -> list[_Meetings] | None:
        ground = beside[i]()
        return None if ground is None else [_meetings(_off_falls(ground), half[i], shape) for shape in shapes]

    return _best(shapes, side_by_side(met, range(len(beside))))


def meet_again(
    beside: Sequence[Callable[[], Ground | None]],
    half: Sequence[float],
    shape: Upright,
    known: Callable[[Ground], Floats],
) -> Mirrored | None:
    """Where both sides of ticks as tall as these, and perhaps thinner, meet beyond chance where none is ``known``;
    None where they do not.

    ``beside`` and ``half`` as for :func:`learn_mirrored`; ``known`` tells the columns (m,) of marks on a ground, no
    other one being near any.
    """
    reach = (shape.up + shape.down) / 2
    shapes = [Upright(reach, reach, width) for width in WIDTHS_PX if width <= shape.width + SAME_WIDTH_PX]

    def met(i: int) -> list[_Meetings] | None:
        ground = beside[i]()
        if ground is None:
            return None
        free = _without(ground, known(ground), shape.width + APART_PX)
        return [_meetings(free, half[i], thinner) for thinner in shapes]

    return _best(shapes, side_by_side(met, range(len(beside))))


def _without(ground: Ground, known: Floats, apart_px: float) -> Ground:
    """A ground without the columns of its known marks."""
    columns = np.arange(ground.levels.size)
    near = (np.abs(columns[:, None] - known[None, :]) <= apart_px).any(axis=1)
    return attrs.evolve(ground, levels=np.where(near, -1.0, ground.levels))


def _off_falls(ground: Ground) -> Ground:
    """A ground without the columns beside the falls of its curve."""
    falls = np.flatnonzero(np.abs(np.diff(ground.levels)) > FALL_ROWS).astype(np.float64) + 0.5
    return _without(ground, falls, BESIDE_FALL_PX)


def _sizes(half: float, most_px: float) -> Iterator[tuple[float, float]]:
    reach = half + OUT_PX
    while reach <= most_px:
        yield from ((reach, width) for width in WIDTHS_PX if width <= reach)
        reach += max(TALLER_PX, (TALLER - 1.0) * reach)


def _meetings(ground: Ground, half: float, shape: Upright) -> _Meetings:
    if shape.up < half + OUT_PX:
        return _Meetings(np.zeros(0), np.zeros(0), np.zeros(0))
    sides = sides_of(ground.ink, ground.free, ground.levels, half, shape.up, shape.width)
    places, worth = meetings_of(sides, 0, round(APART_PX * PHASES))
    chance = [meetings_of(sides, shift * PHASES, round(APART_PX * PHASES))[1] for shift in SHIFTS_PX]
    return _Meetings(place_of(places), worth, np.concatenate(chance))


def _best(shapes: Sequence[Upright], met: Sequence[list[_Meetings] | None]) -> Mirrored | None:
    """Of the shapes the one that is worth most beyond chance on all curves."""
    told = [curve for curve in met if curve is not None]
    if not told or len(told) < len(met):
        return None
    found = (_beyond_chance(shape, [curve[k] for curve in told]) for k, shape in enumerate(shapes))
    return max((mirrored for mirrored in found if mirrored is not None), key=lambda m: m.worth, default=None)


def _beyond_chance(shape: Upright, curves: Sequence[_Meetings]) -> Mirrored | None:
    """The meetings on all curves that are too strong for chance; None where these are too few."""
    met = -np.sort(-np.concatenate([curve.worth for curve in curves]))
    decoys = -np.sort(-np.concatenate([curve.chance for curve in curves]))
    as_strong = np.searchsorted(-decoys, -met, side="right") / len(SHIFTS_PX)
    enough = np.flatnonzero(as_strong <= BY_CHANCE * np.arange(1, met.size + 1))
    times = int(enough[-1]) + 1 if enough.size else 0
    if times < LEAST:
        return None
    least = met[times - 1]
    worth = met[:times].sum() - decoys[decoys >= least].sum() / len(SHIFTS_PX)
    strong = [curve.worth >= least for curve in curves]
    at = [curve.at[k] for curve, k in zip(curves, strong, strict=True)]
    evidence = [curve.worth[k] for curve, k in zip(curves, strong, strict=True)]
    return Mirrored(attrs.evolve(shape, runs=times), at, evidence, float(worth))
