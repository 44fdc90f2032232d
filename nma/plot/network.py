"""Network plot: lines as wide as trials are many, nodes as large as patients are many, multi-arm trials shaded."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from nma.network import Network
from nma.plot.style import BLUE, CYCLE, INK

#: Line width of one trial, what each further one adds, and the widest line, in points.
LINE_PT, STEP_PT, WIDEST_PT = 0.9, 1.1, 7.0
#: Above this many treatments labels stand along the spokes and carry no numbers of patients.
MAX_UPRIGHT = 12
#: Node areas in points² for the fewest and the most patients.
NODE_PT2 = (60.0, 620.0)


def network_plot(network: Network, ax: Any) -> Any:
    """Draw the network; numbers on lines are trials, on small networks only, where they can be read."""
    n = len(network.treatments)
    angle = np.pi / 2 - 2 * np.pi * np.arange(n) / n
    x, y = np.cos(angle), np.sin(angle)
    studies = network.studies
    most = max(int(studies.max()), 1)
    step = min(STEP_PT, (WIDEST_PT - LINE_PT) / max(most - 1, 1))
    place = {name: i for i, name in enumerate(network.treatments)}
    shaded = [design for design in network.designs if len(design) > 2]
    for number, design in enumerate(shaded):
        corners = sorted(place[name] for name in design)
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
        width = LINE_PT + step * (studies[i, j] - 1)
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
    ax.scatter(x, y, s=size * (1 if n <= MAX_UPRIGHT else 0.5), color=BLUE, edgecolor="white", linewidth=1.2, zorder=4)
    for i, name in enumerate(network.treatments):
        label = f"{name}\n(n = {patients[i]:,.0f})" if known and n <= MAX_UPRIGHT else name
        _label(ax, label, angle[i], upright=n <= MAX_UPRIGHT)
    longest = max(len(name) for name in network.treatments)
    what = "Node size: patients. " if known else ""
    shade = " Shaded: multi-arm trials." if shaded else ""
    ax.set_xlabel(
        f"{what}Line width: trials (1 to {most}).{shade}",
        fontsize=7.5,
        labelpad=28 if n <= MAX_UPRIGHT else 15 + 4 * longest,
    )
    ax.set_xlim(-1.25, 1.25)
    ax.set_ylim(-1.25, 1.25)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    return ax


def _label(ax: Any, text: str, angle: float, *, upright: bool) -> None:
    """A treatment's name outside the circle, upright, or along its spoke where there are many."""
    x, y = np.cos(angle), np.sin(angle)
    left = x < -1e-9
    if upright:
        sideways = abs(x) > 0.25
        horizontal = "center" if not sideways else ("right" if left else "left")
        vertical = "center" if sideways else ("bottom" if y > 0 else "top")
        turn = 0.0
    else:
        horizontal, vertical = ("right" if left else "left"), "center"
        turn = float(np.degrees(angle)) + (180.0 if left else 0.0)
    ax.annotate(
        text, (x, y), xytext=(15 * x, 15 * y), textcoords="offset points", ha=horizontal, va=vertical, rotation=turn,
        rotation_mode="anchor", fontsize=9 if upright else 7.5, zorder=5,
    )  # fmt: skip
