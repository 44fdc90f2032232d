"""How much of an answer is the prior's: the same trials under two sets of priors."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from nma.arms import ArmCounts
from nma.bayes.consistency import Estimate
from nma.bayes.priors import Priors, TauPrior, scale_of
from nma.bayes.sampler import Draws
from nma.contrasts import Contrasts

#: Log ratios and standardised differences are rarely beyond twice this: 95% of the prior is within 1/50 and 50.
WEAK_EFFECT_SD = 2.0
#: Between-trial standard deviations of log ratios are rarely beyond this (Röver et al. 2021).
WEAK_TAU = 1.0
#: An answer is driven by the prior where the other one moves its median or a limit by more than this share of the
#: distance from median to limit: then the difference shows in print.
SHARE = 0.1
#: Fewest independent draws that reweighted chains must still be worth.
ENOUGH = 1000


@attrs.frozen
class Comparison:
    """One effect under both sets, reported against the reference; analysis scale."""

    treatment: str
    comparator: str
    main: Estimate
    other: Estimate

    @property
    def shift(self) -> float:
        """Largest change of median or limits, as a share of the distance from median to that side's limit."""
        sides = (
            (self.main.low - self.other.low, self.main.median - self.main.low),
            (self.main.high - self.other.high, self.main.high - self.main.median),
            (self.main.median - self.other.median, (self.main.high - self.main.low) / 2),
        )
        return max(abs(change) / size for change, size in sides)

    @property
    def driven(self) -> bool:
        """Whether the prior decides what is printed."""
        return self.shift > SHARE


@attrs.frozen
class Sensitivity:
    """All effects against the reference under the priors asked for and under others."""

    main: Priors
    other: Priors
    comparisons: tuple[Comparison, ...]

    @property
    def driven(self) -> tuple[Comparison, ...]:
        """Those the prior decides."""
        return tuple(row for row in self.comparisons if row.driven)


def other_priors(trials: Sequence[Contrasts | ArmCounts], main: Priors) -> Priors:
    """Weakly informative priors; vague ones where the main ones are that informative already.

    Weak is N(0, 2²) for effects and half-normal(1) for τ on log and standardised scales; in other units both are
    multiplied by the largest effect that any trial reports.
    """
    measure = next((trial.measure for trial in trials if isinstance(trial, Contrasts)), "OR")
    unit = scale_of(trials) if measure in ("MD", "RD") else 1.0
    vague = main.effect_sd > 2 * WEAK_EFFECT_SD * unit
    effect = WEAK_EFFECT_SD * unit if vague else 50 * WEAK_EFFECT_SD * unit
    weak = TauPrior("half-normal", WEAK_TAU * unit)
    tau = (
        weak if main.tau.family == "uniform" or main.tau.scale > 2 * WEAK_TAU * unit else TauPrior("uniform", 5 * unit)
    )
    return Priors(effect, tau, main.baseline_sd, "weakly informative" if vague else "vague")


def compared(
    main: Priors, other: Priors, treatments: Sequence[str], reference: str, one: Floats, two: Floats
) -> Sensitivity:
    """From (3, n, n) quantiles at 0.5 and both limits under either set."""
    at = list(treatments).index(reference)
    return Sensitivity(
        main,
        other,
        tuple(
            Comparison(name, reference, Estimate(*map(float, one[:, i, at])), Estimate(*map(float, two[:, i, at])))
            for i, name in enumerate(treatments)
            if i != at
        ),
    )


def reweighted(draws: Draws, main: Priors, other: Priors) -> Floats | None:
    """Weights that turn draws under one set of priors into draws under another; None where too few are left."""
    log = -0.5 * (draws.flat**2).sum(axis=1) * (other.effect_sd**-2 - main.effect_sd**-2)
    if draws.random:
        log = log + other.tau.log_density(draws.tau.ravel()) - main.tau.log_density(draws.tau.ravel())
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    return weight if 1 / (weight**2).sum() >= ENOUGH else None


def weighted_quantiles(draws: Floats, weight: Floats, p: Sequence[float]) -> Floats:
    """(len(p), columns) quantiles of weighted draws."""
    made = np.empty((len(p), draws.shape[1]))
    for j in range(draws.shape[1]):
        order = np.argsort(draws[:, j])
        below = np.cumsum(weight[order]) - weight[order] / 2
        made[:, j] = np.interp(p, below, draws[order, j])
    return made
