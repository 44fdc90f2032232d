"""What an analysis gives: one result per connected component, and what is said about all of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats
from nma.contribution import Contribution, contribution
from nma.decomposition import Decomposition, decomposition
from nma.direct import Direct, direct
from nma.evidence import Evidence
from nma.fit import Fit
from nma.funnel import Funnel, funnel
from nma.heterogeneity import Heterogeneity
from nma.league import League, league_of_fit
from nma.measures import Measure
from nma.netheat import NetHeat, net_heat
from nma.network import Network
from nma.prediction import Prediction, prediction
from nma.ranking import Ranking, p_scores, ranking, superiority
from nma.splitting import Split, back_calculation, drop_and_refit


@attrs.frozen
class ComponentResult:
    """The frequentist analysis of one connected network.

    Attributes
    ----------
    network : Network
    model : str                       "fixed" or "random": the one ``main`` and everything after it stand for.
    fixed : Fit
    random : Fit or None              None where τ² cannot be estimated; ``not_estimable`` has the reason.
    heterogeneity : Heterogeneity     Q, df, I², τ².
    reference : str                   For forest plots and text; effects do not depend on it.
    small_better : bool               Whether low values of the outcome are good.
    level : float                     Of all intervals.
    seed : int                        Of the draws behind rank probabilities.
    pooled_designs : bool             Whether the network's "trials" are designs, pooled by Mantel-Haenszel.
    margin : float                    Smallest difference that matters, analysis scale, 0 or more.
    """

    network: Network
    model: str
    fixed: Fit
    random: Fit | None
    heterogeneity: Heterogeneity
    reference: str
    small_better: bool = True
    level: float = 0.95
    seed: int = 0
    pooled_designs: bool = False
    margin: float = 0.0

    @property
    def treatments(self) -> tuple[str, ...]:
        """In alphabetical order; all matrices follow it."""
        return self.network.treatments

    @property
    def measure(self) -> Measure:
        """What the effects are."""
        return self.network.measure

    @property
    def main(self) -> Fit:
        """The fit of the model asked for, or the fixed-effect one where the other cannot be had."""
        return self.random if self.model == "random" and self.random is not None else self.fixed

    @property
    def title(self) -> str:
        """The model in words."""
        if self.main is self.fixed:
            return "fixed effect, Mantel-Haenszel" if self.pooled_designs else "fixed effect"
        return f"random effects ({self.heterogeneity.method}, τ = {np.sqrt(self.main.tau2):.3g})"

    @property
    def effects(self) -> Floats:
        """(n, n) effects, row against column, analysis scale."""
        return self.main.effects

    @property
    def se(self) -> Floats:
        """(n, n) standard errors of the effects."""
        return self.main.se

    def effect(self, treatment: str, comparator: str) -> tuple[float, float]:
        """Effect of one treatment against another and its standard error, analysis scale.

        Raises
        ------
        NetworkError  where a treatment is not in this component.
        """
        i, j = self.network.index(treatment), self.network.index(comparator)
        return float(self.effects[i, j]), float(self.se[i, j])

    @cached_property
    def p_scores(self) -> Floats:
        """(n,) P-scores."""
        return p_scores(self.main, small_better=self.small_better)

    @cached_property
    def superiority(self) -> Floats:
        """(n, n) probability that the row is better than the column by the margin; NaN on the diagonal."""
        return superiority(self.main, small_better=self.small_better, margin=self.margin)

    @cached_property
    def direct(self) -> Direct:
        """Direct estimates, with the model's τ²."""
        return direct(self.network, tau2=self.main.tau2)

    @cached_property
    def split(self) -> Split:
        """Direct against indirect evidence by back-calculation."""
        return back_calculation(self.network, self.main, self.direct)

    @cached_property
    def split_refit(self) -> Split:
        """Direct against indirect evidence by dropping trials and fitting again."""
        return drop_and_refit(self.network, self.main, method=self.heterogeneity.method)

    @cached_property
    def league(self) -> League:
        """League table, best P-score first."""
        table = league_of_fit(self.main, self.measure, level=self.level, evidence=self.direct, title=self.title)
        return table.ordered(np.argsort(-self.p_scores, kind="stable").tolist())

    @cached_property
    def ranking(self) -> Ranking:
        """Ranks with their probabilities and intervals."""
        rng = np.random.default_rng(self.seed)
        return ranking(self.main, small_better=self.small_better, rng=rng, level=self.level)

    @cached_property
    def decomposition(self) -> Decomposition:
        """Q within and between designs."""
        return decomposition(self.network)

    @cached_property
    def net_heat(self) -> NetHeat | None:
        """Net heat matrices; None where nothing can disagree (``not_estimable`` has the reason)."""
        return None if "inconsistency" in self.not_estimable else net_heat(self.network)

    @cached_property
    def contribution(self) -> Contribution:
        """Contributions of direct comparisons to network estimates, by shortest paths."""
        return contribution(self.network, self.main)

    @cached_property
    def funnel(self) -> Funnel:
        """Comparison-adjusted funnel: treatments in fewer trials, thought of as newer, against those in more."""
        busy = self.network.studies.sum(axis=1)
        order = sorted(range(len(self.treatments)), key=lambda i: (self.treatments[i] != self.reference, -busy[i]))
        return funnel(self.network, self.direct, order=[self.treatments[i] for i in order])

    @property
    def prediction(self) -> Prediction | None:
        """Prediction intervals; None where they cannot be had (``not_estimable`` has the reason)."""
        if self.random is None or "prediction interval" in self.not_estimable:
            return None
        return prediction(self.random, self.heterogeneity.df, level=self.level)

    @cached_property
    def not_estimable(self) -> dict[str, str]:
        """What cannot be known from this network, and why."""
        missing = {}
        found = self.heterogeneity
        if self.pooled_designs:
            missing["random-effects model"] = "Mantel-Haenszel pools the trials of a design under a fixed effect"
            missing["heterogeneity within designs"] = "Q compares designs only; I² and τ² need Q of trials"
        if found.df == 0:
            missing["Q, I², τ²"] = found.reason
            missing["random-effects model"] = "τ² cannot be estimated; the fixed-effect model is shown"
        if found.df < 2 or self.pooled_designs:
            few = f"Q has {found.df} degree{'' if found.df == 1 else 's'} of freedom, 2 are needed"
            missing["prediction interval"] = "there is no random-effects model" if self.pooled_designs else few
        if inconsistency_df(self.network) == 0:
            closed = "no closed loop" if self.network.loops == 0 else "loops are closed by multi-arm trials only"
            missing["inconsistency"] = f"{closed}: direct and indirect evidence never meet"
        return missing


def inconsistency_df(network: Network) -> int:
    """Degrees of freedom between designs."""
    return sum(len(design) - 1 for design in network.designs) - len(network.treatments) + 1


@attrs.frozen
class NMAResult:
    """Results of all components, largest first.

    Attributes
    ----------
    components : tuple of ComponentResult
    evidence : Evidence          What went in.
    warnings : tuple of str      What a reviewer should look at, one sentence each.
    """

    components: tuple[ComponentResult, ...]
    evidence: Evidence
    warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[ComponentResult]:
        return iter(self.components)

    def __len__(self) -> int:
        return len(self.components)

    def __getitem__(self, at: int) -> ComponentResult:
        return self.components[at]

    def effect(self, treatment: str, comparator: str) -> tuple[float, float]:
        """Effect of one treatment against another and its standard error, analysis scale.

        Raises
        ------
        NetworkError  where a treatment is unknown, or nothing connects the two.
        """
        home = [next((c for c in self.components if name in c.treatments), None) for name in (treatment, comparator)]
        for name, part in zip((treatment, comparator), home, strict=True):
            if part is None:
                known = ", ".join(t for c in self.components for t in c.treatments)
                raise NetworkError(f"'{name}' is in no trial; the treatments are {known}")
        first, second = home
        if first is not second or first is None or second is None:
            names = [c.network.name for c in home if c is not None]
            raise NetworkError(
                f"'{treatment}' ({names[0]}) and '{comparator}' ({names[1]}) are not connected by any chain of trials, "
                "so there is no evidence to compare them; add a trial that links the two components"
            )
        return first.effect(treatment, comparator)
