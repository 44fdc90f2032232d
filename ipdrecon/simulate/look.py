"""How a figure looks: every choice a journal, a program or an author makes."""

from __future__ import annotations

import attrs

#: Dash patterns in line widths: solid first.
DASHES: tuple[tuple[float, ...], ...] = ((), (4.0, 2.0), (1.2, 1.6), (6.0, 2.0, 1.2, 2.0), (8.0, 3.0), (2.5, 1.5))


@attrs.frozen
class Look:
    """One style.

    Attributes
    ----------
    size : (w, h)          Pixels (points for vector files) of one panel with its table.
    font, font_px          Family and height of the letters.
    frame : str            "L", "box" or "none".
    panel_color, grid, grid_color   Background of the plot area; grid "", "y" or "both".
    ticks : str            "out", "in" or "none".
    axis_px, line_px       Line widths of axes and curves.
    colors, dashes         One per curve.
    mark, mark_px, mark_color, mark_line_px   matplotlib marker ("" for none), its size, "line" or a colour.
    band : str             Confidence limits: "", "fill" or "lines".
    legend, legend_frame   "inside", "right", "top", "bottom", "direct" or "none".
    percent, percent_sign, incidence, y_low   The y axis; ``y_low`` in printed proportion.
    expand : (x, y)        Room beside the axis ends, as a share of the range (R: 0.04).
    table, table_kinds, brackets, table_colors, table_heading    Numbers at risk: "", "below" or "inside".
    note : str             "", "hr", "p", "hr_p" or "medians".
    median_lines, reference    Dashed lines to the medians; a dotted line at a level (0 for none).
    thousands : bool       Whether large numbers carry a comma.
    title : bool
    joins : str            How strokes meet and end: "miter" (R, with butt ends) or "round".
    keyed : bool           Whether the keys of the legend show the marks too.
    turned : bool          Whether the labels of the y axis run upwards (R).
    tail : float           Share of an arm's patients below which its line turns dashed (0: never).
    """

    size: tuple[int, int] = (900, 700)
    font: str = "DejaVu Sans"
    font_px: float = 15.0
    frame: str = "L"
    panel_color: str = "white"
    grid: str = ""
    grid_color: str = "#dddddd"
    ticks: str = "out"
    axis_px: float = 1.2
    line_px: float = 2.0
    colors: tuple[str, ...] = ("#1f77b4", "#d62728")
    dashes: tuple[tuple[float, ...], ...] = ((), ())
    mark: str = "|"
    mark_px: float = 8.0
    mark_color: str = "line"
    mark_line_px: float = 1.2
    band: str = ""
    legend: str = "inside"
    legend_frame: bool = False
    percent: bool = False
    percent_sign: bool = False
    incidence: bool = False
    y_low: float = 0.0
    expand: tuple[float, float] = (0.0, 0.0)
    table: str = "below"
    table_kinds: tuple[str, ...] = ("at_risk",)
    brackets: bool = False
    table_colors: bool = False
    table_heading: bool = True
    note: str = ""
    median_lines: bool = False
    reference: float = 0.0
    thousands: bool = False
    title: bool = False
    y_title: str = ""
    joins: str = "miter"
    keyed: bool = False
    turned: bool = False
    tail: float = 0.0
