"""Pooled survival of treatments, one panel a network, each curve with its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from review.absolute.result import PooledCurve
from review.plot.style import GREY, PALETTE, step_ticks


def pooled(curves: Sequence[PooledCurve], *, colors: Mapping[str, str], unit: str, title: str, note: str = "") -> Figure:
    """Curves of one network with numbers at risk below; the legend stands beside the panel."""
    rows = len(curves)
    figure = Figure(figsize=(8.4, 4.2 + 0.21 * rows), layout="constrained")
    canvas, below = figure.subplots(2, 1, sharex=True, height_ratios=[4.0, 0.3 + 0.23 * rows])
    end = max(curve.end for curve in curves)
    ink = {c.treatment: colors.get(c.treatment) or PALETTE[i % len(PALETTE)] for i, c in enumerate(curves)}
    # Pairs of solid and broken lines, so that no two curves are told apart by a close colour alone.
    for number, curve in enumerate(curves):
        time, survival = np.append(curve.time, curve.end), np.append(curve.survival, curve.survival[-1])
        style = ("-", (0, (5, 2)), (0, (1.5, 1.5)))[number // len(PALETTE) % 3] if rows > len(PALETTE) else "-"
        canvas.step(time, survival, where="post", color=ink[curve.treatment], lw=1.6, ls=style, label=_label(curve))
        if rows <= 5:
            low, high = np.append(curve.low, curve.low[-1]), np.append(curve.high, curve.high[-1])
            canvas.fill_between(time, low, high, step="post", color=ink[curve.treatment], alpha=0.12, lw=0)
    canvas.axhline(0.5, color=GREY, lw=0.7, ls=(0, (4, 3)))
    canvas.set(ylim=(0, 1.03), xlim=(0, end * 1.02), ylabel=title)
    canvas.legend(frameon=False, fontsize=7.5, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0)
    ticks = step_ticks(end)
    canvas.set_xticks(ticks)
    for number, curve in enumerate(curves):
        for tick in ticks:
            at = int(np.searchsorted(curve.time, tick, side="left"))
            count = curve.at_risk[at] if at < curve.at_risk.size and tick <= curve.end else 0
            below.text(tick, -number, f"{count:.0f}", ha="center", va="center", fontsize=7)
    below.set_ylim(-rows + 0.4, 0.7)
    below.set_yticks([-n for n in range(rows)], [curve.treatment for curve in curves], fontsize=7.5)
    for label, curve in zip(below.get_yticklabels(), curves, strict=True):
        label.set_color(ink[curve.treatment])
    below.tick_params(length=0)
    for side in below.spines.values():
        side.set_visible(False)
    below.set_title("At risk", loc="left", fontsize=8)
    below.set_xlabel((f"Time ({unit})" if unit else "Time") + (f". {note}" if note else ""), fontsize=8.5)
    return figure


def _label(curve: PooledCurve) -> str:
    median = "NR" if not np.isfinite(curve.median) else f"{curve.median:.1f}"
    return f"{curve.treatment}: median {median}\n({len(curve.trials)} trial{'s' * (len(curve.trials) > 1)}, n = {curve.patients})"
