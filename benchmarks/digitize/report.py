"""The figures of a run, by stratum."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from benchmarks.digitize.scoring import CurveScore, FigureScore

#: A curve counts as called confident from this confidence on.
CONFIDENT = 0.7

#: RMSE above which a confident curve is a wrong claim.
WRONG_CLAIM = 0.02

#: An axis is right within this share of its range.
RIGHT_AXIS = 0.003

#: A last follow-up is right within this share of the time axis.
RIGHT_END = 0.005

COLUMNS = (
    "stratum", "figures", "refused", "complete%", "curves", "rmse_med", "rmse_mean", "rmse_p95", "iae_med", "iae_mean",
    "iae<.005%", "median_err", "ends.5%", "axes.3%", "cells%", "cells_undoubted_wrong", "cells_exact_doubted%",
    "marks_found%", "marks_true%", "confident%", "confident_wrong%", "unit%", "sec_med", "sec_p95",
)  # fmt: skip


def summary(scores: Sequence[FigureScore]) -> list[dict[str, str]]:
    """One row a stratum, and one for all where there are several."""
    strata = list(dict.fromkeys(score.stratum for score in scores))
    rows = [_row(name, [score for score in scores if score.stratum == name]) for name in strata]
    return [*rows, _row("all", scores)] if len(strata) > 1 else rows


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def _of(values: Sequence[float], statistic: str) -> str:
    known = np.array([value for value in values if np.isfinite(value)])
    if not known.size:
        return "-"
    values_of = {"median": np.quantile(known, 0.5), "mean": known.mean(), "p95": np.quantile(known, 0.95)}
    return f"{values_of[statistic]:.4f}"


def _row(name: str, scores: Sequence[FigureScore]) -> dict[str, str]:
    curves: list[CurveScore] = [curve for score in scores for curve in score.curves]
    panels = [panel for score in scores for panel in score.panels]
    known = [max(p.x_error, p.y_error) for p in panels if np.isfinite(p.x_error)]
    confident = [curve for curve in curves if curve.confidence >= CONFIDENT]
    cells, exact = sum(p.cells for p in panels), sum(p.cells_exact for p in panels)
    errors = [curve.rmse for curve in curves]
    seconds = [score.seconds for score in scores if not score.refusal]
    values = (
        name,
        str(len(scores)),
        str(sum(bool(score.refusal) for score in scores)),
        _share(sum(score.complete for score in scores), len(scores)),
        f"{len(curves)}/{sum(score.curves_drawn for score in scores)}",
        _of(errors, "median"),
        _of(errors, "mean"),
        _of(errors, "p95"),
        _of([curve.iae for curve in curves], "median"),
        _of([curve.iae for curve in curves], "mean"),
        _share(sum(curve.iae <= 0.005 for curve in curves), len(curves)),
        _of([curve.median_error for curve in curves], "mean"),
        _share(sum(curve.end_error <= RIGHT_END for curve in curves), len(curves)),
        _share(sum(error <= RIGHT_AXIS for error in known), len(known)),
        _share(exact, cells),
        str(cells - exact - sum(p.cells_doubted for p in panels)),
        _share(sum(p.cells_doubted_exact for p in panels), exact),
        _share(sum(c.marks.found for c in curves), sum(c.marks.drawn for c in curves)),
        _share(sum(c.marks.true for c in curves), sum(c.marks.read for c in curves)),
        _share(len(confident), len(curves)),
        _share(sum(curve.rmse > WRONG_CLAIM for curve in confident), len(confident)),
        _share(sum(panel.unit_right for panel in panels), len(panels)),
        _of(seconds, "median")[:-2],
        _of(seconds, "p95")[:-2],
    )
    return dict(zip(COLUMNS, values, strict=True))


def as_text(rows: Sequence[dict[str, str]]) -> str:
    """The rows turned on their side: a measure a line, a stratum a column."""
    width = max(14, *(len(row["stratum"]) + 2 for row in rows))
    return "\n".join(f"{name:<22}" + "".join(f"{row[name]:>{width}}" for row in rows) for name in COLUMNS)


def worst_first(scores: Sequence[FigureScore]) -> list[FigureScore]:
    """Refused figures, then incomplete ones, then by the largest RMSE."""
    return sorted(
        scores,
        key=lambda score: (
            not score.refusal,
            score.complete,
            -max((curve.rmse for curve in score.curves), default=0.0),
        ),
    )


#: Columns of the table with a line a figure.
PER_FIGURE = (
    "stratum",
    "figure",
    "complete",
    "panels_missed",
    "panels_invented",
    "missed",
    "invented",
    "rmse_max",
    "x_error",
    "y_error",
    "cells",
    "cells_exact",
    "cells_doubted",
    "cells_doubted_exact",
    "marks_drawn",
    "marks_found",
    "marks_read",
    "marks_true",
    "confidence",
    "seconds",
    "refusal",
)


def per_figure_csv(scores: Sequence[FigureScore]) -> str:
    """One line a figure, the worst first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PER_FIGURE)
    for score in worst_first(scores):
        panels, curves = score.panels, score.curves
        writer.writerow(
            [
                score.stratum,
                score.name,
                int(score.complete),
                score.missed,
                score.invented,
                sum(p.missed for p in panels),
                sum(p.invented for p in panels),
                f"{max((c.rmse for c in curves), default=float('nan')):.4f}",
                f"{max((p.x_error for p in panels), default=float('nan')):.4f}",
                f"{max((p.y_error for p in panels), default=float('nan')):.4f}",
                sum(p.cells for p in panels),
                sum(p.cells_exact for p in panels),
                sum(p.cells_doubted for p in panels),
                sum(p.cells_doubted_exact for p in panels),
                sum(c.marks.drawn for c in curves),
                sum(c.marks.found for c in curves),
                sum(c.marks.read for c in curves),
                sum(c.marks.true for c in curves),
                f"{min((c.confidence for c in curves), default=float('nan')):.2f}",
                f"{score.seconds:.2f}",
                score.refusal,
            ]
        )
    return out.getvalue()
