"""Dashed lines at the medians (survminer): along S = 0.5, and down from it to the time axis.

They look like a dashed curve's last level and fall, and a curve in their colour that meets them would go on along them.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.contrast import spread
from ipdrecon.trace.inks.ink import MIN_CONTRAST, Ink, Layer
from ipdrecon.trace.lines.dashes import DASHED, is_dashed

#: Difference between its channels up to which ink is black or grey.
NEUTRAL = 40.0
#: Contrast of a pixel of a dash, against that of whole ones.
WHOLE = 0.75
#: Rows about S = 0.5 that a line there may lie off, bare rows below it that may be the curve's own fall, and the
#: thickest line, in pixels.
OFF_PX, FALL_PX, THICKEST_PX = 2, 6, 8
#: Share of the height above S = 0.5 up to which a line that begins there is lit: a grid line goes on.
ABOVE = 0.35


def median_lines(ink: Ink, half: float, zero: float, start: float) -> Mask:
    """Pixels of the lines at the medians.

    Parameters
    ----------
    half, zero : float    Rows of the crop where the y axis shows 0.5 and 0: it is above where the crop is upside down.
    start : float         Column of time 0.
    """
    if zero < half:
        last = ink.shape[0] - 1
        turned = attrs.evolve(ink, rgb=ink.rgb[::-1], contrast=ink.contrast[::-1])
        return np.ascontiguousarray(median_lines(turned, last - half, last - zero, start)[::-1])
    neutral = np.asarray((spread(ink.rgb) < NEUTRAL) & (ink.contrast > MIN_CONTRAST))
    colored = np.asarray((ink.contrast > MIN_CONTRAST) & ~neutral)
    found = np.zeros(neutral.shape, np.bool_)
    middle, bottom, first = round(half), round(zero), max(0, round(start))
    if not OFF_PX < middle < bottom - 5 * FALL_PX or bottom > neutral.shape[0]:
        return found
    below = slice(middle + FALL_PX, bottom - OFF_PX)
    enough = neutral[below].sum(axis=0) >= DASHED[0] * np.maximum(1, (~colored[below]).sum(axis=0))
    enough[: first + FALL_PX] = False
    upright = [int(c) for c in np.flatnonzero(enough) if _falls(ink.contrast, neutral, colored, middle, bottom, int(c))]
    if not upright:
        return found
    last = upright[-1]
    level = [
        r
        for r in range(middle - OFF_PX, middle + OFF_PX + 1)
        if is_dashed(_alone(ink.contrast[r, first:last], neutral[r, first:last], colored[r, first:last]))
    ]
    if not level:
        return found
    rows = slice(max(0, level[0] - 1), level[-1] + 2)
    found[rows, first : last + 2] = (
        neutral[rows, first : last + 2] & _thin(neutral, level[0], len(level))[first : last + 2]
    )
    for column in upright:
        lit = neutral[middle:bottom, column]
        bare = int(np.argmin(lit[OFF_PX + 1 :])) + OFF_PX + 1  # down to the first gap it may be the curve's own fall
        thin = _thin(neutral.T, column, len(upright))[middle:bottom]
        columns = slice(max(0, column - 1), column + 2)
        found[middle + bare : bottom + 1, columns] |= neutral[middle + bare : bottom + 1, columns]
        found[middle:bottom, columns] &= thin[:, None] | (np.arange(bottom - middle) < bare)[:, None]
    return found


def _falls(contrast: Layer, neutral: Bools, colored: Bools, middle: int, bottom: int, column: int) -> bool:
    """Whether a dashed line falls from S = 0.5 to the time axis in a column, and not from further up."""
    below = slice(middle + FALL_PX, bottom - OFF_PX)
    above = neutral[max(0, 2 * middle - bottom) : middle - FALL_PX, column]
    if above.size and above.mean() > ABOVE:
        return False
    return is_dashed(_alone(contrast[below, column], neutral[below, column], colored[below, column]))


def _alone(contrast: Layer, neutral: Bools, colored: Bools) -> Bools:
    """Where a line is lit, without the places where coloured curves lie over it.

    Gaps of a pixel between short dashes are shaded by these: they are told by what the whole dashes show.
    """
    strength, lit = contrast[~colored], neutral[~colored]
    whole = float(np.quantile(strength[lit], 0.8)) if lit.any() else 0.0
    return np.asarray(lit & (strength > WHOLE * whole))


def _thin(neutral: Bools, row: int, rows: int) -> Bools:
    """Columns in which what is lit about a level line is no thicker than the line."""
    reach = rows + THICKEST_PX // 2
    band = neutral[max(0, row - reach) : row + rows + reach]
    return np.asarray(band.sum(axis=0) <= rows + 2)
