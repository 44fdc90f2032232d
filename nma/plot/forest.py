"""Forest plot of every treatment against a reference."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from matplotlib.transforms import blended_transform_factory

from nma.league import League, printed
from nma.measures import measure_of
from nma.plot.style import BLUE, GREY, fixed, styled

#: Limits farther out than this factor times the range of the estimates are cut and end in an arrow.
WIDEST = 8.0
#: Closest two ticks of a logarithmic axis, as a share of it.
CLOSEST = 0.1


def forest_plot(league: League, ax: Any, *, reference: str, small_better: bool = True) -> Any:
    """Draw network estimates against ``reference`` in the table's order; limits off the axis end in arrows."""
    measure = measure_of(league.measure)
    at = league.treatments.index(reference)
    rows = [i for i in range(len(league.treatments)) if i != at]
    estimate, low, high = (getattr(league, name)[rows, at] for name in ("estimate", "low", "high"))
    left, right = _limits(estimate, low, high, measure.ratio)
    place = np.arange(len(rows))[::-1]
    ax.axvline(measure.null, color=GREY, lw=0.9, zorder=1)
    for y, value, a, b in zip(place, estimate, low, high, strict=True):
        ax.plot([max(a, left), min(b, right)], [y, y], color=BLUE, lw=1.6, solid_capstyle="butt", zorder=2)
        for limit, edge, marker in ((a, left, "<"), (b, right, ">")):
            if (limit < left) if marker == "<" else (limit > right):
                ax.plot([edge], [y], marker=marker, color=BLUE, ms=5, clip_on=False, zorder=3)
        if left <= value <= right:
            ax.plot([value], [y], marker="s", color=BLUE, ms=5.5, mec="white", mew=0.6, zorder=4)
    if measure.ratio:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(FixedLocator(ratio_ticks(left, right)))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.set_xlim(left, right)
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_yticks(place, [league.treatments[i] for i in rows])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    beside = blended_transform_factory(ax.transAxes, ax.transData)
    for y, value, a, b in zip(place, estimate, low, high, strict=True):
        ax.text(1.03, y, printed(value, a, b), transform=beside, va="center", ha="left", fontsize=8.5)
    ax.text(
        1.03, len(rows) - 0.4, f"{league.measure} ({league.level:.0%} {league.interval})", transform=beside,
        va="bottom", ha="left", fontsize=8.5, weight="bold",
    )  # fmt: skip
    ax.text(-0.02, len(rows) - 0.4, f"Treatment v {reference}", transform=beside, va="bottom", ha="right", fontsize=8.5,
            weight="bold")  # fmt: skip
    sides = ("Favours treatment", "Favours reference")
    first, second = sides if small_better else sides[::-1]
    ax.set_xlabel(f"{measure.words.capitalize()}, {league.title}" if league.title else measure.words.capitalize())
    ax.text(0.0, 1.0, f"← {first}", transform=ax.transAxes, ha="left", va="bottom", fontsize=7.5, color=GREY)
    ax.text(1.0, 1.0, f"{second} →", transform=ax.transAxes, ha="right", va="bottom", fontsize=7.5, color=GREY)
    return ax


def forest_figure(league: League, *, reference: str, small_better: bool = True) -> Any:
    """The plot in a figure of its own; names and numbers stand beside axes of one width."""
    figure = fixed(3.6, 0.45 + 0.27 * (len(league.treatments) - 1))
    with styled():
        forest_plot(league, figure.gca(), reference=reference, small_better=small_better)
    return figure


def _limits(estimate: Any, low: Any, high: Any, ratio: bool) -> tuple[float, float]:
    if not ratio:
        span = max(high.max(), 0.0) - min(low.min(), 0.0)
        return float(min(low.min(), 0.0) - 0.05 * span), float(max(high.max(), 0.0) + 0.05 * span)
    bottom = max(low.min(), estimate.min() / WIDEST)
    top = min(high.max(), estimate.max() * WIDEST)
    return float(min(bottom, 0.9) / 1.1), float(max(top, 1.1) * 1.1)


def ratio_ticks(left: float, right: float) -> list[float]:
    """Ticks of a logarithmic axis: 1-2-5 steps, decades where those are many, finer ones about 1 where they are few."""
    steps = [m * 10.0**e for e in range(-6, 7) for m in (1, 2, 5)]
    ticks = [value for value in steps if left <= value <= right]
    if len(ticks) > 8:
        ticks = [10.0**e for e in range(-6, 7) if left <= 10.0**e <= right]
    if len(ticks) < 3:
        fine = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2.0]
        ticks = _spread([value for value in fine if left <= value <= right], left, right)
    return ticks


def _spread(ticks: list[float], left: float, right: float) -> list[float]:
    """Ticks whose labels do not touch, outwards from 1."""
    span = math.log(right / left)
    kept: list[float] = []
    for tick in sorted(ticks, key=lambda value: abs(math.log(value))):
        if all(abs(math.log(tick / other)) >= CLOSEST * span for other in kept):
            kept.append(tick)
    return sorted(kept)
