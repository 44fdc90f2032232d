"""Predicted curves, one panel a treatment, with the directly pooled curve beside where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nma.plot.style import BLUE, GREY, VERMILION, hide_spare
from nma.predicted import CurveSummary, Predicted


def predicted_plot(predicted: Predicted, pooled: Mapping[str, CurveSummary], figure: Any) -> Any:
    """Draw one panel a treatment into the figure: blue the predicted curve, red and dashed the pooled one."""
    n = len(predicted.treatments)
    columns = min(4, int(np.ceil(np.sqrt(n))))
    axes = figure.subplots(int(np.ceil(n / columns)), columns, sharex=True, sharey=True, squeeze=False)
    style = "steps-post" if predicted.step else "default"
    fill = "post" if predicted.step else None
    lines = {}
    for i, (ax, name) in enumerate(zip(axes.flat, predicted.treatments, strict=False)):
        ax.axhline(0.5, color=GREY, lw=0.6, ls=(0, (2, 3)), zorder=1)
        ax.fill_between(
            predicted.time, predicted.low[i], predicted.high[i], step=fill, color=BLUE, alpha=0.16, lw=0, zorder=2
        )
        (lines["Predicted"],) = ax.plot(
            predicted.time, predicted.survival[i], drawstyle=style, color=BLUE, lw=1.5, zorder=4
        )
        if name in pooled:
            _pooled(ax, pooled[name], predicted.time[-1], lines)
        reference = " (reference)" if name == predicted.reference else ""
        ax.set_title(f"{name}{reference}", fontsize=8.5, loc="left")
        ax.tick_params(labelsize=7.5)
    hide_spare(axes, n)
    axes[0, 0].set_ylim(0, 1.02)
    axes[0, 0].set_xlim(0, predicted.time[-1])
    figure.supxlabel(f"Time ({predicted.time_unit})" if predicted.time_unit else "Time", fontsize=8.5)
    figure.supylabel("Survival", fontsize=8.5)
    if len(lines) > 1:
        figure.legend(
            lines.values(),
            lines.keys(),
            loc="outside upper right",
            ncols=2,
            frameon=False,
            fontsize=8,
            borderaxespad=0.2,
        )
    return axes


def _pooled(ax: Any, beside: CurveSummary, end: float, lines: dict[str, Any]) -> None:
    curve = beside.curve
    style = "steps-post" if curve.step else "default"
    for limit in (beside.low, beside.high):
        ax.plot(curve.time, limit, drawstyle=style, color=VERMILION, lw=0.6, ls=(0, (1, 1.5)), zorder=3)
    (lines["Pooled directly"],) = ax.plot(
        curve.time, curve.survival, drawstyle=style, color=VERMILION, lw=1.3, ls=(0, (4, 2)), zorder=5
    )
    ax.set_xlim(0, end)
