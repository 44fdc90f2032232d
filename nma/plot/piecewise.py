"""Hazard ratios by stretch of time, one panel a treatment, over the one hazard ratio of all times."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from scipy import special

from nma.plot.forest import ratio_ticks
from nma.plot.style import BLUE, GREY, VERMILION, hide_spare
from nma.result import ComponentResult
from nma.sensitivity import Piecewise


def piecewise_plot(found: Piecewise, part: ComponentResult, figure: Any) -> Any:
    """Draw one panel a treatment: points with intervals by stretch, the band is the hazard ratio of all times."""
    names = [name for name in part.treatments if name != part.reference]
    columns = min(4, int(np.ceil(np.sqrt(len(names)))))
    axes = figure.subplots(int(np.ceil(len(names) / columns)), columns, sharex=True, sharey=True, squeeze=False)
    z = float(special.ndtri((1 + part.level) / 2))
    place = np.arange(len(found.stretches))
    lowest, highest = 1.0, 1.0
    for ax, name in zip(axes.flat, names, strict=False):
        effect, se = part.effect(name, part.reference)
        ax.axhline(1.0, color=GREY, lw=0.8, zorder=1)
        ax.axhspan(np.exp(effect - z * se), np.exp(effect + z * se), color=VERMILION, alpha=0.15, lw=0, zorder=1)
        ax.axhline(np.exp(effect), color=VERMILION, lw=1.1, ls=(0, (4, 2)), zorder=2)
        own, error = found.against(name, part.reference)
        low, high = np.exp(own - z * error), np.exp(own + z * error)
        ax.vlines(place, low, high, color=BLUE, lw=1.5, zorder=3)
        ax.scatter(place, np.exp(own), marker="s", s=24, color=BLUE, edgecolor="white", linewidth=0.6, zorder=4)
        ax.set_title(f"{name} v {part.reference}", fontsize=8.5, loc="left")
        ax.set_xticks(place, [stretch.name for stretch in found.stretches], fontsize=7.5)
        known = np.isfinite(own)
        lowest = min(lowest, np.exp(effect - z * se), *low[known])
        highest = max(highest, np.exp(effect + z * se), *high[known])
    hide_spare(axes, len(names))
    first = axes[0, 0]
    first.set_yscale("log")
    left, right = lowest / 1.1, highest * 1.1
    first.set_ylim(left, right)
    first.set_xlim(-0.6, len(found.stretches) - 0.4)
    for ax in axes.flat:
        ax.yaxis.set_major_locator(FixedLocator(ratio_ticks(left, right)))
        ax.yaxis.set_minor_locator(NullLocator())
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        ax.tick_params(axis="y", labelsize=7.5)
    unit = f" ({found.time_unit})" if found.time_unit else ""
    figure.supxlabel(f"Time{unit}; dashed with its band: one hazard ratio for all times", fontsize=8.5)
    figure.supylabel("Hazard ratio", fontsize=8.5)
    return axes
