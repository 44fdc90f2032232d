"""What was reconstructed from files, for a person, a machine and a table."""

from __future__ import annotations

import json
import math
from typing import Any

import attrs

from ipdrecon.aligned import aligned, shown
from ipdrecon.plot.fit import FittedArm
from ipdrecon.reconstruction import Reconstruction
from ipdrecon.reconstruction.ensemble import Ensemble, interval


@attrs.frozen(eq=False)
class Outcome:
    """What was reconstructed.

    Attributes
    ----------
    rows : tuple of dict        One per arm, see :func:`row_of`.
    pair : str                  The two arms against each other in one or two lines, "" for another number of arms.
    diagnostics : tuple of str  For standard error.
    written : tuple of str
    """

    rows: tuple[dict[str, Any], ...]
    pair: str
    diagnostics: tuple[str, ...]
    written: tuple[str, ...]

    def as_json(self) -> str:
        return json.dumps(
            {"arms": self.rows, "comparison": self.pair, "warnings": self.diagnostics, "written": self.written},
            indent=2,
        )

    def as_text(self) -> str:
        header = ("arm", "patients", "events", "median", "median_ci", "rmse", "convention")
        lines = aligned([header, *(tuple(shown(row[name]) for name in header) for row in self.rows)])
        lines.append("")
        lines += [f"{row['arm'] or 'arm'}: {row['verdict']}" for row in self.rows]
        lines += [f"{row['arm'] or 'arm'}: assumed: {'; '.join(row['assumed'])}" for row in self.rows if row["assumed"]]
        lines += [f"{row['arm'] or 'arm'}: {row['ensemble']}" for row in self.rows if row["ensemble"]]
        lines += [self.pair] if self.pair else []
        return "\n".join([*lines, "", *(f"wrote {path}" for path in self.written)])


def row_of(arm: FittedArm, result: Reconstruction, several: Ensemble | None) -> dict[str, Any]:
    """What is said of an arm; ``several`` are the reconstructions that are compatible with it."""
    fit = arm.fit
    said = ""
    if several is not None:
        (e_low, e_high), (m_low, m_high) = interval(several.events), interval(several.medians)
        said = (
            f"95% over {len(several.replicates)} compatible reconstructions: events {e_low:.0f} to {e_high:.0f}, "
            f"median {shown((m_low, m_high))}"
        )
    return {
        "arm": arm.label,
        "patients": fit.patients,
        "events": fit.events,
        "median": fit.median if math.isfinite(fit.median) else None,
        "median_ci": tuple(v if math.isfinite(v) else None for v in (fit.median_low, fit.median_high)),
        "rmse": fit.rmse,
        "mean_difference": fit.mean_difference,
        "max_difference": fit.max_difference,
        "iae": fit.iae,
        "convention": result.convention,
        "used": list(result.used),
        "assumed": list(result.assumed),
        "relaxed": list(result.relaxed),
        "verdict": fit.verdict,
        "ensemble": said,
    }


def fit_rows(arms: list[FittedArm]) -> list[tuple[str, ...]]:
    """The assessment as tidy rows: a measure, its time where it has one, as published and as reconstructed."""
    rows: list[tuple[str, ...]] = []
    for arm in arms:
        fit = arm.fit
        rows += [
            (arm.label, name, "", "", repr(float(getattr(fit, name))))
            for name in ("rmse", "mean_difference", "max_difference", "iae")
        ]
        rows.append((arm.label, "events", "", _cell(fit.published_events), str(fit.events)))
        rows.append((arm.label, "median", "", _cell(fit.published_median), _cell(fit.median)))
        rows += [
            (arm.label, "at_risk", repr(float(t)), _cell(p), _cell(n))
            for t, p, n in zip(fit.column, fit.published, fit.at_risk, strict=True)
        ]
    return rows


def _cell(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:.10g}"
