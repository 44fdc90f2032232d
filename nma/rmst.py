"""Differences in restricted mean survival time of one trial: an effect that needs no proportional hazards."""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from nma.contrasts import Contrasts


def rmst_contrasts(ipd: IPD, horizon: float, *, reference: str | None = None) -> Contrasts:
    """Restricted mean of each arm less that of the reference arm, which all contrasts of the trial share.

    Parameters
    ----------
    ipd : IPD          Patients of one trial.
    horizon : float    Where the means end, in the patients' time unit.

    Raises
    ------
    NetworkError  where the trial has one arm, or an arm is not followed up to the horizon.
    """
    name, arms = ipd.trials[0], ipd.treatments
    if len(arms) < 2:
        raise NetworkError(f"trial '{name}' has patients on '{arms[0]}' only; a difference needs two arms")
    if reference is not None and reference in arms:
        arms = (reference, *(arm for arm in arms if arm != reference))
    members = [ipd.select(ipd.treatment == arm) for arm in arms]
    means, variances = np.array([arm_rmst(rows, horizon) for rows in members]).T
    if short := [arm for arm, mean in zip(arms, means, strict=True) if np.isnan(mean)]:
        ends = min(float(rows.time.max()) for rows in members)
        raise NetworkError(f"trial '{name}' follows '{short[0]}' to {ends:g} only, before the horizon {horizon:g}")
    if (variances[1:] + variances[0] <= 0).any():
        raise NetworkError(f"trial '{name}' has no event before the horizon {horizon:g}")
    return Contrasts(
        trial=name,
        reference=arms[0],
        treatments=arms[1:],
        effect=means[1:] - means[0],
        covariance=np.diag(variances[1:]) + variances[0],
        measure="RMST",
        patients=np.array([len(rows) for rows in members]),
        events=np.array([int((rows.event & (rows.time <= horizon)).sum()) for rows in members]),
    )


def arm_rmst(ipd: IPD, horizon: float) -> tuple[float, float]:
    """Restricted mean and its variance, ``Σ A² d / (n (n - d))`` with A the area from a death on (Greenwood).

    NaN where the arm is not followed to the horizon and somebody is left.
    """
    time, events, at_risk = ipd.counts()
    survival = np.cumprod(1.0 - events / at_risk)
    if horizon > time[-1] and survival[-1] > 0:
        return float("nan"), float("nan")
    edges = np.minimum(np.append(np.append(0.0, time), max(horizon, float(time[-1]))), horizon)
    areas = np.append(1.0, survival) * np.diff(edges)
    after: Floats = areas[::-1].cumsum()[::-1][1:]
    died = (events > 0) & (at_risk > events)
    variance = after[died] ** 2 * events[died] / (at_risk[died] * (at_risk[died] - events[died]))
    return float(areas.sum()), float(variance.sum())
