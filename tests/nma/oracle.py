"""Published data sets with the results of established programs; each file says where both come from."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nma.arms import ArmCounts
from nma.contrasts import Contrasts
from nma.network import Network, components

FOLDER = Path(__file__).parent / "reference"
NETMETA = ("woods2010", "senn2013", "smoking", "parkinson")


@functools.cache
def reference(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def trials(name: str) -> list[Contrasts]:
    """The data set's trials from all their pairwise contrasts."""
    rows: dict[str, list[Any]] = {}
    for trial, one, two, effect, se in reference(name)["contrasts"]:
        rows.setdefault(trial, []).append((one, two, effect, se))
    return [
        Contrasts.from_pairs(
            trial,
            [(r[0], r[1]) for r in found],
            [r[2] for r in found],
            [r[3] for r in found],
            measure=reference(name)["measure"],
        )
        for trial, found in rows.items()
    ]


def network(name: str) -> Network:
    (found,) = components(trials(name))
    return found


def counts(name: str) -> list[ArmCounts]:
    """The data set's trials from their arms."""
    rows: dict[str, list[Any]] = {}
    for trial, treatment, events, patients in reference(name)["counts"]:
        rows.setdefault(trial, []).append((treatment, events, patients))
    return [
        ArmCounts(trial, tuple(r[0] for r in found), np.array([r[1] for r in found]), np.array([r[2] for r in found]))
        for trial, found in rows.items()
    ]


def matrix(values: Any) -> npt.NDArray[np.float64]:
    return np.array([[np.nan if v is None else v for v in row] for row in values], dtype=np.float64)


def simulated(rng: np.random.Generator, n: int = 6, k: int = 14) -> list[Contrasts]:
    """A connected network with trials of two to four arms and full covariances."""
    names = [f"T{i}" for i in range(n)]
    found = []
    for trial in range(k):
        p = 2 + trial % 3
        arms = [names[trial % n], *rng.choice([t for t in names if t != names[trial % n]], p - 1, replace=False)]
        if trial < n - 1:
            arms = [names[trial], names[trial + 1], *[a for a in arms if a not in names[trial : trial + 2]][: p - 2]]
        variance = rng.uniform(0.02, 0.3, len(arms))
        covariance = np.diag(variance[1:]) + variance[0]
        found.append(Contrasts(f"S{trial}", arms[0], tuple(arms[1:]), rng.normal(0, 0.5, len(arms) - 1), covariance))
    return found
