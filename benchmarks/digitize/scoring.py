"""One figure as read against its truth."""

from __future__ import annotations

import attrs
import numpy as np
from scipy.optimize import linear_sum_assignment

from benchmarks.digitize import measures
from ipdrecon.axes import Axes
from ipdrecon.digitization import Digitization, Panel, TracedCurve
from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.simulate.truth import FigureTruth, TrueCurve, TruePanel, TrueRisk

#: An axis off by more than this share of its range is wrong, and makes its figure incomplete.
WRONG_AXIS = 0.01

#: Cells belong to the same column where their times differ by less than this share of the axis.
COLUMN_TOLERANCE = 0.01


@attrs.frozen
class CurveScore:
    """A curve that was put out, against the drawn curve it was matched with."""

    label: str
    read_label: str
    rmse: float
    iae: float
    median_error: float
    end_error: float
    confidence: float
    marks: measures.MarkCount


@attrs.frozen
class PanelScore:
    """A panel that was found; axis errors as shares of the range, NaN where the truth does not know.

    ``cells_doubted`` are wrong cells that were marked as doubtful, ``cells_doubted_exact`` exact ones: false doubts.
    """

    curves: tuple[CurveScore, ...]
    missed: int
    invented: int
    x_error: float
    y_error: float
    unit_right: bool
    incidence_right: bool
    cells: int
    cells_exact: int
    cells_doubted: int
    cells_doubted_exact: int

    @property
    def complete(self) -> bool:
        """Every curve and no other, on the right axes; a panel without known axes is judged by its curves."""
        axes = not (self.x_error > WRONG_AXIS or self.y_error > WRONG_AXIS)
        return axes and self.incidence_right and self.missed == 0 and self.invented == 0


@attrs.frozen
class FigureScore:
    """A figure; ``refusal`` is the sentence it was refused with, "" where it was read."""

    name: str
    stratum: str
    panels: tuple[PanelScore, ...] = ()
    missed: int = 0
    invented: int = 0
    seconds: float = 0.0
    refusal: str = ""
    curves_drawn: int = 0

    @property
    def complete(self) -> bool:
        return (
            not self.refusal
            and self.missed == 0
            and self.invented == 0
            and all(panel.complete for panel in self.panels)
        )

    @property
    def curves(self) -> tuple[CurveScore, ...]:
        return tuple(curve for panel in self.panels for curve in panel.curves)


@attrs.frozen(eq=False)
class ReadPanel:
    """A panel as read, its axes and box in units of the file."""

    panel: Panel
    axes: Axes
    center: tuple[float, float]


def read_panels(digitization: Digitization, size: tuple[int, int], truth: FigureTruth) -> list[ReadPanel]:
    """The panels of a digitisation, brought to the units of the file; ``size`` is the figure's (w, h) in pixels."""
    vector = bool(truth.made.get("vector"))
    source = digitization.source
    svg = source.name.lower().endswith(".svg")
    # An SVG's own unit is not always the CSS pixel that the source's scale speaks of; its size says the ratio.
    scale = size[0] / truth.made["size"][0] if svg and "size" in truth.made else source.scale
    origin = source.origin if vector else (0.0, 0.0)
    found = []
    for panel in digitization.panels:
        x = measures.in_file_units(panel.axes.x, scale=scale, origin=origin[0], vector=vector)
        y = measures.in_file_units(panel.axes.y, scale=scale, origin=origin[1], vector=vector)
        center = _file_center(panel.box, scale, origin)
        found.append(ReadPanel(panel, attrs.evolve(panel.axes, x=x, y=y), center))
    return found


def _file_center(box: Box, scale: float, origin: tuple[float, float]) -> tuple[float, float]:
    x, y = box.center
    return x / scale + origin[0], y / scale + origin[1]


def score(truth: FigureTruth, read: list[ReadPanel], *, name: str, stratum: str, seconds: float = 0.0) -> FigureScore:
    """Match panels by place and curves by likeness, then measure."""
    pairs = _pair_panels(truth, read)
    return FigureScore(
        name,
        stratum,
        tuple(score_panel(true, found) for true, found in pairs),
        missed=len(truth.panels) - len(pairs),
        invented=len(read) - len(pairs),
        seconds=seconds,
        curves_drawn=sum(len(panel.curves) for panel in truth.panels),
    )


def _pair_panels(truth: FigureTruth, read: list[ReadPanel]) -> list[tuple[TruePanel, ReadPanel]]:
    if any(panel.axes is None for panel in truth.panels):
        return list(zip(truth.panels, read, strict=False))
    centers = np.array([_true_center(panel.axes) for panel in truth.panels if panel.axes is not None])
    places = np.array([panel.center for panel in read]).reshape(-1, 2)
    cost = np.linalg.norm(centers[:, None, :] - places[None, :, :], axis=2)
    rows, columns = linear_sum_assignment(cost)
    return [(truth.panels[i], read[j]) for i, j in zip(rows, columns, strict=True)]


def _true_center(axes: Axes) -> tuple[float, float]:
    return (
        float(np.mean(axes.x.pixel([axes.x.low, axes.x.high]))),
        float(np.mean(axes.y.pixel([axes.y.low, axes.y.high]))),
    )


def score_panel(true: TruePanel, read: ReadPanel) -> PanelScore:
    """Measure one panel that was found."""
    axes = true.axes or read.axes
    pairs = pair_curves(true.curves, read.panel.curves)
    curves = tuple(
        CurveScore(
            drawn.label,
            found.label,
            measures.rmse(found.steps, drawn.steps),
            measures.iae(found.steps, drawn.steps),
            measures.median_error(found.steps, drawn.steps, axes.x.span),
            measures.end_error(found.steps, drawn.steps, axes),
            found.confidence,
            measures.marks(found.steps, drawn, axes),
        )
        for drawn, found in pairs
    )
    cells, exact, doubted, doubted_exact = score_tables(true, read.panel, pairs, axes.x.span)
    return PanelScore(
        curves,
        missed=len(true.curves) - len(pairs),
        invented=len(read.panel.curves) - len(pairs),
        x_error=measures.axis_error(read.axes.x, true.axes.x) if true.axes else float("nan"),
        y_error=measures.axis_error(read.axes.y, true.axes.y) if true.axes else float("nan"),
        unit_right=true.axes is None or read.axes.time_unit == true.axes.time_unit,
        incidence_right=true.axes is None or read.axes.incidence == true.axes.incidence,
        cells=cells,
        cells_exact=exact,
        cells_doubted=doubted,
        cells_doubted_exact=doubted_exact,
    )


def pair_curves(drawn: tuple[TrueCurve, ...], found: tuple[TracedCurve, ...]) -> list[tuple[TrueCurve, TracedCurve]]:
    """The assignment of read to drawn curves with the smallest sum of RMSE."""
    if not drawn or not found:
        return []
    cost = np.array([[measures.rmse(curve.steps, true.steps) for curve in found] for true in drawn])
    rows, columns = linear_sum_assignment(cost)
    return [(drawn[i], found[j]) for i, j in zip(rows, columns, strict=True)]


def score_tables(
    true: TruePanel, read: Panel, pairs: list[tuple[TrueCurve, TracedCurve]], span: float
) -> tuple[int, int, int, int]:
    """Printed cells, cells read exactly and given to the right curve, and wrong and exact cells marked as doubtful."""
    label_of = {drawn.label: found.label for drawn, found in pairs}
    cells = exact = doubted = doubted_exact = 0
    for row in true.risk:
        cells += len(row.at_risk) + len(row.events) + len(row.censored)
        table = read.risk_of(label_of.get(row.curve, "")) if row.curve in label_of else None
        if table is None:
            continue
        columns = _columns(row, table.time, span)
        for kind in ("at_risk", "events", "censored"):
            values = getattr(table, kind)
            for column, value in zip(columns, getattr(row, kind), strict=False):
                if column < 0 or column >= values.size:
                    continue
                if values[column] == value:
                    exact += 1
                    doubted_exact += int(table.doubtful[column])
                elif np.isnan(values[column]) or table.doubtful[column]:
                    doubted += 1
    return cells, exact, doubted, doubted_exact


def _columns(row: TrueRisk, times: Floats, span: float) -> list[int]:
    """Index of each printed column among the times read, -1 where it was not read."""
    found = []
    for time in row.time:
        nearest = int(np.argmin(np.abs(times - time)))
        found.append(nearest if abs(times[nearest] - time) <= COLUMN_TOLERANCE * span else -1)
    return found
