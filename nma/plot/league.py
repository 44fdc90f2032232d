"""League heat map: every treatment against every other, coloured by the estimate, bold where the interval is clear."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from nma.league import League
from nma.measures import measure_of
from nma.plot.style import DIVERGING, GREY, INK

#: Most treatments whose cells hold intervals besides the estimate.
MAX_WITH_INTERVALS = 12


def league_heat_map(league: League, ax: Any, *, small_better: bool = True) -> Any:
    """Draw the whole matrix, row against column; blue favours the row."""
    measure = measure_of(league.measure)
    n = len(league.treatments)
    value = np.log(league.estimate) if measure.ratio else league.estimate.copy()
    np.fill_diagonal(value, np.nan)
    span = float(np.nanquantile(np.abs(value), 0.95)) or 1.0
    colours = DIVERGING if small_better else DIVERGING[::-1]
    shade = LinearSegmentedColormap.from_list("better", colours)
    image = ax.imshow(value, cmap=shade, vmin=-span, vmax=span)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            clear = not league.low[i, j] <= measure.null <= league.high[i, j]
            text = f"{league.estimate[i, j]:.2f}"
            if n <= MAX_WITH_INTERVALS:
                text += f"\n{league.low[i, j]:.2f}, {league.high[i, j]:.2f}"
            ink = "white" if abs(value[i, j]) > 0.8 * span else INK
            size = 7.0 if n <= 6 else 6.0 if n <= MAX_WITH_INTERVALS else 5.0
            ax.text(
                j, i, text, ha="center", va="center", fontsize=size, color=ink, weight="bold" if clear else "normal"
            )
    ax.set_xticks(range(n), league.treatments, rotation=45, ha="left", rotation_mode="anchor")
    ax.set_yticks(range(n), league.treatments)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    bar = ax.figure.colorbar(image, ax=ax, shrink=0.6, pad=0.03)
    bar.outline.set_visible(False)
    if measure.ratio:
        ticks = np.linspace(-span, span, 5)
        bar.set_ticks(ticks, labels=[f"{np.exp(tick):.2g}" for tick in ticks])
    bar.set_label(f"{measure.words.capitalize()} of row against column", fontsize=8)
    ax.set_xlabel(
        f"{league.title}. Blue favours the row. Bold: the {league.level:.0%} {league.interval} excludes no difference.",
        fontsize=7.5, color=GREY,
    )  # fmt: skip
    return ax
