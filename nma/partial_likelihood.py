"""Cox's partial likelihood of a trial, death by death, with Efron's (1977) handling of ties."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD


@attrs.frozen
class Deaths(Locked):
    """Each death under given log hazard ratios of the arms against the first.

    Attributes
    ----------
    residual : (events, k-1) float        Schoenfeld (1982): the arm of the death less its expectation; their sum is the
                                          score.
    variance : (events, k-1, k-1) float   Of that arm; their sum is the information.
    survived : (events,) float            Kaplan-Meier estimate of all arms together just before the death.
    """

    residual: Floats = array_field(floats)
    variance: Floats = array_field(floats)
    survived: Floats = array_field(floats)


def deaths(ipd: IPD, arms: tuple[str, ...], log_hr: Floats) -> Deaths:
    """Residuals of all deaths in order of time, with only the arm as covariate.

    Parameters
    ----------
    ipd : IPD              Patients of one trial.
    arms : k str           The reference first.
    log_hr : (k-1,) float  Of the other arms.
    """
    times, dead = np.unique(ipd.time[ipd.event], return_counts=True)
    members = [ipd.treatment == arm for arm in arms]
    at_risk = np.column_stack(
        [rows.sum() - np.searchsorted(np.sort(ipd.time[rows]), times, side="left") for rows in members]
    )
    dying = np.column_stack(
        [np.bincount(np.searchsorted(times, ipd.time[rows & ipd.event]), minlength=times.size) for rows in members]
    )
    survived = np.append(1.0, np.cumprod(1.0 - dead / at_risk.sum(axis=1)))[:-1]
    # Deaths at one time follow each other; the nth of d finds n/d of all of them gone, whichever arm they were of.
    place = np.repeat(np.arange(times.size), dead)
    nth = np.arange(place.size) - np.repeat(np.cumsum(dead) - dead, dead)
    weight = np.append(1.0, np.exp(log_hr)) * (at_risk[place] - (nth / dead[place])[:, None] * dying[place])
    mean = (weight / weight.sum(axis=1, keepdims=True))[:, 1:]
    residual = (dying / dead[:, None])[place, 1:] - mean
    variance = mean[:, :, None] * (np.eye(log_hr.size) - mean[:, None, :])
    return Deaths(residual, variance, survived[place])
