"""All regimens' pooled curves on one panel, numbers at risk below, names and medians beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ipdrecon.axes import MONTHS_PER_UNIT
from pooling.plot.style import GREY, look, ticks, time_label, traced, wrapped
from pooling.result import Pooled
from pooling.tables import months

#: Letters of a regimen's name in a line beside the numbers at risk, and in the legend.
ROW_LETTERS, LEGEND_LETTERS = 28, 36


def curves_figure(results: Sequence[Pooled]) -> Figure:
    """The panel with its table below; as high as it has regimens."""
    lines = max(wrapped(r.regimen, ROW_LETTERS).count("\n") + 1 for r in results)
    rows = len(results) * (0.06 + 0.13 * lines)
    figure = Figure(figsize=(9.6, 4.6 + rows), layout="constrained")
    panel, below = figure.subplots(2, 1, sharex=True, height_ratios=[4.2, 0.35 + rows])
    curves_plot(results, panel)
    at_risk_table(results, below)
    beside(results, figure)
    return figure


def curves_plot(results: Sequence[Pooled], ax: Any) -> Any:
    """Pooled curves with their bands; a band is left out where more than four would hide each other."""
    end = max(r.end for r in results)
    ax.axhline(0.5, color=GREY, lw=0.7, ls=(0, (4, 3)), zorder=1)
    for number, r in enumerate(results):
        drawn = look(number)
        if len(results) <= 4:
            time, low = traced(r, r.low)
            _, high = traced(r, r.high)
            ax.fill_between(time, low, high, color=drawn["color"], alpha=0.14, lw=0, zorder=2)
        known = r.end if np.isnan(r.extrapolated_from) else r.extrapolated_from
        time, survival = traced(r, r.survival)
        inside = time <= known * (1 + 1e-12)
        ax.plot(time[inside], survival[inside], lw=1.7, zorder=3, solid_capstyle="butt", **drawn)
        if not inside.all():
            ax.plot(time[~inside], survival[~inside], color=drawn["color"], lw=1.0, ls=":", zorder=3)
    ax.set(xlim=(0, end), ylim=(0, 1.01), ylabel="Survival probability", xticks=ticks(end, results[0].time_unit))
    ax.tick_params(axis="x", labelbottom=True)
    ax.set_xlabel(time_label(results))
    return ax


def beside(results: Sequence[Pooled], figure: Figure) -> Figure:
    """Names, best median first, with median and interval, outside the panel where they cover no curve."""
    order = sorted(range(len(results)), key=lambda i: (-results[i].median, i))
    handles, labels = [], []
    for i in order:
        r = results[i]
        scale = MONTHS_PER_UNIT.get(r.time_unit, 1.0)
        handles.append(Line2D([], [], lw=1.9, **look(i)))
        interval = f"{months(r.median * scale)} ({months(r.median_low * scale)}–{months(r.median_high * scale)})"
        studies = f"{len(r.trials)} {'study' if len(r.trials) == 1 else 'studies'}, n = {r.patients}"
        labels.append(f"{wrapped(r.regimen or 'all', LEGEND_LETTERS)}\n{interval}; {studies}")
    unit = "months" if all(r.time_unit for r in results) else "time units"
    figure.legend(
        handles, labels, loc="outside right upper", frameon=False, fontsize=7.6, handlelength=2.6, labelspacing=0.55,
        title=f"Median, {unit} ({results[0].level:.0%} CI)", title_fontsize=8.2, alignment="left",
    )  # fmt: skip
    return figure


def at_risk_table(results: Sequence[Pooled], ax: Any) -> Any:
    """Patients at risk at round times, one row a regimen; empty after a curve's end."""
    marks = ticks(max(r.end for r in results), results[0].time_unit)
    for number, r in enumerate(results):
        for mark in marks:
            if mark > r.end * (1 + 1e-9):
                continue
            if r.step:
                at = int(np.searchsorted(r.time, mark, side="left"))
                count = r.at_risk[at] if at < r.time.size else 0.0
            else:
                count = np.interp(mark, r.time, r.at_risk)
            ax.text(mark, -number, f"{count:.0f}", ha="center", va="center", fontsize=7.4)
    ax.set_ylim(-len(results) + 0.4, 0.6)
    ax.set_yticks(
        [-n for n in range(len(results))], [wrapped(r.regimen or "all", ROW_LETTERS) for r in results], fontsize=7.6
    )
    for number, label in enumerate(ax.get_yticklabels()):
        label.set_color(look(number)["color"])
    ax.spines[["left", "bottom"]].set_visible(False)
    # The first number stands in the middle of time 0: names keep clear of its left half.
    ax.tick_params(length=0, labelbottom=False, pad=16)
    ax.set_title("Number at risk", loc="left", fontsize=8)
    return ax
