"""Reconstruction error carried through: several sets of patients of one digitisation, pooled to one answer."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, floats
from pooling.intervals import crossing_of_lines, crossing_of_steps, falling, limits, quantile
from pooling.result import NAN, At, Heterogeneity, Pooled, Reconstruction
from pooling.settings import Settings

#: Rows of a step curve after combining: more show nothing and cost one row a replicate's event.
MOST_ROWS = 400


@attrs.frozen(eq=False)
class Combined:
    """Rubin's (1987) rules: estimate, total variance, degrees of freedom, and the share between replicates."""

    estimate: Floats
    variance: Floats
    df: Floats
    share: Floats


def rules(estimates: Floats, variances: Floats, df: Floats | float = np.inf) -> Combined:
    """Combine M replicates (M, ...): total T = W + (1 + 1/M) B.

    Degrees of freedom by Satterthwaite: 1/df = (1 - share)² / df within + share² / (M - 1), but no more than within, so
    that more uncertainty never makes an interval narrower. With many within these are Rubin's own; with few (a t
    interval of three studies) and little between they stay what they were, where Barnard & Rubin's (1999) would fall
    from 2 to 1.2.
    """
    count = estimates.shape[0]
    within = variances.mean(axis=0)
    between = (1.0 + 1.0 / count) * estimates.var(axis=0, ddof=1)
    total = within + between
    share = np.where(total > 0, between / np.where(total > 0, total, 1.0), 0.0)
    complete = np.broadcast_to(np.asarray(df, dtype=float), total.shape)
    inverse = (1.0 - share) ** 2 / complete + share**2 / (count - 1.0)
    joined = np.minimum(complete, np.where(inverse > 0, 1.0 / np.where(inverse > 0, inverse, 1.0), np.inf))
    return Combined(estimates.mean(axis=0), total, joined, share)


def combine(results: Sequence[Pooled], settings: Settings, *, horizon: float) -> Pooled:
    """One result of the same regimen pooled in every replicate, each with a restricted mean up to ``horizon``.

    The curve is combined as log S at each time, restricted means as they are; limits follow from the total variance
    with Student's t. The median is where the combined curve crosses one half, its limits where the band does.

    Raises
    ------
    InputError  where there are fewer than two replicates.
    """
    count = len(results)
    if count < 2:
        raise InputError("one replicate tells nothing of reconstruction error; give two or more, better twenty")
    first = results[0]
    time = _times(results)
    rows = [_read(r, time) for r in results]
    survival, log_se = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    df = np.min([_nearest(r, time, r.df) for r in results], axis=0)
    alive = (survival > 0).all(axis=0) & np.isfinite(log_se).all(axis=0)
    logs = np.log(np.where(alive, survival, 1.0))
    curve = rules(logs, np.where(alive, log_se, 0.0) ** 2, df)
    pooled = np.minimum.accumulate(np.where(alive, np.exp(curve.estimate), survival.mean(axis=0)))
    errors = np.where(alive, np.sqrt(curve.variance), np.inf)
    low, high = limits(pooled, errors, quantile(settings.level, curve.df), settings.transform)
    if np.isfinite(df).any():
        low, high = falling(low, high)
    # Past the last death of a replicate nothing bounds the curve from above but what did before.
    for gone in np.flatnonzero(~alive):
        low[gone], high[gone] = 0.0, high[gone - 1] if gone else 1.0
    cross = crossing_of_steps if first.step else lambda t, s: float(crossing_of_lines(t, s))
    median, median_low, median_high = (cross(time, y) for y in (pooled, low, high))
    main = _areas(results, horizon, settings)
    asked = [h for h in settings.horizons if all(any(a.time == h for a in r.horizons) for r in results)]
    shares = curve.share[alive]
    between_medians = (time[alive] >= (median_low if np.isfinite(median_low) else 0)) & (time[alive] <= median_high)
    cost = Reconstruction(
        replicates=count,
        median_share=_median_share(results, settings),
        survival_share=float(shares[between_medians].max(initial=0.0)) if between_medians.any() else NAN,
        rmst_share=main[1],
    )
    return attrs.evolve(
        first,
        patients=round(np.mean([r.patients for r in results])),
        events=round(np.mean([r.events for r in results])),
        time=time,
        survival=pooled,
        low=low,
        high=high,
        at_risk=np.mean([_nearest(r, time, r.at_risk, side="left") for r in results], axis=0),
        end=min(r.end for r in results),
        median=median,
        median_low=median_low,
        median_high=median_high,
        simulated_low=NAN,
        simulated_high=NAN,
        horizon=main[0].time,
        rmst=main[0].value,
        rmst_low=main[0].low,
        rmst_high=main[0].high,
        rmst_se=main[0].se,
        mean=float(np.mean([r.mean for r in results])),
        mean_low=NAN,
        mean_high=NAN,
        horizons=tuple(_areas(results, float(h), settings)[0] for h in asked),
        landmarks=_landmarks(time, pooled, low, high, errors, first, settings),
        log_se=errors,
        df=curve.df,
        log_covariance=_covariance(results),
        prediction_low=np.zeros(0),
        prediction_high=np.zeros(0),
        heterogeneity=_heterogeneity(results),
        reconstruction=cost,
        warnings=tuple(dict.fromkeys(text for r in results for text in r.warnings)),
    )


def _times(results: Sequence[Pooled]) -> Floats:
    first, end = results[0], min(r.end for r in results)
    if not first.step:
        return first.time[first.time <= end]
    every = np.unique(np.concatenate([r.time for r in results]))
    every = every[every <= end]
    if every.size <= MOST_ROWS:
        return every
    return floats(every[np.unique(np.linspace(0, every.size - 1, MOST_ROWS).round().astype(int))])


def _read(result: Pooled, time: Floats) -> tuple[Floats, Floats]:
    """S and the standard error of log S of one replicate at common times."""
    if not result.step:
        return np.interp(time, result.time, result.survival), np.interp(time, result.time, result.log_se)
    return _nearest(result, time, result.survival), _nearest(result, time, result.log_se)


def _nearest(result: Pooled, time: Floats, values: Floats, *, side: str = "right") -> Floats:
    """Values of the row that holds at each time; with "left", of the first row at or after it."""
    if side == "left":
        at = np.searchsorted(result.time, time, side="left")
        return np.asarray(np.where(at < result.time.size, values[np.minimum(at, result.time.size - 1)], 0.0))
    return floats(values[np.searchsorted(result.time, time, side="right") - 1])


def _areas(results: Sequence[Pooled], horizon: float, settings: Settings) -> tuple[At, float]:
    """Restricted means of the replicates up to one horizon as one, and the share of variance between replicates."""
    found = [next(a for a in r.horizons if a.time == horizon) for r in results]
    df = min(float(r.df[-1]) for r in results)
    made = rules(np.array([a.value for a in found]), np.array([a.se**2 for a in found]), df)
    value, se = float(made.estimate), float(np.sqrt(made.variance))
    half = float(quantile(settings.level, made.df)) * se
    return At(horizon, value, max(value - half, 0.0), min(value + half, horizon), se), float(made.share)


def _landmarks(
    time: Floats, survival: Floats, low: Floats, high: Floats, errors: Floats, first: Pooled, settings: Settings
) -> tuple[At, ...]:
    made = []
    for mark in settings.landmarks[settings.landmarks <= time[-1]]:
        if first.step:
            at = int(np.searchsorted(time, mark, side="right")) - 1
            values = [float(y[at]) for y in (survival, low, high, survival * errors)]
        else:
            values = [float(np.interp(mark, time, y)) for y in (survival, low, high, survival * errors)]
        made.append(At(float(mark), *values))
    return tuple(made)


def _median_share(results: Sequence[Pooled], settings: Settings) -> float:
    """On the log scale; NaN where a median or a limit of it is not reached in some replicate."""
    medians = np.array([(r.median, r.median_low, r.median_high) for r in results])
    if not np.isfinite(medians).all() or (medians <= 0).any():
        return NAN
    width = np.log(medians[:, 2] / medians[:, 1]) / (2 * float(quantile(settings.level, np.inf)))
    return float(rules(np.log(medians[:, 0]), width**2).share)


def _covariance(results: Sequence[Pooled]) -> Floats:
    """Total covariance of log S at the first replicate's grid; the replicates share its correlations."""
    first = results[0]
    grid = first.grid_time
    rows = np.array([_read(r, grid) for r in results])
    alive = (rows[:, 0] > 0).all(axis=0)
    logs = np.log(np.where(alive, rows[:, 0], 1.0))
    within = (rows[:, 1] ** 2).mean(axis=0)
    own = np.diag(first.log_covariance)
    scale = np.where(own > 0, np.sqrt(np.where(np.isfinite(within), within, 0) / np.where(own > 0, own, 1.0)), 0.0)
    between = np.atleast_2d(np.cov(logs, rowvar=False)) if grid.size else np.zeros((0, 0))
    return np.asarray(first.log_covariance * np.outer(scale, scale) + (1.0 + 1.0 / len(results)) * between)


def _heterogeneity(results: Sequence[Pooled]) -> Heterogeneity | None:
    """The first replicate's, with Q and I² averaged over all."""
    found = [r.heterogeneity for r in results if r.heterogeneity is not None]
    if len(found) < len(results):
        return None
    q, p, h2, i2 = (float(np.mean([getattr(h, name) for h in found])) for name in ("q", "p", "h2", "i2"))
    return attrs.evolve(found[0], q=q, p=p, h2=h2, i2=i2)
