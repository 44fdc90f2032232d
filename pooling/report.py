"""Pooled results as a table, files and a picture."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.errors import InputError
from ipdrecon.files import read_ipd, write_json
from ipdrecon.files.atomic import write_bytes, write_text
from ipdrecon.ipd import IPD
from pooling.result import Pooled


def read_all(paths: Sequence[str | Path], *, time_unit: str = "") -> IPD:
    """Patients of several files in one table.

    Raises
    ------
    InputError  where the same trial and treatment come from two files.
    """
    sets = [(Path(path), read_ipd(path, time_unit=time_unit)) for path in paths]
    seen: dict[tuple[str, str], Path] = {}
    for path, ipd in sets:
        for trial, treatment, _ in ipd.arms():
            if (trial, treatment) in seen:
                raise InputError(
                    f"'{treatment}' of trial '{trial}' is in {seen[trial, treatment]} and in {path}; "
                    "give each trial once"
                )
            seen[trial, treatment] = path
    return IPD.concat(ipd for _, ipd in sets)


def as_text(results: Sequence[Pooled]) -> str:
    """The table of pooled medians, in months where the time unit is known."""
    header = ("regimen", "trials", "n", "events", "median", "95% CI", "RMST", "to")
    rows = [header]
    for r in results:
        scale = MONTHS_PER_UNIT.get(r.time_unit, 1.0)
        interval = f"{_number(r.median_low * scale)} to {_number(r.median_high * scale)}"
        rows.append(
            (
                r.regimen,
                str(len(r.trials)),
                str(r.patients),
                str(r.events),
                _number(r.median * scale),
                interval,
                _number(r.rmst * scale),
                _number(r.horizon * scale),
            )
        )
    if results:
        rows[0] = tuple(h.replace("95%", f"{results[0].level * 100:g}%") for h in header)  # type: ignore[assignment]
    widths = [max(len(row[i]) for row in rows) for i in range(len(header))]
    lines = [
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    unit = "months" if all(r.time_unit for r in results) else "the time unit of the data"
    return "\n".join([*lines, f"Times in {unit}; NR: not reached."]) + "\n"


def _number(value: float) -> str:
    return f"{value:.2f}" if np.isfinite(value) else "NR"


def write(results: Sequence[Pooled], folder: Path) -> list[Path]:
    """Medians and curves as CSV, everything as JSON, the curves as a picture."""
    medians = [
        "regimen,method,trials,patients,events,median,median_low,median_high,rmst,rmst_se,horizon,level,time_unit"
    ]
    curves = ["regimen,time,survival,ci_low,ci_high,at_risk"]
    for r in results:
        cells = [r.median, r.median_low, r.median_high, r.rmst, r.rmst_se, r.horizon, r.level]
        name = _quoted(r.regimen)
        numbers = ",".join("NR" if np.isinf(c) else repr(float(c)) for c in cells)
        medians.append(f"{name},{r.method},{len(r.trials)},{r.patients},{r.events},{numbers},{r.time_unit}")
        rows = zip(r.time, r.survival, r.low, r.high, r.at_risk, strict=True)
        curves += [name + "," + ",".join(repr(float(v)) for v in row) for row in rows]
    written = [
        write_text(folder / "pooled_medians.csv", "\n".join(medians) + "\n"),
        write_text(folder / "pooled_curves.csv", "\n".join(curves) + "\n"),
    ]
    written += [write_json(folder / f"{_file_name(r.regimen)}.json", r) for r in results]
    return [*written, write_bytes(folder / "pooled_curves.png", picture(results))]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text


def _file_name(text: str) -> str:
    return "pooled_" + "".join(c if c.isalnum() or c in "-_+" else "_" for c in text)


#: Okabe & Ito's colour-blind-safe palette.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")


def picture(results: Sequence[Pooled]) -> bytes:
    """All regimens' pooled curves on one panel with numbers at risk below, PNG."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.0, 5.2 + 0.26 * len(results)), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    canvas, below = figure.subplots(2, 1, sharex=True, height_ratios=[5.0, 0.35 + 0.3 * len(results)])
    end = max(r.end for r in results)
    for number, r in enumerate(results):
        color = PALETTE[number % len(PALETTE)]
        time, survival = np.append(r.time, r.end), np.append(r.survival, r.survival[-1])
        canvas.step(
            time,
            survival,
            where="post",
            color=color,
            lw=1.6,
            label=f"{r.regimen} ({len(r.trials)} trials, n={r.patients})",
        )
        canvas.fill_between(
            time, np.append(r.low, r.low[-1]), np.append(r.high, r.high[-1]), step="post", color=color, alpha=0.13, lw=0
        )
    canvas.axhline(0.5, color="#999999", lw=0.7, ls=(0, (4, 3)))
    canvas.set(ylim=(0, 1.02), xlim=(0, end * 1.02), ylabel="Survival probability")
    canvas.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    canvas.spines[["top", "right"]].set_visible(False)
    ticks = [t for t in canvas.get_xticks() if 0 <= t <= end]
    _at_risk(below, results, ticks)
    unit = results[0].time_unit
    below.set_xlabel(f"Time ({unit})" if unit else "Time")
    content = io.BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def _at_risk(canvas: object, results: Sequence[Pooled], ticks: Sequence[float]) -> None:
    from matplotlib.axes import Axes

    assert isinstance(canvas, Axes)
    for number, r in enumerate(results):
        for tick in ticks:
            index = int(np.searchsorted(r.time, tick, side="left"))
            count = r.at_risk[index] if index < r.at_risk.size and tick <= r.end else 0
            canvas.text(tick, -number, f"{count:.0f}", ha="center", va="center", fontsize=7.5)
    canvas.set_ylim(-len(results) + 0.4, 0.6)
    canvas.set_yticks([-n for n in range(len(results))], [r.regimen for r in results], fontsize=8)
    for label, number in zip(canvas.get_yticklabels(), range(len(results)), strict=True):
        label.set_color(PALETTE[number % len(PALETTE)])
    canvas.spines[["top", "right", "left", "bottom"]].set_visible(False)
    canvas.tick_params(length=0)
    canvas.set_title("At risk", loc="left", fontsize=8)


def parse_map(values: Sequence[str]) -> Mapping[str, str]:
    """``ARM=REGIMEN`` options as a mapping.

    Raises
    ------
    InputError  where one of them has no "=".
    """
    found = {}
    for value in values:
        arm, equals, regimen = value.partition("=")
        if not equals or not arm.strip() or not regimen.strip():
            raise InputError(f"--map '{value}' is not understood; give ARM=REGIMEN")
        found[arm.strip()] = regimen.strip()
    return found
