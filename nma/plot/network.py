"""Network plot: treatments on a circle, width of lines by trials, size of nodes by patients, multi-arm trials shaded."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from nma.network import Network
from nma.plot.style import BLUE, CYCLE, INK

#: Line widths in points for one trial and for the pair with most.
LINE_PT = (0.9, 7.0)
#: Node areas in points² for the fewest and the most patients.
NODE_PT2 = (60.0, 620.0)


def network_plot(network: Network, ax: Any) -> Any:
    """Draw the network; numbers on lines are trials, on small networks only, where they can be read."""
    n = len(network.treatments)
    angle = np.pi / 2 - 2 * np.pi * np.arange(n) / n
    x, y = np.cos(angle), np.sin(angle)
    studies = network.studies
    most = max(int(studies.max()), 1)
    place = {name: i for i, name in enumerate(network.treatments)}
    shaded = [design for design in network.designs if len(design) > 2]
    for number, design in enumerate(shaded):
        corners = sorted((place[name] for name in design))
        ax.add_patch(
            Polygon(
                np.column_stack([x[corners], y[corners]]),
                facecolor=CYCLE[number % len(CYCLE)],
                alpha=0.13,
                lw=0,
                zorder=1,
            )
        )
    for i, j in np.argwhere(np.triu(studies)):
        width = LINE_PT[0] + (LINE_PT[1] - LINE_PT[0]) * (studies[i, j] - 1) / max(most - 1, 1)
        ax.plot(x[[i, j]], y[[i, j]], color="#8FA3B0", lw=width, solid_capstyle="round", zorder=2)
        if n <= 10:
            # Off the middle, where the diagonals of the circle cross.
            at = 0.42
            ax.annotate(
                str(studies[i, j]), (x[i] + at * (x[j] - x[i]), y[i] + at * (y[j] - y[i])), ha="center", va="center",
                fontsize=7, color=INK, zorder=3,
                bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
            )  # fmt: skip
    patients = network.patients
    known = np.isfinite(patients).all()
    amount = patients if known else np.ones(n)
    spread = amount.max() - amount.min()
    share = (amount - amount.min()) / spread if spread > 0 else np.full(n, 0.35)
    size = NODE_PT2[0] + (NODE_PT2[1] - NODE_PT2[0]) * share
    ax.scatter(x, y, s=size * (1 if n <= 12 else 0.5), color=BLUE, edgecolor="white", linewidth=1.2, zorder=4)
    for i, name in enumerate(network.treatments):
        sideways = abs(np.cos(angle[i])) > 0.25
        horizontal = "center" if not sideways else ("left" if x[i] > 0 else "right")
        vertical = "center" if sideways else ("bottom" if y[i] > 0 else "top")
        label = name if not known else f"{name}\n(n = {patients[i]:,.0f})" if n <= 12 else name
        ax.annotate(
            label, (x[i], y[i]), xytext=(15 * np.cos(angle[i]), 15 * np.sin(angle[i])), textcoords="offset points",
            ha=horizontal, va=vertical, fontsize=9 if n <= 12 else 7.5, zorder=5,
        )  # fmt: skip
    what = "Node size: patients. " if known else ""
    shade = " Shaded: multi-arm trials." if shaded else ""
    ax.set_xlabel(f"{what}Line width: trials (1 to {most}).{shade}", fontsize=7.5)
    ax.set_xlim(-1.25, 1.25)
    ax.set_ylim(-1.25, 1.25)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    return ax
