"""The analysis itself: evidence in, results of every component out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import attrs
import numpy as np

from ipdrecon.errors import InputError, NetworkError
from ipdrecon.ipd import IPD
from nma.arms import ArmCounts
from nma.checks import arm_variance_warnings, endpoint_warnings, name_warnings, twin_warnings
from nma.contrasts import Contrasts
from nma.evidence import Evidence, evidence_of
from nma.frequentist import fit
from nma.heterogeneity import TAU2_METHODS, heterogeneity
from nma.mantel_haenszel import mantel_haenszel
from nma.measures import measure_of
from nma.network import Network, components
from nma.result import ComponentResult, NMAResult

#: Said where the likelihood of τ² is another than that of the program most reviewers know.
LIKELIHOOD_NOTE = (
    "{0} uses the covariance within multi-arm trials; netmeta leaves it out where it has no arm-level data, "
    "--tau2 {0}-netmeta repeats its number."
)

Source = str | Path | Contrasts | ArmCounts | IPD


def nma(
    data: Evidence | Source | Iterable[Source],
    *,
    reference: str | None = None,
    measure: str | None = None,
    model: Literal["fixed", "random"] = "fixed",
    tau2: str = "DL",
    small_better: bool = True,
    level: float = 0.95,
    seed: int = 0,
    method: Literal["iv", "mh"] = "iv",
    margin: float | None = None,
) -> NMAResult:
    """Network meta-analysis by generalised least squares (Rücker 2012; Rücker & Schwarzer 2014).

    Parameters
    ----------
    data : evidence, a file or a trial, or several
        Files may hold contrasts, estimates with intervals, counts or patients: see :mod:`nma.files`.
    reference : str, optional
        Treatment that forest plots and text compare with; the one in most trials where it is not given.
    measure : str, optional
        HR, OR, RR, RD, MD or SMD; counts are turned into it, contrasts must be of it.
    model : "fixed" or "random"
        Which one the league table and rankings stand for; both are computed.
    tau2 : "DL", "REML", "ML", "REML-netmeta" or "ML-netmeta"
        How the between-trial variance is estimated. The last two repeat what netmeta gives for contrasts of multi-arm
        trials without arm-level data: it then leaves out the covariance that their standard errors imply.
    small_better : bool
        Whether low values are good: True for hazards of death, False for odds of response.
    level : float
        Confidence level of all intervals.
    seed : int
        Of the draws behind rank probabilities.
    method : "iv" or "mh"
        Inverse variance, or Mantel-Haenszel for sparse counts (odds ratios, fixed effect).
    margin : float, optional
        Smallest difference that matters, for probabilities of superiority: a ratio such as 0.9 (or 1.11) for ratio
        measures, a difference for the others; none where it is not given.

    Raises
    ------
    InputError        where a file or an option cannot be used.
    NetworkError      where the trials contradict each other or make no network.
    ConvergenceError  where a Cox regression or the likelihood of τ² does not settle.
    """
    if model not in ("fixed", "random"):
        raise InputError(f"model '{model}' is unknown; use fixed or random")
    if tau2 not in TAU2_METHODS:
        raise InputError(f"between-trial variance by '{tau2}' is unknown; use one of {', '.join(TAU2_METHODS)}")
    if not 0.5 <= level < 1:
        raise InputError(f"confidence level {level:g} must be at least 0.5 and below 1, such as 0.95")
    if seed < 0:
        raise InputError(f"seed {seed} must be 0 or more")
    wanted = measure_of(measure).name if measure else None
    evidence = gathered_evidence(data, measure=wanted, reference=reference)
    if method == "mh":
        trials, notes = _pooled_designs(evidence, wanted, model)
    elif method == "iv":
        trials, notes = evidence.trials(wanted)
    else:
        raise InputError(f"method '{method}' is unknown; use iv (inverse variance) or mh (Mantel-Haenszel)")
    if not trials and (said := (*evidence.warnings, *notes)):
        raise NetworkError(f"no trial has a usable contrast: {said[0].rstrip('.')}" + (" ..." if len(said) > 1 else ""))
    networks = components(trials)
    if reference is not None and not any(reference in network.treatments for network in networks):
        known = ", ".join(name for network in networks for name in network.treatments)
        raise NetworkError(f"reference '{reference}' is in no trial; the treatments are {known}")
    shared = any(len(trial.treatments) > 1 for trial in evidence.contrasts)
    notes = (*notes, *([LIKELIHOOD_NOTE.format(tau2)] if shared and tau2 in ("REML", "ML") else []))
    warnings = (
        *evidence.warnings,
        *notes,
        *twin_warnings(trials),
        *name_warnings(networks),
        *endpoint_warnings(networks),
        *arm_variance_warnings(trials),
        *_apart(networks),
    )
    results = tuple(
        analyse(
            network,
            reference=reference,
            model=model,
            tau2=tau2,
            small_better=small_better,
            level=level,
            seed=seed,
            pooled_designs=method == "mh",
            margin=margin,
        )
        for network in networks
    )
    return NMAResult(results, evidence, warnings)


def gathered_evidence(
    data: Evidence | Source | Iterable[Source], *, measure: str | None = None, reference: str | None = None
) -> Evidence:
    """Files read and objects wrapped, in the order given."""
    from nma.files import read

    if isinstance(data, Evidence):
        return data
    items = [data] if isinstance(data, str | Path | Contrasts | ArmCounts | IPD) else list(data)
    paths = [item for item in items if isinstance(item, str | Path)]
    objects = [item for item in items if not isinstance(item, str | Path)]
    parts = [evidence_of(*objects)] if objects else []
    return Evidence.concat(
        [*([read(paths, measure=measure, reference=reference)] if paths or not items else []), *parts]
    )


def analyse(
    network: Network,
    *,
    reference: str | None = None,
    model: str = "fixed",
    tau2: str = "DL",
    small_better: bool = True,
    level: float = 0.95,
    seed: int = 0,
    pooled_designs: bool = False,
    margin: float | None = None,
) -> ComponentResult:
    """The analysis of one component under both models."""
    fixed = fit(network)
    found = heterogeneity(network, fixed, method=tau2, level=level)
    if pooled_designs:
        # Designs differ by inconsistency; what their trials differ by is not in it.
        found = attrs.evolve(found, i2=np.nan, i2_low=np.nan, i2_high=np.nan, tau2=np.nan)
    random = None
    if found.df > 0 and not pooled_designs:
        random = fit(network, tau2=found.tau2) if found.tau2 > 0 else attrs.evolve(fixed)
    chosen = reference if reference in network.treatments else usual_reference(network)
    return ComponentResult(
        network, model, fixed, random, found, str(chosen), small_better, level, seed, pooled_designs,
        network.measure.margin(margin),
    )  # fmt: skip


def _pooled_designs(
    evidence: Evidence, measure: str | None, model: str
) -> tuple[tuple[Contrasts, ...], tuple[str, ...]]:
    if model != "fixed" or measure not in (None, "OR"):
        raise InputError(
            f"Mantel-Haenszel gives fixed-effect odds ratios, not the {model} model for {measure or 'OR'}; "
            "use --model fixed --measure OR, or --method iv"
        )
    if evidence.contrasts or not evidence.counts:
        raise InputError("Mantel-Haenszel needs counts of every trial (study,treatment,responders,sampleSize)")
    found = mantel_haenszel(evidence.counts)
    return found.designs, found.warnings


def usual_reference(network: Network) -> str:
    """The treatment in most trials; among equals the one compared with most others, then the first."""
    counts = network.studies
    keys = [(-(int(row.sum())), -int((row > 0).sum()), i) for i, row in enumerate(counts)]
    return network.treatments[min(keys)[2]]


def _apart(networks: tuple[Network, ...]) -> list[str]:
    if len(networks) == 1:
        return []
    parts = "; ".join(f"{network.name}: {', '.join(network.treatments)}" for network in networks)
    return [
        f"The trials fall into {len(networks)} networks that nothing connects, each is analysed by itself ({parts})."
    ]
