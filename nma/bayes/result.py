"""What a Bayesian analysis gives: one result per connected component."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from nma.arms import ArmCounts
from nma.bayes.consistency import Estimate, Splitting, Unrelated, tau_estimate
from nma.bayes.deviance import Deviance
from nma.bayes.diagnostics import Diagnostics, mcse
from nma.bayes.effects import Effects
from nma.bayes.exact import Exact
from nma.bayes.priors import Priors
from nma.bayes.sampler import Draws
from nma.bayes.sensitivity import Sensitivity
from nma.bayes.star import Star
from nma.evidence import Evidence
from nma.league import League
from nma.measures import Measure
from nma.network import Network
from nma.ranking import Ranking, ranking_of_draws


@attrs.frozen(slots=False)
class BayesComponent:
    """The Bayesian analysis of one connected network.

    Attributes
    ----------
    network : Network                 Its trials as contrasts.
    counts : tuple of ArmCounts       Its trials as counts; empty where the likelihood is normal.
    random : bool                     Random effects.
    priors : Priors
    reference : str                   Effects have their prior against it, so exact digits depend on it.
    small_better : bool
    level : float                     Of all intervals.
    seed : int
    margin : float                    Smallest difference that matters, analysis scale, 0 or more.
    effects : Effects                 The answer: exact where it can be had, from the chains where not.
    exact : Exact or None             Behind it where contrasts are pooled.
    star : Star or None               Behind it where counts make a star under the fixed effect.
    draws : Draws or None             The chains; counts always have them.
    diagnostics : Diagnostics or None Of the chains.
    deviance : Deviance
    sensitivity : Sensitivity         The answer under other priors.
    unrelated : Unrelated or None     The unrelated-mean-effects model where it was asked for and says something.
    splittings : tuple of Splitting   Direct against indirect evidence.
    not_estimable : dict              What cannot be known, and why.
    """

    network: Network
    counts: tuple[ArmCounts, ...]
    random: bool
    priors: Priors
    reference: str
    small_better: bool
    level: float
    seed: int
    margin: float
    effects: Effects
    exact: Exact | None
    star: Star | None
    draws: Draws | None
    diagnostics: Diagnostics | None
    deviance: Deviance
    sensitivity: Sensitivity
    unrelated: Unrelated | None
    splittings: tuple[Splitting, ...]
    not_estimable: dict[str, str]

    @property
    def treatments(self) -> tuple[str, ...]:
        """In alphabetical order; all matrices follow it."""
        return self.network.treatments

    @property
    def measure(self) -> Measure:
        """What the effects are."""
        return self.network.measure

    @property
    def how(self) -> str:
        """Likelihood and computation in words."""
        if self.exact is not None:
            return "normal likelihood, exact" if not self.random else "normal likelihood, exact by quadrature over τ"
        return "binomial likelihood, " + ("exact by quadrature" if self.star is not None else "Markov chains")

    @property
    def title(self) -> str:
        """The model in words."""
        return f"Bayesian {'random effects' if self.random else 'fixed effect'}, {self.how}"

    @property
    def probabilities(self) -> tuple[float, float, float]:
        """Median and the two limits."""
        return 0.5, (1 - self.level) / 2, (1 + self.level) / 2

    @cached_property
    def quantiles(self) -> Floats:
        """(3, n, n) medians, lower and upper limits, row against column, analysis scale."""
        return self.effects.quantiles(self.probabilities)

    @cached_property
    def predicted(self) -> Floats | None:
        """(3, n, n) the same for the effect in the next trial; None under the fixed effect."""
        return self.effects.quantiles(self.probabilities, predicted=True) if self.random else None

    @cached_property
    def league(self) -> League:
        """Medians and credible intervals, highest SUCRA first."""
        return self.league_of(self.quantiles, self.title)

    def league_of(self, quantiles: Floats, title: str) -> League:
        """A league table of (3, n, n) quantiles, in the order of the ranking."""
        estimate, low, high = (self.measure.report(q) for q in quantiles)
        table = League(self.treatments, self.measure.name, self.level, estimate, low, high, title=title, interval="CrI")
        return table.ordered(self.ranking.order)

    @cached_property
    def ranking(self) -> Ranking:
        """SUCRA, exact where the posterior is; rank probabilities and intervals from draws."""
        rng = np.random.default_rng(self.seed)
        found = ranking_of_draws(
            self.treatments, self.effects.draws(rng), small_better=self.small_better, level=self.level
        )
        if self.exact is None and self.star is None:
            return found
        n = len(self.treatments)
        wins = self.superiority()
        np.fill_diagonal(wins, 0.0)
        score = wins.sum(axis=1) / (n - 1)
        return attrs.evolve(found, score=score, mean=n - (n - 1) * score, source="exact")

    def superiority(self, margin: float = 0.0) -> Floats:
        """(n, n) probability that the row beats the column by more than ``margin`` (analysis scale)."""
        return np.array(self.effects.above(margin).T if self.small_better else self.effects.above(margin))

    @cached_property
    def tau(self) -> Estimate | None:
        """Between-trial standard deviation; None under the fixed effect."""
        found = self.exact if self.exact is not None else self.draws
        return None if found is None else tau_estimate(found, self.level)

    @cached_property
    def sampled(self) -> League | None:
        """The league table of the chains, where the answer itself is exact."""
        if self.star is None or self.draws is None:
            return None
        from nma.bayes.effects import DrawnEffects

        drawn = DrawnEffects(self.treatments, self.reference, self.draws)
        return self.league_of(drawn.quantiles(self.probabilities), "the same by Markov chains")

    @cached_property
    def monte_carlo_error(self) -> Floats | None:
        """(3, n, n) Monte Carlo standard errors of median and limits, analysis scale; None without chains."""
        if self.draws is None:
            return None
        column = {one: j for j, (one, _) in enumerate(self.draws.design.parameters)}
        zero = np.zeros_like(self.draws.tau)
        drawn = [self.draws.effects[:, :, column[t]] if t in column else zero for t in self.treatments]
        n = len(drawn)
        made = np.zeros((3, n, n))
        for i in range(n):
            for j in range(i):
                median, low, high = (mcse(drawn[i] - drawn[j], p) for p in self.probabilities)
                made[:, i, j], made[:, j, i] = (median, low, high), (median, high, low)
        return made

    @cached_property
    def agreement(self) -> float | None:
        """Largest distance of the chains from the exact answer in Monte Carlo standard errors; None without both."""
        if self.star is None or self.diagnostics is None or self.draws is None:
            return None
        exact = np.array([curve.quantile(np.array([0.025, 0.5, 0.975])) for curve in self.star.curves])
        place = {f"{name} v {self.reference}": k for k, name in enumerate(self.star.treatments)}
        rows = [j for j, name in enumerate(self.diagnostics.names) if name in place]
        order = [place[self.diagnostics.names[j]] for j in rows]
        gap = np.abs(self.diagnostics.quantile[rows] - exact[order]) / self.diagnostics.mcse_quantile[rows]
        return float(gap.max())


@attrs.frozen
class BayesResult:
    """Results of all components, largest first.

    Attributes
    ----------
    components : tuple of BayesComponent
    evidence : Evidence          What went in.
    warnings : tuple of str      What a reviewer should look at, one sentence each.
    """

    components: tuple[BayesComponent, ...]
    evidence: Evidence
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[BayesComponent]:
        return iter(self.components)

    def __len__(self) -> int:
        return len(self.components)

    def __getitem__(self, at: int) -> BayesComponent:
        return self.components[at]
