"""The reconstructed curves of one figure beside what was traced, with numbers at risk below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ipdrecon.ipd import IPD
from ipdrecon.plot.style import INK
from ipdrecon.steps import StepCurve
from review.plot.style import PALETTE, step_ticks

#: Lines paler than this cannot be seen on white; colours closer than this in RGB cannot be told apart.
PALEST, CLOSEST = 215, 60


def reconstructed(
    curves: Mapping[str, tuple[StepCurve, IPD | None]], *, inks: Sequence[str], unit: str, note: str = ""
) -> Figure:
    """Traced curves as pale bands, Kaplan-Meier curves of the patients on top of them, patients at risk below.

    ``inks`` are the colours of the figure itself, in the order of the curves.
    """
    known = {label: ipd for label, (_, ipd) in curves.items() if ipd is not None}
    rows = max(1, len(known))
    figure = Figure(figsize=(6.4, 4.3 + 0.24 * rows), layout="constrained")
    canvas, below = figure.subplots(2, 1, sharex=True, height_ratios=[4.0, 0.3 + 0.26 * rows])
    end = max(steps.end for steps, _ in curves.values())
    for number, (label, (steps, ipd)) in enumerate(curves.items()):
        color = inks[number]
        _line(canvas, steps, color=color, lw=6.0, alpha=0.28)
        if ipd is not None:
            own = ipd.km()
            _line(canvas, own, color=color, lw=1.3, label=f"{label} (n = {len(ipd)}, {int(ipd.event.sum())} events)")
            if own.marks.size:
                marks = np.unique(own.marks)
                canvas.plot(marks, own(marks), ls="", marker="|", ms=5, mew=0.8, color=color)
    canvas.set(ylim=(0, 1.03), xlim=(0, end * 1.03), ylabel="Survival")
    canvas.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=1)
    ticks = step_ticks(end)
    canvas.set_xticks(ticks)
    _at_risk(below, known, dict(zip(curves, inks, strict=True)), ticks)
    below.set_xlabel((f"Time ({unit})" if unit else "Time") + (f". {note}" if note else ""), fontsize=8.5)
    return figure


def _line(canvas: Any, steps: StepCurve, **style: Any) -> None:
    canvas.step(np.append(steps.time, steps.end), np.append(steps.survival, steps.survival[-1]), where="post", **style)


def _at_risk(canvas: Any, patients: Mapping[str, IPD], inks: Mapping[str, str], ticks: Sequence[float]) -> None:
    for number, (label, ipd) in enumerate(patients.items()):
        color = inks[label]
        for tick, count in zip(ticks, ipd.at_risk(np.array(ticks)), strict=True):
            canvas.text(tick, -number, f"{count:.0f}", ha="center", va="center", fontsize=7.5, color=INK)
        canvas.text(
            -0.02,
            -number,
            "■",
            color=color,
            ha="right",
            va="center",
            fontsize=8,
            transform=canvas.get_yaxis_transform(),
        )
    canvas.set_ylim(-len(patients) + 0.4, 0.7)
    canvas.set_yticks([])
    canvas.tick_params(length=0)
    for side in canvas.spines.values():
        side.set_visible(False)
    canvas.set_title("Reconstructed patients at risk", loc="left", fontsize=7.5)


def inks_of(colors: Sequence[tuple[int, int, int]]) -> list[str]:
    """The figure's own colours where all can be seen and told apart, else a palette."""
    pale = any(min(color) > PALEST for color in colors)
    close = any(
        sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) < CLOSEST**2
        for i, one in enumerate(colors)
        for two in colors[:i]
    )
    if pale or close:
        return [PALETTE[i % len(PALETTE)] for i in range(len(colors))]
    return ["#" + "".join(f"{channel:02x}" for channel in color) for color in colors]
