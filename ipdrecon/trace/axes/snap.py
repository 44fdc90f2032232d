"""Lines that a drawing program moved to whole pixels, and where they belonged.

Agg (matplotlib, and with it lifelines) moves level and upright lines so that their edges are sharp: one that belongs on
the edge ``e`` between two pixels, after rounding, covers ``e + 1/2`` where its width is odd, for a line of one pixel
cannot lie astride an edge, and lies astride ``e`` where its width is even. Lines of odd width thus stand half a pixel
too far right and down on average, and those of even width do not: ticks and curves may differ by that much.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axis
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.calibrate import AxisFit
from ipdrecon.trace.kernels.fringes import alike_after, fringe_pairs

#: How far from whole (or half) pixels the middles of lines lie that were moved there, in pixels: on the whole and most.
ON_GRID_PX, MOST_PX = 0.06, 0.12
#: Fewest lines that say so, the share of them that must, and the least unevenness of ticks that rounding leaves.
FEWEST, SHARE, UNEVEN_PX = 4, 0.85, 0.1
#: Half a pixel, by which lines of odd width are moved.
HALF = 0.5
#: Columns along which a level line is one and the same, and grey levels of noise in them.
ALIKE, NOISE = 8, 1.5
#: Faintest fringe of a line, in grey levels, and the strongest, as a share of the line.
FAINTEST, STRONGEST = 3.0, 0.98
#: Fringe that is none of JPEG's, in grey levels.
PLAIN = 10.0
#: Share of fringes that must be alike, where lines drawn in their own place leave one in ten so by chance.
SYMMETRIC = 0.6
#: Widest line whose fringes are compared, and fewest columns of fringes.
WIDEST, FEWEST_FRINGES = 14, 40
#: Shortest level of a curve that says where it lies, and the length from which longer ones say no more, in pixels.
LONG, MOST_WEIGHT = 6.0, 30.0
#: Share of such levels that must lie at whole (or half) pixels; a quarter of any levels do.
MOST_LEVELS = 0.55
#: Contrast of a line with its ground.
LINE = 45.0


def shift_of(middle: Floats, weight: Floats | None = None, share: float = SHARE) -> float | None:
    """How far lines lie right of (below) where they belong: 0.5 or 0 pixels; None where they lie anywhere.

    Parameters
    ----------
    middle : (k,)   Middles of lines of one width, in pixels; pixel centres are whole numbers.
    weight : (k,)   How much each counts, alike where not given.
    share : float   How many of them must lie alike.
    """
    if middle.size < 2:
        return None
    weight = np.ones(middle.size) if weight is None else weight
    for offset in (0.0, HALF):
        near = np.abs(middle - offset - np.round(middle - offset)) <= MOST_PX
        if float(weight[near].sum()) >= share * float(weight.sum()):
            return HALF - offset
    return None


def shifts_of(contrast: Floats, axes: Sequence[AxisFit]) -> list[float | None]:
    """The same for the axes of one figure; None for all where its program did not move them as Agg does.

    Ticks then lie at whole (or half) pixels; and either lines have the same fringes on both sides, or ticks are
    unevenly spaced, as rounding leaves them, and end in the midst of a pixel, as only anti-aliased ones do.
    """
    drawn = [fit for fit in axes if fit.ticks.size]
    place = np.concatenate([fit.ticks for fit in drawn] or [np.zeros(0)])
    off = np.abs(2 * place - np.round(2 * place)) / 2
    none: list[float | None] = [None] * len(axes)
    if off.size < FEWEST or float(np.quantile(off, SHARE)) > ON_GRID_PX:
        return none
    uneven = any(float(np.sqrt(np.mean(fit.rest**2))) >= UNEVEN_PX for fit in drawn)
    if not (uneven and any(fit.soft for fit in drawn)) and not fringes(contrast):
        return none
    return [shift_of(fit.ticks) if fit.ticks.size else None for fit in axes]


def unsnapped(axis: Axis, shift: float | None) -> Axis:
    """The axis where its lines belonged before they were moved."""
    return axis if shift is None else attrs.evolve(axis, zero_px=axis.zero_px - shift)


def fringes(contrast: Floats) -> bool | None:
    """Whether level lines of a picture have the same fringes above and below, as only lines moved to pixels do.

    False where they differ: lines are drawn where they belong. None where there are too few: programs without
    anti-aliasing leave none, nor do lines whose width is whole.
    """
    pixels = np.asarray(contrast, np.float32)
    pairs = fringe_pairs(pixels, alike_after(pixels, ALIKE, NOISE), LINE, FAINTEST, STRONGEST, WIDEST, NOISE)
    plain = pairs[pairs.max(axis=1, initial=0.0) >= PLAIN]
    if len(plain) < FEWEST_FRINGES:
        return None
    first, second = plain.T
    return bool(np.mean(np.abs(first - second) <= np.maximum(2 * NOISE, 0.15 * first)) >= SYMMETRIC)


def line_shift(level: Floats, length: Floats) -> float:
    """How far a curve of a figure with such lines lies right of and below where it belongs; 0 where it was not moved.

    Agg moves paths of up to 1,024 points, and so leaves the curves of large trials where they are.

    Parameters
    ----------
    level, length : (k,)   Rows of its levels and how long each is, in pixels of the figure as it was drawn.
    """
    long = length >= LONG
    return shift_of(level[long], np.minimum(length[long], MOST_WEIGHT), MOST_LEVELS) or 0.0
