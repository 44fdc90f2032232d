"""A figure in another size, and what is known of the one in pixels of the other."""

from __future__ import annotations

import attrs

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import CurveRisk, LineStyle, Panel, TracedCurve
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace import cv
from ipdrecon.trace.axes.frame import Frame


@attrs.frozen
class Zoom:
    """From a figure to one with ``factor`` times as many pixels each way; ``~zoom`` leads back.

    The centre of the first pixel is at 0 in both, so that their edges at -0.5 meet.
    """

    factor: float

    def __invert__(self) -> Zoom:
        return Zoom(1 / self.factor)

    def figure(self, figure: Figure) -> Figure:
        """Its pixels by cubic interpolation where they become more, by their means where fewer."""
        words = tuple(self.word(word) for word in figure.words)
        return attrs.evolve(figure, pixels=cv.resize(figure.pixels, self.factor), words=words)

    def place(self, pixel: float) -> float:
        """A row or column of the figure in the other one."""
        return (pixel + 0.5) * self.factor - 0.5

    def box(self, box: Box) -> Box:
        return Box(*(self.place(side) for side in (box.left, box.top, box.right, box.bottom)))

    def word(self, word: Word) -> Word:
        return attrs.evolve(word, box=self.box(word.box))

    def axes(self, axes: Axes) -> Axes:
        return attrs.evolve(axes, x=self._axis(axes.x), y=self._axis(axes.y))

    def frame(self, frame: Frame) -> Frame:
        top, bottom = frame.label_rows
        return attrs.evolve(
            frame,
            box=self.box(frame.box),
            axes=self.axes(frame.axes),
            bottom=self.place(frame.bottom),
            label_rows=(self.place(top), self.place(bottom)),
            moved=None if frame.moved is None else (frame.moved[0] * self.factor, frame.moved[1] * self.factor),
            zoom=frame.zoom * self.factor,
            end=self.place(frame.end),
            others=tuple(self.box(box) for box in frame.others),
            insets=tuple(self.box(box) for box in frame.insets),
            place=None if frame.place is None else self.box(frame.place),
        )

    def panel(self, panel: Panel) -> Panel:
        return attrs.evolve(
            panel,
            box=self.box(panel.box),
            axes=self.axes(panel.axes),
            curves=tuple(self._curve(curve) for curve in panel.curves),
            risk=tuple(self._row(row) for row in panel.risk),
            facts=tuple(attrs.evolve(fact, box=self.box(fact.box)) for fact in panel.facts),
        )

    def _axis(self, axis: Axis) -> Axis:
        return attrs.evolve(
            axis,
            zero_px=self.place(axis.zero_px),
            px_per_unit=axis.px_per_unit * self.factor,
            se_px=axis.se_px * self.factor,
        )

    def _curve(self, curve: TracedCurve) -> TracedCurve:
        style = curve.style
        dashes = tuple(length * self.factor for length in style.dashes)
        return attrs.evolve(curve, style=LineStyle(style.color, style.width * self.factor, dashes))

    def _row(self, row: CurveRisk) -> CurveRisk:
        return attrs.evolve(row, boxes=tuple(self.box(box) for box in row.boxes))
