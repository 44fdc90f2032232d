"""Kaplan-Meier figures drawn by matplotlib for the tests of vector files, with what was drawn known exactly."""

from __future__ import annotations

from pathlib import Path

import attrs
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes as Plot
from matplotlib.figure import Figure as Canvas

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats, floats
from ipdrecon.trace.sources.page import load

#: Colours of the arms.
RED, BLUE = (214, 39, 40), (31, 119, 180)


@attrs.frozen(eq=False)
class Arm:
    """Drop times, levels after them, censor times and last follow-up."""

    time: Floats
    survival: Floats
    marks: Floats
    end: float

    @property
    def corners(self) -> tuple[Floats, Floats]:
        """Points of a steps-post line."""
        x = np.concatenate([[0.0], self.time, [self.end]])
        y = np.concatenate([[1.0], self.survival, self.survival[-1:]])
        return x, y

    def at(self, time: Floats) -> Floats:
        return np.concatenate([[1.0], self.survival])[np.searchsorted(self.time, time, side="right")]


def arm(seed: int, drops: int = 30, last: float = 0.2) -> Arm:
    """An arm whose survival falls to ``last`` within 36 months."""
    rng = np.random.default_rng(seed)
    time = np.sort(rng.choice(np.arange(1, 340), drops, replace=False)) / 10 + rng.uniform(0, 0.05, drops)
    survival = 1 - (1 - last) * np.cumsum(rng.uniform(0.5, 1.5, drops)) / (1.5 * drops)
    marks = np.sort(rng.uniform(3, 35, 12))
    return Arm(time, survival, marks, 36.0)


def canvas() -> tuple[Canvas, Plot]:
    """An empty figure of 6 by 4 inches, 0 to 36 months."""
    figure = Canvas(figsize=(6, 4))
    plot = figure.add_axes((0.12, 0.15, 0.8, 0.75))
    plot.set(xlim=(-1, 37), ylim=(-0.02, 1.05), xticks=range(0, 37, 6), xlabel="Months", ylabel="Survival")
    return figure, plot


def saved(figure: Canvas, path: Path) -> Figure:
    """The figure as it is read back from a PDF or SVG file."""
    with mpl.rc_context({"path.simplify": False, "svg.hashsalt": "x"}):
        figure.savefig(path)
    (found,) = load(path)
    return found


def calibration(figure: Figure, plot: Plot, *, off_px: float = 0.0, incidence: bool = False) -> tuple[Box, Axes]:
    """Plot area and axes in pixels of the figure, from the ends of the plot's spines; ``off_px`` spoils the axes."""
    black = [p.points for p in figure.paths if p.stroke == (0, 0, 0) and np.ptp(p.points, axis=0).min() == 0]
    corners = np.concatenate([points for points in black if np.ptp(points, axis=0).max() > 500])
    frame = Box(*corners.min(axis=0), *corners.max(axis=0))
    (x_low, x_high), (y_low, y_high) = plot.get_xlim(), plot.get_ylim()

    def pixels(x: float, y: float) -> tuple[float, float]:
        across, down = (x - x_low) / (x_high - x_low), (y_high - y) / (y_high - y_low)
        return frame.left + across * frame.width, frame.top + down * frame.height

    (left, bottom), (right, top) = (
        pixels(plot.get_xlim()[0], plot.get_ylim()[0]),
        pixels(plot.get_xlim()[1], plot.get_ylim()[1]),
    )
    (x0, y0), (x1, y1) = pixels(0, 0), pixels(1, 1)
    x = Axis(x0 + off_px, x1 - x0, *plot.get_xlim(), se_px=1.0, ticks=floats(plot.get_xticks()))
    y = Axis(y0 - off_px, y1 - y0, *plot.get_ylim(), se_px=1.0, ticks=floats([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]))
    return Box(left, top, right, bottom), Axes(x, y, "months", incidence=incidence)
