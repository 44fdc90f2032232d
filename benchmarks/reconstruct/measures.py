"""What a reconstruction is measured by."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from ipdrecon.steps import StepCurve

#: Times at which curves are compared.
TIMES = 100


def level(curve: StepCurve, time: Floats) -> Floats:
    """S(t), the last level carried on."""
    return np.asarray(curve.survival[np.searchsorted(curve.time, time, side="right") - 1], np.float64)


def rmse(curve: StepCurve, true: StepCurve) -> float:
    """Root mean square difference of S at ``TIMES`` equally spaced times over the true follow-up."""
    times = np.linspace(0.0, true.end, TIMES)
    return float(np.sqrt(np.mean((level(curve, times) - level(true, times)) ** 2)))


def rmst(ipd: IPD, horizon: float) -> float:
    """Area under the curve up to ``horizon``, the last level carried on."""
    curve = ipd.km()
    return float(np.sum(curve.survival * np.diff(np.append(np.minimum(curve.time, horizon), horizon))))


def within(value: float, limits: tuple[float, float]) -> bool:
    """Whether an interval holds a value (rounding apart); a median that is not reached is held by an infinite limit."""
    if np.isinf(value):
        return bool(np.isinf(limits[1]))
    slack = 1e-9 * (1 + abs(value))
    return bool(limits[0] - slack <= value <= limits[1] + slack)


@attrs.frozen
class ArmScore:
    """One arm under one setting.

    Attributes
    ----------
    rmse, own_rmse : float       Of the reconstruction, and of the coordinates themselves.
    events_off : float           Absolute error of the number of events as a share of it.
    same : bool                  Every time and flag right.
    at_risk_off : float          Largest miss of a published number at risk, NaN without a table.
    seconds : float              CPU time.
    """

    rmse: float
    own_rmse: float
    events_off: float
    same: bool
    at_risk_off: float
    seconds: float


@attrs.define
class Tally:
    """Scores of many trials under one setting; ``refused`` counts arms without an answer."""

    arms: list[ArmScore] = attrs.field(factory=list)
    log_hr_off: list[float] = attrs.field(factory=list)
    refused: int = 0


def summary(tally: Tally) -> dict[str, float]:
    """The figures of a setting."""
    arms = tally.arms
    if not arms:
        return {"arms": 0, "refused": tally.refused}
    errors, own = np.array([a.rmse for a in arms]), np.array([a.own_rmse for a in arms])
    events, ratio = np.array([a.events_off for a in arms]), np.array(tally.log_hr_off)
    at_risk = np.array([a.at_risk_off for a in arms])
    return {
        "arms": len(arms),
        "refused": tally.refused,
        "rmse_med": float(np.median(errors)),
        "own_med": float(np.median(own)),
        "rmse_mean": float(errors.mean()),
        "own_mean": float(own.mean()),
        "events_med%": float(100 * np.median(events)),
        "events_p95%": float(100 * np.quantile(events, 0.95)),
        "events_exact%": float(100 * np.mean(events == 0)),
        "ipd_exact%": float(100 * np.mean([a.same for a in arms])),
        "at_risk_off": float(np.nanmax(at_risk)) if np.isfinite(at_risk).any() else float("nan"),
        "log_hr_med": float(np.median(ratio)) if ratio.size else float("nan"),
        "log_hr_p95": float(np.quantile(ratio, 0.95)) if ratio.size else float("nan"),
        "ms_med": float(1e3 * np.median([a.seconds for a in arms])),
    }
