"""Ranking: how treatments order, from estimates with their covariance or from draws.

Rank 1 is best. P-scores (Rücker & Schwarzer 2015) are the SUCRA of a normal posterior, so both stand in one column;
the mean over treatments is exactly 1/2.
"""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt
from scipy import special

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.fit import Fit

#: Draws behind rank probabilities of a fit: a Monte Carlo error below 0.0016 in each of them.
DRAWS = 100_000


@attrs.frozen
class Ranking(Locked):
    """Ranks of n treatments.

    Attributes
    ----------
    treatments : tuple of n str
    small_better : bool
    score : (n,) float              P-score, or SUCRA where it comes from draws, in [0, 1].
    probability : (n, n) float      Row: treatment, column: rank, 1 first. Rows and columns add up to 1.
    mean, low, median, high : (n,) float   Rank and its interval at ``level``.
    source : str                    "normal" (exact scores, ranks from draws of the estimates) or "draws".
    """

    treatments: tuple[str, ...]
    small_better: bool
    score: Floats = array_field(floats)
    probability: Floats = array_field(floats)
    mean: Floats = array_field(floats)
    low: Floats = array_field(floats)
    median: Floats = array_field(floats)
    high: Floats = array_field(floats)
    level: float = 0.95
    source: str = "normal"

    @property
    def order(self) -> tuple[int, ...]:
        """Places of the treatments from best to worst score."""
        return tuple(int(i) for i in np.argsort(-self.score, kind="stable"))


def superiority(at: Fit, *, small_better: bool, margin: float = 0.0) -> Floats:
    """(n, n) probability that the row beats the column by more than ``margin`` (analysis scale); NaN on the diagonal.

    One-sided p-values read as probabilities: those of a normal posterior with a flat prior.
    """
    gain = -at.effects if small_better else at.effects
    se = at.se
    np.fill_diagonal(se, np.nan)
    return np.asarray(special.ndtr((gain - margin) / se))


def p_scores(at: Fit, *, small_better: bool, margin: float = 0.0) -> Floats:
    """(n,) mean probability of being better than another treatment (by a margin, Mavridis et al. 2020)."""
    wins = superiority(at, small_better=small_better, margin=margin)
    np.fill_diagonal(wins, 0.0)
    return np.asarray(wins.sum(axis=1) / (len(at.treatments) - 1))


def ranking(
    at: Fit, *, small_better: bool, rng: np.random.Generator, draws: int = DRAWS, level: float = 0.95
) -> Ranking:
    """Ranking of a fit: exact P-scores and mean ranks, rank probabilities from draws of its normal distribution."""
    n = len(at.treatments)
    values, vectors = np.linalg.eigh(at.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    sample = at.potential + rng.standard_normal((draws, n)) @ root.T
    drawn = ranking_of_draws(at.treatments, sample, small_better=small_better, level=level)
    score = p_scores(at, small_better=small_better)
    return attrs.evolve(drawn, score=score, mean=n - (n - 1) * score, source="normal")


def ranking_of_draws(
    treatments: tuple[str, ...], draws: npt.ArrayLike, *, small_better: bool, level: float = 0.95
) -> Ranking:
    """Ranking of (draws, n) simulated effects, all against one reference (whose own column is 0).

    Raises
    ------
    NetworkError  where the draws do not have one column a treatment.
    """
    sample = np.asarray(draws, dtype=np.float64)
    n = len(treatments)
    if sample.ndim != 2 or sample.shape[1] != n or sample.shape[0] == 0:
        raise NetworkError(f"draws have shape {sample.shape}; ranking {n} treatments needs (draws, {n})")
    order = np.argsort(sample if small_better else -sample, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, n + 1)[None, :], axis=1)
    counts = np.zeros((n, n))
    for rank in range(n):
        counts[:, rank] = np.bincount(order[:, rank], minlength=n)
    probability = counts / sample.shape[0]
    cumulative = np.cumsum(probability, axis=1)
    tail = (1 - level) / 2
    low, median, high = (1 + (cumulative < q - 1e-12).sum(axis=1) for q in (tail, 0.5, 1 - tail))
    mean = ranks.mean(axis=0)
    return Ranking(
        treatments,
        small_better,
        (n - mean) / (n - 1),
        probability,
        mean,
        low,
        median,
        high,
        level=level,
        source="draws",
    )
