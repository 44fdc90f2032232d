"""Pooled results as the printed table and as tidy CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from ipdrecon.aligned import aligned
from ipdrecon.axes import MONTHS_PER_UNIT
from pooling.result import Pooled
from pooling.rmst import RMSTContrast
from pooling.sensitivity import Variant


def as_text(results: Sequence[Pooled]) -> str:
    """The table of pooled medians, in months where the time unit is known; restricted means where there are curves."""
    level = f"{results[0].level * 100:g}% CI" if results else "CI"
    curves_too = any(np.isfinite(r.rmst) for r in results)
    columns = ["regimen", "studies", "n", "events", "median", level]
    rows = [[*columns, "RMST", level, "to", "I²", "at median"] if curves_too else [*columns, "I²"]]
    for r in results:
        scale = MONTHS_PER_UNIT.get(r.time_unit, 1.0)
        found = r.heterogeneity
        cells = [r.regimen or "all", str(len(r.trials)), str(r.patients), str(r.events), months(r.median * scale)]
        cells.append(f"{months(r.median_low * scale)} to {months(r.median_high * scale)}")
        if curves_too:
            cells += [months(r.rmst * scale), f"{months(r.rmst_low * scale)} to {months(r.rmst_high * scale)}"]
            cells.append(months(r.horizon * scale))
        cells.append("–" if found is None else f"{found.i2:.0%}")
        if curves_too:
            cells.append("–" if np.isnan(r.i2_at_median) else f"{r.i2_at_median:.0%}")
        rows.append(cells)
    unit = "months" if results and all(r.time_unit for r in results) else "the time unit of the data"
    two = " I² of single intervals, and of survival at the median." if curves_too else ""
    return f"{in_columns(rows)}Times in {unit}; NR: not reached.{two}\n"


def contrasts(made: RMSTContrast) -> str:
    """Restricted means of two regimens, each horizon."""
    scale = MONTHS_PER_UNIT.get(made.time_unit, 1.0)
    rows: list[tuple[str, ...]] = [("to", "trials", "difference", "ratio", "I²", "τ²")]
    for h in made.horizons:
        d, q = h.difference, h.log_ratio
        rows.append(
            (
                f"{h.horizon * scale:g}",
                str(d.studies),
                f"{d.estimate * scale:.2f} ({d.low * scale:.2f} to {d.high * scale:.2f})",
                f"{np.exp(q.estimate):.3f} ({np.exp(q.low):.3f} to {np.exp(q.high):.3f})",
                f"{d.i2 * 100:.0f}%",
                f"{d.tau2 * scale**2:.3g}",
            )
        )
    return f"Restricted mean of {made.treatment} against {made.comparator}, {made.level:.0%} CI\n" + in_columns(rows)


def fits(result: Pooled) -> str:
    """AIC and BIC of the distributions, summed over studies."""
    rows: list[tuple[str, ...]] = [("distribution", "AIC", "BIC", "studies fitted")]
    for family in dict.fromkeys(f.family for f in result.fits):
        own = [f for f in result.fits if f.family == family]
        fine = [f for f in own if not f.failure]
        whole = len(fine) == len(own)
        sums = [f"{sum(getattr(f, name) for f in own):.1f}" if whole else "–" for name in ("aic", "bic")]
        rows.append((family, *sums, f"{len(fine)} of {len(own)}"))
    return f"Distributions of {result.regimen or 'all'}\n" + in_columns(rows)


def fit_rows(results: Sequence[Pooled]) -> str:
    """Every fit of every study."""
    rows = [
        (r.regimen, f.study, f.family, number(f.log_likelihood), number(f.aic), number(f.bic),
         " ".join(repr(float(p)) for p in f.parameters), f.failure)
        for r in results
        for f in r.fits
    ]  # fmt: skip
    return csv_text(("regimen", "study", "distribution", "log_likelihood", "aic", "bic", "parameters", "failure"), rows)


def variants(made: Sequence[Variant], what: str) -> str:
    """Pooled another way: each study left out, other grids."""
    rows = [
        (v.regimen, v.change, *(number(getattr(v.result, n)) for n in ("median", "median_low", "median_high")),
         number(v.result.horizon), *(number(getattr(v.result, n)) for n in ("rmst", "rmst_low", "rmst_high")),
         number(v.result.heterogeneity.i2) if v.result.heterogeneity is not None else "")
        for v in made
    ]  # fmt: skip
    names = ("median", "median_low", "median_high", "horizon", "rmst", "rmst_low", "rmst_high", "i2")
    return csv_text(("regimen", what, *names), rows)


def moves(results: Sequence[Pooled], omitted: Sequence[Variant], grids: Sequence[Variant]) -> str:
    """Range of the median with each study left out, and on other grids; empty where there is neither."""
    rows: list[tuple[str, ...]] = [("median of", "as pooled", "one study left out", "other grids")]
    for r in results:
        scale = MONTHS_PER_UNIT.get(r.time_unit, 1.0)
        ranges = []
        for made in (omitted, grids):
            found = [v.result.median * scale for v in made if v.regimen == r.regimen]
            ranges.append(f"{months(min(found))} to {months(max(found))}" if found else "–")
        if ranges != ["–", "–"]:
            rows.append((r.regimen or "all", months(r.median * scale), *ranges))
    return in_columns(rows) if len(rows) > 1 else ""


def in_columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns, the first to the left."""
    return "\n".join(aligned(rows, numbers=True)) + "\n"


def months(value: float) -> str:
    """A time in two decimals; NR where it is not reached."""
    return f"{value:.2f}" if np.isfinite(value) else ("NR" if np.isinf(value) else "–")


def medians(results: Sequence[Pooled]) -> str:
    """One row a regimen, times in the data's unit."""
    names = (
        "median", "median_low", "median_high", "simulated_low", "simulated_high", "horizon", "rmst", "rmst_low",
        "rmst_high", "rmst_se", "mean", "mean_low", "mean_high", "end",
    )  # fmt: skip
    header = (
        "regimen",
        "method",
        "studies",
        "patients",
        "events",
        *names,
        "level",
        "interval",
        "transform",
        "i2",
        "q",
        "q_df",
        "q_p",
        "time_unit",
    )
    rows = []
    for r in results:
        h = r.heterogeneity
        disagreement = (h.i2, h.q, float(h.df), h.p) if h is not None else (np.nan,) * 4
        rows.append(
            (r.regimen, r.method, len(r.trials), r.patients, r.events, *(number(getattr(r, n)) for n in names),
             number(r.level), r.interval, r.transform, *(number(x) for x in disagreement), r.time_unit)
        )  # fmt: skip
    return csv_text(header, rows)


def curves(results: Sequence[Pooled]) -> str:
    """Points of the pooled curves; prediction limits are empty where there are none."""
    rows = []
    for r in results:
        band = (r.prediction_low, r.prediction_high) if r.prediction_low.size else (np.full(r.time.size, np.nan),) * 2
        points = zip(r.time, r.survival, r.low, r.high, r.log_se, *band, r.at_risk, strict=True)
        rows += [(r.regimen, r.method, *(number(float(c)) for c in cells)) for cells in points]
    header = (
        "regimen",
        "method",
        "time",
        "survival",
        "ci_low",
        "ci_high",
        "log_se",
        "prediction_low",
        "prediction_high",
        "at_risk",
    )
    return csv_text(header, rows)


def covariances(results: Sequence[Pooled]) -> str:
    """Covariance of log S between the times of each pooled curve: what a predicted curve needs of its reference."""
    rows = [
        (
            r.regimen,
            number(float(one)),
            number(r.at(float(one))),
            number(float(two)),
            number(float(r.log_covariance[i, j])),
        )
        for r in results
        for i, one in enumerate(r.grid_time)
        for j, two in enumerate(r.grid_time)
    ]
    return csv_text(("regimen", "time", "survival", "other_time", "covariance_log_survival"), rows)


def studies(results: Sequence[Pooled]) -> str:
    """Medians of single studies."""
    rows = [
        (
            r.regimen,
            s.study,
            s.patients,
            s.events,
            number(s.median),
            number(s.median_low),
            number(s.median_high),
            number(s.end),
        )
        for r in results
        for s in r.studies
    ]
    return csv_text(("regimen", "study", "patients", "events", "median", "median_low", "median_high", "end"), rows)


def times(results: Sequence[Pooled]) -> str:
    """Survival at landmarks and restricted means at horizons."""
    rows = [
        (r.regimen, what, *(number(v) for v in (a.time, a.value, a.low, a.high, a.se)))
        for r in results
        for what, found in (("survival", r.landmarks), ("rmst", r.horizons))
        for a in found
    ]
    return csv_text(("regimen", "quantity", "time", "value", "ci_low", "ci_high", "se"), rows)


def heterogeneities(results: Sequence[Pooled]) -> str:
    """Q, I² and the between-study deviation at each time."""
    rows = [
        (r.regimen, *(number(float(c)) for c in cells))
        for r in results
        if (h := r.heterogeneity) is not None
        for cells in zip(h.time, h.studies, h.time_q, h.time_df, h.time_i2, h.survival_i2, h.tau, strict=True)
    ]
    return csv_text(("regimen", "time", "studies", "q", "df", "i2", "survival_i2", "tau_arcsine"), rows)


def number(value: float) -> str:
    """A cell: NR for infinity, empty for NaN, else as many digits as bring the number back."""
    if np.isnan(value):
        return ""
    return "NR" if np.isinf(value) else repr(float(value))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV with Unix line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
