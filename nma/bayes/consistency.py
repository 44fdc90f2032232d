"""Do the trials agree with each other? Unrelated mean effects, and one split node at a time.

Both are other designs of the same model, so contrasts are answered exactly and counts by the same sampler.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats
from nma.bayes import mixture
from nma.bayes.design import Design, node_split, pair_rows, unrelated
from nma.bayes.deviance import Deviance
from nma.bayes.exact import Exact
from nma.bayes.sampler import Draws

#: What a design is answered by, and the model's fit.
Answer = Callable[[Design], tuple[Exact | Draws, Deviance]]


@attrs.frozen
class Estimate:
    """Median and limits of one effect, analysis scale."""

    median: float
    low: float
    high: float


@attrs.frozen
class Unrelated:
    """The unrelated-mean-effects model: every comparison from its own trials only.

    Attributes
    ----------
    pairs : tuple of (str, str)      (treatment, comparator).
    estimates : tuple of Estimate
    deviance : Deviance              Much lower than that of the consistency model: the trials contradict each other.
    tau : Estimate or None           None under the fixed effect.
    """

    pairs: tuple[tuple[str, str], ...]
    estimates: tuple[Estimate, ...]
    deviance: Deviance
    tau: Estimate | None


@attrs.frozen
class Splitting:
    """Direct and indirect evidence of one comparison, apart from each other.

    Attributes
    ----------
    treatment, comparator : str
    direct, indirect, difference : Estimate   Analysis scale; difference is direct minus indirect.
    p : float                                 Twice the smaller posterior probability of the difference's sign.
    """

    treatment: str
    comparator: str
    direct: Estimate
    indirect: Estimate
    difference: Estimate
    p: float


def unrelated_effects(arms: Sequence[tuple[str, ...]], reference: str, answer: Answer, *, level: float) -> Unrelated:
    """Answer of the unrelated-mean-effects design; multi-arm trials stand against their baseline arm."""
    design = unrelated(arms, reference)
    found, deviance = answer(design)
    estimates = [estimate(found, row, level) for row in np.eye(len(design.parameters))]
    return Unrelated(design.parameters, tuple(estimates), deviance, tau_estimate(found, level))


def splittings(
    arms: Sequence[tuple[str, ...]], treatments: Sequence[str], reference: str, answer: Answer, *, level: float
) -> tuple[Splitting, ...]:
    """Every comparison that has trials of its own and other evidence as well."""
    rows = pair_rows(treatments, reference)
    found = []
    for i, one in enumerate(treatments):
        for j, two in enumerate(treatments):
            if i <= j or not any(one in trial and two in trial for trial in arms):
                continue
            try:
                design = node_split(arms, treatments, reference, (one, two))
            except NetworkError:
                # Nothing but its own trials connects this pair: there is no other evidence to compare with.
                continue
            at, _ = answer(design)
            indirect = np.append(rows[i] - rows[j], 0.0)
            direct = np.append(np.zeros(rows.shape[1]), 1.0)
            over = probability_above(at, direct - indirect)
            found.append(
                Splitting(
                    one,
                    two,
                    estimate(at, direct, level),
                    estimate(at, indirect, level),
                    estimate(at, direct - indirect, level),
                    2 * min(over, 1 - over),
                )
            )
    return tuple(found)


def estimate(found: Exact | Draws, row: Floats, level: float) -> Estimate:
    """Median and equal-tailed limits of a linear combination of the parameters."""
    p = (0.5, (1 - level) / 2, (1 + level) / 2)
    if isinstance(found, Draws):
        return Estimate(*(float(q) for q in np.quantile(found.flat @ row, p)))
    mean, sd = found.contrast(row[None, :])
    return Estimate(*(float(mixture.quantile(q, found.weight, mean, sd)[0]) for q in p))


def probability_above(found: Exact | Draws, row: Floats) -> float:
    """Posterior probability that a linear combination is above 0."""
    if isinstance(found, Draws):
        return float((found.flat @ row > 0).mean())
    mean, sd = found.contrast(row[None, :])
    return 1.0 - float(mixture.cdf(0.0, found.weight, mean, sd)[0])


def tau_estimate(found: Exact | Draws, level: float) -> Estimate | None:
    """Median and limits of τ; None under the fixed effect."""
    if not found.random:
        return None
    p = (0.5, (1 - level) / 2, (1 + level) / 2)
    if isinstance(found, Draws):
        return Estimate(*(float(q) for q in np.quantile(found.tau, p)))
    return Estimate(*(found.tau_quantile(q) for q in p))
