"""One-stage pooling of patients: Kaplan-Meier over all trials of a regimen."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.stats import norm

from ipdrecon.errors import InputError
from ipdrecon.frozen import Bools, Floats
from ipdrecon.ipd import IPD
from pooling.result import Pooled

#: Transforms of S on which confidence limits are symmetric.
TRANSFORMS = ("log-log", "log", "plain")


def pool(
    ipd: IPD, regimens: Mapping[str, str] | None = None, *, level: float = 0.95, transform: str = "log-log"
) -> tuple[Pooled, ...]:
    """Pooled survival of each regimen, in order of appearance.

    Patients of all trials count as of one trial: no variation between trials enters the interval, and the result says
    so where a regimen has more than one.

    Parameters
    ----------
    regimens : mapping, optional
        Treatment in the data → regimen it belongs to; a treatment that is not named is its own regimen.

    Raises
    ------
    InputError  where a treatment is named that is not in the data, or the transform or level is unknown.
    """
    names = dict(regimens or {})
    if unknown := sorted(set(names) - set(ipd.treatments)):
        raise InputError(f"no patient on '{unknown[0]}'; the treatments are {', '.join(ipd.treatments)}")
    if transform not in TRANSFORMS:
        raise InputError(f"transform '{transform}' is unknown; use one of {', '.join(TRANSFORMS)}")
    if not 0 < level < 1:
        raise InputError(f"level {level:g} is no probability; give for example 0.95")
    groups: dict[str, list[str]] = {}
    for treatment in ipd.treatments:
        groups.setdefault(names.get(treatment, treatment), []).append(treatment)
    return tuple(
        _pooled(name, ipd.select(np.isin(ipd.treatment, group)), level, transform) for name, group in groups.items()
    )


def _pooled(regimen: str, ipd: IPD, level: float, transform: str) -> Pooled:
    curve = ipd.km()
    time, at_risk, deaths = _table(ipd.time, ipd.event)
    survival = np.append(1.0, np.cumprod(1 - deaths / at_risk))
    variance = np.append(0.0, _greenwood(deaths, at_risk))
    z = float(norm.ppf(0.5 + level / 2))
    low, high = limits(survival, variance, z, transform)
    times = np.append(0.0, time)
    follow_up = [float(ipd.time[ipd.trial == trial].max()) for trial in ipd.trials]
    horizon = min(follow_up)
    mean, error = rmst(times, survival, deaths, at_risk, horizon)
    several = len(ipd.trials) > 1
    return Pooled(
        regimen=regimen,
        method="naive",
        trials=ipd.trials,
        patients=len(ipd),
        events=int(ipd.event.sum()),
        time=times,
        survival=survival,
        low=low,
        high=high,
        at_risk=np.append(float(len(ipd)), at_risk),
        end=float(ipd.time.max()),
        median=curve.median(),
        median_low=_crossing(times, low),
        median_high=_crossing(times, high),
        rmst=mean,
        rmst_se=error,
        horizon=horizon,
        level=level,
        time_unit=ipd.time_unit,
        warnings=(
            "patients of several trials are pooled as if of one; variation between trials is not in the interval",
        )
        if several
        else (),
    )


def _table(time: Floats, event: Bools) -> tuple[Floats, Floats, Floats]:
    """Distinct event times, patients at risk and events at each."""
    times, deaths = np.unique(time[event], return_counts=True)
    ordered = np.sort(time)
    at_risk = time.size - np.searchsorted(ordered, times, side="left")
    return times, at_risk.astype(float), deaths.astype(float)


def _greenwood(deaths: Floats, at_risk: Floats) -> Floats:
    """Variance of log S (Greenwood 1926); inf where S is 0."""
    left = at_risk - deaths
    with np.errstate(divide="ignore"):
        return np.asarray(np.cumsum(np.where(left > 0, deaths / (at_risk * np.where(left > 0, left, 1.0)), np.inf)))


def limits(survival: Floats, variance: Floats, z: float, transform: str) -> tuple[Floats, Floats]:
    """Pointwise limits of S from the variance of log S (Kalbfleisch & Prentice 1980 for log-log)."""
    low, high = survival.copy(), survival.copy()
    inside = (survival > 0) & (survival < 1)
    s, v = survival[inside], variance[inside]
    half = z * np.sqrt(v)
    if transform == "plain":
        low[inside], high[inside] = s - s * half, s + s * half
    elif transform == "log":
        low[inside], high[inside] = s * np.exp(-half), s * np.exp(half)
    else:
        spread = half / np.abs(np.log(s))
        low[inside], high[inside] = s ** np.exp(spread), s ** np.exp(-spread)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def _crossing(time: Floats, limit: Floats) -> float:
    """First time a limit comes down to 0.5 (Brookmeyer & Crowley 1982); inf where it never does."""
    below = np.flatnonzero(limit <= 0.5 + 1e-12)
    return float(time[below[0]]) if below.size else float("inf")


def rmst(times: Floats, survival: Floats, deaths: Floats, at_risk: Floats, horizon: float) -> tuple[float, float]:
    """Restricted mean survival time up to ``horizon`` and its standard error (Klein & Moeschberger 2003, eq. 4.5.2)."""
    edges = np.append(np.minimum(times, horizon), horizon)
    pieces = survival * np.diff(edges)
    mean = float(pieces.sum())
    rest = np.cumsum(pieces[::-1])[::-1]
    inside = (times[1:] <= horizon) & (at_risk > deaths)
    terms = rest[1:][inside] ** 2 * deaths[inside] / (at_risk[inside] * (at_risk[inside] - deaths[inside]))
    return mean, float(np.sqrt(terms.sum()))
