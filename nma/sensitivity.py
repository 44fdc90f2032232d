"""What hazard ratios hide where hazards are not proportional: networks of restricted means, and of stretches of time.

Both need the trials' patients. They are shown beside the hazard ratios, never instead of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import attrs
import numpy as np
from scipy import special

from ipdrecon.errors import InputError, NetworkError
from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from nma.analysis import analyse
from nma.contrasts import Contrasts
from nma.evidence import Evidence
from nma.network import components
from nma.piecewise import Stretch, rate_contrasts, stretches
from nma.result import ComponentResult
from nma.rmst import rmst_contrasts


@attrs.frozen
class RestrictedMeans:
    """Networks of differences in restricted mean survival time.

    Attributes
    ----------
    horizon : float
    time_unit : str
    components : tuple of ComponentResult   More time is better, or less, as the hazards' own direction implies.
    notes : tuple of str                    Trials left out, and why.
    """

    horizon: float
    time_unit: str
    components: tuple[ComponentResult, ...]
    notes: tuple[str, ...] = ()


@attrs.frozen
class Piecewise:
    """Networks of hazard ratios within stretches of time.

    Attributes
    ----------
    stretches : tuple of s Stretch
    time_unit : str
    components : tuple of s tuple of ComponentResult   Of each stretch; empty where no trial has events.
    notes : tuple of str                               Trials left out of a stretch, and why.
    """

    stretches: tuple[Stretch, ...]
    time_unit: str
    components: tuple[tuple[ComponentResult, ...], ...]
    notes: tuple[str, ...] = ()

    def against(self, treatment: str, reference: str) -> tuple[Floats, Floats]:
        """Log hazard ratio in each stretch, (s,), and its standard error; NaN where nothing connects the two."""
        found = np.full((len(self.stretches), 2), np.nan)
        for k, parts in enumerate(self.components):
            for part in parts:
                if treatment in part.treatments and reference in part.treatments:
                    found[k] = part.effect(treatment, reference)
        return found[:, 0], found[:, 1]

    def equality(self, treatment: str, reference: str) -> tuple[float, int, float]:
        """Chi-square test that the hazard ratio is the same in all stretches: Q, degrees of freedom, p."""
        effect, se = self.against(treatment, reference)
        known = np.isfinite(effect)
        df = int(known.sum()) - 1
        if df < 1:
            return float("nan"), max(df, 0), float("nan")
        weight = 1 / se[known] ** 2
        mean = float((weight * effect[known]).sum() / weight.sum())
        q = float((weight * (effect[known] - mean) ** 2).sum())
        return q, df, float(special.chdtrc(df, q))


def restricted_means(evidence: Evidence, horizon: float, part: ComponentResult) -> RestrictedMeans:
    """The network of restricted means up to a horizon, with model, reference and level of the hazard ratios' analysis.

    Raises
    ------
    InputError    where the evidence holds no patients, or the horizon is not above 0.
    NetworkError  where no trial follows its arms to the horizon.
    """
    if not (np.isfinite(horizon) and horizon > 0):
        raise InputError(f"horizon {horizon:g} of the restricted means must be a time above 0")
    trials, notes = _each_trial(evidence, partial(rmst_contrasts, horizon=horizon, reference=part.reference))
    if not trials:
        raise NetworkError(f"no trial follows its arms to the horizon {horizon:g}; choose an earlier one")
    # A long time to a bad event is good: the direction turns.
    return RestrictedMeans(horizon, _unit(evidence), _networks(trials, part, small_better=not part.small_better), notes)


def piecewise(evidence: Evidence, cuts: Sequence[float], part: ComponentResult) -> Piecewise:
    """A network of hazard ratios for each stretch between cuts, with model, reference and level of the main analysis.

    Raises
    ------
    InputError  where the evidence holds no patients, or cuts are not rising times above 0.
    """
    found = stretches(cuts)
    networks, notes = [], list[str]()
    for stretch in found:
        trials, left_out = _each_trial(evidence, partial(rate_contrasts, stretch=stretch, reference=part.reference))
        networks.append(_networks(trials, part, small_better=part.small_better) if trials else ())
        notes += left_out
    return Piecewise(found, _unit(evidence), tuple(networks), tuple(notes))


def _networks(trials: list[Contrasts], part: ComponentResult, *, small_better: bool) -> tuple[ComponentResult, ...]:
    return tuple(
        analyse(
            network,
            reference=part.reference,
            model=part.model,
            tau2=part.heterogeneity.method,
            small_better=small_better,
            level=part.level,
            seed=part.seed,
        )
        for network in components(trials)
    )


def _each_trial(evidence: Evidence, contrasts: Callable[[IPD], Contrasts]) -> tuple[list[Contrasts], tuple[str, ...]]:
    if not evidence.patients:
        raise InputError(
            "restricted means and piecewise hazard ratios need patients (time,event,treatment,trial); no file holds any"
        )
    found, notes = [], []
    for ipd in evidence.patients:
        for trial in ipd.trials:
            try:
                found.append(contrasts(ipd.select(ipd.trial == trial)))
            except NetworkError as error:
                notes.append(f"Left out: {error}.")
    others = [
        c.trial for c in evidence.contrasts if c.trial not in {t for ipd in evidence.patients for t in ipd.trials}
    ]
    if others:
        notes.append(f"Without patients, so not in it: {', '.join(others)}.")
    return found, tuple(notes)


def _unit(evidence: Evidence) -> str:
    return next((ipd.time_unit for ipd in evidence.patients if ipd.time_unit), "")
