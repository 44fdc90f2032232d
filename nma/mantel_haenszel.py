"""Mantel-Haenszel network meta-analysis of sparse counts: no correction of empty cells (Efthimiou et al. 2019).

Trials of one design are pooled first, by Mantel-Haenszel odds ratios with the covariances of Greenland (1989); the
designs then make the network. A trial may have empty cells, as long as its design has none.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats
from nma.arms import ArmCounts
from nma.contrasts import Contrasts
from nma.network import sort_key


@attrs.frozen
class MantelHaenszel:
    """Designs as contrasts, and what had to be left out.

    Attributes
    ----------
    designs : tuple of Contrasts    One a design, log odds ratios; a network of them is the analysis.
    warnings : tuple of str         Trials, arms and designs that say nothing.
    """

    designs: tuple[Contrasts, ...]
    warnings: tuple[str, ...] = ()


def mantel_haenszel(counts: Sequence[ArmCounts]) -> MantelHaenszel:
    """Pool the trials of each design.

    Raises
    ------
    NetworkError  where no design is left.
    """
    notes: list[str] = []
    groups: dict[tuple[str, ...], list[ArmCounts]] = {}
    for trial in counts:
        if not trial.informative:
            kind = "no event in any arm" if trial.events.sum() == 0 else "events in all patients of every arm"
            notes.append(f"Trial '{trial.trial}' has {kind} and says nothing about the OR; left out.")
            continue
        groups.setdefault(tuple(sorted(trial.treatments, key=sort_key)), []).append(trial)
    found = []
    for design, trials in groups.items():
        where = [[trial.treatments.index(name) for name in design] for trial in trials]
        events = np.array([trial.events[at] for trial, at in zip(trials, where, strict=True)])
        others = np.array([trial.patients[at] for trial, at in zip(trials, where, strict=True)]) - events
        usable = (events.sum(axis=0) > 0) & (others.sum(axis=0) > 0)
        name = " : ".join(design)
        notes += [
            f"Arm '{arm}' of design {name} has no event, or events in all patients, over all its trials; left out."
            for arm, keep in zip(design, usable, strict=True)
            if not keep
        ]
        if usable.sum() < 2:
            notes.append(f"Design {name} has no two arms with events and patients without; left out.")
            continue
        arms = tuple(arm for arm, keep in zip(design, usable, strict=True) if keep)
        found.append(_pooled(name, arms, events[:, usable], others[:, usable]))
    if not found:
        raise NetworkError(
            "no design has events in two arms, so there is no Mantel-Haenszel estimate; use RD or a prior"
        )
    return MantelHaenszel(tuple(found), tuple(notes))


def _pooled(name: str, arms: tuple[str, ...], events: Floats, others: Floats) -> Contrasts:
    """Generalised Mantel-Haenszel contrasts of one design from (trials, arms) counts."""
    p = len(arms)
    total = (events + others).sum(axis=1)[:, None, None]
    cross = events[:, :, None] * others[:, None, :] / total
    diagonal = (events[:, :, None] + others[:, None, :]) / total
    summed = cross.sum(axis=0)
    off = ~np.eye(p, dtype=bool)
    if (summed[off] == 0).any():
        raise NetworkError(f"design {name} has two arms that no trial with events connects; leave its trials out")
    log_odds = np.zeros((p, p))
    log_odds[off] = np.log(summed[off] / summed.T[off])
    # The mean over all third arms makes the p(p-1)/2 odds ratios consistent (Mickey & Elashoff 1985).
    potential = log_odds.sum(axis=1) / p
    covariance = _covariance(events, others, cross, diagonal, summed) / p**2
    effect = potential[1:] - potential[0]
    spread = covariance[1:, 1:] - covariance[1:, :1] - covariance[:1, 1:] + covariance[0, 0]
    return Contrasts(
        name,
        arms[0],
        arms[1:],
        effect,
        (spread + spread.T) / 2,
        "OR",
        (events + others).sum(axis=0),
        events.sum(axis=0),
    )


def _covariance(events: Floats, others: Floats, cross: Floats, diagonal: Floats, summed: Floats) -> Floats:
    """(p, p) covariance of the sums of each arm's log odds ratios (Greenland 1989, eq. 3 and 5)."""
    p = summed.shape[0]
    back, back_diagonal = cross.transpose(0, 2, 1), diagonal.transpose(0, 2, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (
            (cross * diagonal).sum(axis=0) / (2 * summed**2)
            + (cross * back_diagonal + back * diagonal).sum(axis=0) / (2 * summed * summed.T)
            + (back * back_diagonal).sum(axis=0) / (2 * summed.T**2)
        )
    np.fill_diagonal(variance, 0.0)
    shared = np.zeros((p, p, p))
    square = (events + others).sum(axis=1) ** 2
    for x in range(p):
        for y in range(p):
            for z in range(p):
                if len({x, y, z}) == 3:
                    r, s, n = events, others, events + others
                    shared[x, y, z] = (
                        (r[:, x] * s[:, y] * s[:, z] / square).sum() / (summed[x, y] * summed[x, z])
                        + (n[:, x] * s[:, y] * r[:, z] / square).sum() / (summed[x, y] * summed[z, x])
                        + (n[:, x] * r[:, y] * s[:, z] / square).sum() / (summed[y, x] * summed[x, z])
                        + (s[:, x] * r[:, y] * r[:, z] / square).sum() / (summed[y, x] * summed[z, x])
                    ) / 3
    result = np.zeros((p, p))
    for x in range(p):
        result[x, x] = variance[x].sum() + shared[x].sum()
        for y in range(p):
            if x != y:
                # Pairs of odds ratios that share an arm: a third one, y in the first, x in the second, or both.
                result[x, y] = shared[:, x, y].sum() - shared[x, y].sum() - shared[y, x].sum() - variance[x, y]
    return result
