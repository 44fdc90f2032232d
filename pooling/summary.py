"""Distribution-free summary survival curve of a regimen, fixed and random effects (Combescure et al. 2014)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from pooling import combescure, draws
from pooling.alone import alone
from pooling.areas import area_weights
from pooling.cells import Cells, cells
from pooling.combescure import Fit
from pooling.grid import Grid, automatic
from pooling.heterogeneity import heterogeneity
from pooling.intervals import crossing_of_lines, falling, hartung_knapp, limits, quantile
from pooling.result import NAN, At, Heterogeneity, Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve

#: Below this many studies nobody can say how far studies lie apart: t quantiles with 1 degree of freedom (12.7)
#: give intervals that hold nearly everything.
FEWEST_FOR_T = 3


@attrs.frozen(eq=False)
class Summary:
    """A summary curve's numbers before they are worded: what :func:`pooled` and its companions share."""

    cells: Cells
    grid: Grid
    fit: Fit
    heterogeneity: Heterogeneity
    survival: Floats
    gradient: Floats
    log_se: Floats
    df: Floats
    interval: str


def summarise(inside: Cells, grid: Grid, settings: Settings) -> Summary:
    """Pool the cells of a regimen."""
    y, v = combescure.arcsine(
        inside.conditional, inside.at_risk,
        correction=combescure.QUARTER if settings.correction else (0.0, 0.0), unit_variance=settings.unit_variance,
    )  # fmt: skip
    fixed = combescure.fixed(y, v)
    several = y.shape[0] > 1
    varied = combescure.random(y, v, combescure.between(y, v)) if several else None
    fit = varied if settings.method == "random" and varied is not None else fixed
    found = heterogeneity(inside.time, y, v, fixed, varied, rule=settings.df)
    gradient = combescure.log_gradient(fit.beta)
    interval = settings.interval
    if interval == "auto":
        interval = "hartung-knapp" if fit is varied and y.shape[0] >= FEWEST_FOR_T else "normal"
    variance, df = _variance(fit, gradient, interval)
    return Summary(
        inside,
        grid,
        fit,
        found,
        combescure.survival(fit.beta),
        gradient,
        np.sqrt(np.maximum(variance, 0.0)),
        df,
        interval,
    )


def _variance(fit: Fit, gradient: Floats, interval: str) -> tuple[Floats, Floats]:
    """Variances of linear functions of the pooled vector, with the degrees of freedom of their quantile."""
    if interval == "hartung-knapp":
        variance, df = hartung_knapp(fit, gradient)
        return variance, np.where(df > 0, df, np.inf)
    variance = np.einsum("ft,tu,fu->f", gradient, fit.covariance, gradient)
    return variance, np.full(variance.size, np.inf)


def pool(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """Pool the studies of one regimen.

    Raises
    ------
    InputError  where no study is observed in the first interval of the grid.
    """
    chosen = Grid(settings.grid, "as given") if settings.grid.size else automatic(studies)
    inside = cells(studies, chosen.time)
    return worded(summarise(inside, chosen, settings), studies, regimen, settings)


def worded(made: Summary, studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """The result in the type all methods share, from time 0."""
    time, survival = np.append(0.0, made.cells.time), np.append(1.0, made.survival)
    log_se, df = np.append(0.0, made.log_se), np.append(made.df[0], made.df)
    low, high = limits(survival, log_se, quantile(settings.level, df), settings.transform)
    if settings.interval in ("auto", "hartung-knapp"):
        low, high = falling(low, high)
    median = float(crossing_of_lines(time, survival))
    median_low, median_high = float(crossing_of_lines(time, low)), float(crossing_of_lines(time, high))
    drawn_low = drawn_high = NAN
    if "simulated" in (settings.interval, settings.median):
        drawn = draws.curves(made.fit, settings.draws, np.random.default_rng(settings.seed))
        drawn_low, drawn_high = (
            float(x) for x in draws.percentiles(draws.medians(made.cells.time, drawn), settings.level)
        )
        if settings.interval == "simulated":
            below, above = draws.percentiles(drawn, settings.level)
            low, high = np.append(1.0, below), np.append(1.0, above)
        if settings.median == "simulated" or settings.interval == "simulated":
            median_low, median_high = drawn_low, drawn_high
    end = float(time[-1])
    horizon = min(end, *(s.end for s in studies))
    means = tuple(_rmst(made, time, survival, h, settings) for h in (horizon, *settings.horizons) if h <= end)
    whole = _rmst(made, time, survival, end, settings)
    predicted = _prediction(made, settings)
    return Pooled(
        regimen=regimen,
        method=settings.method,
        trials=tuple(s.study for s in studies),
        patients=sum(s.size for s in studies),
        events=sum(s.events for s in studies),
        time=time,
        survival=survival,
        low=low,
        high=high,
        at_risk=_at_risk(made.cells, studies),
        step=False,
        end=end,
        median=median,
        median_low=median_low,
        median_high=median_high,
        simulated_low=drawn_low,
        simulated_high=drawn_high,
        horizon=horizon,
        rmst=means[0].value,
        rmst_low=means[0].low,
        rmst_high=means[0].high,
        rmst_se=means[0].se,
        mean=whole.value,
        mean_low=whole.low,
        mean_high=whole.high,
        horizons=means[1:],
        landmarks=_landmarks(time, survival, low, high, log_se, settings),
        level=settings.level,
        interval=made.interval,
        transform=settings.transform,
        log_se=log_se,
        df=df,
        grid_time=made.cells.time,
        log_covariance=_covariance(made),
        prediction_low=predicted[0],
        prediction_high=predicted[1],
        heterogeneity=made.heterogeneity if len(studies) > 1 else None,
        studies=tuple(alone(s, level=settings.level) for s in studies),
        grid=made.grid.reason,
        time_unit=studies[0].time_unit,
        warnings=(*_warnings(made, settings, end), *(note for s in studies for note in s.notes)),
    )


def _rmst(made: Summary, time: Floats, survival: Floats, horizon: float, settings: Settings) -> At:
    """Area under the curve; its gradient goes through S to the pooled vector."""
    weights = area_weights(time, horizon)
    gradient = (weights[1:] * made.survival) @ made.gradient
    variance, df = _variance(made.fit, gradient[None, :], "normal" if made.interval == "simulated" else made.interval)
    value, se = float(weights @ survival), float(np.sqrt(max(variance[0], 0.0)))
    half = float(quantile(settings.level, df[0])) * se
    return At(horizon, value, max(value - half, 0.0), min(value + half, horizon), se)


def _landmarks(
    time: Floats, survival: Floats, low: Floats, high: Floats, log_se: Floats, settings: Settings
) -> tuple[At, ...]:
    """Survival at the times asked for, on the straight lines between grid times, as the curve itself."""
    inside = [t for t in settings.landmarks if t <= time[-1]]
    read = [[float(np.interp(t, time, y)) for y in (survival, low, high, survival * log_se)] for t in inside]
    return tuple(At(float(t), *values) for t, values in zip(inside, read, strict=True))


def _at_risk(inside: Cells, studies: Sequence[StudyCurve]) -> Floats:
    """Patients at risk at each grid time, 0 included: those who enter the interval that begins there."""
    times = np.append(0.0, inside.time)
    total = np.zeros(times.size)
    for s, conditional, at_risk in zip(studies, inside.conditional, inside.at_risk, strict=True):
        if s.patients is not None:
            total += s.patients.at_risk(times)
        else:
            staying = at_risk[-1] * conditional[-1]
            total += np.nan_to_num(np.append(at_risk, staying))
    return total


def _covariance(made: Summary) -> Floats:
    """Covariance of log S: correlations of the model, standard errors of the interval."""
    model = made.gradient @ made.fit.covariance @ made.gradient.T
    deviation = np.sqrt(np.diag(model))
    scale = np.where(deviation > 0, made.log_se / np.where(deviation > 0, deviation, 1.0), 0.0)
    covariance = model * scale[:, None] * scale[None, :]
    return (covariance + covariance.T) / 2


def _prediction(made: Summary, settings: Settings) -> tuple[Floats, Floats]:
    """Band for the curve of a new study: both variances, Student's t as the interval of the pooled curve has it.

    Higgins et al. (2009) took K - 2 degrees of freedom; with the Hartung-Knapp variance K - 1 hold the level better.
    """
    studies = made.cells.conditional.shape[0]
    if settings.method != "random" or studies < FEWEST_FOR_T:
        return np.zeros(0), np.zeros(0)
    spread = np.einsum("ft,tu,fu->f", made.gradient, made.fit.between, made.gradient)
    se = np.sqrt(np.maximum(made.log_se**2 + spread, 0.0))
    low, high = limits(made.survival, se, quantile(settings.level, float(studies - 1)), settings.transform)
    return falling(np.append(1.0, low), np.append(1.0, high))


def _warnings(made: Summary, settings: Settings, end: float) -> list[str]:
    said = []
    studies = made.cells.conditional.shape[0]
    seen = (~np.isnan(made.cells.conditional)).sum(axis=0)
    if studies == 1 and settings.method == "random":
        said.append("one study: no variation between studies can be seen, the interval is that study's own")
    elif studies == 2 and made.interval == "normal" and settings.method == "random":
        said.append(
            "two studies: how far studies lie apart cannot be known; the interval takes their estimate for the truth "
            "and is too narrow (hartung-knapp gives one that is not, and very wide)"
        )
    if settings.method == "fixed" and studies > 1:
        said.append("fixed effects: no variation between studies enters the interval")
    if settings.method == "random" and studies > 1 and (seen == 1).any():
        first = float(np.append(0.0, made.cells.time)[int(np.argmax(seen == 1))])
        said.append(f"one study only is observed after {first:.4g}: no variation between studies can be seen there")
    for what, times in (("restricted mean", settings.horizons), ("survival", settings.landmarks)):
        if (late := times[times > end]).size:
            said.append(f"{what} at {late[0]:g} is not known: the pooled curve ends at {end:.4g}")
    return said
