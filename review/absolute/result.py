"""Pooled survival of the treatments of one outcome, as it is kept and reported."""

from __future__ import annotations

import math

import attrs

from ipdrecon.frozen import Floats, Locked, array_field, floats


@attrs.frozen
class PooledCurve(Locked):
    """One treatment; times in the review's time unit.

    Attributes
    ----------
    outcome, treatment, method : str
    trials : tuple of str
    patients, events : int
    median, median_low, median_high : float   inf where not reached.
    rmst, rmst_se, horizon : float
    i2 : float                               NaN where there is one trial, or the method knows none.
    time, survival, low, high, at_risk : (k,) float
    end : float
    simulated : bool                         Whether any of its patients were simulated.
    warnings : tuple of str
    """

    outcome: str
    treatment: str
    method: str
    trials: tuple[str, ...]
    patients: int
    events: int
    median: float
    median_low: float
    median_high: float
    rmst: float = math.nan
    rmst_se: float = math.nan
    horizon: float = math.nan
    i2: float = math.nan
    time: Floats = array_field(floats, factory=lambda: floats([]))
    survival: Floats = array_field(floats, factory=lambda: floats([]))
    low: Floats = array_field(floats, factory=lambda: floats([]))
    high: Floats = array_field(floats, factory=lambda: floats([]))
    at_risk: Floats = array_field(floats, factory=lambda: floats([]))
    end: float = math.nan
    simulated: bool = False
    warnings: tuple[str, ...] = ()


@attrs.frozen
class PooledCurves:
    """All treatments of one outcome, and where their picture stands."""

    curves: tuple[PooledCurve, ...]
    pictures: tuple[str, ...] = ()
