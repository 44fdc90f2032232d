"""How well patients agree with what was published: the curve, numbers at risk, events, median, hazard ratio."""

from __future__ import annotations

import math

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.twoarm import Comparison, compare

#: Fit that IPDfromKM's authors call good enough (Liu, Zhou & Lee 2021): RMSE, mean and largest difference of S.
ACCEPTABLE = (0.05, 0.02, 0.05)


@attrs.frozen
class Fit(Locked):
    """Agreement of one arm's patients with its published curve and counts.

    Differences of S are taken at the curve's own steps, the integral over its follow-up.

    Attributes
    ----------
    rmse, mean_difference, max_difference : float   Of S: root mean square, mean absolute and largest absolute.
    iae : float                Integral of the absolute difference of S as a share of follow-up.
    column : (m,) float        Times of the table's columns; empty without a table.
    published : (m,) float     Numbers at risk as published; NaN where a cell could not be read.
    at_risk : (m,) float       Numbers at risk of these patients, by the table's convention.
    patients, events : int     Of these patients.
    published_events : int or None
    median : float             Of these patients, inf where not reached; with ``median_low``, ``median_high`` (95%,
                               Brookmeyer & Crowley 1982 on the log-log scale).
    published_median : float   NaN where it was not given.
    """

    rmse: float
    mean_difference: float
    max_difference: float
    iae: float
    patients: int
    events: int
    median: float
    median_low: float
    median_high: float
    column: Floats = array_field(floats, factory=lambda: floats([]))
    published: Floats = array_field(floats, factory=lambda: floats([]))
    at_risk: Floats = array_field(floats, factory=lambda: floats([]))
    published_events: int | None = None
    published_median: float = float("nan")

    @property
    def differences(self) -> Floats:
        """Numbers at risk of the patients minus the published ones, (m,)."""
        return self.at_risk - self.published

    @property
    def acceptable(self) -> bool:
        """Whether the curve is met as closely as IPDfromKM's authors ask."""
        return all(
            value <= most
            for value, most in zip((self.rmse, self.mean_difference, self.max_difference), ACCEPTABLE, strict=True)
        )

    @property
    def verdict(self) -> str:
        """The agreement in one line."""
        met = "met" if self.acceptable else "NOT met"
        said = [f"curve {met} (RMSE {self.rmse:.4f}, at most {self.max_difference:.4f} off)"]
        known = self.differences[~np.isnan(self.differences)]
        if known.size:
            off = int(np.count_nonzero(known))
            said.append(
                f"all {known.size} numbers at risk kept"
                if off == 0
                else f"{off} of {known.size} numbers at risk differ (by up to {np.abs(known).max():g})"
            )
        if self.published_events is not None:
            gap = self.events - self.published_events
            said.append("events kept" if gap == 0 else f"events differ by {gap:+d}")
        if not math.isnan(self.published_median):
            said.append(f"median {_number(self.median)} against {_number(self.published_median)} published")
        return "; ".join(said)


def assess(
    ipd: IPD,
    curve: StepCurve,
    *,
    risk_table: RiskTable | None = None,
    convention: str = "at_or_after",
    events: int | None = None,
    median: float | None = None,
) -> Fit:
    """How patients of one arm agree with what was published of it.

    Parameters
    ----------
    convention : str
        Who counts as at risk in the table; that of the table goes before it.
    events, median : optional
        Printed values.
    """
    own = ipd.km()
    gaps = np.abs(_carried(own, curve.time) - curve.survival)
    low, high = _median_limits(ipd)
    table: dict[str, Floats] = {}
    if risk_table is not None:
        at_risk = ipd.at_risk(risk_table.time, convention=risk_table.convention or convention)
        table = {"column": risk_table.time, "published": risk_table.at_risk, "at_risk": at_risk}
    return Fit(
        rmse=float(np.sqrt(np.mean(gaps**2))),
        mean_difference=float(gaps.mean()),
        max_difference=float(gaps.max()),
        iae=_iae(own, curve),
        patients=len(ipd),
        events=int(ipd.event.sum()),
        median=own.median(),
        median_low=low,
        median_high=high,
        published_events=events,
        published_median=math.nan if median is None else median,
        **table,
    )


@attrs.frozen
class PairFit:
    """Agreement of two arms with a printed hazard ratio.

    Attributes
    ----------
    comparison : Comparison         Second arm against first.
    published_hr : float            NaN where it was not given; with ``published_low`` and ``published_high``.
    """

    comparison: Comparison
    published_hr: float = float("nan")
    published_low: float = float("nan")
    published_high: float = float("nan")

    @property
    def log_hr_gap(self) -> float:
        """Log hazard ratio of the patients minus the published one; NaN where none was given."""
        return self.comparison.log_hr - math.log(self.published_hr)

    @property
    def verdict(self) -> str:
        """The agreement in one line."""
        low, high = self.comparison.interval()
        said = (
            f"HR {self.comparison.hazard_ratio:.3f} ({low:.3f} to {high:.3f}), log-rank p {self.comparison.p_value:.3g}"
        )
        if math.isnan(self.published_hr):
            return said
        return f"{said}; published HR {self.published_hr:g}, {100 * math.expm1(self.log_hr_gap):+.1f}% off"


def assess_pair(
    first: IPD,
    second: IPD,
    *,
    hazard_ratio: float | None = None,
    low: float | None = None,
    high: float | None = None,
) -> PairFit:
    """The second arm against the first, beside a printed hazard ratio and its limits.

    Raises
    ------
    IPDError  where neither arm has an event.
    """
    printed = [math.nan if value is None else value for value in (hazard_ratio, low, high)]
    return PairFit(compare(first, second), *printed)


def _carried(curve: StepCurve, time: Floats) -> Floats:
    """S(t), the last level carried on beyond the last follow-up."""
    return np.asarray(curve.survival[np.searchsorted(curve.time, time, side="right") - 1])


def _iae(own: StepCurve, curve: StepCurve) -> float:
    edges = np.unique(np.concatenate([own.time[own.time < curve.end], curve.time, [curve.end]]))
    if curve.end <= 0:
        return float(abs(own.survival[0] - curve.survival[0]))
    gaps = np.abs(_carried(own, edges[:-1]) - _carried(curve, edges[:-1]))
    return float(np.sum(gaps * np.diff(edges)) / curve.end)


def _median_limits(ipd: IPD) -> tuple[float, float]:
    """95% limits of the median: where log-log limits of S cross one half (Brookmeyer & Crowley 1982)."""
    time, events, at_risk = ipd.counts()
    survival = np.cumprod(1.0 - events / at_risk)
    inside = (survival > 0) & (survival < 1)
    spread = np.cumsum(np.where(at_risk > events, events / (at_risk * np.maximum(at_risk - events, 1.0)), 0.0))
    low, high = floats(survival).copy(), floats(survival).copy()
    s = survival[inside]
    half = 1.959963984540054 * np.sqrt(spread[inside]) / np.abs(np.log(s))
    low[inside], high[inside] = s ** np.exp(half), s ** np.exp(-half)

    def crossing(limit: Floats) -> float:
        below = np.flatnonzero(limit <= 0.5 + 1e-12)
        return float(time[below[0]]) if below.size else math.inf

    return crossing(low), crossing(high)


def _number(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "not reached"
