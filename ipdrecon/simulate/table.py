"""Numbers at risk, with or without events and censored, below the axis or inside the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from ipdrecon.simulate.look import Look
from ipdrecon.simulate.truth import TrueRisk

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Plot

    from ipdrecon.simulate.draw import Drawn

#: Line spacing in letter heights.
SPACING = 1.55

#: What a row of each kind is called where several kinds are printed.
KIND_NAMES = {"at_risk": "At risk", "events": "Events", "censored": "Censored"}


def printed_rows(label: str, patients: IPD, times: Floats, kinds: tuple[str, ...]) -> TrueRisk:
    """The numbers of one arm: at risk just before each time; events and censored cumulative before it (R's manner)."""
    at_risk = patients.at_risk(times)
    events = np.array([np.sum(patients.event & (patients.time < t)) for t in times], dtype=np.float64)
    censored = np.array([np.sum(~patients.event & (patients.time < t)) for t in times], dtype=np.float64)
    return TrueRisk(
        label,
        tuple(times.tolist()),
        tuple(at_risk.tolist()),
        tuple(events.tolist()) if "events" in kinds else (),
        tuple(censored.tolist()) if "censored" in kinds else (),
    )


def rows_below(arms: int, look: Look) -> int:
    """Lines of text the table below needs, with its heading."""
    if look.brackets or len(look.table_kinds) == 1:
        return arms + look.table_heading
    return arms * (len(look.table_kinds) + 1)


def inside_room(arms: int, look: Look, height: float) -> float:
    """Share of the plot's height the table inside the frame takes."""
    return (SPACING * look.font_px * 0.9 * (arms + 1)) / height


def _times(panel: Drawn) -> Floats:
    return np.asarray(panel.x_ticks, dtype=np.float64)


def _text(plot: Plot, x: float, y_px: float, text: str, look: Look, color: str, *, cell: bool, inside: bool) -> None:
    """A cell centred on its time, or a label left of the axis; ``y_px`` below (or above) the bottom of the plot."""
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    shift = ScaledTranslation(0, (y_px if inside else -y_px) / plot.figure.dpi, plot.figure.dpi_scale_trans)
    base = plot.transData if cell else plot.transAxes
    plot.text(
        x,
        0.0,
        text,
        transform=blended_transform_factory(base, plot.transAxes) + shift,
        ha="center" if cell else "right",
        va="center",
        color=color,
        fontsize=0.92 * look.font_px * 72 / plot.figure.dpi,
        clip_on=False,
        zorder=6,
    )


def _cells(row: TrueRisk, look: Look, kind: str) -> list[str]:
    values = getattr(row, kind)
    texts = [f"{value:,.0f}" if look.thousands else f"{value:.0f}" for value in values]
    if look.brackets:
        return [f"{text} ({censored:.0f})" for text, censored in zip(texts, row.censored, strict=True)]
    return texts


def write_below(plot: Plot, panel: Drawn, look: Look) -> tuple[TrueRisk, ...]:
    """The table under the axis title."""
    times = _times(panel)
    y = 4.0 * look.font_px
    step = SPACING * look.font_px
    left = -1.6 * look.font_px / plot.bbox.width
    single = look.brackets or len(look.table_kinds) == 1
    if single and look.table_heading:
        heading = "No. at risk (censored)" if look.brackets else "Number at risk"
        _text(plot, left, y, heading if len(heading) < 16 else "No. at risk", look, "black", cell=False, inside=False)
        y += step
    rows = []
    for index, (label, patients) in enumerate(panel.arms.items()):
        row = printed_rows(label, patients, times, look.table_kinds)
        rows.append(row)
        color = look.colors[index % len(look.colors)] if look.table_colors else "black"
        if not single:
            _text(plot, left, y, label, look, color, cell=False, inside=False)
            y += step
        for kind in ("at_risk",) if single else look.table_kinds:
            _text(plot, left, y, label if single else KIND_NAMES[kind], look, color, cell=False, inside=False)
            for time, text in zip(times, _cells(row, look, kind), strict=True):
                _text(plot, float(time), y, text, look, color, cell=True, inside=False)
            y += step
    return tuple(rows)


def write_inside(plot: Plot, panel: Drawn, look: Look) -> tuple[TrueRisk, ...]:
    """The table inside the frame at its bottom (SAS), labels left of the frame."""
    times = _times(panel)
    step = SPACING * look.font_px * 0.9
    y = step * (len(panel.arms) - 0.2)
    rows = []
    for index, (label, patients) in enumerate(panel.arms.items()):
        row = printed_rows(label, patients, times, ("at_risk",))
        rows.append(row)
        color = look.colors[index % len(look.colors)] if look.table_colors else "black"
        _text(plot, -1.2 * look.font_px / plot.bbox.width, y, label, look, color, cell=False, inside=True)
        for time, text in zip(times, _cells(row, look, "at_risk"), strict=True):
            _text(plot, float(time), y, text, look, color, cell=True, inside=True)
        y -= step
    return tuple(rows)
