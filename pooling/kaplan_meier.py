"""One-stage pooling of patients: Kaplan-Meier over all trials of a regimen as if of one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, floats
from ipdrecon.ipd import IPD
from pooling.alone import alone
from pooling.intervals import crossing_of_steps, falling, limits, quantile
from pooling.product_limit import ProductLimit, of_patients
from pooling.result import At, Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve

NAIVE = (
    "patients of several trials are pooled as if of one; variation between trials is not in the interval, and trials "
    "with long follow-up weigh more the later it gets"
)
#: Times at which the covariance of a step curve is kept.
COVARIANCE_TIMES = 24


def patients_of(studies: Sequence[StudyCurve], method: str) -> IPD:
    """All patients of the studies.

    Raises
    ------
    InputError  where a study is known by its curve only.
    """
    for s in studies:
        if s.patients is None:
            raise InputError(
                f"method '{method}' needs patients, but study '{s.study}' is given as a curve; use random or fixed, or "
                "reconstruct its patients first"
            )
    return IPD.concat(s.patients for s in studies if s.patients is not None)


def pool(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """Naive pooled Kaplan-Meier; of one study, simply its Kaplan-Meier.

    Raises
    ------
    InputError  where a study is known by its curve only.
    """
    ipd = patients_of(studies, "naive")
    table = of_patients(ipd)
    grid = covariance_grid(table)
    rows = table.index(grid)
    # log S has independent increments: the covariance of two times is the variance at the earlier.
    covariance = table.log_variance[np.minimum(rows[:, None], rows[None, :])]
    return worded(
        table, np.sqrt(table.log_variance), studies, regimen, settings, method="naive",
        grid=(grid, covariance), warnings=(NAIVE,) if len(studies) > 1 else (),
    )  # fmt: skip


def covariance_grid(table: ProductLimit) -> Floats:
    """Event times, evenly through the events, up to the last at which S is above 0."""
    falls = np.diff(table.survival, prepend=1.0) < 0
    inside = table.time[falls & (table.survival > 0) & (table.time > 0)]
    if inside.size <= COVARIANCE_TIMES:
        return inside
    return floats(inside[np.unique(np.linspace(0, inside.size - 1, COVARIANCE_TIMES).round().astype(int))])


def areas_wanted(studies: Sequence[StudyCurve], settings: Settings, end: float) -> Floats:
    """Horizons of restricted means: the shortest follow-up, the end of the curve, and those asked for inside it."""
    return floats([min(s.end for s in studies), end, *(h for h in settings.horizons if h <= end)])


def worded(
    table: ProductLimit,
    log_se: Floats,
    studies: Sequence[StudyCurve],
    regimen: str,
    settings: Settings,
    *,
    method: str,
    interval: str = "normal",
    df: float = np.inf,
    grid: tuple[Floats, Floats],
    rmst_covariance: Floats | None = None,
    warnings: tuple[str, ...] = (),
) -> Pooled:
    """The result of a step curve in the type all methods share."""
    time, survival = table.time, table.survival
    critical = quantile(settings.level, df)
    low, high = limits(survival, log_se, critical, settings.transform)
    if np.isfinite(df):
        low, high = falling(low, high)
    median = crossing_of_steps(time, survival)
    horizon = min(s.end for s in studies)
    wanted = areas_wanted(studies, settings, table.end)
    means, covariance = table.rmsts(wanted)
    covariance = covariance if rmst_covariance is None else rmst_covariance
    rmst = [
        At(float(h), float(m), max(float(m - critical * e), 0.0), min(float(m + critical * e), float(h)), float(e))
        for h, m, e in zip(wanted, means, np.sqrt(np.diag(covariance)), strict=True)
    ]
    whole = rmst[1]
    marks = settings.landmarks[settings.landmarks <= table.end]
    rows = table.index(marks)
    landmarks = tuple(
        At(float(t), float(survival[i]), float(low[i]), float(high[i]), float(survival[i] * log_se[i]))
        for t, i in zip(marks, rows, strict=True)
    )
    late = [
        f"{what} at {times[times > table.end][0]:g} is not known: follow-up ends at {table.end:.4g}"
        for what, times in (("restricted mean", settings.horizons), ("survival", settings.landmarks))
        if (times > table.end).any()
    ]
    return Pooled(
        regimen=regimen,
        method=method,
        trials=tuple(s.study for s in studies),
        patients=sum(s.size for s in studies),
        events=sum(s.events for s in studies),
        time=time,
        survival=survival,
        low=low,
        high=high,
        at_risk=table.at_risk,
        step=True,
        end=table.end,
        median=median,
        # Where the interval has no width the middle of a stretch at one half may pass the limit's.
        median_low=min(median, crossing_of_steps(time, low)),
        median_high=max(median, crossing_of_steps(time, high)),
        horizon=horizon,
        rmst=rmst[0].value,
        rmst_low=rmst[0].low,
        rmst_high=rmst[0].high,
        rmst_se=rmst[0].se,
        mean=whole.value,
        mean_low=whole.low,
        mean_high=whole.high,
        horizons=tuple(rmst[2:]),
        landmarks=landmarks,
        level=settings.level,
        interval=interval,
        transform=settings.transform,
        log_se=log_se,
        df=np.full(time.size, df),
        grid_time=grid[0],
        log_covariance=grid[1],
        studies=tuple(alone(s, level=settings.level) for s in studies),
        grid="all times of events and censorings",
        time_unit=studies[0].time_unit,
        warnings=(*warnings, *late, *(note for s in studies for note in s.notes)),
    )
