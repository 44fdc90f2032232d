"""Hazard ratios of one trial from its patients."""

from __future__ import annotations

import warnings

import attrs
import numpy as np

from ipdrecon.errors import ConvergenceError, NetworkError
from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from nma.contrasts import Contrasts
from nma.partial_likelihood import deaths
from nma.proportional import Proportionality, proportionality

#: Newton-Raphson stops where the log-likelihood and its step are this still.
PRECISION = 1e-10


@attrs.frozen
class CoxTrial:
    """A trial's log hazard ratios with their covariance, and whether hazards stay proportional.

    Attributes
    ----------
    contrasts : Contrasts           Against the trial's reference arm; the covariance holds what they share.
    proportional : Proportionality  Grambsch & Therneau (1994) on Kaplan-Meier time.
    """

    contrasts: Contrasts
    proportional: Proportionality


def cox(ipd: IPD, *, reference: str | None = None, source: str = "") -> CoxTrial:
    """Cox regression on treatment within one trial, Efron's handling of ties (Efron 1977).

    The reference is the first arm where none is given; the network does not depend on it.

    Raises
    ------
    NetworkError      where the patients are of several trials, of one arm, or an arm has no event.
    ConvergenceError  where the partial likelihood has no maximum.
    """
    if len(ipd.trials) != 1:
        raise NetworkError(
            f"Cox regression of one trial was given patients of {len(ipd.trials)} trials; split them first"
        )
    name, arms = ipd.trials[0], ipd.treatments
    if len(arms) < 2:
        raise NetworkError(f"trial '{name}' has patients on '{arms[0]}' only; a hazard ratio needs two arms")
    if reference is not None and reference in arms:
        arms = (reference, *(arm for arm in arms if arm != reference))
    members = [ipd.treatment == arm for arm in arms]
    events = [int(ipd.event[rows].sum()) for rows in members]
    if 0 in events:
        raise NetworkError(
            f"trial '{name}' has no event on '{arms[events.index(0)]}', so its hazard ratio is 0 or infinite; "
            "leave it out"
        )
    effect, covariance, proportional = _fit(ipd, arms, name)
    contrasts = Contrasts(
        trial=name,
        reference=arms[0],
        treatments=arms[1:],
        effect=effect,
        covariance=(covariance + covariance.T) / 2,
        measure="HR",
        patients=np.array([rows.sum() for rows in members]),
        events=np.array(events),
        source=source,
    )
    return CoxTrial(contrasts, proportional)


def _fit(ipd: IPD, arms: tuple[str, ...], name: str) -> tuple[Floats, Floats, Proportionality]:
    effect = _maximum(ipd, arms, name)
    # The fitter stops where the likelihood is still, at 1e-7 in a coefficient; a step from there squares its error.
    at = deaths(ipd, arms, effect)
    effect = effect + np.linalg.solve(at.variance.sum(axis=0), at.residual.sum(axis=0))
    at = deaths(ipd, arms, effect)
    return effect, np.linalg.inv(at.variance.sum(axis=0)), proportionality(at)


def _maximum(ipd: IPD, arms: tuple[str, ...], name: str) -> Floats:
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError as NoMaximum
    from lifelines.exceptions import ConvergenceWarning

    columns = {f"arm{i}": (ipd.treatment == arm).astype(np.float64) for i, arm in enumerate(arms[1:])}
    table = pd.DataFrame({"time": ipd.time, "event": ipd.event.astype(np.int64), **columns})
    fitter = CoxPHFitter()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ConvergenceWarning)
            fitter.fit(table, "time", "event", fit_options={"precision": PRECISION})
    except (NoMaximum, ConvergenceWarning) as error:
        raise ConvergenceError(
            f"Cox regression of trial '{name}' did not settle, perhaps because one arm has all its events after the "
            "other has ended; leave the trial out"
        ) from error
    return np.asarray(fitter.params_[list(columns)].to_numpy(dtype=np.float64))
