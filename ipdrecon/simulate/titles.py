"""Titles and legend of a simulated figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ipdrecon.simulate.lines import printed
from ipdrecon.simulate.look import Look
from ipdrecon.simulate.truth import TrueCurve

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Plot

    from ipdrecon.simulate.draw import Drawn

#: Axis titles by what is shown.
Y_TITLES = ("Overall survival", "Progression-free survival", "Survival probability", "Event-free survival", "Survival")
INCIDENCE_TITLES = ("Cumulative incidence", "Cumulative event rate", "1 - Survival")


def write_titles(plot: Plot, panel: Drawn, look: Look, rng: np.random.Generator) -> None:
    """What the axes and the figure are called."""
    unit = panel.unit
    plot.set_xlabel(
        str(
            rng.choice(
                [f"Time ({unit})", f"{unit.capitalize()}", f"Time since randomisation ({unit})", f"Time, {unit}"]
            )
        )
    )
    names = INCIDENCE_TITLES if look.incidence else Y_TITLES
    name = look.y_title or names[int(rng.integers(len(names)))]
    plot.set_ylabel(f"{name} (%)" if look.percent and not look.percent_sign else name)
    title = panel.title or (str(rng.choice(["Overall survival", "Progression-free survival"])) if look.title else "")
    if title:
        points = 72 / plot.figure.dpi
        lift = 2.4 * look.font_px * points if look.legend == "top" else 0.4 * look.font_px * points
        plot.set_title(title, fontsize=1.15 * look.font_px * points, pad=lift)


def draw_legend(plot: Plot, drawn: list[TrueCurve], look: Look) -> None:
    """Names of the curves: in a legend, or beside the end of each."""
    if look.legend == "none":
        return
    if look.legend == "direct":
        to_px = plot.transData.transform
        to_points = 72 / plot.figure.dpi
        taken = -np.inf
        for curve in sorted(drawn, key=lambda c: float(printed(c.steps.survival, look)[-1])):
            level = float(printed(curve.steps.survival, look)[-1]) * (100.0 if look.percent else 1.0)
            y = float(to_px((0.0, level))[1])
            taken = max(y, taken + 1.3 * look.font_px)
            plot.annotate(
                curve.label,
                (curve.steps.end, level),
                xytext=(0.5 * look.font_px * to_points, (taken - y) * to_points),
                textcoords="offset points",
                color=tuple(part / 255 for part in curve.color),
                va="center",
                annotation_clip=False,
            )
        return
    place: dict[str, dict[str, Any]] = {
        "inside": {"loc": "best"},
        "right": {"loc": "center left", "bbox_to_anchor": (1.01, 0.5)},
        "top": {"loc": "lower center", "bbox_to_anchor": (0.5, 1.0), "ncols": min(len(drawn), 3)},
        "bottom": {
            "loc": "upper center",
            "bbox_to_anchor": (0.5, -3.2 * look.font_px / plot.bbox.height),
            "ncols": min(len(drawn), 3),
        },
    }
    if look.legend == "bottom" and look.table == "below":
        place["bottom"] = place["inside"]
    plot.legend(handles=_keys(plot, look), frameon=look.legend_frame, **place[look.legend])


def _keys(plot: Plot, look: Look) -> list[Any]:
    """The lines that the legend shows, with marks on them where it shows these."""
    from matplotlib.lines import Line2D
    from matplotlib.markers import MarkerStyle

    named = plot.get_legend_handles_labels()[0]
    if not look.keyed or not look.mark:
        return list(named)
    points = 72 / plot.figure.dpi
    marks: dict[str, Any] = {
        "marker": MarkerStyle(2 if look.mark == "tick above" else look.mark),
        "markersize": look.mark_px * points,
        "markeredgewidth": look.mark_line_px * points,
    }
    keys = []
    for line in named:
        if isinstance(line, Line2D):
            key = Line2D([], [], label=line.get_label())
            key.update_from(line)  # its dashes too, which have no name
            own = line.get_color()
            key.set(
                markeredgecolor=own if look.mark_color == "line" else look.mark_color,
                markerfacecolor=own if look.mark == "s" else "none",
                **marks,
            )
            keys.append(key)
    return keys
