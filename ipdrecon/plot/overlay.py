"""What was read, drawn on top of the figure it was read from, so that a person can judge it in five seconds."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes as Canvas
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke

from ipdrecon.digitization import Digitization, Panel, TracedCurve
from ipdrecon.figure import Figure
from ipdrecon.frozen import Floats
from ipdrecon.plot.palette import colors_like

#: Long side of the picture in pixels: small figures are enlarged to it, large ones shrunk.
LONG_SIDE_PX = 1800
#: How far the figure fades towards white beneath what was read.
FADE = 0.55
DPI = 100

#: Share of the picture's width beyond which a label does not fit behind the end of its curve.
ROOM_FOR_LABELS = 0.8


def draw_overlay(figure: Figure, digitization: Digitization) -> Picture:
    """The figure, faded, with axes, ticks, curves, censor marks, inferred stretches and table cells as read."""
    scale = LONG_SIDE_PX / max(figure.width, figure.height)
    notes = _notes(digitization)
    size = (figure.width * scale / DPI, figure.height * scale / DPI)
    strip = 0.24 * (len(notes) + 1)
    picture = Picture(figsize=(size[0], size[1] + strip), dpi=DPI)
    FigureCanvasAgg(picture)
    canvas = picture.add_axes((0, strip / (size[1] + strip), 1, size[1] / (size[1] + strip)))
    pale = (255 - (255 - figure.pixels.astype(np.float32)) * (1 - FADE)).astype(np.uint8)
    canvas.imshow(pale, interpolation="lanczos", aspect="auto")
    canvas.set_xlim(-0.5, figure.width - 0.5)
    canvas.set_ylim(figure.height - 0.5, -0.5)
    canvas.axis("off")
    for panel in digitization.panels:
        _draw_axes(canvas, panel)
        colors = colors_like([curve.style.color for curve in panel.curves])
        for curve, color in zip(panel.curves, colors, strict=True):
            _draw_curve(canvas, panel, curve, color)
        _draw_table(canvas, panel, dict(zip((curve.label for curve in panel.curves), colors, strict=True)))
    for line, (text, color) in enumerate(notes):
        height = 1 - (line + 0.8) / (len(notes) + 1)
        picture.text(
            0.008,
            height * strip / (size[1] + strip),
            text,
            fontsize=9.5,
            color=color,
            va="center",
            family="DejaVu Sans",
        )
    return picture


def overlay_png(figure: Figure, digitization: Digitization) -> bytes:
    """The overlay as the bytes of a PNG file."""
    content = io.BytesIO()
    with mpl.rc_context({"path.simplify": False, "text.parse_math": False}):
        draw_overlay(figure, digitization).savefig(content, format="png", dpi=DPI)
    return content.getvalue()


def _draw_axes(canvas: Canvas, panel: Panel) -> None:
    axes = panel.axes
    left, right = float(axes.x.pixel(axes.x.low)), float(axes.x.pixel(axes.x.high))
    low, high = float(axes.y.pixel(axes.y.low)), float(axes.y.pixel(axes.y.high))
    canvas.add_patch(
        Rectangle((left, high), right - left, low - high, fill=False, ec="#E3008C", lw=0.8, ls=(0, (4, 3)))
    )
    tick = 0.012 * max(right - left, low - high)
    style: dict[str, Any] = {
        "fontsize": 7.5,
        "color": "#E3008C",
        "path_effects": [Stroke(linewidth=2, foreground="white"), Normal()],
    }
    percent = 100 if axes.percent else 1
    for value in axes.x.ticks:
        x = float(axes.x.pixel(value))
        canvas.plot([x, x], [low - tick, low + tick], color="#E3008C", lw=1.2)
        canvas.text(x, low - 1.2 * tick, f"{value:g}", ha="center", va="bottom", **style)
    for value in axes.y.ticks:
        y = float(axes.y.pixel(value))
        canvas.plot([left - tick, left + tick], [y, y], color="#E3008C", lw=1.2)
        canvas.text(left + 1.4 * tick, y, f"{value * percent:g}", ha="left", va="center", **style)


def _draw_curve(canvas: Canvas, panel: Panel, curve: TracedCurve, color: str) -> None:
    steps = curve.steps
    time = np.append(steps.time, steps.end)
    survival = np.append(steps.survival, steps.survival[-1])
    x, y = _xy(panel, time, survival)
    halo = [Stroke(linewidth=2.6, foreground="white"), Normal()]
    canvas.step(x, y, where="post", color=color, lw=1.1, path_effects=halo, solid_joinstyle="miter")
    for low, high in curve.inferred:
        inside = (time > low) & (time < high)
        when = np.concatenate([[low], time[inside], [min(high, steps.end)]])
        level = steps(np.clip(when, 0, steps.end))
        canvas.step(*_xy(panel, when, level), where="post", color="white", lw=1.3, ls=(0, (1.5, 1.5)))
    if steps.marks.size:
        mark_x, mark_y = _xy(panel, steps.marks, steps(np.clip(steps.marks, 0, steps.end)))
        canvas.plot(mark_x, mark_y, ls="", marker=3, ms=6, mew=1.0, color=color)
    # A label begins behind the curve's end, or ends above it where the picture has no room for it on the right.
    cramped = float(x[-1]) > ROOM_FOR_LABELS * canvas.get_xlim()[1]
    canvas.annotate(
        f"{curve.label} ({curve.confidence:.0%})",
        (float(x[-1]), float(y[-1])),
        xytext=(0, 9) if cramped else (5, 0),
        textcoords="offset points",
        fontsize=8,
        color=color,
        ha="right" if cramped else "left",
        va="center",
        path_effects=halo,
        annotation_clip=False,
    )


def _xy(panel: Panel, time: Floats, survival: Floats) -> tuple[Floats, Floats]:
    return panel.axes.x.pixel(time), panel.axes.survival_pixel(survival)


def _draw_table(canvas: Canvas, panel: Panel, colors: dict[str, str]) -> None:
    for row in panel.risk:
        color = colors.get(row.curve, "#666666")
        for box, value, doubt in zip(row.boxes, row.table.at_risk, row.table.doubtful, strict=False):
            edge = "#D00000" if doubt or np.isnan(value) else color
            canvas.add_patch(
                Rectangle((box.left, box.top), box.width, box.height, fill=False, ec=edge, lw=1.4 if doubt else 0.7)
            )
            text = "?" if np.isnan(value) else f"{value:g}"
            canvas.text(
                box.right + 1,
                box.center[1],
                text,
                fontsize=7.5,
                color=edge,
                va="center",
                path_effects=[Stroke(linewidth=2, foreground="white"), Normal()],
            )


def _notes(digitization: Digitization) -> list[tuple[str, str]]:
    notes = []
    for number, panel in enumerate(digitization.panels, start=1):
        unit = panel.axes.time_unit or "time unit not printed"
        name = f"{'Inset' if panel.inset else 'Panel'} {number}: " if len(digitization.panels) > 1 else ""
        cells = sum(row.table.at_risk.size for row in panel.risk)
        marks = sum(curve.steps.marks.size for curve in panel.curves)
        notes.append(
            (
                f"{name}{len(panel.curves)} curves, {marks} censor marks, {cells} cells at risk, "
                f"x {panel.axes.x.low:g} to {panel.axes.x.high:g} {unit}",
                "#222222",
            )
        )
    notes += [(f"! {text}", "#B00000") for text in digitization.all_warnings[:6]]
    return notes
