"""Pooled medians without curves: for trials that published no figure, and as a check on the pooled curve."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import InputError
from pooling.intervals import quantile
from pooling.meta import univariate
from pooling.result import INF, NAN, Heterogeneity, Pooled
from pooling.settings import Settings


@attrs.frozen
class MedianReport:
    """A published median of one arm.

    Attributes
    ----------
    study, regimen : str
    median, low, high : float   ``high`` inf where it is not reached; NaN where not printed.
    level : float               Of the printed interval: trials print 90%, 95% and others.
    patients, events : int      0 where not known.
    time_unit : str
    """

    study: str
    regimen: str
    median: float
    low: float = NAN
    high: float = NAN
    level: float = 0.95
    patients: int = 0
    events: int = 0
    time_unit: str = ""

    def __attrs_post_init__(self) -> None:
        where = f"the median of study '{self.study}' on '{self.regimen}'"
        if not self.median > 0:
            raise InputError(f"{where} is {self.median:g}; give a time above 0, or NR")
        if not 0 < self.level < 1:
            raise InputError(f"{where} has an interval of level {self.level:g}; give for example 0.95 or 0.9")
        if self.low > self.median or self.high < self.median or self.low <= 0:
            raise InputError(
                f"{where} is {self.median:g} with limits {self.low:g} to {self.high:g}; limits go around it"
            )

    @property
    def log_se(self) -> tuple[float, str]:
        """Standard error of the log median and where it comes from; NaN where nothing tells it.

        Both limits: their distance on the log scale. One limit not reached: twice the distance to the other, as if the
        interval were symmetric there. No limits but events: 1/sqrt(events), exact for exponential times.
        """
        if not np.isfinite(self.median):
            return NAN, "median not reached"
        z = float(quantile(self.level, np.inf))
        if np.isfinite(self.low) and np.isfinite(self.high) and self.high > self.low:
            return float(np.log(self.high / self.low) / (2 * z)), "both limits"
        if np.isfinite(self.low) and self.low < self.median:
            return float(np.log(self.median / self.low) / z), "its lower limit alone"
        if self.events > 0:
            return 1.0 / float(np.sqrt(self.events)), "its events, as if times were exponential"
        return NAN, "neither limits nor events"


def pool(reports: Sequence[MedianReport], regimen: str, settings: Settings) -> Pooled:
    """Inverse-variance pooling of log medians; the result has a median and heterogeneity, but no curve.

    Reports that cannot be weighed are left out and named. ``method`` "fixed" leaves variation between studies out.

    Raises
    ------
    InputError  where no report can be weighed.
    """
    said, used, errors = [], [], []
    for r in reports:
        se, origin = r.log_se
        if np.isnan(se):
            said.append(f"study '{r.study}' is left out: {origin}")
            continue
        if origin != "both limits":
            said.append(f"study '{r.study}': the interval of its median comes from {origin}")
        if r.level != settings.level and origin != "its events, as if times were exponential":
            said.append(f"study '{r.study}' prints a {r.level * 100:g}% interval, and is weighed as such")
        used.append(r)
        errors.append(se)
    if not used:
        raise InputError(
            f"no study of '{regimen}' has a median that can be weighed ({'; '.join(said)}); give limits or events"
        )
    model = "fixed" if settings.method == "fixed" else "random"
    interval = "hartung-knapp" if model == "random" and settings.interval in ("auto", "hartung-knapp") else "normal"
    found = univariate(
        np.log([r.median for r in used]), np.array(errors), model=model, interval=interval, level=settings.level
    )
    if len(used) == 1 and used[0].level == settings.level:
        low, high = used[0].low, used[0].high
    else:
        low, high = float(np.exp(found.low)), float(np.exp(found.high))
    skewed = [r.study for r in used if np.isfinite(r.low) and np.isfinite(r.high) and _skew(r) > 3]
    if skewed:
        said.append(
            f"the limits of {', '.join(skewed)} lie far from even around the median on the log scale: check them"
        )
    several = len(used) > 1
    return Pooled(
        regimen=regimen,
        method="medians",
        trials=tuple(r.study for r in used),
        patients=sum(r.patients for r in used),
        events=sum(r.events for r in used),
        time=np.zeros(1),
        survival=np.ones(1),
        low=np.ones(1),
        high=np.ones(1),
        at_risk=np.array([float(sum(r.patients for r in used))]),
        median=float(np.exp(found.estimate)),
        median_low=low if not np.isnan(low) else float(np.exp(found.low)),
        median_high=high if not np.isnan(high) else float(np.exp(found.high)),
        level=settings.level,
        interval="hartung-knapp" if np.isfinite(found.df) else "normal",
        transform="log median",
        heterogeneity=Heterogeneity(found.q, len(used) - 1, found.q_p, found.q / (len(used) - 1), found.i2, "studies")
        if several
        else None,
        time_unit=used[0].time_unit,
        warnings=tuple(said),
    )


def _skew(report: MedianReport) -> float:
    """Ratio of the two arms of the interval on the log scale, the longer over the shorter."""
    up, down = np.log(report.high / report.median), np.log(report.median / report.low)
    small, large = min(up, down), max(up, down)
    return float(large / small) if small > 0 else INF
