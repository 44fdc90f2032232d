"""Two-stage parametric pooling: a distribution fitted to each study, its parameters pooled as a vector."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from scipy.optimize import brentq

from ipdrecon.errors import ConvergenceError, InputError
from ipdrecon.frozen import Floats
from pooling import meta
from pooling.alone import alone
from pooling.areas import area_weights
from pooling.combescure import Fit
from pooling.families import gradient, log_hazard
from pooling.fits import StudyFit, fit
from pooling.intervals import crossing_of_lines, falling, hartung_knapp, limits, quantile
from pooling.kaplan_meier import patients_of
from pooling.result import NAN, At, Pooled
from pooling.settings import FAMILIES, Settings
from pooling.studies import StudyCurve

#: Times of the drawn curve; straight lines between so many are good to 1e-5.
POINTS = 400
#: Times of the covariance kept.
COVARIANCE_TIMES = 24
#: A curve is drawn on to this many times the longest follow-up, the model's word alone.
EXTRAPOLATED = 1.5


def fits_of(studies: Sequence[StudyCurve], settings: Settings) -> tuple[tuple[StudyFit, ...], Floats]:
    """Every wanted family fitted to every study, and the spline's knots: common to all, or nothing could be pooled."""
    ipd = patients_of(studies, "parametric")
    events = ipd.time[ipd.event & (ipd.time > 0)]
    if np.unique(events).size < 4:
        raise InputError(
            f"{np.unique(events).size} distinct event times of '{studies[0].regimen}' tell no distribution"
        )
    knots = np.quantile(events, [0.0, 0.5, 1.0])
    families: tuple[str, ...] = FAMILIES if settings.family == "auto" else (settings.family,)
    if np.unique(knots).size < knots.size:
        families = tuple(f for f in families if f != "spline")
    made = tuple(
        fit(s.patients, s.study, family, knots) for family in families for s in studies if s.patients is not None
    )
    return made, knots


def chosen(fits: Sequence[StudyFit]) -> str:
    """The family with the lowest AIC summed over studies, among those that fitted them all.

    Raises
    ------
    ConvergenceError  where no family fitted every study.
    """
    sums: dict[str, float] = {}
    for f in fits:
        sums[f.family] = sums.get(f.family, 0.0) + (f.aic if not f.failure else np.inf)
    best = min(sums, key=lambda family: sums[family])
    if not np.isfinite(sums[best]):
        first = next(f for f in fits if f.failure)
        raise ConvergenceError(
            f"no distribution fits every study ('{first.study}', {first.family}: {first.failure}); "
            "leave that study out, or use method random"
        )
    return best


def pool(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """Pool the parameter vectors under random effects (one study: its own fit).

    Raises
    ------
    InputError        where a study is known by its curve only, or has too few event times.
    ConvergenceError  where no family fits every study.
    """
    fits, knots = fits_of(studies, settings)
    family = chosen(fits)
    used = [f for f in fits if f.family == family]
    estimates, covariances = np.array([f.parameters for f in used]), np.array([f.covariance for f in used])
    pooled = meta.multivariate(estimates, covariances, meta.between(estimates, covariances))
    known = max(s.end for s in studies)
    end = EXTRAPOLATED * known
    time = np.linspace(0.0, end, POINTS + 1)
    later = time[1:]
    made = _Curve(pooled, family, knots, settings, len(studies))
    survival, log_se, df = made.at(later)
    survival, log_se, df = np.append(1.0, survival), np.append(0.0, log_se), np.append(df[0], df)
    low, high = falling(*limits(survival, log_se, quantile(settings.level, df), settings.transform))
    horizon = min(s.end for s in studies)
    means = [made.area(time, survival, float(h)) for h in (horizon, *settings.horizons) if h <= end]
    grid = later[np.linspace(0, POINTS - 1, COVARIANCE_TIMES).round().astype(int)]
    said = [f"distribution: {family}, {'the lowest AIC' if settings.family == 'auto' else 'as asked for'}"]
    said += [f"study '{f.study}', {f.family}: {f.failure}" for f in fits if f.failure]
    median = made.median(known)
    if np.isfinite(median) and median > known:
        said.append(f"the median of {median:.4g} lies beyond the longest follow-up of {known:.4g}: extrapolated")
    return Pooled(
        regimen=regimen,
        method="parametric",
        trials=tuple(s.study for s in studies),
        patients=sum(s.size for s in studies),
        events=sum(s.events for s in studies),
        time=time,
        survival=survival,
        low=low,
        high=high,
        at_risk=np.sum([s.patients.at_risk(time) for s in studies if s.patients is not None], axis=0),
        step=False,
        end=end,
        median=median,
        median_low=float(crossing_of_lines(time, low)),
        median_high=float(crossing_of_lines(time, high)),
        horizon=horizon,
        rmst=means[0].value,
        rmst_low=means[0].low,
        rmst_high=means[0].high,
        rmst_se=means[0].se,
        mean=NAN,
        horizons=tuple(means[1:]),
        landmarks=tuple(
            At(float(t), *(float(np.interp(t, time, y)) for y in (survival, low, high, survival * log_se)))
            for t in settings.landmarks
            if t <= end
        ),
        level=settings.level,
        interval=made.interval,
        transform=settings.transform,
        log_se=log_se,
        df=df,
        grid_time=grid,
        log_covariance=made.covariance(grid),
        studies=tuple(alone(s, level=settings.level) for s in studies),
        fits=fits,
        extrapolated_from=known,
        grid=f"{POINTS} points of a smooth curve",
        time_unit=studies[0].time_unit,
        warnings=(*said, *(note for s in studies for note in s.notes)),
    )


@attrs.frozen(eq=False)
class _Curve:
    """The pooled distribution and what follows from its parameters by the delta method."""

    fit: Fit
    family: str
    knots: Floats
    settings: Settings
    studies: int

    @property
    def interval(self) -> str:
        robust = self.settings.interval in ("auto", "hartung-knapp") and self.studies > 2
        return "hartung-knapp" if robust else "normal"

    def _variance(self, slope: Floats) -> tuple[Floats, Floats]:
        if self.interval == "hartung-knapp":
            variance, df = hartung_knapp(self.fit, slope)
            return variance, np.where(df > 0, df, np.inf)
        variance = np.einsum("ft,tu,fu->f", slope, self.fit.covariance, slope)
        return variance, np.full(slope.shape[0], np.inf)

    def _slope(self, time: Floats) -> tuple[Floats, Floats]:
        """log S and its derivatives by the parameters."""
        hazard = np.exp(log_hazard(self.family, self.fit.beta, time, self.knots))
        return -hazard, -hazard[:, None] * gradient(self.family, self.fit.beta, time, self.knots)

    def at(self, time: Floats) -> tuple[Floats, Floats, Floats]:
        """S, standard error of log S and degrees of freedom at times above 0."""
        logs, slope = self._slope(time)
        variance, df = self._variance(slope)
        return np.exp(logs), np.sqrt(np.maximum(variance, 0.0)), df

    def covariance(self, time: Floats) -> Floats:
        """Covariance of log S: the model's correlations, the interval's standard errors."""
        _, slope = self._slope(time)
        model = slope @ self.fit.covariance @ slope.T
        variance, _ = self._variance(slope)
        deviation = np.sqrt(np.diag(model))
        scale = np.where(deviation > 0, np.sqrt(np.maximum(variance, 0)) / np.where(deviation > 0, deviation, 1.0), 0.0)
        covariance = np.asarray(model * np.outer(scale, scale))
        return np.asarray((covariance + covariance.T) / 2)

    def area(self, time: Floats, survival: Floats, horizon: float) -> At:
        """Restricted mean by trapezes over the drawn points."""
        weights = area_weights(time, horizon)
        _, slope = self._slope(time[1:])
        variance, df = self._variance(((weights[1:] * survival[1:]) @ slope)[None, :])
        value, se = float(weights @ survival), float(np.sqrt(max(variance[0], 0.0)))
        half = float(quantile(self.settings.level, df[0])) * se
        return At(horizon, value, max(value - half, 0.0), min(value + half, horizon), se)

    def median(self, known: float) -> float:
        """Where the cumulative hazard is log 2; inf where a hundred times the follow-up does not bring it there."""

        def missing(log_time: float) -> float:
            time = np.exp(np.array([log_time]))
            return float(log_hazard(self.family, self.fit.beta, time, self.knots)[0] - np.log(np.log(2.0)))

        low, high = np.log(known * 1e-6), np.log(known * 100.0)
        if missing(high) < 0:
            return float("inf")
        return float(np.exp(brentq(missing, low, high, xtol=1e-13)))
