"""Pooled results as the printed table and as tidy CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.files import dumps
from pooling.result import Pooled


def as_text(results: Sequence[Pooled]) -> str:
    """The table of pooled medians, in months where the time unit is known."""
    level = f"{results[0].level * 100:g}% CI" if results else "CI"
    rows = [("regimen", "studies", "n", "events", "median", level, "RMST", level, "to", "I²")]
    for r in results:
        scale = MONTHS_PER_UNIT.get(r.time_unit, 1.0)
        found = r.heterogeneity
        rows.append(
            (
                r.regimen or "all",
                str(len(r.trials)),
                str(r.patients),
                str(r.events),
                months(r.median * scale),
                f"{months(r.median_low * scale)} to {months(r.median_high * scale)}",
                months(r.rmst * scale),
                f"{months(r.rmst_low * scale)} to {months(r.rmst_high * scale)}",
                months(r.horizon * scale),
                "–" if found is None else f"{found.i2 * 100:.0f}%",
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    unit = "months" if results and all(r.time_unit for r in results) else "the time unit of the data"
    return "\n".join([*lines, f"Times in {unit}; NR: not reached."]) + "\n"


def as_json(results: Sequence[Pooled]) -> str:
    """A list of all results, each as it is written to its own file."""
    return "[" + ",\n".join(dumps(r).rstrip() for r in results) + "]\n"


def months(value: float) -> str:
    """A time in two decimals; NR where it is not reached."""
    return f"{value:.2f}" if np.isfinite(value) else ("NR" if np.isinf(value) else "–")


def medians(results: Sequence[Pooled]) -> str:
    """One row a regimen, times in the data's unit."""
    names = (
        "median", "median_low", "median_high", "simulated_low", "simulated_high", "horizon", "rmst", "rmst_low",
        "rmst_high", "rmst_se", "mean", "end",
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
        for cells in zip(h.time, h.studies, h.time_q, h.time_df, h.time_i2, h.tau, strict=True)
    ]
    return csv_text(("regimen", "time", "studies", "q", "df", "i2", "tau_arcsine"), rows)


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
