"""Coverage of 95% intervals of curve, median and restricted mean, ours beside the established programs'."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import attrs
import numpy as np

from benchmarks.pooling.simulate import HORIZON, LANDMARKS, Truth, hazard, mean_truth, studies, summary_truth
from pooling.cells import cells
from pooling.grid import automatic
from pooling.pool import pool_one
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.summary import summarise, worded

COMMON: dict[str, Any] = {"horizons": [HORIZON], "landmarks": list(LANDMARKS)}
#: Summary curves: ours, and the formulae of RISCA and metaSurvival.
SUMMARIES = {
    "random, Hartung-Knapp (ours)": Settings(method="random", **COMMON),
    "random, normal (RISCA, metaSurvival)": Settings(
        method="random", interval="normal", transform="log", median="simulated", draws=1000, **COMMON
    ),
    "fixed, normal (RISCA, metaSurvival)": Settings(
        method="fixed", interval="normal", transform="log", median="simulated", draws=1000, **COMMON
    ),
}
#: Kaplan-Meier curves: ours, and R's survfit with and without cluster.
CURVES = {
    "cluster, t (ours)": Settings(method="cluster", **COMMON),
    "mixture, t (ours)": Settings(method="stratified", **COMMON),
    "cluster, normal (survfit cluster)": Settings(method="cluster", interval="normal", **COMMON),
    "naive (survfit)": Settings(method="naive", **COMMON),
}
NAMES = (*SUMMARIES, *CURVES)
#: Time at which the band of a new study is held against one.
NEW_STUDY = 12.0
QUANTITIES = (*(f"S({t:g})" for t in LANDMARKS), "median", f"RMST({HORIZON:g})", f"new S({NEW_STUDY:g})")


#: What stands outside 93 to 97, and why.
WHY = (
    "* outside 93 to 97. Normal intervals take an estimated variance between studies for the truth: too narrow where",
    "studies differ, too wide where they do not (it is cut off at 0). Fixed and naive intervals leave it out. A",
    "sandwich variance of few clusters is too low. The band of a new study holds more than it says where studies do",
    "not differ, for the same cut-off. A dash: the method has none, or too few curves reached the time.",
)


@attrs.frozen
class Row:
    """Coverage of one method in one scenario, with its share of intervals that were not to be had."""

    studies: int
    sigma: float
    method: str
    coverage: tuple[float, ...]
    bias: tuple[float, ...]
    width: tuple[float, ...]
    metas: int


def run(count: int, seed: int, jobs: int) -> Iterator[Row]:
    """All scenarios, ``count`` meta-analyses each."""
    with ProcessPoolExecutor(jobs) as workers:
        for sigma in (0.0, 0.25):
            for k in (3, 5, 10):
                pieces = np.array_split(np.arange(count), max(jobs * 4, 1))
                one = partial(_piece, k=k, sigma=sigma, seed=seed)
                found = np.concatenate(list(workers.map(one, [p for p in pieces if p.size])))
                yield from _rows(found, k, sigma)


def _piece(numbers: np.ndarray, *, k: int, sigma: float, seed: int) -> np.ndarray:
    """Estimates and limits (metas, methods, quantities, 3)."""
    return np.array([_one(k, sigma, np.random.default_rng([seed, k, round(sigma * 1000), int(i)])) for i in numbers])


def _one(k: int, sigma: float, rng: np.random.Generator) -> np.ndarray:
    group = studies(k, sigma, rng)
    new = float(np.exp(-hazard(NEW_STUDY) * np.exp(sigma * rng.standard_normal())))
    grid = automatic(group)
    inside = cells(group, grid.time)
    made = [worded(summarise(inside, grid, s), group, "A", s) for s in SUMMARIES.values()]
    made += [pool_one(group, "A", s) for s in CURVES.values()]
    return np.array([_read(r, new) for r in made])


def _read(result: Pooled, new: float) -> np.ndarray:
    missing = (np.nan, np.nan, np.nan)
    marks = {a.time: (a.value, a.low, a.high) for a in result.landmarks}
    area = {a.time: (a.value, a.low, a.high) for a in result.horizons}
    return np.array(
        [
            *(marks.get(t, missing) for t in LANDMARKS),
            (result.median, result.median_low, result.median_high),
            area.get(HORIZON, missing),
            _predicted(result, new),
        ]
    )


def _predicted(result: Pooled, new: float) -> tuple[float, float, float]:
    """The new study's survival, moved to 0, and the limits of its band around it."""
    if not result.prediction_low.size or result.end < NEW_STUDY:
        return np.nan, np.nan, np.nan
    low, high = (float(np.interp(NEW_STUDY, result.time, y)) for y in (result.prediction_low, result.prediction_high))
    return 0.0, low - new, high - new


def _rows(found: np.ndarray, k: int, sigma: float) -> Iterator[Row]:
    for number, method in enumerate(NAMES):
        truth = _values(summary_truth(sigma) if method in SUMMARIES else mean_truth(sigma))
        estimate, low, high = (found[:, number, :, i] for i in range(3))
        known = ~np.isnan(low)
        inside = (low <= truth) & (truth <= high)
        with np.errstate(invalid="ignore"):
            yield Row(
                k, sigma, method,
                tuple(float(inside[known[:, q], q].mean()) if known[:, q].any() else np.nan for q in range(truth.size)),
                tuple(float(np.nanmedian(estimate[:, q]) / truth[q] - 1) for q in range(truth.size - 1)),
                tuple(float(np.nanmedian(high[:, q] - low[:, q])) for q in range(truth.size - 1)),
                int(known[:, :-1].all(axis=1).sum()),
            )  # fmt: skip


def _values(truth: Truth) -> np.ndarray:
    return np.array([*truth.survival, truth.median, truth.rmst, 0.0])


def as_text(rows: list[Row]) -> str:
    """Coverage in percent, a block a scenario; outside 93 to 97 with a star."""
    lines = []
    for key in dict.fromkeys((r.studies, r.sigma) for r in rows):
        own = [r for r in rows if (r.studies, r.sigma) == key]
        lines.append(f"\n{key[0]} studies, sigma {key[1]:g} (standard deviation of log hazards between studies)")
        lines.append(
            f"  {'method':<38}" + "".join(f"{q:>10}" for q in QUANTITIES) + f"{'width of median':>17}{'bias':>8}"
        )
        for r in own:
            marks = "".join(
                f"{'–':>9} " if np.isnan(c) else f"{100 * c:>9.1f}{' ' if 0.93 <= c <= 0.97 else '*'}"
                for c in r.coverage
            )
            lines.append(f"  {r.method:<38}{marks}{r.width[3]:>17.2f}{100 * r.bias[3]:>7.1f}%")
    return "\n".join([*lines, "", *WHY]) + "\n"
