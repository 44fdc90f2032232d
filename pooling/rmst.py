"""Restricted mean survival time of two arms, trial by trial and pooled: difference and ratio at several horizons."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD
from pooling import meta
from pooling.meta import Meta
from pooling.product_limit import of_patients


@attrs.frozen
class TrialRMST(Locked):
    """Restricted means of two arms of one trial.

    Attributes
    ----------
    trial : str
    horizons : (m,) float       Those both arms are followed to.
    treatment, comparator : (m,)   Restricted means.
    treatment_covariance, comparator_covariance : (m, m)
    """

    trial: str
    horizons: Floats = array_field(floats)
    treatment: Floats = array_field(floats)
    comparator: Floats = array_field(floats)
    treatment_covariance: Floats = array_field(floats)
    comparator_covariance: Floats = array_field(floats)

    @property
    def difference(self) -> tuple[Floats, Floats]:
        """Treatment minus comparator (m,) and its covariance (m, m)."""
        return self.treatment - self.comparator, self.treatment_covariance + self.comparator_covariance

    @property
    def log_ratio(self) -> tuple[Floats, Floats]:
        """log(treatment / comparator) and its covariance (delta method)."""
        one, two = self.treatment, self.comparator
        covariance = self.treatment_covariance / np.outer(one, one) + self.comparator_covariance / np.outer(two, two)
        return np.log(one / two), covariance


@attrs.frozen
class HorizonRMST:
    """Pooled at one horizon: difference, and log ratio; the trials that are followed so far."""

    horizon: float
    difference: Meta
    log_ratio: Meta
    trials: tuple[str, ...]


@attrs.frozen
class RMSTContrast:
    """Treatment against comparator.

    Attributes
    ----------
    horizons : tuple of HorizonRMST   Each horizon by itself, over all trials that reach it.
    joint_difference, joint_se : (m,) All horizons together, multivariate, over the trials that reach every one of
                                      them; empty where fewer than two do.
    """

    treatment: str
    comparator: str
    trials: tuple[TrialRMST, ...]
    horizons: tuple[HorizonRMST, ...]
    joint_difference: tuple[float, ...]
    joint_se: tuple[float, ...]
    level: float
    time_unit: str = ""


def of_trial(ipd: IPD, treatment: str, comparator: str, horizons: Sequence[float]) -> TrialRMST | None:
    """Restricted means of two arms at the horizons both are followed to; None where that is none."""
    one, two = (of_patients(ipd.select(ipd.treatment == name)) for name in (treatment, comparator))
    # A curve that has come down to 0 is known for ever after.
    reach = min(t.end if t.survival[-1] > 0 else np.inf for t in (one, two))
    inside = np.array([h for h in horizons if h <= reach])
    if not inside.size:
        return None
    (a, va), (b, vb) = one.rmsts(inside), two.rmsts(inside)
    return TrialRMST(ipd.trials[0], inside, a, b, va, vb)


def contrast(
    ipd: IPD, treatment: str, comparator: str, horizons: Sequence[float], *,
    model: str = "random", interval: str = "normal", level: float = 0.95,
) -> RMSTContrast:  # fmt: skip
    """Pool every trial that has both arms; a trial counts at the horizons both its arms are followed to.

    Raises
    ------
    InputError  where no trial has both arms, or none reaches the first horizon.
    """
    wanted = sorted(float(h) for h in horizons)
    both = [
        t for t in ipd.trials
        if {treatment, comparator} <= set(ipd.select(ipd.trial == t).treatments)
    ]  # fmt: skip
    if not both:
        raise InputError(
            f"no trial has both '{treatment}' and '{comparator}'; the treatments are {', '.join(ipd.treatments)}"
        )
    found = [r for t in both if (r := of_trial(ipd.select(ipd.trial == t), treatment, comparator, wanted)) is not None]
    if not found:
        raise InputError(f"no trial is followed to {wanted[0]:g} in both arms; choose an earlier horizon")
    pooled = []
    for i, h in enumerate(wanted):
        there = [r for r in found if r.horizons.size > i]
        if not there:
            break
        pairs = [[(v[i], np.sqrt(c[i, i])) for v, c in (r.difference, r.log_ratio)] for r in there]
        parts = [
            meta.univariate(
                np.array([p[kind][0] for p in pairs]), np.array([p[kind][1] for p in pairs]),
                model=model, interval=interval, level=level,
            )
            for kind in (0, 1)
        ]  # fmt: skip
        pooled.append(HorizonRMST(h, parts[0], parts[1], tuple(r.trial for r in there)))
    whole = [r.difference for r in found if r.horizons.size == len(wanted)]
    joint: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    if len(whole) > 1:
        values, covariances = np.array([v for v, _ in whole]), np.array([c for _, c in whole])
        sigma = meta.between(values, covariances) if model == "random" else np.zeros(covariances.shape[1:])
        fit = meta.multivariate(values, covariances, sigma)
        joint = (tuple(fit.beta.tolist()), tuple(np.sqrt(np.diag(fit.covariance)).tolist()))
    return RMSTContrast(treatment, comparator, tuple(found), tuple(pooled), *joint, level, ipd.time_unit)
