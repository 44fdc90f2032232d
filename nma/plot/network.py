"""Network plot: lines as wide as trials are many, nodes as large as patients are many, multi-arm trials shaded."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.patches import Polygon

from ipdrecon.frozen import Floats
from ipdrecon.plot.style import INK
from nma.network import Network
from nma.plot.style import BLUE, CYCLE, text_width

#: Line width of one trial, what each further one adds, and the widest line, in points.
LINE_PT, STEP_PT, WIDEST_PT = 0.9, 1.1, 7.0
#: Above this many treatments labels stand along the spokes and carry no numbers of patients.
MAX_UPRIGHT = 10
#: Node areas in points² for the fewest and the most patients.
NODE_PT2 = (60.0, 620.0)
#: Radius of the circle in inches, and what each treatment needs of its rim so that labels stay apart.
RADIUS_IN, RIM_IN = 1.9, 0.125
#: Half the side of the axes, in radii.
REACH = 1.08
#: Where along its line the number of trials may stand; the freest place is taken.
PLACES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)
#: Labels start this far from the rim of their node, in points.
GAP_PT = 5.0


def network_side(n: int) -> float:
    """Inches of the square axes that n treatments need; labels stand around them."""
    return 2 * REACH * max(RADIUS_IN, RIM_IN * n / (2 * np.pi))


def network_plot(network: Network, ax: Any) -> Any:
    """Draw the network; numbers on lines are trials, on small networks only, where they can be read."""
    n = len(network.treatments)
    # Two treatments stand side by side, more go round from the top.
    angle = (np.pi if n == 2 else np.pi / 2) - 2 * np.pi * np.arange(n) / n
    x, y = np.cos(angle), np.sin(angle)
    upright = n <= MAX_UPRIGHT
    studies = network.studies
    most = max(int(studies.max()), 1)
    step = min(STEP_PT, (WIDEST_PT - LINE_PT) / max(most - 1, 1))
    shaded = _shade(ax, network, x, y)
    lines = np.argwhere(np.triu(studies))
    for i, j in lines:
        width = LINE_PT + step * (studies[i, j] - 1)
        ax.plot(x[[i, j]], y[[i, j]], color="#8FA3B0", lw=width, solid_capstyle="round", zorder=2, clip_on=False)
    if upright:
        _numbers(ax, studies, lines, x, y)
    patients = network.patients
    known = np.isfinite(patients).all()
    amount = patients if known else np.ones(n)
    spread = amount.max() - amount.min()
    share = (amount - amount.min()) / spread if spread > 0 else np.full(n, 0.35)
    size = (NODE_PT2[0] + (NODE_PT2[1] - NODE_PT2[0]) * share) * (1.0 if upright else 0.5)
    ax.scatter(x, y, s=size, color=BLUE, edgecolor="white", linewidth=1.2, zorder=4, clip_on=False)
    lowest = 0.0
    for i, name in enumerate(network.treatments):
        label = f"{name}\n(n = {patients[i]:,.0f})" if known and upright else name
        lowest = max(lowest, _label(ax, label, angle[i], np.sqrt(size[i]) / 2 + GAP_PT, y.min(), upright=upright))
    what = "Node size: patients. " if known else ""
    widths = f"Line width: trials (1 to {most})." if most > 1 else "One trial a line."
    ax.annotate(
        f"{what}{widths}{' Shaded: multi-arm trials.' if shaded else ''}", (0, y.min()), xytext=(0, -lowest - 10),
        textcoords="offset points", ha="center", va="top", fontsize=7.5, annotation_clip=False,
    )  # fmt: skip
    ax.set_xlim(-REACH, REACH)
    ax.set_ylim(-REACH, REACH)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    return ax


def _shade(ax: Any, network: Network, x: Floats, y: Floats) -> bool:
    """A faint face for each design of more than two arms; whether there is any."""
    place = {name: i for i, name in enumerate(network.treatments)}
    shaded = [design for design in network.designs if len(design) > 2]
    for number, design in enumerate(shaded):
        corners = sorted(place[name] for name in design)
        colour = CYCLE[number % len(CYCLE)]
        ax.add_patch(Polygon(np.column_stack([x[corners], y[corners]]), facecolor=colour, alpha=0.13, lw=0, zorder=1))
    return bool(shaded)


def _numbers(ax: Any, studies: Any, lines: Any, x: Floats, y: Floats) -> None:
    """Trials of each line, where other numbers, nodes and lines are far."""
    taken = [np.array([a, b]) for a, b in zip(x, y, strict=True)]
    for i, j in lines:
        start, end = np.array([x[i], y[i]]), np.array([x[j], y[j]])
        spots = [start + at * (end - start) for at in PLACES]
        others = [(np.array([x[a], y[a]]), np.array([x[b], y[b]])) for a, b in lines if (a, b) != (i, j)]

        def freedom(spot: Floats, others: Any = others) -> float:
            nearest = min(float(np.hypot(*(spot - other))) for other in taken)
            # A crossing line hides less than another number does.
            crossing = min((_distance(spot, a, b) for a, b in others), default=1.0)
            return min(nearest, 0.25) + 0.5 * min(crossing, 0.1)

        best = max(spots, key=freedom)
        taken.append(best)
        ax.annotate(
            str(studies[i, j]), best, ha="center", va="center", fontsize=7, color=INK, zorder=3,
            bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
        )  # fmt: skip


def _distance(spot: Floats, start: Floats, end: Floats) -> float:
    """From a point to a stretch of line."""
    along = end - start
    share = float(np.clip((spot - start) @ along / (along @ along), 0.0, 1.0))
    return float(np.hypot(*(spot - start - share * along)))


def _label(ax: Any, text: str, angle: float, offset: float, bottom: float, *, upright: bool) -> float:
    """A treatment's name outside the circle, upright, or along its spoke where there are many.

    Returns how far it reaches below the lowest node, which is at height ``bottom``, in points.
    """
    x, y = np.cos(angle), np.sin(angle)
    left = x < -1e-9
    size = 9.0 if upright else 7.5
    if upright:
        sideways = abs(x) > 0.25
        horizontal = "center" if not sideways else ("right" if left else "left")
        # Beside the node where it stands sideways, above or below it where it stands high or low.
        beside = abs(y) < 0.7
        vertical = "center" if beside else ("bottom" if y > 0 else "top")
        turn = 0.0
        reach = 1.3 * size * (text.count("\n") + 1) * (0.5 if beside else 1.0)
    else:
        horizontal, vertical = ("right" if left else "left"), "center"
        beside, turn = False, float(np.degrees(angle)) + (180.0 if left else 0.0)
        reach = -y * text_width(text, size)
    across = np.sign(x) if beside else x
    ax.annotate(
        text, (x, y), xytext=(offset * across, offset * y), textcoords="offset points", ha=horizontal, va=vertical,
        rotation=turn, rotation_mode="anchor", fontsize=size, zorder=5, annotation_clip=False,
    )  # fmt: skip
    radius = 72 * ax.get_position().height * ax.figure.get_figheight() / (2 * REACH)
    return float(reach - offset * y - (y - bottom) * radius)
