"""Direct evidence: each pair of treatments from the trials that compare it."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Ints, Locked, array_field, floats, ints
from nma.network import Network


@attrs.frozen
class Direct(Locked):
    """Inverse-variance means of the pairwise contrasts of each pair, from two-arm and multi-arm trials alike.

    Attributes
    ----------
    treatments : tuple of n str
    effects, se : (n, n) float    Row against column, analysis scale; NaN without direct evidence.
    studies : (n, n) int          Trials behind each.
    i2, tau2 : (n, n) float       Of the pair alone (DerSimonian & Laird 1986); NaN where one trial or none compares it.
    """

    treatments: tuple[str, ...]
    effects: Floats = array_field(floats)
    se: Floats = array_field(floats)
    studies: Ints = array_field(ints)
    i2: Floats = array_field(floats)
    tau2: Floats = array_field(floats)


def direct(network: Network, *, tau2: float = 0.0) -> Direct:
    """Direct estimates of all pairs, with the network's between-trial variance added to each contrast's own."""
    n = len(network.treatments)
    first, second, value, variance = _rows(network)
    weight = 1.0 / (variance + tau2)

    def summed(amount: Floats, sign: float = 1.0) -> Floats:
        half = np.bincount(first * n + second, amount, n * n).reshape(n, n)
        return half + sign * half.T

    total = summed(weight)
    none = total == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        effects = np.where(none, np.nan, summed(weight * value, -1.0) / total)
        se = np.where(none, np.nan, 1.0 / np.sqrt(total))
        own = 1.0 / variance
        mean = summed(own * value, -1.0) / summed(own)
        q = summed(own * (value - mean[first, second]) ** 2)
        df = summed(np.ones_like(value)) - 1
        i2 = np.where(df > 0, np.maximum(0.0, np.where(q > 0, (q - df) / q, 0.0)), np.nan)
        spread = summed(own) - summed(own**2) / summed(own)
        between = np.where(df > 0, np.maximum(0.0, (q - df) / spread), np.nan)
    return Direct(network.treatments, effects, se, network.studies, i2, between)


def _rows(network: Network) -> tuple[Ints, Ints, Floats, Floats]:
    """All pairwise contrasts of all trials: places of first and second, first minus second, and its variance."""
    parts = []
    for block in network.blocks:
        m, k = block.arms.shape
        effect = np.zeros((m, k))
        effect[:, 1:] = block.effect
        spread = np.zeros((m, k, k))
        spread[:, 1:, 1:] = block.covariance
        own = np.einsum("mii->mi", spread)
        parts += [
            (
                block.arms[:, i],
                block.arms[:, j],
                effect[:, i] - effect[:, j],
                own[:, i] + own[:, j] - 2 * spread[:, i, j],
            )
            for j in range(k)
            for i in range(j + 1, k)
        ]
    first, second, value, variance = (np.concatenate(column) for column in zip(*parts, strict=True))
    return first, second, value, variance
