"""Predicted curves, restricted means and piecewise hazard ratios as text, tables, JSON and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy import special

from ipdrecon.aligned import aligned
from ipdrecon.files import write_bytes, write_text
from nma import league_print
from nma.extras import Extras, largest_gap
from nma.league import printed
from nma.plain import table_csv
from nma.predicted import Predicted
from nma.result import NMAResult
from nma.sensitivity import Piecewise, RestrictedMeans


def as_text(result: NMAResult, extras: Extras) -> str:
    """What the command prints below the analysis."""
    parts = []
    if extras.predicted is not None:
        parts.append(_predicted_text(extras))
    if extras.restricted is not None:
        parts.append(_restricted_text(extras.restricted))
    if extras.piecewise is not None:
        parts.append(_piecewise_text(result, extras.piecewise))
    return "".join(f"\n{text}" for text in parts)


def as_dict(result: NMAResult, extras: Extras) -> dict[str, Any]:
    """For the JSON; None where it was not asked for."""
    predicted, restricted, pieces = extras.predicted, extras.restricted, extras.piecewise
    return {
        "predicted": None if predicted is None else {
            "reference": predicted.reference, "horizon": predicted.horizon, "time_unit": predicted.time_unit,
            "notes": predicted.notes, "treatments": predicted.treatments, "summary": _summary_rows(extras),
            "rmst_covariance": predicted.rmst_covariance, "time": predicted.time, "survival": predicted.survival,
            "low": predicted.low, "high": predicted.high,
        },
        "restricted_means": None if restricted is None else {
            "horizon": restricted.horizon, "time_unit": restricted.time_unit, "notes": restricted.notes,
            "components": [
                {"treatments": part.treatments, "model": part.title, "effects": part.effects, "se": part.se,
                 "Q": part.heterogeneity.q, "df": part.heterogeneity.df, "tau2": part.heterogeneity.tau2}
                for part in restricted.components
            ],
        },
        "piecewise": None if pieces is None else {
            "time_unit": pieces.time_unit, "notes": pieces.notes, "hazard_ratios": _piecewise_rows(result, pieces),
            "equality": _equality_rows(result, pieces),
        },
    }  # fmt: skip


def write(result: NMAResult, extras: Extras, folder: Path) -> list[Path]:
    """Tables and pictures of all that was asked for."""
    tables: dict[str, str] = {}
    if extras.predicted is not None:
        tables["predicted_curves.csv"] = table_csv(_curve_rows(extras.predicted))
        tables["predicted_summary.csv"] = table_csv(_summary_rows(extras))
    if extras.restricted is not None:
        for part in extras.restricted.components:
            tail = "" if part.network.of == 1 else f"_{part.network.number}"
            tables[f"rmst_league{tail}.txt"] = league_print.as_text(part.league)
            tables[f"rmst_league_long{tail}.csv"] = league_print.as_long_csv(part.league)
    if extras.piecewise is not None:
        tables["piecewise.csv"] = table_csv(_piecewise_rows(result, extras.piecewise))
        tables["piecewise_equality.csv"] = table_csv(_equality_rows(result, extras.piecewise))
    made = [write_text(folder / name, text) for name, text in tables.items()]
    return made + [write_bytes(folder / name, content) for name, content in _pictures(result, extras)]


def _predicted_text(extras: Extras) -> str:
    found = extras.predicted
    assert found is not None
    unit = found.time_unit or "the curve's time unit"
    lines = [f"Predicted from the curve of {found.reference} by the network's hazard ratios, times in {unit}"]
    header = [
        "",
        f"median ({found.level:.0%} CI)",
        f"RMST to {found.horizon:g}",
        f"RMST less {found.reference}'s",
        "pooled median",
        "pooled RMST",
        "largest gap",
    ]
    rows = [header if extras.pooled else header[:4]]
    for row in _summary_rows(extras):
        cells = [
            row["treatment"],
            _times(row["median"], row["median_low"], row["median_high"]),
            printed(row["rmst"], row["rmst_low"], row["rmst_high"]),
            "reference"
            if row["treatment"] == found.reference
            else printed(row["rmst_difference"], row["rmst_difference_low"], row["rmst_difference_high"]),
        ]
        if extras.pooled:
            known = row["treatment"] in extras.pooled
            cells += [
                _times(row["pooled_median"], row["pooled_median_low"], row["pooled_median_high"]) if known else ".",
                printed(row["pooled_rmst"], row["pooled_rmst_low"], row["pooled_rmst_high"])
                if known and np.isfinite(row["pooled_rmst"])
                else ".",
                f"{row['largest_gap']:.3f}" if known else ".",
            ]
        rows.append(cells)
    return "\n".join([*lines, *aligned(rows), f"Taken for granted: {'; '.join(found.notes)}."]) + "\n"


def _restricted_text(found: RestrictedMeans) -> str:
    unit = f" {found.time_unit}" if found.time_unit else ""
    lines = [f"Sensitivity: restricted mean survival time to {found.horizon:g}{unit}, no proportional hazards needed"]
    for part in found.components:
        if part.network.of > 1:
            lines.append(f"{part.network.name.capitalize()}: {', '.join(part.treatments)}")
        lines.append(league_print.as_text(part.league).rstrip("\n"))
    return "\n".join(lines) + "\n"


def _piecewise_text(result: NMAResult, found: Piecewise) -> str:
    unit = f", in {found.time_unit}" if found.time_unit else ""
    lines = [f"Sensitivity: hazard ratios by time (piecewise exponential{unit})"]
    rows = [["", "all times", *(stretch.name for stretch in found.stretches), "equal? p"]]
    z = float(special.ndtri((1 + result[0].level) / 2))
    for part in result:
        for name in part.treatments:
            if name == part.reference:
                continue
            effect, se = part.effect(name, part.reference)
            own, error = found.against(name, part.reference)
            cells = [
                printed(*np.exp([e, e - z * s, e + z * s])) if np.isfinite(e) else "."
                for e, s in zip([effect, *own], [se, *error], strict=True)
            ]
            p = found.equality(name, part.reference)[2]
            rows.append([f"{name} v {part.reference}", *cells, f"{p:.2g}" if np.isfinite(p) else "NA"])
    return "\n".join([*lines, *aligned(rows)]) + "\n"


def _times(value: float, low: float, high: float) -> str:
    one, two, three = ("NR" if np.isinf(x) else f"{x:.2f}" for x in (value, low, high))
    return f"{one} ({two}, {three})"


def _summary_rows(extras: Extras) -> list[dict[str, Any]]:
    """One row a treatment; medians that are not reached are inf, and empty in the JSON."""
    found = extras.predicted
    assert found is not None
    z = float(special.ndtri((1 + found.level) / 2))
    difference, error = found.rmst_difference()
    rows: list[dict[str, Any]] = []
    for i, name in enumerate(found.treatments):
        se = float(found.rmst_se[i])
        row = {
            "treatment": name, "median": float(found.median[i]), "median_low": float(found.median_low[i]),
            "median_high": float(found.median_high[i]), "horizon": found.horizon, "rmst": float(found.rmst[i]),
            "rmst_se": se, "rmst_low": found.rmst[i] - z * se, "rmst_high": found.rmst[i] + z * se,
            "rmst_difference": float(difference[i]), "rmst_difference_se": float(error[i]),
            "rmst_difference_low": difference[i] - z * error[i], "rmst_difference_high": difference[i] + z * error[i],
        }  # fmt: skip
        if extras.pooled:
            beside = extras.pooled.get(name)
            nan = float("nan")
            row |= {
                "pooled_median": beside.median if beside else nan,
                "pooled_median_low": beside.median_low if beside else nan,
                "pooled_median_high": beside.median_high if beside else nan,
                "pooled_rmst": beside.rmst if beside else nan,
                "pooled_rmst_low": beside.rmst - z * beside.rmst_se if beside else nan,
                "pooled_rmst_high": beside.rmst + z * beside.rmst_se if beside else nan,
                "largest_gap": largest_gap(found, name, beside) if beside else nan,
            }
        rows.append(row)
    return rows


def _curve_rows(found: Predicted) -> list[dict[str, Any]]:
    return [
        {"treatment": name, "time": t, "survival": s, "low": a, "high": b}
        for name, survival, low, high in zip(found.treatments, found.survival, found.low, found.high, strict=True)
        for t, s, a, b in zip(found.time, survival, low, high, strict=True)
    ]


def _piecewise_rows(result: NMAResult, found: Piecewise) -> list[dict[str, Any]]:
    rows = []
    for part in result:
        z = float(special.ndtri((1 + part.level) / 2))
        for name in part.treatments:
            if name == part.reference:
                continue
            for stretch, effect, se in zip(found.stretches, *found.against(name, part.reference), strict=True):
                rows.append(
                    {"treatment": name, "comparator": part.reference, "start": stretch.start, "stop": stretch.stop,
                     "hr": np.exp(effect), "low": np.exp(effect - z * se), "high": np.exp(effect + z * se),
                     "log_hr": effect, "se": se}
                )  # fmt: skip
    return rows


def _equality_rows(result: NMAResult, found: Piecewise) -> list[dict[str, Any]]:
    rows = []
    for part in result:
        for name in part.treatments:
            if name != part.reference:
                q, df, p = found.equality(name, part.reference)
                rows.append({"treatment": name, "comparator": part.reference, "q": q, "df": df, "p": p})
    return rows


def _pictures(result: NMAResult, extras: Extras) -> list[tuple[str, bytes]]:
    from nma.plot.extras import pictures

    return pictures(result, extras)
