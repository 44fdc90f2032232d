"""Each regimen with its studies behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from ipdrecon.axes import MONTHS_PER_UNIT
from pooling.plot.style import GREY, PALE, look, ticks, time_label, traced, unfolded, wrapped
from pooling.result import Pooled
from pooling.tables import months


def studies_figure(results: Sequence[Pooled]) -> Figure:
    """One panel a regimen, all on the same axes."""
    columns = min(3, len(results))
    rows = -(-len(results) // columns)
    figure = Figure(figsize=(3.5 * columns + 0.4, 2.7 * rows + 0.3), layout="constrained")
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    end = max(max(r.end, *(s.end for s in r.studies)) for r in results)
    for number, (r, ax) in enumerate(zip(results, panels.flat, strict=False)):
        studies_plot(r, ax, number=number)
        ax.set(xlim=(0, end), ylim=(0, 1.01), xticks=ticks(end, r.time_unit, 6))
        ax.tick_params(labelbottom=True)
    for ax in panels.flat[len(results) :]:
        ax.set_axis_off()
    for ax in panels[:, 0]:
        ax.set_ylabel("Survival probability")
    # The lowest panel of each column says what its axis is: a caller may want the figure's own label.
    for column in range(columns):
        panels.flat[columns * ((len(results) - 1 - column) // columns) + column].set_xlabel(time_label(results))
    return figure


def studies_plot(result: Pooled, ax: Any, *, number: int = 0) -> Any:
    """Studies in grey, the pooled curve with its band before them, dotted the band of a new study."""
    for s in result.studies:
        # A curve given at a few times is drawn as it was given: steps would lag behind it.
        time, survival = unfolded(s.time, s.survival, s.end) if s.step else (s.time, s.survival)
        ax.plot(time, survival, color=PALE, lw=0.9, zorder=1)
    colour = look(number)["color"]
    time, survival = traced(result, result.survival)
    ax.fill_between(
        time, traced(result, result.low)[1], traced(result, result.high)[1], color=colour, alpha=0.2, lw=0, zorder=2
    )
    for band in (result.prediction_low, result.prediction_high):
        if band.size:
            ax.plot(*traced(result, band), color=colour, lw=0.9, ls=(0, (1, 1.6)), zorder=3)
    ax.plot(time, survival, color=colour, lw=1.9, zorder=4)
    ax.axhline(0.5, color=GREY, lw=0.6, ls=(0, (4, 3)), zorder=0)
    scale = MONTHS_PER_UNIT.get(result.time_unit, 1.0)
    count = len(result.trials)
    ax.set_title(wrapped(result.regimen or "all"), loc="left", fontsize=8.6, weight="bold")
    low, high = months(result.median_low * scale), months(result.median_high * scale)
    lines = [
        f"{count} {'study' if count == 1 else 'studies'}, n = {result.patients}",
        f"median {months(result.median * scale)} ({low}–{high})",
    ]
    if result.heterogeneity is not None:
        lines.append(f"I² = {result.heterogeneity.i2:.0%}")
    ax.text(0.99, 0.97, "\n".join(lines), transform=ax.transAxes, ha="right", va="top", fontsize=7.6)
    return ax
