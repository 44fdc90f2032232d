"""Rankogram: probability of each rank, one small panel a treatment, best first."""

from __future__ import annotations

from typing import Any

import numpy as np

from nma.plot.style import BLUE, GREY, hide_spare
from nma.ranking import Ranking

#: Most panels of one picture; treatments that rank below have none.
MAX_PANELS = 30


def rankogram(ranking: Ranking, figure: Any) -> Any:
    """Draw one panel a treatment into the figure; the panel names its P-score or SUCRA."""
    n = min(len(ranking.treatments), MAX_PANELS)
    columns = min(5, int(np.ceil(np.sqrt(n))))
    rows = int(np.ceil(n / columns))
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    word = "P-score" if ranking.source == "normal" else "SUCRA"
    top = min(1.0, 1.15 * float(ranking.probability.max()))
    ranks = len(ranking.treatments)
    ticks = np.arange(1, ranks + 1) if ranks <= 8 else np.unique(np.linspace(1, ranks, 5).round().astype(int))
    for ax, i in zip(axes.flat[:n], ranking.order, strict=False):
        _bars(ax, ranking.probability[i])
        ax.set_title(f"{ranking.treatments[i]}\n{word} {ranking.score[i]:.2f}", fontsize=8)
        ax.set_ylim(0, top)
        ax.set_xticks(ticks)
        ax.tick_params(labelsize=7)
    hide_spare(axes, n)
    shown = "" if n == ranks else f"; the best {n} of {ranks} treatments"
    figure.supxlabel(f"Rank (1 is best){shown}", fontsize=8.5)
    figure.supylabel("Probability", fontsize=8.5)
    for ax in axes[:, 1:].flat:
        ax.spines["left"].set_color(GREY)
    return axes


def _bars(ax: Any, probability: Any) -> None:
    """Bars of ranks that may happen at all; hundreds of empty ones take time and show nothing."""
    seen = np.flatnonzero(probability > 0)
    ax.bar(seen + 1, probability[seen], color=BLUE, width=0.8)
    ax.set_xlim(0.4, probability.size + 0.6)
