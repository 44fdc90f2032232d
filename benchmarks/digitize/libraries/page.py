"""A Kaplan-Meier figure as plain strokes, boxes and letters, laid out in the manner of several programs."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.simulate import scales
from ipdrecon.simulate.draw import Drawn
from ipdrecon.simulate.table import printed_rows
from ipdrecon.simulate.truth import TrueCurve, TruePanel, TrueRisk

RGB = tuple[int, int, int]
BLACK, WHITE = (0, 0, 0), (255, 255, 255)


@attrs.frozen
class Stroke:
    """A line through points in pixels of the page (edges at whole numbers), ``dashes`` in pixels."""

    points: tuple[tuple[float, float], ...]
    color: RGB
    width: float
    dashes: tuple[float, ...] = ()


@attrs.frozen
class Fill:
    """A filled rectangle (left, top, right, bottom)."""

    box: tuple[float, float, float, float]
    color: RGB


@attrs.frozen
class Letters:
    """A line of text; ``anchor`` start, middle or end; the middle of its height lies at y."""

    x: float
    y: float
    text: str
    size: float
    anchor: str = "middle"
    color: RGB = BLACK
    bold: bool = False
    turned: bool = False


@attrs.frozen
class Manner:
    """How a program lays a figure out.

    Attributes
    ----------
    colors, dashes           One per curve.
    page, panel : RGB        Background outside and inside the plot area.
    box : bool               Whether a frame goes all the way round.
    grid : RGB or None       Level grid lines.
    tick : float             Length of tick marks; negative for inside.
    axis_px, line_px : float
    mark : str               "|", "+", "o" or "".
    table : str              "below", "inside" or "".
    legend : str             "below", "inside" or "beside".
    bold : bool              Letters.
    turned_y : bool          Whether labels of the y axis are turned.
    percent : bool
    expand : float           Room beside 0 as a share of the range.
    """

    colors: tuple[RGB, ...]
    dashes: tuple[tuple[float, ...], ...] = ((),)
    page: RGB = WHITE
    panel: RGB = WHITE
    box: bool = False
    grid: RGB | None = None
    tick: float = 6.0
    axis_px: float = 1.0
    line_px: float = 1.5
    mark: str = "|"
    table: str = "below"
    legend: str = "below"
    bold: bool = False
    turned_y: bool = False
    percent: bool = False
    expand: float = 0.0


PALE = ((26, 71, 111), (144, 53, 59), (85, 117, 47), (227, 126, 0), (110, 142, 132), (193, 5, 52))
ODS = ((68, 85, 148), (163, 63, 63), (65, 111, 92), (120, 97, 58), (148, 68, 138), (180, 110, 40))
SPREAD = ((0, 0, 0), (228, 26, 28), (55, 126, 184), (77, 175, 74), (152, 78, 163), (255, 127, 0))
PURE = ((0, 0, 255), (0, 128, 0), (255, 0, 0), (0, 191, 191), (191, 0, 191), (191, 191, 0))

#: Manners by the kind of program they follow.
MANNERS: dict[str, Manner] = {
    "ods": Manner(ODS, box=True, mark="+", table="inside", legend="below", expand=0.02),
    "blue-grey page": Manner(
        PALE, page=(234, 242, 243), grid=(234, 242, 243), mark="", table="below", turned_y=True, line_px=2.0
    ),
    "bold": Manner(SPREAD, axis_px=2.5, line_px=2.5, tick=9.0, bold=True, percent=True, legend="beside", table=""),
    "numeric": Manner(PURE, box=True, tick=-5.0, mark="+", legend="inside", table=""),
    "grey dashes": Manner(
        ((0, 0, 0), (0, 0, 0), (120, 120, 120)),
        dashes=((), (8.0, 5.0), ()),
        box=True,
        mark="+",
        legend="inside",
        turned_y=True,
        expand=0.04,
    ),
}


@attrs.frozen
class Page:
    """A finished figure: what to draw in order, and what is on it (axes in pixels with centres at whole numbers)."""

    size: tuple[int, int]
    background: RGB
    things: tuple[Stroke | Fill | Letters, ...]
    truth: TruePanel


def lay_out(panel: Drawn, manner: Manner, size: tuple[int, int], letter_px: float) -> Page:
    """Place everything of one panel on a page of ``size`` pixels, in letters of ``letter_px`` pixels."""
    width, height = size
    labels = list(panel.arms)
    rows = len(labels) + 1
    below = 4.2 * letter_px + (1.5 * letter_px * rows if manner.table == "below" else 0)
    below += 2.2 * letter_px if manner.legend == "below" else 0
    longest = max(len(label) for label in labels)
    left = 5.2 * letter_px + (0.55 * letter_px * longest if manner.table else 0)
    right = width - (2.5 + (0.6 * longest + 2.5 if manner.legend == "beside" else 0)) * letter_px
    top, bottom = 1.6 * letter_px, height - below
    low, high = panel.x_ticks[0], panel.x_ticks[-1]
    room = (1.4 * letter_px * rows) / (bottom - top) if manner.table == "inside" else manner.expand
    x_scale = (right - left) / ((high - low) * (1 + 2 * manner.expand))
    x_zero = left + manner.expand * (high - low) * x_scale
    y_scale = (bottom - top) / (1 + room + 0.02)
    y_zero = bottom - room * y_scale

    def at(time: float, level: float) -> tuple[float, float]:
        return x_zero + x_scale * time, y_zero - y_scale * level

    things: list[Stroke | Fill | Letters] = [Fill((left, top, right, bottom), manner.panel)]
    things += _axes(panel, manner, (left, top, right, bottom), at, letter_px)
    curves = []
    for number, label in enumerate(labels):
        drawn, curve = _curve(panel, label, number, manner, at, letter_px, x_scale)
        things += drawn
        curves.append(curve)
    risk: tuple[TrueRisk, ...] = ()
    if manner.table:
        risk, cells = _table(panel, manner, (left, top, right, bottom), at, letter_px)
        things += cells
    things += _legend(labels, manner, (left, top, right, bottom), size, letter_px)
    axes = Axes(
        Axis(x_zero - 0.5, x_scale, low, high),
        Axis(y_zero - 0.5, -y_scale, 0.0, 1.0),
        time_unit=panel.unit,
        percent=manner.percent,
    )
    return Page(size, manner.page, tuple(things), TruePanel(axes, tuple(curves), risk))


def _axes(panel, manner, box, at, letter_px) -> list[Stroke | Fill | Letters]:  # type: ignore[no-untyped-def]
    left, top, right, bottom = box
    things: list[Stroke | Fill | Letters] = []
    step = 0.25 if manner.bold else 0.2
    levels = np.arange(0, 1.001, step)
    for level in levels:
        y = at(0, float(level))[1]
        if manner.grid is not None:
            things.append(Stroke(((left, y), (right, y)), manner.grid, 1.0))
        things.append(Stroke(((left, y), (left - manner.tick, y)), BLACK, manner.axis_px))
        text = f"{100 * level:.0f}" if manner.percent else f"{level:.2f}" if step == 0.25 else f"{level:.1f}"
        x = left - max(manner.tick, 0) - 0.5 * letter_px
        anchor = "middle" if manner.turned_y else "end"
        things.append(Letters(x, y, text, letter_px, anchor, bold=manner.bold, turned=manner.turned_y))
    for time in panel.x_ticks:
        x = at(time, 0)[0]
        things.append(Stroke(((x, bottom), (x, bottom + manner.tick)), BLACK, manner.axis_px))
        y = bottom + max(manner.tick, 0) + 0.9 * letter_px
        things.append(Letters(x, y, scales.number(time), letter_px, bold=manner.bold))
    corners = ((left, top), (left, bottom), (right, bottom))
    things.append(Stroke((*corners, (right, top), (left, top)) if manner.box else corners, BLACK, manner.axis_px))
    middle = (left + right) / 2
    y = bottom + max(manner.tick, 0) + 2.4 * letter_px
    things.append(Letters(middle, y, f"Time ({panel.unit})", letter_px, bold=manner.bold))
    title = "Survival probability" + (" (%)" if manner.percent else "")
    place = 0.9 * letter_px
    things.append(Letters(place, (top + bottom) / 2, title, letter_px, bold=manner.bold, turned=True))
    return things


def _curve(panel, label, number, manner, at, letter_px, x_scale):  # type: ignore[no-untyped-def]
    """Strokes of one curve with its marks, and its truth."""
    steps = panel.arms[label].km()
    color, dashes = manner.colors[number % len(manner.colors)], manner.dashes[number % len(manner.dashes)]
    points = [at(0, float(steps.survival[0]))]
    for time, before, after in zip(steps.time[1:], steps.survival[:-1], steps.survival[1:], strict=True):
        points += [at(float(time), float(before)), at(float(time), float(after))]
    points.append(at(steps.end, float(steps.survival[-1])))
    things: list[Stroke | Fill | Letters] = [Stroke(tuple(points), color, manner.line_px, dashes)]
    arm = 0.32 * letter_px
    for time in np.unique(steps.marks) if manner.mark else ():
        x, y = at(float(time), float(steps(time)))
        things.append(Stroke(((x, y - arm), (x, y + arm)), color, max(1.0, 0.7 * manner.line_px)))
        if manner.mark == "+":
            things.append(Stroke(((x - arm, y), (x + arm, y)), color, max(1.0, 0.7 * manner.line_px)))
    wide = (2 * arm if manner.mark == "+" else manner.line_px) / x_scale
    shown = steps if manner.mark else attrs.evolve(steps, marks=np.array([]))
    return things, TrueCurve(label, color, bool(dashes), shown, mark_width=wide if manner.mark else 0.0)


def _table(panel, manner, box, at, letter_px):  # type: ignore[no-untyped-def]
    left, _, _, bottom = box
    inside = manner.table == "inside"
    y = bottom - 1.4 * letter_px * len(panel.arms) if inside else bottom + 4.6 * letter_px
    things: list[Stroke | Fill | Letters] = []
    if not inside:  # inside the frame there is no room for it beside the labels of the y axis
        things.append(Letters(left - 0.8 * letter_px, y - 1.4 * letter_px, "At Risk", letter_px, "end"))
    risk = []
    times = np.asarray(panel.x_ticks)
    for number, (label, patients) in enumerate(panel.arms.items()):
        row = printed_rows(label, patients, times, ("at_risk",))
        risk.append(row)
        color = manner.colors[number % len(manner.colors)] if inside else BLACK
        line = y + 1.4 * letter_px * (number + (0.5 if inside else 0))
        things.append(Letters(left - 0.8 * letter_px, line, label, letter_px, "end", color))
        for time, count in zip(row.time, row.at_risk, strict=True):
            things.append(Letters(at(time, 0)[0], line, f"{count:.0f}", letter_px, color=color))
    return tuple(risk), things


def _legend(labels, manner, box, size, letter_px) -> list[Stroke | Fill | Letters]:  # type: ignore[no-untyped-def]
    left, top, right, _ = box
    things: list[Stroke | Fill | Letters] = []
    x, y = right - (0.62 * max(len(label) for label in labels) + 3.2) * letter_px, top + 1.2 * letter_px
    if manner.legend == "beside":
        x = right + 0.8 * letter_px
    elif manner.legend == "below":
        x, y = left, size[1] - 1.4 * letter_px
    for number, label in enumerate(labels):
        color, dashes = manner.colors[number % len(manner.colors)], manner.dashes[number % len(manner.dashes)]
        things.append(Stroke(((x, y), (x + 2.4 * letter_px, y)), color, manner.line_px, dashes))
        things.append(Letters(x + 2.8 * letter_px, y, label, letter_px, "start", bold=manner.bold))
        if manner.legend == "below":
            x += (0.62 * len(label) + 4.5) * letter_px
        else:
            y += 1.5 * letter_px
    return things
