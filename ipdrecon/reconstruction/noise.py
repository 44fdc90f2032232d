"""How exact the levels of a curve are, where nobody said: found from the digits themselves."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve

#: Standard error of exact levels: rounding of printed decimals to nine places.
EXACT = 1e-9
#: Standard error of levels of unknown origin: a careful click (0.2% of the axis).
CLICKED = 0.002
#: Drops looked at.
LOOKED_AT = 40
#: Errors that are tried: with most events of one drop, widest gap to a whole number at risk, and the part of drops that
#: must pass. Chance passes fewer than a fifth of them at the first, and six in ten at the second.
PRECISIONS = ((EXACT, 40, 0.002, 0.8), (5e-7, 6, 0.05, 0.9))
#: Finest grid that is believed: figures of 2,000 pixels.
FINEST = 5e-4
#: Levels of which a common spacing is no accident.
MANY = 10
#: A figure is drawn on more pixels than this: a coarser grid of levels comes from the patients themselves.
COARSE = 60


def level_error(curve: StepCurve, patients: int) -> float:
    """Standard error of the levels of a curve that carries none.

    Levels on a grid were rounded to it (to pixels or decimals). Others that fall by whole-number ratios are those of a
    product-limit estimate (Liu, Rich & Hanley 2014), and exact; of the rest a careful click is assumed.
    """
    known = curve.survival_se[curve.survival_se > 0]
    if known.size:
        return float(np.median(known))
    levels = np.append(1.0, curve.survival[curve.survival < 1])
    if levels.size < 2:
        return EXACT
    if (curve.since < curve.time).any():
        return _whole_ratios(levels, patients) or CLICKED
    grid = _grid(levels)
    counted = grid * patients
    if patients <= COARSE and counted > 0.5 and abs(counted - round(counted)) < 1e-6:
        # Nobody was censored so far: levels are counts over all patients.
        return EXACT
    if grid > 0:
        return float(grid / np.sqrt(12))
    return _whole_ratios(levels, patients) or CLICKED


def _whole_ratios(levels: Floats, patients: int) -> float:
    """Error to which levels fall by whole-number ratios d / n, 0 where they do not."""
    # From end to end: before the first censoring even rounded levels may be whole ratios.
    at = np.unique(np.linspace(0, levels.size - 2, min(LOOKED_AT, levels.size - 1)).astype(np.int64))
    before, after = np.maximum(levels[at], 1e-300), levels[at + 1]
    hazard = 1.0 - after / before
    inside = (after > 0) & (hazard > 1e-12)
    if not inside.any():
        return EXACT
    for error, ties, widest, enough in PRECISIONS:
        tied = np.arange(1, ties + 1)[:, None]
        at_risk = tied / hazard[inside]
        # What an error of the levels makes of the number at risk.
        slack = np.minimum(widest, 2 * error * at_risk**2 / tied / after[inside] + 1e-7)
        whole = (np.abs(at_risk - np.round(at_risk)) <= slack) & (np.round(at_risk) <= patients)
        if whole.any(axis=0).mean() >= enough:
            return error
    return 0.0


def _grid(levels: Floats) -> float:
    """Spacing of a grid on which all levels lie, 0 where there is none coarser than ``FINEST``.

    More decimals say nothing: programs print as many of a careless click as of an exact level.
    """
    for decimals in (1, 2, 3):
        scaled = levels * 10**decimals
        if np.abs(scaled - np.round(scaled)).max() < 1e-7:
            whole = np.unique(10**decimals - np.round(scaled).astype(np.int64))
            # Pixels may fall on decimals: 1/500 is two thousandths.
            width = int(np.gcd.reduce(whole)) if whole.size >= MANY else 1
            return width * float(10.0**-decimals)
    gaps = np.diff(np.unique(np.round(levels, 12)))
    smallest = float(gaps[gaps > 1e-9].min(initial=1.0))
    for parts in range(1, 13):
        spacing = smallest / parts
        if spacing < FINEST:
            break
        scaled = (1.0 - levels) / spacing
        if np.abs(scaled - np.round(scaled)).max() < 1e-3:
            return spacing
    return 0.0
