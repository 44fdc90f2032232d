"""Hazard ratios of one trial from its patients."""

from __future__ import annotations

import warnings

import attrs
import numpy as np

from ipdrecon.errors import ConvergenceError, NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD
from nma.contrasts import Contrasts

#: Newton-Raphson stops where the log-likelihood and its step are this still; hazard ratios are then good to 1e-8.
PRECISION = 1e-10


@attrs.frozen
class CoxTrial(Locked):
    """A trial's log hazard ratios with their covariance, and whether hazards stay proportional.

    Attributes
    ----------
    contrasts : Contrasts           Against the trial's reference arm; the covariance holds what they share.
    proportional_p : (k-1,) float   Grambsch & Therneau (1994) on Kaplan-Meier time, one p-value a contrast.
    """

    contrasts: Contrasts
    proportional_p: Floats = array_field(floats)


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


def _fit(ipd: IPD, arms: tuple[str, ...], name: str) -> tuple[Floats, Floats, Floats]:
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError as NoMaximum
    from lifelines.exceptions import ConvergenceWarning
    from lifelines.statistics import proportional_hazard_test

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
    test = proportional_hazard_test(fitter, table, time_transform="km")
    names = list(columns)
    p = pd.Series(np.atleast_1d(test.p_value), index=[key[0] if isinstance(key, tuple) else key for key in test.name])
    return (
        fitter.params_[names].to_numpy(dtype=np.float64),
        fitter.variance_matrix_.loc[names, names].to_numpy(dtype=np.float64),
        p[names].to_numpy(dtype=np.float64),
    )
