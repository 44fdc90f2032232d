"""The Bayesian analysis itself: evidence in, results of every component out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np

from ipdrecon.errors import InputError, NetworkError
from nma.analysis import Source, gathered_evidence, usual_reference
from nma.arms import ArmCounts
from nma.bayes import priors as priors_of
from nma.bayes.compiling import to_stderr
from nma.bayes.consistency import splittings, unrelated_effects
from nma.bayes.design import Design, consistency, pair_rows
from nma.bayes.deviance import Deviance, deviance_of_draws, deviance_of_exact
from nma.bayes.diagnostics import diagnostics
from nma.bayes.effects import DrawnEffects, Effects, MixtureEffects, StarEffects
from nma.bayes.exact import Exact, exact
from nma.bayes.priors import Priors
from nma.bayes.result import BayesComponent, BayesResult
from nma.bayes.sampler import Chains, Draws, sample
from nma.bayes.sensitivity import Sensitivity, compared, other_priors, reweighted, weighted_quantiles
from nma.bayes.star import is_star, star
from nma.checks import arm_variance_warnings, twin_warnings
from nma.contrasts import Contrasts
from nma.evidence import Evidence
from nma.heterogeneity import degrees_of_freedom
from nma.measures import measure_of
from nma.network import Network, components
from nma.result import inconsistency_df

#: Most comparisons that are split without being asked for.
SPLITS = 60
#: How counts are read: as counts, or as the contrasts they give.
LIKELIHOODS = ("auto", "binomial", "normal")


def bayes(
    data: Evidence | Source | Iterable[Source],
    *,
    reference: str | None = None,
    measure: str | None = None,
    model: Literal["fixed", "random"] = "fixed",
    small_better: bool = True,
    level: float = 0.95,
    margin: float | None = None,
    priors: Priors | str | None = None,
    prior_effect: float | None = None,
    prior_baseline: float | None = None,
    prior_tau: str | None = None,
    likelihood: Literal["auto", "binomial", "normal"] = "auto",
    chains: Chains | None = None,
    inconsistency: bool | None = None,
    allow_unconverged: bool = False,
    notice: Callable[[str], None] = to_stderr,
) -> BayesResult:
    """Bayesian network meta-analysis.

    Contrasts have a normal likelihood and are answered exactly; counts have a binomial one with a logit link and are
    sampled, beside the exact answer where they make a star under the fixed effect.

    Parameters
    ----------
    data : evidence, a file or a trial, or several
    reference : str, optional
        Treatment that effects have their prior against; the one in most trials where it is not given.
    measure : str, optional
        HR, OR, RR, RD, MD or SMD; a binomial likelihood gives odds ratios.
    model : "fixed" or "random"
    small_better : bool
        Whether low values are good.
    level : float
        Of all credible intervals.
    margin : float, optional
        Smallest difference that matters, on the reported scale, for the probability of superiority.
    priors : Priors or "tsd2" or "gemtc", optional
        See :func:`nma.bayes.priors.priors` for what stands where nothing is given.
    prior_effect, prior_baseline : float, optional
        Standard deviations that replace those of the set.
    prior_tau : str, optional
        Prior of τ that replaces that of the set, such as "half-normal(0.5)".
    likelihood : "auto", "binomial" or "normal"
        auto is binomial where all trials have counts and odds ratios are wanted.
    chains : Chains, optional
        Iterations, burn-in, number and seed of the chains.
    inconsistency : bool, optional
        Whether unrelated mean effects and split nodes are fitted too; where not given, where that is exact and quick.
    allow_unconverged : bool
        Whether results come back although chains have not converged.
    notice : function of str
        Gets a sentence where there is something to wait for: compilation, many runs.

    Raises
    ------
    InputError        where a file, an option or a prior cannot be used.
    NetworkError      where the trials contradict each other or make no network.
    ConvergenceError  where chains have not converged, or an integral cannot be had.
    """
    if model not in ("fixed", "random"):
        raise InputError(f"model '{model}' is unknown; use fixed or random")
    if not 0.5 <= level < 1:
        raise InputError(f"credible level {level:g} must be at least 0.5 and below 1, such as 0.95")
    if likelihood not in LIKELIHOODS:
        raise InputError(f"likelihood '{likelihood}' is unknown; use one of {', '.join(LIKELIHOODS)}")
    wanted = measure_of(measure).name if measure else None
    evidence = gathered_evidence(data, measure=wanted, reference=reference)
    binomial = _binomial(evidence, wanted, likelihood)
    trials, notes = evidence.trials(wanted)
    networks = components(trials)
    if reference is not None and not any(reference in network.treatments for network in networks):
        known = ", ".join(name for network in networks for name in network.treatments)
        raise NetworkError(f"reference '{reference}' is in no trial; the treatments are {known}")
    results = []
    for network in networks:
        counts = _counts(evidence, network) if binomial else ()
        given = counts or network.trials
        if isinstance(priors, Priors):
            believed = priors
        else:
            believed = priors_of.priors(
                given, name=priors, effect_sd=prior_effect, baseline_sd=prior_baseline, tau=prior_tau
            )
        results.append(
            analyse(
                network,
                counts,
                reference=reference if reference in network.treatments else usual_reference(network),
                random=model == "random",
                priors=believed,
                small_better=small_better,
                level=level,
                margin=network.measure.margin(margin),
                chains=chains or Chains(),
                inconsistency=_quick(network, binomial) if inconsistency is None else inconsistency,
                allow_unconverged=allow_unconverged,
                notice=notice,
            )
        )
    apart = [] if len(networks) == 1 else [
        f"The trials fall into {len(networks)} networks that nothing connects, each is analysed by itself."
    ]  # fmt: skip
    kept = [note for note in notes if not binomial]
    silent = [
        f"Trial '{trial.trial}' has events in no arm or in all patients and says nothing about the OR."
        for part in results
        for trial in part.counts
        if not trial.informative
    ]
    warned = [
        f"{part.network.name.capitalize()}: {part.diagnostics.sentence}"
        for part in results
        if part.diagnostics is not None and not part.diagnostics.converged
    ]
    warnings = (
        *evidence.warnings, *kept, *silent, *twin_warnings(trials), *arm_variance_warnings(trials), *apart, *warned,
    )  # fmt: skip
    return BayesResult(tuple(results), evidence, warnings)


def analyse(
    network: Network,
    counts: tuple[ArmCounts, ...] = (),
    *,
    reference: str,
    random: bool,
    priors: Priors,
    small_better: bool = True,
    level: float = 0.95,
    margin: float = 0.0,
    chains: Chains | None = None,
    inconsistency: bool = False,
    allow_unconverged: bool = False,
    notice: Callable[[str], None] = to_stderr,
) -> BayesComponent:
    """The analysis of one component."""
    run = chains or Chains()
    given: tuple[Contrasts, ...] | tuple[ArmCounts, ...] = counts or network.trials
    arms = [trial.treatments if isinstance(trial, ArmCounts) else trial.arms for trial in given]
    design = consistency(arms, network.treatments, reference)

    def sampled(of: Design, by: Priors) -> Draws:
        found = sample(counts, of, random=random, priors=by, chains=run, notice=notice)
        checked = diagnostics(found)
        if not allow_unconverged:
            checked.require(f"{network.name}, {of.kind}")
        return found

    def answer(of: Design) -> tuple[Exact | Draws, Deviance]:
        if not counts:
            found = exact(network.trials, of, random=random, priors=priors)
            return found, deviance_of_exact(network.trials, found)
        drawn = sampled(of, priors)
        return drawn, deviance_of_draws(counts, drawn)

    found, deviance = answer(design)
    draws = found if isinstance(found, Draws) else None
    pooled = found if isinstance(found, Exact) else None
    by_curves = star(counts, reference, priors) if counts and not random and is_star(counts, reference) else None
    effects: Effects
    if pooled is not None:
        effects = MixtureEffects(network.treatments, reference, pooled)
    elif by_curves is not None:
        effects = StarEffects(network.treatments, reference, by_curves)
    else:
        assert draws is not None
        effects = DrawnEffects(network.treatments, reference, draws)
    missing = _not_estimable(network, random=random)
    ask = inconsistency and "inconsistency" not in missing
    if ask and counts:
        notice("Unrelated mean effects and every split node take a run of the chains each.")
    return BayesComponent(
        network,
        counts,
        random,
        priors,
        reference,
        small_better,
        level,
        run.seed,
        margin,
        effects,
        pooled,
        by_curves,
        draws,
        diagnostics(draws) if draws is not None else None,
        deviance,
        _sensitivity(network, counts, effects, priors, level, random=random, sampled=lambda p: sampled(design, p)),
        unrelated_effects(arms, reference, answer, level=level) if ask else None,
        splittings(arms, network.treatments, reference, answer, level=level) if ask else (),
        missing,
    )


def _sensitivity(
    network: Network,
    counts: tuple[ArmCounts, ...],
    effects: Effects,
    priors: Priors,
    level: float,
    *,
    random: bool,
    sampled: Callable[[Priors], Draws],
) -> Sensitivity:
    """The effects against the reference once more, under other priors."""
    names, reference = network.treatments, effects.reference
    p = (0.5, (1 - level) / 2, (1 + level) / 2)
    other = other_priors(counts or network.trials, priors)
    main = effects.quantiles(p)
    again: Effects
    if isinstance(effects, MixtureEffects):
        found = exact(network.trials, effects.posterior.design, random=random, priors=other)
        again = MixtureEffects(names, reference, found)
    elif isinstance(effects, StarEffects):
        again = StarEffects(names, reference, star(counts, reference, other))
    else:
        assert isinstance(effects, DrawnEffects)
        weight = reweighted(effects.posterior, priors, other)
        if weight is not None:
            rows = pair_rows(names, reference)
            columns = weighted_quantiles(effects.posterior.flat, weight, p)
            at = names.index(reference)
            two = np.zeros_like(main)
            two[:, :, at] = columns @ rows.T
            return compared(priors, other, names, reference, main, two)
        again = DrawnEffects(names, reference, sampled(other))
    return compared(priors, other, names, reference, main, again.quantiles(p))


def _quick(network: Network, binomial: bool) -> bool:
    """Whether every split takes milliseconds and there are not too many of them to look at."""
    return not binomial and int(np.count_nonzero(np.triu(network.studies))) <= SPLITS


def _binomial(evidence: Evidence, measure: str | None, likelihood: str) -> bool:
    possible = bool(evidence.counts) and not evidence.contrasts and measure in (None, "OR")
    if likelihood == "binomial" and not possible:
        raise InputError(
            "a binomial likelihood needs counts of every trial (study,treatment,responders,sampleSize) and gives odds "
            "ratios; use --likelihood normal for contrasts and other measures"
        )
    return possible and likelihood != "normal"


def _counts(evidence: Evidence, network: Network) -> tuple[ArmCounts, ...]:
    """Trials with all arms in the component, those without any event as well."""
    held = set(network.treatments)
    return tuple(trial for trial in evidence.counts if held.issuperset(trial.treatments))


def _not_estimable(network: Network, *, random: bool) -> dict[str, str]:
    missing = {}
    if random and degrees_of_freedom(network) == 0:
        missing["τ"] = "no comparison has more than one source of evidence: its posterior is its prior"
    if inconsistency_df(network) == 0:
        closed = "no closed loop" if network.loops == 0 else "loops are closed by multi-arm trials only"
        missing["inconsistency"] = f"{closed}: direct and indirect evidence never meet"
    return missing
