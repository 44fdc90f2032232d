"""How exact the levels of a curve are, where nobody said: found from the digits themselves."""

from __future__ import annotations

import numpy as np

from ipdrecon.steps import StepCurve

#: Standard error of exact levels: rounding of printed decimals to nine places.
EXACT = 1e-9
#: Standard error of levels of unknown origin: a careful click (0.2% of the axis).
CLICKED = 0.002
#: Drops looked at, and the part of them that must be whole-number ratios before levels are called exact.
LOOKED_AT = 40
WHOLE_RATIOS = 0.8
#: Finest grid that is believed: figures of 2,000 pixels.
FINEST = 5e-4
#: A figure is drawn on more pixels than this: a coarser grid of levels comes from the patients themselves.
COARSE = 60
#: Most events of one drop that are considered in that test.
TIED = 6


def level_error(curve: StepCurve, patients: int) -> float:
    """Standard error of the levels of a curve that carries none.

    Levels on a grid were rounded to it (to pixels or decimals). Others that fall by whole-number ratios are those of a
    product-limit estimate (Liu, Rich & Hanley 2014), and exact; of the rest a careful click is assumed.
    """
    known = curve.survival_se[curve.survival_se > 0]
    if known.size:
        return float(np.median(known))
    if (curve.since < curve.time).any() and not _whole_ratios(np.append(1.0, curve.survival), patients):
        return CLICKED
    levels = np.append(1.0, curve.survival[curve.survival < 1])
    if levels.size == 1:
        return EXACT
    grid = _grid(levels)
    counted = grid * patients
    if patients <= COARSE and counted > 0.5 and abs(counted - round(counted)) < 1e-6:
        # Nobody was censored so far: levels are counts over all patients.
        return EXACT
    if grid > 0:
        return float(grid / np.sqrt(12))
    return EXACT if _whole_ratios(levels, patients) else CLICKED


def _whole_ratios(levels: np.ndarray, patients: int) -> bool:
    before, after = np.maximum(levels[:-1][:LOOKED_AT], 1e-300), levels[1:][:LOOKED_AT]
    hazard = 1.0 - after / before
    inside = (after > 0) & (hazard > 1e-12)
    if not inside.any():
        return bool(patients * 1e-6 < 1)
    tied = np.arange(1, TIED + 1)[:, None]
    at_risk = tied / hazard[inside]
    # What an error of 1e-8 in the levels makes of the number at risk.
    slack = np.minimum(0.05, 1e-8 * at_risk**2 / tied / after[inside] + 1e-7)
    whole = (np.abs(at_risk - np.round(at_risk)) <= slack) & (np.round(at_risk) <= patients)
    return bool(whole.any(axis=0).mean() >= WHOLE_RATIOS)


def _grid(levels: np.ndarray) -> float:
    """Spacing of a grid on which all levels lie, 0 where there is none coarser than ``FINEST``.

    More decimals say nothing: programs print as many of a careless click as of an exact level.
    """
    for decimals in (1, 2, 3):
        scaled = levels * 10**decimals
        if np.abs(scaled - np.round(scaled)).max() < 1e-7:
            return float(10.0**-decimals)
    gaps = np.diff(np.unique(np.round(levels, 12)))
    smallest = float(gaps[gaps > 1e-9].min(initial=1.0))
    for parts in (1, 2, 3):
        spacing = smallest / parts
        if spacing < FINEST:
            break
        scaled = (1.0 - levels) / spacing
        if np.abs(scaled - np.round(scaled)).max() < 1e-3:
            return spacing
    return 0.0
