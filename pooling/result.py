"""What pooling gives for one regimen."""

from __future__ import annotations

import attrs

from ipdrecon.frozen import Floats, Locked, array_field, floats


@attrs.frozen
class Pooled(Locked):
    """Pooled survival of one regimen.

    Attributes
    ----------
    regimen : str
    method : str                 "naive": patients of all trials as if of one.
    trials : tuple of str
    patients, events : int
    time : (k,) float            Event times, beginning with 0, in ``time_unit``.
    survival, low, high : (k,)   Pooled curve and its pointwise confidence limits.
    at_risk : (k,) float         Patients at risk at each time.
    end : float                  Longest follow-up.
    median, median_low, median_high : float   inf where not reached.
    rmst, horizon : float        Restricted mean survival up to ``horizon``, the shortest of the trials' follow-ups.
    rmst_se : float
    level : float                Of the intervals.
    time_unit : str
    warnings : tuple of str
    """

    regimen: str
    method: str
    trials: tuple[str, ...]
    patients: int
    events: int
    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    low: Floats = array_field(floats)
    high: Floats = array_field(floats)
    at_risk: Floats = array_field(floats)
    end: float = 0.0
    median: float = float("inf")
    median_low: float = float("inf")
    median_high: float = float("inf")
    rmst: float = float("nan")
    rmst_se: float = float("nan")
    horizon: float = float("nan")
    level: float = 0.95
    time_unit: str = ""
    warnings: tuple[str, ...] = ()
