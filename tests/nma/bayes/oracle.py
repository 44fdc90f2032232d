"""Published data sets with the results of gemtc and JAGS, and what "within 3 Monte Carlo errors" means."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import stats

from nma.arms import ArmCounts
from nma.bayes.design import pair_rows
from nma.contrasts import Contrasts
from nma.network import Network, components
from tests.nma.oracle import reference


def counts(name: str) -> list[ArmCounts]:
    """The data set's trials from their arms."""
    rows: dict[str, list[tuple[str, int, int]]] = {}
    source = reference("blocker")["counts"] if name == "blocker" else reference("gemtc")[name]["counts"]
    for trial, treatment, events, patients in source:
        rows.setdefault(trial, []).append((treatment, events, patients))
    return [
        ArmCounts(trial, tuple(r[0] for r in found), np.array([r[1] for r in found]), np.array([r[2] for r in found]))
        for trial, found in rows.items()
    ]


def parkinson() -> Network:
    """The Parkinson example as differences against each trial's reference, whose own variance they share."""
    rows: dict[str, list[tuple[str, float | None, float]]] = {}
    for trial, treatment, diff, se in reference("gemtc")["parkinson_diff"]["relative"]:
        rows.setdefault(trial, []).append((treatment, diff, se))
    made = []
    for trial, found in rows.items():
        (base,) = [row for row in found if row[1] is None]
        others = [row for row in found if row[1] is not None]
        shared = base[2] ** 2
        covariance = np.full((len(others),) * 2, shared)
        np.fill_diagonal(covariance, [row[2] ** 2 for row in others])
        effects = np.array([row[1] for row in others], dtype=np.float64)
        made.append(Contrasts(trial, base[0], tuple(row[0] for row in others), effects, covariance, measure="MD"))
    (network,) = components(made)
    return network


def rows_of(treatments: Sequence[str], reference_: str, one: str, two: str) -> npt.NDArray[np.float64]:
    """The row of one treatment against another."""
    rows = pair_rows(treatments, reference_)
    names = list(treatments)
    return (rows[names.index(one)] - rows[names.index(two)])[None, :]


def near(
    found: Sequence[float],
    known: Sequence[float],
    own: Sequence[float] | None = None,
    *,
    tau: Sequence[float] | None = None,
) -> None:
    """Mean and quantiles at 2.5%, 50%, 97.5% within 3 Monte Carlo errors of gemtc's (and of our own chains').

    gemtc prints the error of means only; that of a quantile is √(p (1-p) / ESS) over the density there, which is taken
    from the spacing of gemtc's own quantiles as if either half were normal. Under random effects the tails of an effect
    are where τ is large, so that its limits have no more independent draws than τ (whose row is ``tau``).
    """
    mean, _, mcse, low, middle, high, ess = known
    tail = min(ess, tau[6]) if tau is not None else ess
    left, right = (middle - low) / 1.96, (high - middle) / 1.96

    def error(p: float, sd: float) -> float:
        return math.sqrt(p * (1 - p) / (ess if p == 0.5 else tail)) * sd / float(stats.norm.pdf(stats.norm.ppf(p)))

    errors = [mcse, error(0.025, left), error(0.5, (left + right) / 2), error(0.975, right)]
    for at, wanted, e, mine in zip(found, (mean, low, middle, high), errors, own or [0.0] * 4, strict=True):
        assert abs(at - wanted) < 3 * math.hypot(e, mine), (at, wanted, e, mine)
