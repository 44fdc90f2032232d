"""Net heat plot (Krahn, Binder & König 2013)."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from nma.netheat import NetHeat
from nma.plot.style import DIVERGING, GREY, colour_bar


def net_heat_side(contrasts: int) -> float:
    """Inches of the square axes that so many contrasts need."""
    return (0.3 if contrasts <= 20 else 0.18) * contrasts


def net_heat_plot(heat: NetHeat, ax: Any) -> Any:
    """Draw squares as large as the column's weight in the row, on the change of the row's inconsistency."""
    c = len(heat.names)
    span = float(np.abs(heat.change).max()) or 1.0
    shade = LinearSegmentedColormap.from_list("heat", DIVERGING)
    image = ax.imshow(heat.change, cmap=shade, vmin=-span, vmax=span)
    weight = np.minimum(np.abs(heat.hat), 1.0)
    squares = []
    for i in range(c):
        for j in range(c):
            side = 0.8 * float(np.sqrt(weight[i, j]))
            squares.append(Rectangle((j - side / 2, i - side / 2), side, side))
    ax.add_collection(PatchCollection(squares, facecolor=GREY, edgecolor="none", alpha=0.7))
    size = 7.5 if c <= 20 else 5.5
    ax.set_xticks(range(c), heat.names, rotation=45, ha="left", rotation_mode="anchor", fontsize=size)
    ax.set_yticks(range(c), heat.names, fontsize=size)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for edge in ax.spines.values():
        edge.set_visible(False)
    bar = colour_bar(image, ax)
    bar.set_label("Change of the row's Q when the column's design is detached", fontsize=7.5)
    ax.set_xlabel("Squares: weight of the column in the row's network estimate", fontsize=7.5, color=GREY)
    return ax
