"""Curves of a simulated figure, with their marks and bands, and the lines that lead the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from ipdrecon.ipd import IPD
from ipdrecon.simulate.look import Look
from ipdrecon.simulate.truth import TrueCurve
from ipdrecon.steps import StepCurve

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Plot


#: Dash pattern of a tail, in line widths.
TAIL = (3.0, 2.0)


def printed(survival: np.ndarray, look: Look) -> np.ndarray:
    """Survival as the figure shows it."""
    return 1.0 - survival if look.incidence else survival


def draw_curve(plot: Plot, label: str, curve: StepCurve, patients: IPD, look: Look, index: int) -> TrueCurve:
    """One curve with its marks and band; marks sit on the level after the drops at their time, as S is drawn."""
    from matplotlib import colors as mpl_colors
    from matplotlib.markers import MarkerStyle

    points = 72 / plot.figure.dpi
    scale = 100.0 if look.percent else 1.0
    color, dashes = look.colors[index % len(look.colors)], look.dashes[index % len(look.dashes)]
    times = np.append(curve.time, curve.end)
    levels = printed(np.append(curve.survival, curve.survival[-1]), look) * scale
    for first, last, pattern, name in _pieces(times, patients, look, dashes, label):
        (line,) = plot.plot(
            times[first:last],
            levels[first:last],
            drawstyle="steps-post",
            color=color,
            linewidth=look.line_px * points,
            label=name,
            zorder=3,
        )
        line.set_solid_capstyle("butt" if look.joins == "miter" else "round")
        line.set_solid_joinstyle("miter" if look.joins == "miter" else "round")
        if pattern:
            line.set_dashes(pattern)
    if look.band:
        _band(plot, patients, look, color, scale)
    marks = np.unique(curve.marks) if look.mark else np.array([])
    if marks.size:
        level = printed(np.asarray(curve(marks)), look) * scale
        marker: Any = 2 if look.mark == "tick above" else look.mark
        plot.plot(
            marks,
            level,
            linestyle="none",
            marker=MarkerStyle(marker),
            markersize=look.mark_px * points,
            markeredgewidth=look.mark_line_px * points,
            color=color if look.mark_color == "line" else look.mark_color,
            markerfacecolor=color if look.mark == "s" else "none",
            zorder=4,
            clip_on=False,
        )
    red, green, blue = (round(255 * part) for part in mpl_colors.to_rgb(color))
    (x0, _), (x1, _) = plot.transData.transform([(0.0, 0.0), (1.0, 0.0)])
    wide = look.mark_line_px if look.mark in {"|", "tick above"} else look.mark_px
    return TrueCurve(
        label,
        (red, green, blue),
        bool(dashes),
        attrs.evolve(curve, marks=curve.marks if look.mark else np.array([])),
        mark_width=float(wide / (x1 - x0)) if look.mark else 0.0,
        band=bool(look.band),
    )


def _pieces(
    times: np.ndarray, patients: IPD, look: Look, dashes: tuple[float, ...], label: str
) -> list[tuple[int, int, tuple[float, ...], str]]:
    """Parts of a line by first and last point, their dash pattern and name: the tail of few patients is dashed."""
    few = np.flatnonzero(patients.at_risk(times) < look.tail * patients.time.size)
    if not few.size or few[0] == 0:
        return [(0, times.size, dashes, label)]
    return [(0, int(few[0]) + 1, dashes, label), (int(few[0]), times.size, TAIL, "")]


def _band(plot: Plot, patients: IPD, look: Look, color: str, scale: float) -> None:
    """Pointwise 95 % limits: Greenwood (1926) variance on the log(-log) scale (Kalbfleisch & Prentice 2002)."""
    time, events, at_risk = patients.counts()
    survival = np.cumprod(1.0 - events / at_risk)
    usable = (survival > 0) & (survival < 1)
    time, survival = time[usable], survival[usable]
    variance = np.cumsum((events / (at_risk * np.maximum(at_risk - events, 1)))[usable])
    half = 1.96 * np.sqrt(variance) / np.abs(np.log(survival))
    limits = [printed(np.append(1.0, survival ** np.exp(sign * half)), look) * scale for sign in (1, -1)]
    times = np.append(0.0, time)
    points = 72 / plot.figure.dpi
    if look.band == "fill":
        plot.fill_between(times, limits[0], limits[1], step="post", color=color, alpha=0.2, linewidth=0, zorder=1)
        return
    for limit in limits:
        plot.plot(
            times, limit, drawstyle="steps-post", color=color, linestyle=":", linewidth=0.6 * look.line_px * points
        )


def draw_helper_lines(plot: Plot, curves: dict[str, StepCurve], look: Look) -> None:
    """The line at a level, and those that lead to the medians."""
    points = 72 / plot.figure.dpi
    scale = 100.0 if look.percent else 1.0
    thin: dict[str, Any] = {"color": "#444444", "linewidth": 0.9 * points, "linestyle": "--", "zorder": 2}
    if look.reference:
        plot.axhline(look.reference * scale, **thin)
    if look.median_lines:
        for curve in curves.values():
            median = curve.median()
            if np.isfinite(median) and median <= curve.end:
                plot.plot([0, median, median], [0.5 * scale, 0.5 * scale, plot.get_ylim()[0]], **thin)
