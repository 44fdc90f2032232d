"""Comparison-adjusted funnel plot."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from ipdrecon.plot.style import INK
from nma.funnel import Funnel
from nma.plot.style import BLUE, CYCLE, GREY

MARKERS = ("o", "s", "^", "D", "v", "P", "X")
#: Most comparisons a legend names; more would hide the points.
MAX_NAMED = 14
#: Most comparisons that are told apart by colour and mark.
MAX_COLOURED = 49


def funnel_plot(funnel: Funnel, ax: Any) -> Any:
    """Draw deviations against standard errors, precise trials on top, with the 95% funnel of no heterogeneity."""
    top = 1.08 * float(funnel.se.max())
    ax.plot([-1.96 * top, 0, 1.96 * top], [top, 0, top], color=GREY, lw=0.9, ls=(0, (4, 3)), zorder=1)
    ax.axvline(0, color=GREY, lw=0.9, zorder=1)
    times = Counter(funnel.comparisons)
    alone = [i for i, kind in enumerate(funnel.comparisons) if times[kind] == 1]
    ax.scatter(
        funnel.deviation[alone], funnel.se[alone], s=18, marker="o", facecolor="white", edgecolor=GREY, linewidth=0.8,
        zorder=2, clip_on=False, label="alone in its comparison",
    )  # fmt: skip
    kinds = [kind for kind in times if times[kind] > 1]
    if len(kinds) > MAX_COLOURED:
        together = [i for i, kind in enumerate(funnel.comparisons) if times[kind] > 1]
        ax.scatter(
            funnel.deviation[together], funnel.se[together], s=10, color=BLUE, alpha=0.5, linewidth=0, zorder=3,
            clip_on=False, label="other comparisons",
        )  # fmt: skip
        kinds = []
    for number, kind in enumerate(kinds):
        rows = [i for i, comparison in enumerate(funnel.comparisons) if comparison == kind]
        ax.scatter(
            funnel.deviation[rows], funnel.se[rows], s=24, marker=MARKERS[(number // len(CYCLE)) % len(MARKERS)],
            color=CYCLE[number % len(CYCLE)], edgecolor="white", linewidth=0.5, zorder=3, clip_on=False,
            label=f"{kind[0]} v {kind[1]}",
        )  # fmt: skip
    widest = max(1.96 * top, 1.05 * float(np.abs(funnel.deviation).max()))
    ax.set_xlim(-widest, widest)
    ax.set_ylim(top, 0)
    ax.set_xlabel("Effect less the direct estimate of its comparison")
    ax.set_ylabel("Standard error")
    # Where comparisons are too many for names, the open circles still have theirs.
    handles = ax.get_legend_handles_labels()[0]
    named = (handles[:1] if alone else []) + (handles[1:] if len(kinds) <= MAX_NAMED else [])
    if named:
        ax.legend(handles=named, loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False, fontsize=7)
    test = f"Egger's test p = {funnel.p:.2g}" if np.isfinite(funnel.p) else funnel.reason
    if np.isfinite(funnel.p) and funnel.reason:
        test += f" ({funnel.reason})"
    ax.set_title(test, fontsize=8, color=INK, loc="left")
    return ax
