"""Rankogram: probability of each rank, one small panel a treatment, best first."""

from __future__ import annotations

from typing import Any

import numpy as np

from nma.plot.style import BLUE, GREY, hide_spare
from nma.ranking import Ranking


def rankogram(ranking: Ranking, figure: Any) -> Any:
    """Draw one panel a treatment into the figure; the panel names its P-score or SUCRA."""
    n = len(ranking.treatments)
    columns = min(5, int(np.ceil(np.sqrt(n))))
    rows = int(np.ceil(n / columns))
    axes = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    word = "P-score" if ranking.source == "normal" else "SUCRA"
    top = min(1.0, 1.15 * float(ranking.probability.max()))
    for ax, i in zip(axes.flat, ranking.order, strict=False):
        ax.bar(np.arange(1, n + 1), ranking.probability[i], color=BLUE, width=0.8)
        ax.set_title(f"{ranking.treatments[i]}\n{word} {ranking.score[i]:.2f}", fontsize=8)
        ax.set_ylim(0, top)
        ax.set_xticks(np.arange(1, n + 1) if n <= 8 else np.unique(np.linspace(1, n, 5).round().astype(int)))
        ax.tick_params(labelsize=7)
    hide_spare(axes, n)
    figure.supxlabel("Rank (1 is best)", fontsize=8.5)
    figure.supylabel("Probability", fontsize=8.5)
    for ax in axes[:, 1:].flat:
        ax.spines["left"].set_color(GREY)
    return axes
