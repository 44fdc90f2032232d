"""What an analysis of one outcome, network and input set gave, as it is kept and reported."""

from __future__ import annotations

import attrs

from nma.heterogeneity import Heterogeneity
from nma.league import League
from nma.ranking import Ranking
from review.folder.rows import slug
from review.networks.evidence import Origin


@attrs.frozen
class Rests:
    """A comparison and the trials it rests on, by their share in it.

    Attributes
    ----------
    treatment, comparator : str
    trials : tuple of str
    """

    treatment: str
    comparator: str
    trials: tuple[str, ...]


@attrs.frozen
class TrialEffect:
    """What one trial says of one pair, as the analysis took it (reported scale).

    Attributes
    ----------
    trial, treatment, comparator : str
    estimate, low, high : float
    """

    trial: str
    treatment: str
    comparator: str
    estimate: float
    low: float
    high: float


@attrs.frozen
class Inconsistency:
    """A pair with direct and indirect evidence (reported scale).

    Attributes
    ----------
    treatment, comparator : str
    direct, indirect : float
    p : float                Of their difference; NaN where it cannot be tested.
    reason : str             Why not.
    """

    treatment: str
    comparator: str
    direct: float
    indirect: float
    p: float
    reason: str = ""


@attrs.frozen
class Diagnostic:
    """How well one parameter of a sampler has settled.

    Attributes
    ----------
    parameter : str
    rhat, ess_bulk, ess_tail, mcse : float
    """

    parameter: str
    rhat: float
    ess_bulk: float
    ess_tail: float
    mcse: float


@attrs.frozen
class PriorShift:
    """An effect under the priors asked for and under others (reported scale): median, lower and upper limit.

    Attributes
    ----------
    treatment, comparator : str
    main, other : (float, float, float)
    driven : bool      Whether the prior decides what is printed.
    """

    treatment: str
    comparator: str
    main: tuple[float, float, float]
    other: tuple[float, float, float]
    driven: bool


@attrs.frozen
class Posterior:
    """The Bayesian answer.

    Attributes
    ----------
    method : str                      "exact" or the sampler with its iterations.
    league : League                   Medians and equal-tailed intervals, best first.
    ranking : Ranking                 SUCRA.
    priors : tuple of str             In words.
    diagnostics : tuple of Diagnostic Empty where nothing was sampled.
    converged : bool
    facts : dict                      DIC, pD, Dbar and the like; empty where there are none.
    warnings : tuple of str
    pictures : tuple of str           Stems of trace plots in ``plots``.
    shifts : tuple of PriorShift      The same under other priors.
    other_priors : str                Those, in words.
    """

    method: str
    league: League
    ranking: Ranking
    priors: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    converged: bool = True
    facts: dict[str, float] = attrs.field(factory=dict)
    warnings: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    shifts: tuple[PriorShift, ...] = ()
    other_priors: str = ""


@attrs.frozen
class NetworkResult:
    """One connected network.

    Attributes
    ----------
    outcome, network, input_set : str
    part : int                        Which component, 1 being the largest; ``of`` how many there are.
    measure, title, reference : str
    small_better : bool
    treatments : tuple of str         Best first.
    patients : tuple of float         On each treatment, NaN where not known.
    trials, designs : int
    loops : int                       Independent closed loops.
    effects : tuple of TrialEffect
    origins : tuple of Origin
    league : League                   Frequentist, best first.
    random : League or None           Of the other model, where it can be had.
    ranking : Ranking                 P-scores.
    heterogeneity : Heterogeneity
    inconsistency : tuple of Inconsistency
    not_estimable : dict              What cannot be known and why.
    rests : tuple of Rests
    posteriors : tuple of Posterior   The first is the main one; others are sensitivity analyses.
    warnings : tuple of str
    pictures : tuple of str           Stems of files in ``plots``.
    """

    outcome: str
    network: str
    input_set: str
    part: int
    of: int
    measure: str
    title: str
    reference: str
    small_better: bool
    treatments: tuple[str, ...]
    patients: tuple[float, ...]
    trials: int
    designs: int
    loops: int
    effects: tuple[TrialEffect, ...]
    origins: tuple[Origin, ...]
    league: League
    random: League | None
    ranking: Ranking
    heterogeneity: Heterogeneity
    inconsistency: tuple[Inconsistency, ...]
    not_estimable: dict[str, str]
    rests: tuple[Rests, ...]
    posteriors: tuple[Posterior, ...] = ()
    warnings: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def best(self) -> str:
        """The treatment ranked first: by the posterior where there is one, else by P-score."""
        ranking = self.posteriors[0].ranking if self.posteriors else self.ranking
        return ranking.treatments[ranking.order[0]]

    @property
    def converged(self) -> bool:
        """Whether all chains have; True where nothing was sampled."""
        return all(posterior.converged for posterior in self.posteriors)

    @property
    def stem(self) -> str:
        """What its files begin with."""
        parts = [self.outcome, self.network, self.input_set, *([str(self.part)] if self.of > 1 else [])]
        return "_".join(slug(part) for part in parts)


@attrs.frozen
class NetworkResults:
    """All components of one analysis."""

    parts: tuple[NetworkResult, ...]
