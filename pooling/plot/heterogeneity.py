"""Heterogeneity over time: I² of each interval and how many studies still speak."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from pooling.plot.style import look, ticks, time_label
from pooling.result import Pooled


def heterogeneity_figure(results: Sequence[Pooled]) -> Figure | None:
    """I² over the studies' number, for regimens with several studies; None where there is none."""
    told = [(i, r) for i, r in enumerate(results) if r.heterogeneity is not None]
    if not told:
        return None
    figure = Figure(figsize=(7.8, 4.6), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1.2])
    for i, r in told:
        h = r.heterogeneity
        assert h is not None
        drawn = look(i)
        edges = np.append(0.0, h.time)
        upper.stairs(h.time_i2, edges, baseline=None, lw=1.6, label=f"{r.regimen or 'all'}: {h.i2:.0%}", **drawn)
        lower.stairs(h.studies, edges, baseline=None, lw=1.6, **drawn)
    end = max(r.end for _, r in told)
    upper.set(ylim=(-0.02, 1.0), xlim=(0, end), ylabel="I² in the interval", xticks=ticks(end))
    upper.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    upper.legend(
        loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, fontsize=7.8, title="Whole curve",
        alignment="left", title_fontsize=8.2,
    )  # fmt: skip
    lower.set(ylim=(0, None), ylabel="Studies", xlabel=time_label([r for _, r in told]))
    lower.yaxis.get_major_locator().set_params(integer=True)
    return figure
