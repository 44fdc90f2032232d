"""Two versions of the same numbers side by side: reported and re-estimated, published and reproduced."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from review.plot.style import GREY, PALETTE, step_ticks


@attrs.frozen
class Pair:
    """One row: two estimates with their limits; NaN where there is none."""

    name: str
    first: tuple[float, float, float]
    second: tuple[float, float, float]


def side_by_side(
    pairs: Sequence[Pair], *, names: tuple[str, str], title: str, ratio: bool, null: float | None = None
) -> Figure | None:
    """A forest plot with two marks a row; limits that are not there are not drawn,
    limits off the axis end in arrows."""
    if not pairs:
        return None
    figure = Figure(figsize=(7.4, 0.44 * len(pairs) + 1.1), layout="constrained")
    ax = figure.add_subplot()
    values = np.array([v for pair in pairs for v in (*pair.first, *pair.second) if np.isfinite(v)])
    middle = np.array([v for pair in pairs for v in (pair.first[0], pair.second[0]) if np.isfinite(v)])
    if ratio:
        left, right = max(values.min(), middle.min() / 4) / 1.15, min(values.max(), middle.max() * 4) * 1.15
    else:
        left, right = 0.0, min(values.max(), 2.5 * middle.max()) * 1.05
    for place, pair in enumerate(pairs):
        for number, (estimate, low, high) in enumerate((pair.first, pair.second)):
            y = place + (-0.17, 0.17)[number]
            color, marker = PALETTE[number], ("s", "o")[number]
            if not np.isfinite(estimate):
                continue
            a, b = (v if not np.isnan(v) else estimate for v in (low, high))
            ax.plot([max(a, left), min(b, right)], [y, y], color=color, lw=1.4, solid_capstyle="butt")
            if b > right:
                ax.plot([right], [y], marker=">", ms=5, color=color, clip_on=False)
            if a < left:
                ax.plot([left], [y], marker="<", ms=5, color=color, clip_on=False)
            label = names[number] if place == next(i for i, p in enumerate(pairs) if _has(p, number)) else None
            ax.plot([estimate], [y], marker=marker, ms=5, color=color, mec="white", mew=0.5, ls="", label=label)
    if null is not None:
        ax.axvline(null, color=GREY, lw=0.9, zorder=0)
    if ratio:
        ax.set_xscale("log")
        ticks = [t for t in (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0) if left <= t <= right]
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    else:
        ax.set_xticks([t for t in step_ticks(right) if t <= right])
    ax.set_xlim(left, right)
    ax.set_ylim(len(pairs) - 0.45, -0.55)
    ax.set_yticks(range(len(pairs)), [pair.name for pair in pairs], fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(title)
    ax.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
    return figure


def _has(pair: Pair, number: int) -> bool:
    return bool(np.isfinite((pair.first, pair.second)[number][0]))
