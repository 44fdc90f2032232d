"""Effects: the posterior of every treatment against every other, whatever it was computed by.

One face for a mixture (contrasts), independent curves (stars of counts) and draws (counts in any network).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import attrs
import numpy as np
from scipy import optimize, special

from ipdrecon.frozen import Floats
from nma.bayes import mixture
from nma.bayes.curve import Curve
from nma.bayes.design import pair_rows
from nma.bayes.exact import Exact
from nma.bayes.sampler import Draws
from nma.bayes.star import Star

#: Draws behind rank probabilities where the posterior itself is exact.
DRAWS = 100_000


class Effects(Protocol):
    """Row treatment against column treatment, analysis scale; the order is that of ``treatments``."""

    treatments: tuple[str, ...]
    reference: str

    def quantiles(self, p: Sequence[float], *, predicted: bool = False) -> Floats:
        """(len(p), n, n) quantiles; ``predicted`` is for the effect in the next trial."""
        ...

    def above(self, margin: float = 0.0) -> Floats:
        """(n, n) probability that the effect is above a margin; NaN on the diagonal."""
        ...

    def draws(self, rng: np.random.Generator) -> Floats:
        """(draws, n) effects of all treatments against the reference."""
        ...


def _square(n: int, values: Floats, mirrored: Floats) -> Floats:
    """(n, n) from pairs below the diagonal, row by row, and the same pairs turned round."""
    i, j = np.tril_indices(n, -1)
    made = np.zeros((n, n))
    made[i, j], made[j, i] = values, mirrored
    return made


def _pairs(n: int) -> list[tuple[int, int]]:
    return [(i, j) for i in range(n) for j in range(i)]


@attrs.define(slots=False)
class MixtureEffects:
    """Effects of an exact posterior of contrasts."""

    treatments: tuple[str, ...]
    reference: str
    posterior: Exact

    @cached_property
    def _pairwise(self) -> tuple[Floats, Floats]:
        """(J, pairs) means and variances; the reference has neither, so pairs are read off the parameters' own."""
        n, found = len(self.treatments), self.posterior
        others = [i for i, name in enumerate(self.treatments) if name != self.reference]
        mean = np.zeros((found.tau.size, n))
        mean[:, others] = found.mean
        covariance = np.zeros((found.tau.size, n, n))
        covariance[np.ix_(range(found.tau.size), others, others)] = found.covariance
        i, j = np.tril_indices(n, -1)
        own = covariance[:, range(n), range(n)]
        return mean[:, i] - mean[:, j], own[:, i] + own[:, j] - 2 * covariance[:, i, j]

    def _moments(self, predicted: bool) -> tuple[Floats, Floats]:
        mean, variance = self._pairwise
        more = self.posterior.tau[:, None] ** 2 if predicted else 0.0
        return mean, np.sqrt(variance + more)

    def quantiles(self, p: Sequence[float], *, predicted: bool = False) -> Floats:
        """By root finding."""
        mean, sd = self._moments(predicted)
        n, weight = len(self.treatments), self.posterior.weight
        found: dict[float, Floats] = {}

        def at(q: float) -> Floats:
            # The limits of a pair turned round are its own, so that they are found once.
            key = round(q, 12)
            if key not in found:
                found[key] = mixture.quantile(q, weight, mean, sd)
            return found[key]

        return np.array([_square(n, at(q), -at(1 - q)) for q in p])

    def above(self, margin: float = 0.0) -> Floats:
        """From the mixture's distribution function."""
        mean, sd = self._moments(False)
        n, weight = len(self.treatments), self.posterior.weight
        over = weight @ special.ndtr((mean - margin) / sd)
        under = weight @ special.ndtr((-mean - margin) / sd)
        made = _square(n, over, under)
        np.fill_diagonal(made, np.nan)
        return made

    def draws(self, rng: np.random.Generator) -> Floats:
        """Independent draws."""
        return self.posterior.draws(rng, DRAWS) @ pair_rows(self.treatments, self.reference).T


@attrs.define(slots=False)
class StarEffects:
    """Effects of an exact posterior of a star of counts (fixed effect, so the next trial is like the others)."""

    treatments: tuple[str, ...]
    reference: str
    posterior: Star

    @cached_property
    def _curves(self) -> dict[str, Curve]:
        return dict(zip(self.posterior.treatments, self.posterior.curves, strict=True))

    def quantiles(self, p: Sequence[float], *, predicted: bool = False) -> Floats:
        """By root finding."""
        n = len(self.treatments)
        wanted = np.asarray(p)
        made = np.zeros((wanted.size, n, n))
        for i, j in _pairs(n):
            at = self._between(self.treatments[i], self.treatments[j], np.concatenate([wanted, 1 - wanted]))
            made[:, i, j], made[:, j, i] = at[: wanted.size], -at[wanted.size :]
        return made

    def _between(self, one: str, two: str, p: Floats) -> Floats:
        """Quantiles of one against two."""
        if two == self.reference:
            return self._curves[one].quantile(p)
        if one == self.reference:
            return -self._curves[two].quantile(1 - p)
        first, second = self._curves[one], self._curves[two]
        low = float(first.edges[0] - second.edges[-1])
        high = float(first.edges[-1] - second.edges[0])
        return np.array(
            [optimize.brentq(lambda x, q=q: self._below(first, second, x) - q, low, high, xtol=1e-12) for q in p]
        )

    @staticmethod
    def _below(first: Curve, second: Curve, x: float) -> float:
        """Probability that first minus second is at most x: their convolution, on the second's own nodes."""
        return float((second.mass.ravel() * first.cdf(x + second.at.ravel())).sum())

    def above(self, margin: float = 0.0) -> Floats:
        """From the distribution functions."""
        n = len(self.treatments)
        made = np.full((n, n), np.nan)
        for i in range(n):
            for j in range(n):
                one, two = self.treatments[i], self.treatments[j]
                if i == j:
                    continue
                if two == self.reference:
                    made[i, j] = 1 - float(self._curves[one].cdf(margin))
                elif one == self.reference:
                    made[i, j] = float(self._curves[two].cdf(-margin))
                else:
                    made[i, j] = 1 - self._below(self._curves[one], self._curves[two], margin)
        return made

    def draws(self, rng: np.random.Generator) -> Floats:
        """Independent draws."""
        drawn = dict(zip(self.posterior.treatments, self.posterior.draws(rng, DRAWS).T, strict=True))
        return np.column_stack([drawn.get(name, np.zeros(DRAWS)) for name in self.treatments])


@attrs.define(slots=False)
class DrawnEffects:
    """Effects from Markov chains."""

    treatments: tuple[str, ...]
    reference: str
    posterior: Draws

    @cached_property
    def _drawn(self) -> Floats:
        return np.asarray(self.posterior.flat @ pair_rows(self.treatments, self.reference).T)

    def quantiles(self, p: Sequence[float], *, predicted: bool = False) -> Floats:
        """Of the draws; the next trial's effect adds a normal draw of its own."""
        n, drawn = len(self.treatments), self._drawn
        made = np.zeros((len(p), n, n))
        shift: Floats | float = 0.0
        if predicted:
            rng = np.random.default_rng([self.posterior.chains.seed, 1])
            shift = self.posterior.tau.ravel() * rng.standard_normal(drawn.shape[0])
        for i, j in _pairs(n):
            at = np.quantile(drawn[:, i] - drawn[:, j] + shift, [*p, *(1 - q for q in p)])
            made[:, i, j], made[:, j, i] = at[: len(p)], -at[len(p) :]
        return made

    def above(self, margin: float = 0.0) -> Floats:
        """Share of the draws."""
        n, drawn = len(self.treatments), self._drawn
        made = np.full((n, n), np.nan)
        for i in range(n):
            for j in range(n):
                if i != j:
                    made[i, j] = float((drawn[:, i] - drawn[:, j] > margin).mean())
        return made

    def draws(self, rng: np.random.Generator) -> Floats:
        """All that the chains kept."""
        return self._drawn
