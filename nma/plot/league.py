"""League heat map: every treatment against every other, coloured by the estimate, bold where the interval is clear."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from ipdrecon.plot.style import INK
from nma.league import League
from nma.measures import measure_of
from nma.plot.style import DIVERGING, GREY, colour_bar

#: Most treatments whose cells hold intervals besides the estimate, and whose cells hold anything but a colour.
MAX_WITH_INTERVALS, MAX_WITH_NUMBERS = 12, 45


def league_side(n: int) -> float:
    """Inches of the square axes that n treatments need."""
    return max(2.2, n * 0.68) if n <= MAX_WITH_INTERVALS else n * (0.36 if n <= MAX_WITH_NUMBERS else 0.13)


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
            if i == j or n > MAX_WITH_NUMBERS:
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
    names = 9.0 if n <= MAX_WITH_NUMBERS else 6.5
    ax.set_xticks(range(n), league.treatments, rotation=45, ha="left", rotation_mode="anchor", fontsize=names)
    ax.set_yticks(range(n), league.treatments, fontsize=names)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    bar = colour_bar(image, ax)
    if measure.ratio:
        ticks = np.linspace(-span, span, 5)
        digits = 3 if span < 0.25 else 2
        bar.set_ticks(ticks, labels=[f"{np.exp(tick):.{digits}g}" for tick in ticks])
    bar.set_label(f"{measure.words.capitalize()},\nrow against column", fontsize=8)
    bold = f"Bold: the {league.level:.0%} {league.interval} excludes no difference." if n <= MAX_WITH_NUMBERS else ""
    between = "\n" if n < 7 else " "
    ax.set_xlabel(
        f"{league.title[:1].upper()}{league.title[1:]}. Blue favours the row.{between}{bold}",
        fontsize=7.5, color=GREY,
    )  # fmt: skip
    return ax
