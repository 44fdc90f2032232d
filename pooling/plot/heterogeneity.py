"""Heterogeneity over time: I² of survival up to each time, and of what happens in each interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from pooling.plot.style import GREY, look, ticks, time_label, wrapped
from pooling.result import Pooled

KEY = "Line: survival up to each time. Bars: each interval by itself. Small numbers: studies followed."


def heterogeneity_figure(results: Sequence[Pooled]) -> Figure | None:
    """One panel a regimen of several studies, all on the same axes; None where there is none."""
    told = [(i, r) for i, r in enumerate(results) if r.heterogeneity is not None]
    if not told:
        return None
    columns = min(3, len(told))
    rows = -(-len(told) // columns)
    figure = Figure(figsize=(3.4 * columns + 0.4, 2.4 * rows + 0.4), layout="constrained")
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    end = max(r.end for _, r in told)
    for (number, r), ax in zip(told, panels.flat, strict=False):
        heterogeneity_plot(r, ax, number=number)
        ax.set(ylim=(0.0, 1.0), xlim=(0, end), xticks=ticks(end, r.time_unit, 6))
        ax.tick_params(labelbottom=True)
    for ax in panels.flat[len(told) :]:
        ax.set_axis_off()
    for ax in panels[:, 0]:
        ax.set_ylabel("I²")
        ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    for column in range(columns):
        panels.flat[columns * ((len(told) - 1 - column) // columns) + column].set_xlabel(time_label(results))
    figure.suptitle(KEY, fontsize=7.8, x=0.01, ha="left", color=GREY)
    return figure


def heterogeneity_plot(result: Pooled, ax: Any, *, number: int = 0) -> Any:
    """A line for survival up to each time, bars for the single intervals; where studies end, how many are left."""
    found = result.heterogeneity
    assert found is not None
    colour = look(number)["color"]
    edges = np.append(0.0, found.time)
    bars = np.nan_to_num(found.time_i2)
    ax.bar(edges[:-1], bars, width=np.diff(edges), align="edge", color=colour, alpha=0.18, lw=0, zorder=1)
    ax.plot(found.time, found.survival_i2, color=colour, lw=1.8, marker="o", ms=2.6, zorder=2, clip_on=False)
    changes = np.flatnonzero(np.diff(found.studies, prepend=-1.0))
    for at in changes:
        ax.text(edges[at], 1.0, f" {found.studies[at]:.0f}", fontsize=7, color=GREY, ha="left", va="top")
        if at:
            ax.axvline(edges[at], color=GREY, lw=0.5, ls=(0, (2, 2)), zorder=0)
    ax.set_title(wrapped(result.regimen or "all"), loc="left", fontsize=8.6, weight="bold")
    # Below the small numbers, and on white where a line of theirs passes.
    ax.text(
        0.99, 0.9, f"all intervals {found.i2:.0%}", transform=ax.transAxes, ha="right", va="top", fontsize=7.6,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0}, zorder=5,
    )  # fmt: skip
    return ax
