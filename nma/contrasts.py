"""Contrasts: what one trial says about its treatments, with the covariance its shared arm brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.measures import measure_of

#: Relative gap between printed effects of a multi-arm trial and the closest consistent ones that rounding explains.
CLOSURE_TOLERANCE = 1e-3
#: Largest logarithm of a ratio that can be an effect; e to this is far above any number of patients.
MAX_LOG_RATIO = 50.0
#: The same gap as a share of the smallest standard error: below it, it changes nothing that is printed.
CLOSURE_SHARE = 0.02


@attrs.frozen
class Contrasts(Locked):
    """Effects of a trial's other treatments against its reference, as one block.

    Attributes
    ----------
    trial : str                     Name, one block a trial.
    reference : str                 Treatment the effects are measured against.
    treatments : tuple of k-1 str   The other treatments.
    effect : (k-1,) float           Treatment minus reference; logarithms for ratio measures.
    covariance : (k-1, k-1) float   Symmetric and positive definite; off the diagonal stands the reference arm's share.
    measure : str                   One of :data:`nma.measures.MEASURES`.
    patients, events : (k,) float   Per arm, reference first; NaN where not known.
    population, endpoint, source : str   Travel to the output.
    """

    trial: str
    reference: str
    treatments: tuple[str, ...]
    effect: Floats = array_field(floats)
    covariance: Floats = array_field(floats)
    measure: str = "HR"
    patients: Floats = array_field(floats, factory=list)
    events: Floats = array_field(floats, factory=list)
    population: str = ""
    endpoint: str = ""
    source: str = ""

    def __attrs_post_init__(self) -> None:
        measure_of(self.measure)
        k = len(self.treatments)
        where = f"trial '{self.trial}'"
        if k == 0:
            raise NetworkError(f"{where} has one arm only ('{self.reference}'); a contrast needs at least two")
        if len(set(self.arms)) != k + 1 or not all(name.strip() for name in self.arms):
            raise NetworkError(
                f"{where} has arms {', '.join(repr(name) for name in self.arms)}; each must have a name of its own "
                "(merge arms of the same treatment first)"
            )
        if self.effect.shape != (k,) or self.covariance.shape != (k, k):
            raise NetworkError(
                f"{where} has effects of shape {self.effect.shape} and covariance of shape {self.covariance.shape}; "
                f"{k + 1} arms need ({k},) and ({k}, {k})"
            )
        if not (np.isfinite(self.effect).all() and np.isfinite(self.covariance).all()):
            raise NetworkError(f"{where} has an effect or covariance that is no finite number; leave the trial out")
        if measure_of(self.measure).ratio and np.abs(self.effect).max() > MAX_LOG_RATIO:
            raise NetworkError(
                f"{where} has effect {self.effect[np.abs(self.effect).argmax()]:g}; effects of the {self.measure} are "
                f"logarithms, and one beyond {MAX_LOG_RATIO:g} is no ratio anybody has seen: check its unit"
            )
        if not _positive_definite(self.covariance):
            raise NetworkError(
                f"{where}: its standard errors contradict each other (the covariance of its {k} contrasts is not "
                "symmetric and positive definite); check them, more decimals may be needed"
            )
        for name in ("patients", "events"):
            if getattr(self, name).size == 0:
                object.__setattr__(self, name, floats(np.full(k + 1, np.nan)))
            elif getattr(self, name).shape != (k + 1,):
                raise NetworkError(f"{where} gives {getattr(self, name).size} numbers of {name} for {k + 1} arms")

    @property
    def arms(self) -> tuple[str, ...]:
        """All treatments, the reference first."""
        return (self.reference, *self.treatments)

    @property
    def se(self) -> Floats:
        """(k-1,) standard errors of the effects."""
        return np.sqrt(np.diag(self.covariance))

    def against(self, reference: str) -> Contrasts:
        """The same evidence with another of the trial's treatments as reference.

        Raises
        ------
        NetworkError  where the trial has no such treatment.
        """
        if reference not in self.arms:
            raise NetworkError(f"trial '{self.trial}' has no treatment '{reference}'; it has {', '.join(self.arms)}")
        if reference == self.reference:
            return self
        at = self.arms.index(reference)
        order = [at, *(i for i in range(len(self.arms)) if i != at)]
        effects, spread = np.append(0.0, self.effect), np.zeros((len(order), len(order)))
        spread[1:, 1:] = self.covariance
        rest = order[1:]
        covariance = spread[np.ix_(rest, rest)] - spread[rest, at][:, None] - spread[at, rest][None, :] + spread[at, at]
        return attrs.evolve(
            self,
            reference=reference,
            treatments=tuple(self.arms[i] for i in rest),
            effect=effects[rest] - effects[at],
            covariance=(covariance + covariance.T) / 2,
            patients=self.patients[order],
            events=self.events[order],
        )

    @classmethod
    def two_arm(
        cls, trial: str, treatment: str, reference: str, effect: float, se: float, **fields: object
    ) -> Contrasts:
        """A trial with one contrast, treatment minus reference."""
        if not se > 0:
            raise NetworkError(f"trial '{trial}' has standard error {se:g}; it must be above 0")
        return cls(trial, reference, (treatment,), [effect], [[se * se]], **fields)  # type: ignore[arg-type]

    @classmethod
    def from_pairs(
        cls,
        trial: str,
        pairs: Sequence[tuple[str, str]],
        effect: Sequence[float],
        se: Sequence[float],
        *,
        patients: Mapping[str, float] | None = None,
        **fields: object,
    ) -> Contrasts:
        """A trial from all its pairwise contrasts (first minus second of each pair) and their standard errors.

        The covariance of two contrasts against r is half of ``V_ir + V_jr - V_ij``, which is the multi-arm
        adjustment of Rücker & Schwarzer (2014) read backwards. Effects that do not close exactly, because they were
        rounded, are brought to the nearest consistent ones under the adjusted weights.

        Raises
        ------
        NetworkError  where a pair is missing or given twice, or effects do not close within rounding.
        """
        arms = tuple(dict.fromkeys(name for one, two in pairs for name in (two, one)))
        place = {name: i for i, name in enumerate(arms)}
        p = len(arms)
        variance, difference = np.full((p, p), np.nan), np.full((p, p), np.nan)
        for (one, two), value, s in zip(pairs, effect, se, strict=True):
            i, j = place[one], place[two]
            if i == j:
                raise NetworkError(f"trial '{trial}' compares '{one}' with itself; a contrast needs two treatments")
            if not np.isnan(variance[i, j]):
                raise NetworkError(
                    f"trial '{trial}' compares '{one}' and '{two}' twice; keep one row, or give two trials two names"
                )
            if not s > 0:
                raise NetworkError(f"trial '{trial}' has standard error {s:g} for {one} v {two}; it must be above 0")
            variance[i, j] = variance[j, i] = s * s
            difference[i, j], difference[j, i] = value, -value
        np.fill_diagonal(variance, 0.0)
        np.fill_diagonal(difference, 0.0)
        if np.isnan(variance).any():
            i, j = np.argwhere(np.isnan(variance))[0]
            raise NetworkError(
                f"trial '{trial}' has {p} arms but no row for {arms[j]} v {arms[i]}; give all {p * (p - 1) // 2} "
                "pairs, or the rows against one reference with column 'covariance' (the variance of the reference arm)"
            )
        covariance = (variance[1:, :1] + variance[:1, 1:] - variance[1:, 1:]) / 2
        fields["patients"] = [patients.get(name, np.nan) for name in arms] if patients else []
        if p > 2 and not _positive_definite(covariance):
            return cls(trial, arms[0], arms[1:], difference[1:, 0], covariance, **fields)  # type: ignore[arg-type]
        y = difference[1:, 0] if p == 2 else _closed(trial, difference, covariance)
        return cls(trial, arms[0], arms[1:], y, covariance, **fields)  # type: ignore[arg-type]

    def pairs(self) -> list[tuple[str, str, float, float]]:
        """All pairwise contrasts (first, second, first minus second, standard error), k(k-1)/2 of them."""
        effects, spread = np.append(0.0, self.effect), np.zeros((len(self.arms), len(self.arms)))
        spread[1:, 1:] = self.covariance
        return [
            (
                self.arms[i],
                self.arms[j],
                float(effects[i] - effects[j]),
                float(np.sqrt(spread[i, i] + spread[j, j] - 2 * spread[i, j])),
            )
            for j in range(len(self.arms))
            for i in range(j + 1, len(self.arms))
        ]


def _closed(trial: str, difference: Floats, covariance: Floats) -> Floats:
    """Effects against the first arm that fit all printed pairs best, weighted as the network will weight them."""
    p = difference.shape[0]
    edges = np.hstack([-np.ones((p - 1, 1)), np.eye(p - 1)])
    weights = -(edges.T @ np.linalg.solve(covariance, edges))
    np.fill_diagonal(weights, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    flow = (weights * difference).sum(axis=1)
    potential = np.linalg.solve(laplacian[1:, 1:], flow[1:])
    closed = np.append(0.0, potential)
    gap = np.abs(difference - (closed[:, None] - closed[None, :])).max()
    if gap > CLOSURE_TOLERANCE * max(1.0, np.abs(difference).max()) and gap > 0.02 * np.sqrt(
        covariance.diagonal().min()
    ):
        raise NetworkError(
            f"effects of multi-arm trial '{trial}' do not add up: going round its arms leaves a gap of {gap:.3g}; "
            "check their signs and decimals"
        )
    return potential


def _positive_definite(matrix: Floats) -> bool:
    if matrix.shape == (1, 1):
        return bool(matrix[0, 0] > 0)
    if not np.allclose(matrix, matrix.T, rtol=1e-10, atol=0):
        return False
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True
