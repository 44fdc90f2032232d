"""Mixture of the studies' own Kaplan-Meier curves with chosen weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.frozen import Floats, Ints, floats
from pooling.kaplan_meier import areas_wanted, covariance_grid, worded
from pooling.product_limit import ProductLimit
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve


def pool(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """S(t) = sum of weights times the studies' curves, as far as every study is followed.

    Weights are the studies' shares of patients, equal, the precision of each study's restricted mean, or given (of a
    population one speaks of). ``interval``
    "normal" takes the studies as they are: variance sum w_k² Var(S_k). "auto" adds how far they lie apart: with
    residuals e_k = S_k - S, sum w_k² e_k² / (1 - 2 w_k + sum w²), which holds both, and Student's t with K-1 degrees
    of freedom (three studies or more). With few studies it can by chance come out below the first.

    A naive Kaplan-Meier is such a mixture too, its weights shifting to studies with long follow-up.
    """
    tables = [s.product_limit for s in studies]
    end = min(t.end for t in tables)
    time = np.unique(np.concatenate([t.time[t.time <= end] for t in tables]))
    weights = _weights(tables, studies, settings, end)
    levels = np.array([t.survival[t.index(time)] for t in tables])
    survival = weights @ levels
    own = np.array(
        [np.where(level > 0, t.log_variance[t.index(time)], 0.0) for t, level in zip(tables, levels, strict=True)]
    )
    # Increments of log S_k are independent: covariance of S_k(a), S_k(b) is S_k(a) S_k(b) V_k(min(a, b)).
    robust = settings.interval != "normal" and len(studies) > 2
    spread = _moved(levels, weights) if robust else None
    variance = ((weights[:, None] * levels) ** 2 * own).sum(axis=0) if spread is None else (spread**2).sum(axis=0)
    merged = ProductLimit(
        time, np.minimum.accumulate(survival), np.sum([_at_risk(t, time) for t in tables], axis=0),
        np.zeros(time.size), np.zeros(time.size), end,
    )  # fmt: skip
    log_se = np.sqrt(variance) / np.where(survival > 0, survival, 1.0)
    log_se[survival <= 0] = np.inf
    grid = covariance_grid(merged)
    rows = merged.index(grid)
    covariance = _covariance(weights, levels, own, spread, rows) / np.outer(survival[rows], survival[rows])
    areas = _areas(tables, weights, areas_wanted(studies, settings, end), robust=robust)
    kind = "as given" if settings.study_weights else f"by {settings.weights}"
    said = [f"weights of the studies {kind}: " + ", ".join(f"{w:.2f}" for w in weights)]
    if len(studies) > 1:
        said.append(f"the curve ends at {end:.4g}, the shortest follow-up: beyond it the mixture is not known")
    return worded(
        merged, log_se, studies, regimen, settings, method="stratified",
        interval="between studies, t" if robust else "normal", df=len(studies) - 1.0 if robust else np.inf,
        grid=(grid, covariance), rmst_covariance=areas, warnings=tuple(said),
    )  # fmt: skip


def _weights(tables: Sequence[ProductLimit], studies: Sequence[StudyCurve], settings: Settings, end: float) -> Floats:
    if given := settings.study_weights:
        raw = np.array([given.get(s.study, 1.0) for s in studies])
    elif settings.weights == "precision":
        # A study without events before the end has no variance there; patients then say what it weighs.
        errors = np.array([t.rmst(end)[1] for t in tables])
        raw = 1.0 / errors**2 if (errors > 0).all() else np.array([float(s.size) for s in studies])
    elif settings.weights == "equal":
        raw = np.ones(len(studies))
    else:
        raw = np.array([float(s.size) for s in studies])
    return floats(raw / raw.sum())


def _at_risk(table: ProductLimit, time: Floats) -> Floats:
    """At the next event time: censored patients in between are not in a product-limit table."""
    at = np.minimum(np.searchsorted(table.time, time, side="left"), table.time.size - 1)
    return np.where(time <= table.time[-1], table.at_risk[at], 0.0)


def _moved(values: Floats, weights: Floats) -> Floats:
    """How far each study's values (K, m) move their mixture, scaled so that squares add up to its variance."""
    share = weights / np.sqrt(1.0 - 2.0 * weights + (weights**2).sum())
    return np.asarray((values - weights @ values) * share[:, None])


def _covariance(weights: Floats, levels: Floats, own: Floats, spread: Floats | None, rows: Ints) -> Floats:
    """Covariance of S between times."""
    if spread is not None:
        return np.asarray(spread[:, rows].T @ spread[:, rows])
    early = np.minimum(rows[:, None], rows[None, :])
    within = sum(
        w**2 * np.outer(level[rows], level[rows]) * v[early] for w, level, v in zip(weights, levels, own, strict=True)
    )
    return np.asarray(within)


def _areas(tables: Sequence[ProductLimit], weights: Floats, horizons: Floats, *, robust: bool) -> Floats:
    """Covariance of the restricted means at several horizons."""
    means, covariances = zip(*(t.rmsts(horizons) for t in tables), strict=True)
    if not robust:
        return np.asarray(sum(w**2 * c for w, c in zip(weights, covariances, strict=True)))
    stacked = np.array(means)
    moved = _moved(stacked, weights)
    return np.asarray(moved.T @ moved)
