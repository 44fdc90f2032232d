"""The Bayesian answer of one component: exact where it can be had, from chains where not, under two sets of priors."""

from __future__ import annotations

from typing import Any

import numpy as np

from nma.bayes.analysis import bayes
from nma.bayes.effects import DrawnEffects
from nma.bayes.result import BayesComponent
from nma.bayes.sampler import Chains
from nma.evidence import Evidence
from nma.plot.bayes import trace_plots
from nma.ranking import ranking_of_draws
from review.folder.project import Model
from review.networks.result import Diagnostic, Posterior, PriorShift


def components(
    evidence: Evidence, *, reference: str, measure: str, small_better: bool, model: Model, seed: int
) -> tuple[BayesComponent, ...]:
    """The Bayesian analysis of all components; chains that have not converged come back and say so.

    Raises
    ------
    InputError, NetworkError  as :func:`nma.bayes.analysis.bayes`.
    """
    found = bayes(
        evidence,
        reference=reference,
        measure=measure,
        model=model.effects,  # type: ignore[arg-type]
        small_better=small_better,
        level=model.level,
        priors=model.priors or None,
        prior_effect=model.prior_effect or None,
        prior_baseline=model.prior_baseline or None,
        prior_tau=model.prior_tau or None,
        chains=Chains(model.iterations, model.burn_in, model.chains, seed),
        allow_unconverged=True,
        # The run's own progress says that something is being done.
        notice=lambda sentence: None,
    )
    return found.components


def posteriors(part: BayesComponent, model: Model) -> tuple[Posterior, ...]:
    """The answer, and where it is exact although chains were run, the chains' own beside it."""
    said = part.priors.words(baselines=bool(part.counts), random=part.random)
    run = (
        f"{model.chains} chains of {model.iterations:,} iterations, the first {model.burn_in:,} thrown away, "
        f"seed {part.seed}"
    )
    chains = _diagnostics(part)
    converged = part.diagnostics is None or part.diagnostics.converged
    warnings = [] if part.diagnostics is None else [part.diagnostics.sentence]
    if part.agreement is not None:
        warnings.append(
            f"Chains and exact answer are at most {part.agreement:.1f} Monte Carlo standard errors apart in any median "
            "or limit."
        )
    if part.sensitivity.driven:
        names = ", ".join(f"{row.treatment} v {row.comparator}" for row in part.sensitivity.driven)
        warnings.append(f"Driven by the prior: {names}; the table of priors shows the answer under another.")
    facts = {"Dbar": part.deviance.dbar, "pD": part.deviance.pd, "DIC": part.deviance.dic}
    if part.tau is not None:
        facts |= {"τ": part.tau.median, "τ low": part.tau.low, "τ high": part.tau.high}
    exact = part.exact is not None or part.star is not None
    main = Posterior(
        part.title + ("" if exact else f", {run}"), part.league, part.ranking, (said,),
        () if part.sampled is not None else chains, converged, facts, tuple(warnings), (), _shifts(part),
        part.sensitivity.other.words(baselines=bool(part.counts), random=part.random),
    )  # fmt: skip
    if part.sampled is None or part.draws is None:
        return (main,)
    drawn = DrawnEffects(part.treatments, part.reference, part.draws)
    ranks = ranking_of_draws(
        part.treatments, drawn.draws(np.random.default_rng(part.seed)), small_better=part.small_better, level=part.level
    )
    beside = Posterior(f"the same by Markov chains, {run}", part.sampled, ranks, (said,), chains, converged)
    return (main, beside)


def traces(part: BayesComponent) -> dict[str, Any]:
    """Trace and density plots of the chains, none where nothing was sampled."""
    return trace_plots(part.draws) if part.draws is not None else {}


def _diagnostics(part: BayesComponent) -> tuple[Diagnostic, ...]:
    found = part.diagnostics
    if found is None:
        return ()
    return tuple(
        Diagnostic(
            name, *(float(values[i]) for values in (found.rhat, found.ess_bulk, found.ess_tail, found.mcse_mean))
        )
        for i, name in enumerate(found.names)
    )


def _shifts(part: BayesComponent) -> tuple[PriorShift, ...]:
    report = part.measure.report

    def three(at: Any) -> tuple[float, float, float]:
        return float(report(at.median)), float(report(at.low)), float(report(at.high))

    return tuple(
        PriorShift(row.treatment, row.comparator, three(row.main), three(row.other), row.driven)
        for row in part.sensitivity.comparisons
    )
