"""Model fit: posterior mean deviance, effective number of parameters and DIC, with the leverage of every point."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Ints, Locked, array_field, floats, ints
from nma.arms import ArmCounts
from nma.bayes.exact import Exact
from nma.bayes.sampler import ArmTable, Draws
from nma.contrasts import Contrasts


@attrs.frozen
class Deviance(Locked):
    """Residual deviance (Spiegelhalter et al. 2002; Dias et al. 2011, TSD 2).

    Attributes
    ----------
    trial, arm : tuple of str       Of each point: an arm of counts, or all contrasts of a trial (arm is then "").
    points : (k,) int               Data points it holds; a good fit has a posterior mean deviance of about as many.
    mean : (k,) float               Posterior mean residual deviance.
    leverage : (k,) float           Less the deviance at the posterior mean of what is fitted.
    """

    trial: tuple[str, ...]
    arm: tuple[str, ...]
    points: Ints = array_field(ints)
    mean: Floats = array_field(floats)
    leverage: Floats = array_field(floats)

    @property
    def dbar(self) -> float:
        """Posterior mean residual deviance of everything."""
        return float(self.mean.sum())

    @property
    def pd(self) -> float:
        """Effective number of parameters."""
        return float(self.leverage.sum())

    @property
    def dic(self) -> float:
        """Deviance information criterion."""
        return self.dbar + self.pd


def deviance_of_exact(trials: Sequence[Contrasts], posterior: Exact) -> Deviance:
    """One point a trial, its multi-arm covariance included."""
    return Deviance(
        tuple(trial.trial for trial in trials),
        ("",) * len(trials),
        ints([len(trial.treatments) for trial in trials]),
        posterior.deviance,
        posterior.deviance - posterior.at_mean,
    )


def deviance_of_draws(trials: Sequence[ArmCounts], posterior: Draws) -> Deviance:
    """One point an arm; the leverage is taken at the posterior mean of the fitted counts."""
    table = ArmTable.of(trials, posterior.design)
    r, n, p = table.events, table.patients, posterior.fitted
    with np.errstate(divide="ignore", invalid="ignore"):
        at_mean = 2 * (np.where(r > 0, r * np.log(r / (n * p)), 0.0))
        at_mean += 2 * np.where(r < n, (n - r) * np.log((n - r) / (n * (1 - p))), 0.0)
    return Deviance(
        tuple(trials[k].trial for k in table.trial),
        tuple(name for arms in posterior.design.arms for name in arms),
        np.ones(r.size, dtype=np.int64),
        posterior.arm_deviance,
        posterior.arm_deviance - at_mean,
    )
