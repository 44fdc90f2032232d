"""What was read off a figure: axes, curves, censor marks, numbers at risk, text, and how sure the reading is."""

from __future__ import annotations

from typing import Any

import attrs

from ipdrecon.axes import Axes
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Source
from ipdrecon.frozen import Floats, Locked, array_field, intervals
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: What a stretch of text inside the figure says.
FACT_KINDS = ("hazard_ratio", "p_value", "median", "patients", "events", "landmark")


@attrs.frozen
class LineStyle:
    """How a curve is drawn.

    Attributes
    ----------
    color : RGB              Of the line's core.
    width : float            Pixels.
    dashes : tuple of float  On and off lengths in pixels; empty where the line is solid.
    """

    color: tuple[int, int, int]
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@attrs.frozen
class TracedCurve(Locked):
    """One curve of a figure.

    Attributes
    ----------
    label : str                      From legend, text beside the curve or risk table; "curve 1", ... where none.
    steps : StepCurve                Survival (converted where the figure prints incidence), axis time unit.
    style : LineStyle
    inferred : (k, 2) float          Time intervals where the curve was hidden and follows another, or a gap.
    confidence : float               In [0, 1]: how likely the curve is right to 0.02 in S (RMSE).
    warnings : tuple of str
    """

    label: str
    steps: StepCurve
    style: LineStyle
    inferred: Floats = array_field(intervals, factory=lambda: intervals([]))
    confidence: float = 1.0
    warnings: tuple[str, ...] = ()


@attrs.frozen
class PrintedFact:
    """A statistic the figure prints, kept with its place: it checks the result, and reconstruction may use it.

    Attributes
    ----------
    kind : str              One of ``FACT_KINDS``.
    value : float           For a p value printed as "<0.001", 0.001 with ``bound`` "<".
    low, high : float       Interval limits, NaN where none.
    level : float           Confidence level of the interval in percent, NaN where it is not printed.
    curve : str             Label of the curve it belongs to, "" where it belongs to the panel.
    bound : str             "", "<" or ">".
    text : str              As read.
    box : Box               Pixels.
    """

    kind: str
    value: float
    text: str
    box: Box
    low: float = float("nan")
    high: float = float("nan")
    level: float = float("nan")
    curve: str = ""
    bound: str = ""

    def __attrs_post_init__(self) -> None:
        if self.kind not in FACT_KINDS:
            raise FigureError(f"a printed fact of kind '{self.kind}' is unknown; use one of {', '.join(FACT_KINDS)}")


@attrs.frozen
class CurveRisk:
    """A risk table row and the curve it belongs to.

    Attributes
    ----------
    curve : str          Label of the curve; "" where the row could not be matched.
    table : RiskTable
    boxes : tuple of Box Pixel box of each cell, for the overlay and the trace back.
    """

    curve: str
    table: RiskTable
    boxes: tuple[Box, ...] = ()


@attrs.frozen
class Panel:
    """One KM panel of a figure.

    Attributes
    ----------
    box : Box                     Plot area in pixels (inside the axes).
    axes : Axes
    curves : tuple of TracedCurve
    risk : tuple of CurveRisk
    facts : tuple of PrintedFact
    title : str                   Facet strip, panel letter or title.
    warnings : tuple of str
    inset : bool                  Whether it lies inside another panel: it shows that one's patients once more.
    """

    box: Box
    axes: Axes
    curves: tuple[TracedCurve, ...]
    risk: tuple[CurveRisk, ...] = ()
    facts: tuple[PrintedFact, ...] = ()
    title: str = ""
    warnings: tuple[str, ...] = ()
    inset: bool = False

    def __attrs_post_init__(self) -> None:
        labels = [curve.label for curve in self.curves]
        if twice := sorted({label for label in labels if labels.count(label) > 1}):
            raise FigureError(f"two curves of one panel are called '{twice[0]}'; give each its own label")

    def curve(self, label: str) -> TracedCurve:
        for curve in self.curves:
            if curve.label == label:
                return curve
        raise FigureError(f"no curve '{label}'; the panel has {', '.join(repr(c.label) for c in self.curves)}")

    def risk_of(self, label: str) -> RiskTable | None:
        """The risk table row of a curve, None where there is none."""
        for row in self.risk:
            if row.curve == label:
                return row.table
        return None

    @property
    def confidence(self) -> float:
        """Of the least certain curve."""
        return min((curve.confidence for curve in self.curves), default=0.0)


@attrs.frozen
class Digitization:
    """All KM panels of one figure.

    Attributes
    ----------
    source : Source
    panels : tuple of Panel       In reading order, insets last; at least one.
    warnings : tuple of str       About the figure as a whole.
    edited : tuple of str         What a person told or changed, in words; empty where everything was found.
    """

    source: Source
    panels: tuple[Panel, ...]
    warnings: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.panels:
            raise FigureError(f"no Kaplan-Meier panel was read from {self.source.name}")

    @property
    def panel(self) -> Panel:
        """The only panel, but for its insets.

        Raises
        ------
        FigureError  where the figure has several: choose one from ``panels``.
        """
        if len(self.whole_panels) > 1:
            raise FigureError(f"{self.source.name} has {len(self.whole_panels)} panels; choose one of them")
        return self.whole_panels[0]

    @property
    def whole_panels(self) -> tuple[Panel, ...]:
        """The panels that show patients of their own: all but insets, or these where nothing else was read."""
        return tuple(panel for panel in self.panels if not panel.inset) or self.panels

    @property
    def all_warnings(self) -> tuple[str, ...]:
        """Warnings of figure, panels and curves, each said once."""
        said: dict[str, Any] = dict.fromkeys(self.warnings)
        for panel in self.panels:
            said |= dict.fromkeys(panel.warnings)
            for curve in panel.curves:
                said |= dict.fromkeys(f"{curve.label}: {text}" for text in curve.warnings)
        return tuple(said)
