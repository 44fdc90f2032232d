"""What pooling gives for one regimen, whatever the method."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Locked, array_field, floats
from pooling.fits import StudyFit

NAN = float("nan")
INF = float("inf")


def _empty() -> Floats:
    return floats([])


def _no_matrix() -> Floats:
    return floats(np.zeros((0, 0)))


@attrs.frozen
class At:
    """A quantity at one time: survival at a landmark, or restricted mean survival time at a horizon.

    ``se`` is the standard error of ``value`` itself.
    """

    time: float
    value: float
    low: float
    high: float
    se: float = NAN


@attrs.frozen
class StudyResult(Locked):
    """One study of a regimen by itself, to stand behind the pooled curve.

    Attributes
    ----------
    study : str
    patients, events : int
    time, survival, low, high : (m,)   The study's curve from time 0 and its pointwise limits.
    at_risk : (m,) float               Patients at risk just before each time.
    step : bool                        Whether S holds between the times; else it is known at them only.
    end : float                        Last follow-up.
    median, median_low, median_high : float   inf where not reached.
    """

    study: str
    patients: int
    events: int
    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    low: Floats = array_field(floats)
    high: Floats = array_field(floats)
    at_risk: Floats = array_field(floats)
    step: bool = True
    end: float = NAN
    median: float = INF
    median_low: float = INF
    median_high: float = INF


@attrs.frozen
class Heterogeneity(Locked):
    """Disagreement between the studies of a regimen.

    Attributes
    ----------
    q, df, p, h2, i2 : float        Cochran's Q over all cells, its df and p-value, H² = Q/df, I² in [0, 1].
    df_rule : str                   "times": cells minus times; "studies": cells minus studies.
    multivariate_i2 : float         From |cov under random effects| / |cov under fixed effects| (Jackson 2012).
    time : (T,) float
    time_q, time_df, time_i2 : (T,) The same in the interval that ends at each time; NaN with fewer than two studies.
    survival_i2 : (T,) float        I² of survival up to each time, not of what happens in the interval before it.
    tau : (T,) float                Between-study standard deviation, arcsine scale.
    studies : (T,) float            Studies observed at each time.
    """

    q: float
    df: int
    p: float
    h2: float
    i2: float
    df_rule: str
    multivariate_i2: float = NAN
    time: Floats = array_field(floats, factory=_empty)
    time_q: Floats = array_field(floats, factory=_empty)
    time_df: Floats = array_field(floats, factory=_empty)
    time_i2: Floats = array_field(floats, factory=_empty)
    survival_i2: Floats = array_field(floats, factory=_empty)
    tau: Floats = array_field(floats, factory=_empty)
    studies: Floats = array_field(floats, factory=_empty)


@attrs.frozen
class Reconstruction:
    """What reconstructing patients from figures costs (Rubin 1987), where replicates of them were pooled.

    Attributes
    ----------
    replicates : int
    median_share : float    Share of the variance of the log median between replicates.
    survival_share : float  Largest share of the variance of log(-log S) over the times between first and last median.
    rmst_share : float      Share of the variance of the restricted mean.
    """

    replicates: int
    median_share: float
    survival_share: float
    rmst_share: float


@attrs.frozen
class Pooled(Locked):
    """Pooled survival of one regimen.

    Attributes
    ----------
    regimen, method : str        Method: "random", "fixed", "naive", "stratified", "cluster", "bootstrap", ...
    trials : tuple of str
    patients, events : int
    time : (k,) float            From 0, in ``time_unit``.
    survival, low, high : (k,)   Pooled curve and its pointwise confidence limits.
    at_risk : (k,) float         Patients at risk just before each time.
    step : bool                  Whether the curve is a step function; else it is linear between its times.
    end : float                  Where the pooled curve ends.
    median, median_low, median_high : float   inf where not reached.
    simulated_low, simulated_high : float     Limits of the median from draws of the pooled curve; NaN where not made.
    horizon, rmst, rmst_low, rmst_high, rmst_se : float   Restricted mean survival time up to ``horizon``.
    mean, mean_low, mean_high : float        Area under the curve up to its end.
    horizons, landmarks : tuple of At        Restricted means and survival at the times asked for.
    level : float                Of the intervals.
    interval, transform : str    How the intervals were made: "normal", "hartung-knapp" ...; scale of S.
    log_se : (k,) float          Standard error of log S.
    df : (k,) float              Degrees of freedom of the quantile behind the limits; inf for the normal.
    grid_time : (m,) float       Times of the covariance, without 0.
    log_covariance : (m, m)      Covariance of log S at ``grid_time``.
    prediction_low, prediction_high : (k,) or empty   Band that holds the curve of a new study.
    heterogeneity : Heterogeneity or None    None where there is one study, or the method knows none.
    studies : tuple of StudyResult
    reconstruction : Reconstruction or None
    fits : tuple of StudyFit     Distributions fitted to the studies, with AIC and BIC.
    extrapolated_from : float    Time after which the curve is a model's extrapolation; NaN where none is.
    grid : str                   The reason behind the grid of times.
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
    step: bool = True
    end: float = 0.0
    median: float = INF
    median_low: float = INF
    median_high: float = INF
    simulated_low: float = NAN
    simulated_high: float = NAN
    horizon: float = NAN
    rmst: float = NAN
    rmst_low: float = NAN
    rmst_high: float = NAN
    rmst_se: float = NAN
    mean: float = NAN
    mean_low: float = NAN
    mean_high: float = NAN
    horizons: tuple[At, ...] = ()
    landmarks: tuple[At, ...] = ()
    level: float = 0.95
    interval: str = "normal"
    transform: str = "log-log"
    log_se: Floats = array_field(floats, factory=_empty)
    df: Floats = array_field(floats, factory=_empty)
    grid_time: Floats = array_field(floats, factory=_empty)
    log_covariance: Floats = array_field(floats, factory=_no_matrix)
    prediction_low: Floats = array_field(floats, factory=_empty)
    prediction_high: Floats = array_field(floats, factory=_empty)
    heterogeneity: Heterogeneity | None = None
    studies: tuple[StudyResult, ...] = ()
    reconstruction: Reconstruction | None = None
    fits: tuple[StudyFit, ...] = ()
    extrapolated_from: float = NAN
    grid: str = ""
    time_unit: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def i2_at_median(self) -> float:
        """I² of survival at the median; NaN where there is one study or no median."""
        found = self.heterogeneity
        if found is None or not found.time.size or self.median > found.time[-1]:
            return NAN
        return float(found.survival_i2[int(np.searchsorted(found.time, self.median))])

    def at(self, time: float) -> float:
        """S(t); NaN before 0 and after the end."""
        if not 0 <= time <= self.end:
            return NAN
        if self.step:
            return float(self.survival[int(np.searchsorted(self.time, time, side="right")) - 1])
        return float(np.interp(time, self.time, self.survival))
