"""Trial + look → figure file, with the truth of what was drawn.

matplotlib says itself where its data coordinates lie (``transData``); the truth is taken from there, never measured
on the picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.ipd import IPD
from ipdrecon.simulate import scales
from ipdrecon.simulate.lines import draw_curve, draw_helper_lines, printed
from ipdrecon.simulate.look import Look
from ipdrecon.simulate.notes import write_note
from ipdrecon.simulate.table import inside_room, rows_below, write_below, write_inside
from ipdrecon.simulate.titles import draw_legend, write_titles
from ipdrecon.simulate.truth import FigureTruth, TruePanel, TrueRisk

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Plot
    from matplotlib.figure import Figure as Canvas

#: Drawing units per inch: raster figures are laid out in pixels, vector files in points.
PIXELS_PER_INCH, POINTS_PER_INCH = 100, 72


@attrs.frozen
class Drawn:
    """What is on one panel: its patients by arm, and the axis they are drawn on."""

    arms: dict[str, IPD]
    x_ticks: tuple[float, ...]
    unit: str
    title: str = ""


def panel_of(ipd: IPD, rng: np.random.Generator, title: str = "") -> Drawn:
    """The patients of one trial on a fitting time axis."""
    arms = {treatment: patients for _, treatment, patients in ipd.arms()}
    end = max(float(patients.time.max()) for patients in arms.values())
    return Drawn(arms, scales.time_ticks(end, ipd.time_unit, rng), ipd.time_unit, title)


def draw(
    panels: list[Drawn],
    look: Look,
    path: Path,
    *,
    rng: np.random.Generator,
    columns: int = 2,
    made: dict[str, Any] | None = None,
) -> FigureTruth:
    """Draw one or several panels into a PNG, PDF or SVG file and say what is on it.

    Raises
    ------
    ValueError  where the file's ending is none of these (from matplotlib).
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    vector = path.suffix in {".pdf", ".svg"}
    dpi = POINTS_PER_INCH if vector else PIXELS_PER_INCH
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    width, height = look.size[0] * columns, (look.size[1]) * rows
    style = {
        "font.family": look.font,
        "font.size": look.font_px * 72 / dpi,
        "axes.formatter.use_mathtext": look.font.startswith("cm"),
        "axes.unicode_minus": False,
        "svg.fonttype": "none",
        "pdf.fonttype": 42,
        "svg.hashsalt": "ipdrecon",
    }
    with matplotlib.rc_context(style):  # type: ignore[arg-type]
        canvas = Canvas(figsize=(width / dpi, height / dpi), dpi=dpi, facecolor="white")
        FigureCanvasAgg(canvas)
        finished = []
        for index, panel in enumerate(panels):
            corner = (index % columns * look.size[0], index // columns * look.size[1])
            plot, truth = _panel(canvas, panel, look, corner, (width, height), rng)
            _fit(plot, look, corner, (width, height))
            finished.append((plot, truth))
        canvas.canvas.draw()
        truths = tuple(
            attrs.evolve(truth, axes=_axes_of(plot, canvas, look, panel.unit, vector=vector))
            for (plot, truth), panel in zip(finished, panels, strict=True)
        )
        metadata: dict[str, Any] = {"Date": None} if path.suffix == ".svg" else {"CreationDate": None}
        canvas.savefig(path, dpi=dpi, metadata=metadata if vector else {"Software": None})
    return FigureTruth(truths, {"size": [width, height], "vector": vector, "rotation": 0.0, **(made or {})})


def _axes_of(plot: Plot, canvas: Canvas, look: Look, unit: str, *, vector: bool) -> Axes:
    """Calibration from matplotlib's own transform; display y runs up, and raster pixels have centres at .5."""
    scale = 100.0 if look.percent else 1.0
    (x0, y0), (x1, y1) = plot.transData.transform([(0.0, 0.0), (1.0, scale)])
    height, half = canvas.bbox.height, 0.0 if vector else 0.5
    (x_low, x_high), (y_low, y_high) = plot.get_xlim(), plot.get_ylim()
    return Axes(
        Axis(x0 - half, x1 - x0, max(x_low, 0.0), x_high),
        Axis(height - y0 - half, -(y1 - y0), max(y_low, 0.0) / scale, y_high / scale),
        time_unit=unit,
        percent=look.percent,
        incidence=look.incidence,
    )


def _panel(
    canvas: Canvas, panel: Drawn, look: Look, corner: tuple[int, int], whole: tuple[int, int], rng: np.random.Generator
) -> tuple[Plot, TruePanel]:
    plot = _place(canvas, panel, look, corner, whole)
    curves = {label: patients.km() for label, patients in panel.arms.items()}
    lowest = min(printed(curve.survival, look).min() for curve in curves.values())
    y_low = np.floor(max(lowest - 0.02, 0.0) * 10) / 10 if look.y_low < 0 and not look.incidence else look.y_low
    scale = 100.0 if look.percent else 1.0
    ticks = scales.level_ticks(y_low, rng)
    plot.set_yticks(ticks * scale)
    plot.set_yticklabels(scales.level_labels(ticks, percent=look.percent, sign=look.percent_sign))
    if look.turned:
        plot.tick_params(axis="y", labelrotation=90)
        for label in plot.get_yticklabels():
            label.set_verticalalignment("center")
    plot.set_xticks(panel.x_ticks)
    plot.set_xticklabels([scales.number(value) for value in panel.x_ticks])
    low, high = panel.x_ticks[0], panel.x_ticks[-1]
    room = inside_room(len(curves), look, plot.bbox.height) if look.table == "inside" else 0.0
    margin_x, margin_y = look.expand[0] * (high - low), look.expand[1] * (1 - y_low)
    plot.set_xlim(low - margin_x, high + margin_x)
    bottom = y_low - max(margin_y, room / (1 - room) * (1 - y_low))
    plot.set_ylim(bottom * scale, (1 + max(margin_y, 0.005)) * scale)
    drawn = [draw_curve(plot, label, curves[label], panel.arms[label], look, i) for i, label in enumerate(curves)]
    write_titles(plot, panel, look, rng)
    draw_legend(plot, drawn, look)
    facts = write_note(plot, panel.arms, look, rng)
    draw_helper_lines(plot, curves, look)
    risk: tuple[TrueRisk, ...] = ()
    if look.table == "below":
        risk = write_below(plot, panel, look)
    elif look.table == "inside":
        risk = write_inside(plot, panel, look)
    return plot, TruePanel(None, tuple(drawn), risk, facts, panel.title)


def _place(canvas: Canvas, panel: Drawn, look: Look, corner: tuple[int, int], whole: tuple[int, int]) -> Plot:
    """Margins in letters: tick labels and title left, title above, ticks, axis title and table below."""
    font, (width, height) = look.font_px, look.size
    longest = max(len(label) for label in panel.arms)
    left = 5.2 * font
    if look.table:
        left = max(left, 0.62 * font * min(longest, 26) + 2.2 * font)
    right = (0.62 * font * longest + 4.5 * font) if look.legend == "right" else 1.6 * font
    if look.legend == "direct":
        right = max(right, 0.5 * font * longest)
    top = font * (1.2 + 1.8 * (look.title or bool(panel.title)) + 1.9 * (look.legend == "top"))
    bottom = font * (4.2 + (1.6 * (rows_below(len(panel.arms), look)) + 0.6 if look.table == "below" else 0.0))
    bottom += 2.0 * font * (look.legend == "bottom")
    left, right = min(left, 0.45 * width), min(right, 0.3 * width)
    bottom = min(bottom, 0.55 * height)
    plot = canvas.add_axes(
        (
            (corner[0] + left) / whole[0],
            1 - (corner[1] + height - bottom) / whole[1],
            (width - left - right) / whole[0],
            (height - top - bottom) / whole[1],
        )
    )
    points = 72 / canvas.dpi
    plot.set_facecolor(look.panel_color)
    for side, spine in plot.spines.items():
        spine.set_linewidth(look.axis_px * points)
        spine.set_visible(look.frame == "box" or (look.frame == "L" and side in {"left", "bottom"}))
    length = 0.0 if look.ticks == "none" else 0.4 * font
    plot.tick_params(
        direction="in" if look.ticks == "in" else "out",
        length=length * points,
        width=look.axis_px * points,
        pad=0.3 * font * points,
    )
    if look.grid:
        plot.grid(
            True, axis="y" if look.grid == "y" else "both", color=look.grid_color, linewidth=look.axis_px * points
        )
        plot.set_axisbelow(True)
    return plot


def _fit(plot: Plot, look: Look, corner: tuple[int, int], whole: tuple[int, int]) -> None:
    """Make the margins as wide as what was written into them, so that nothing is cut off and nothing wasted."""
    renderer = plot.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    outer, inner = plot.get_tightbbox(renderer), plot.bbox
    assert outer is not None  # a visible plot has an extent
    pad = 0.6 * look.font_px
    left, right = inner.x0 - outer.x0 + pad, outer.x1 - inner.x1 + pad
    below, above = inner.y0 - outer.y0 + pad, outer.y1 - inner.y1 + pad
    x0, y0 = corner[0] + left, whole[1] - corner[1] - look.size[1] + below
    plot.set_position(
        (
            x0 / whole[0],
            y0 / whole[1],
            max(look.size[0] - left - right, 0.3 * look.size[0]) / whole[0],
            max(look.size[1] - below - above, 0.3 * look.size[1]) / whole[1],
        )
    )
