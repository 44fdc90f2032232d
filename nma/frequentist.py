"""Generalised least squares over a network, in the graph's own terms.

Each trial is a small graph whose edge weights are the multi-arm adjusted ones (Rücker & Schwarzer 2014): its
Laplacian is ``C' V⁻¹ C``, with V the covariance of its contrasts and C the contrasts themselves. The Laplacians add
up to that of the network, and the effects are differences of the potentials it gives (Rücker 2012). This is exactly
generalised least squares, so a trial with any number of arms enters once, with the covariance it has.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Ints
from nma.fit import Fit
from nma.network import Block, Network


@attrs.frozen
class Pieces:
    """The trials of one block under one between-trial variance.

    Attributes
    ----------
    arms : (m, k) int             Places of the treatments.
    laplacian : (m, k, k) float   Adjusted weights: minus the weight off the diagonal.
    flow : (m, k) float           What the trial's effects push into each of its arms.
    log_det : (m,) float          Logarithm of the determinant of the trial's covariance.
    """

    arms: Ints
    laplacian: Floats
    flow: Floats
    log_det: Floats


def pieces(block: Block, tau2: float = 0.0) -> Pieces:
    """Laplacians and flows of a block's trials, with ``tau2`` between trials and correlation 1/2 within."""
    m, k = block.arms.shape
    if k == 2:
        variance = block.covariance[:, 0, 0] + tau2
        weight = 1.0 / variance
        laplacian = weight[:, None, None] * np.array([[1.0, -1.0], [-1.0, 1.0]])
        push = weight * block.effect[:, 0]
        return Pieces(block.arms, laplacian, np.column_stack([-push, push]), np.log(variance))
    covariance = block.covariance + tau2 * (np.eye(k - 1) + 1.0) / 2
    precision = np.linalg.inv(covariance)
    push = np.einsum("mij,mj->mi", precision, block.effect)
    laplacian = np.empty((m, k, k))
    laplacian[:, 1:, 1:] = precision
    laplacian[:, 0, 1:] = laplacian[:, 1:, 0] = -precision.sum(axis=2)
    laplacian[:, 0, 0] = precision.sum(axis=(1, 2))
    return Pieces(
        block.arms,
        laplacian,
        np.column_stack([-push.sum(axis=1), push]),
        np.linalg.slogdet(covariance)[1],
    )


def gathered(n: int, parts: tuple[Pieces, ...]) -> tuple[Floats, Floats]:
    """Laplacian (n, n) and flow (n,) of the network the pieces make."""
    laplacian, flow = np.zeros(n * n), np.zeros(n)
    for part in parts:
        places = part.arms[:, :, None] * n + part.arms[:, None, :]
        laplacian += np.bincount(places.ravel(), part.laplacian.ravel(), n * n)
        flow += np.bincount(part.arms.ravel(), part.flow.ravel(), n)
    return laplacian.reshape(n, n), flow


def pseudo_inverse(laplacian: Floats) -> Floats:
    """Moore-Penrose inverse of a connected network's Laplacian: ``(L + cJ)⁻¹ - J/(n²c)``.

    c is the mean weight, so that both terms have one size whatever the unit of the effects.
    """
    n = laplacian.shape[0]
    c = np.trace(laplacian) / (n * n)
    inverse: Floats = np.linalg.inv(laplacian + c) - 1.0 / (n * n * c)
    return (inverse + inverse.T) / 2


def fit(network: Network, *, tau2: float = 0.0) -> Fit:
    """Effects of a network under a given between-trial variance; 0 is the fixed-effect model."""
    laplacian, flow = gathered(len(network.treatments), tuple(pieces(block, tau2) for block in network.blocks))
    covariance = pseudo_inverse(laplacian)
    return Fit(network.treatments, covariance @ flow, covariance, tau2)


def q_by_trial(network: Network, at: Fit) -> Floats:
    """(trials,) share of each trial in Cochran's Q, under the fit's own between-trial variance.

    Written as distances of the effects themselves, because differences of large sums lose the digits of a small Q.
    """
    shares = np.empty(len(network.trials))
    for block in network.blocks:
        k = block.arms.shape[1]
        left = block.effect - (at.potential[block.arms[:, 1:]] - at.potential[block.arms[:, :1]])
        covariance = block.covariance + at.tau2 * (np.eye(k - 1) + 1.0) / 2
        shares[block.trial] = np.einsum("mi,mi->m", left, np.linalg.solve(covariance, left[:, :, None])[:, :, 0])
    return shares


def hat_matrix(network: Network, at: Fit) -> tuple[list[tuple[int, str, str]], Floats]:
    """The (m, m) matrix that turns observed pairwise contrasts into fitted ones, ``B L⁺ B' W``, and its rows' names.

    Rows are all pairwise contrasts of all trials as (trial, first, second); the trace is n - 1.
    """
    names, rows, weights = [], [], []
    place = {name: i for i, name in enumerate(network.treatments)}
    parts = [pieces(block, at.tau2) for block in network.blocks]
    home = {int(k): (b, i) for b, block in enumerate(network.blocks) for i, k in enumerate(block.trial)}
    for k, trial in enumerate(network.trials):
        b, i = home[k]
        for one, two, _, _ in trial.pairs():
            names.append((k, one, two))
            rows.append((place[one], place[two]))
            weights.append(-parts[b].laplacian[i, trial.arms.index(one), trial.arms.index(two)])
    edges = np.zeros((len(rows), len(place)))
    for r, (i, j) in enumerate(rows):
        edges[r, i], edges[r, j] = 1.0, -1.0
    return names, np.asarray(edges @ at.covariance @ edges.T * np.array(weights))
