"""Calibrated axes: pixels to data and back, with the error of the calibration."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.errors import FigureError
from ipdrecon.frozen import Floats, Locked, array_field, floats

#: Units a time axis may have, and how many months one of them lasts (365.25 / 12 days a month).
MONTHS_PER_UNIT = {"days": 12 / 365.25, "weeks": 7 * 12 / 365.25, "months": 1.0, "years": 12.0}


@attrs.frozen
class Axis(Locked):
    """One linear axis: ``value = (pixel - zero_px) / px_per_unit``.

    Attributes
    ----------
    zero_px : float             Pixel coordinate of value 0 (it may lie outside the figure).
    px_per_unit : float         Never 0; negative for a y axis, whose values rise as pixels fall.
    se_px : float               Standard error of the calibration over the axis range, in pixels.
    low, high : float           Values at the two ends of the drawn axis.
    ticks : (k,) float          Values of the labelled ticks the fit rests on; empty where the axis was told.
    """

    zero_px: float
    px_per_unit: float
    low: float
    high: float
    se_px: float = 0.0
    ticks: Floats = array_field(floats, factory=lambda: floats([]))

    def __attrs_post_init__(self) -> None:
        if not (np.isfinite(self.zero_px) and np.isfinite(self.px_per_unit)) or self.px_per_unit == 0:
            raise FigureError(f"an axis with {self.px_per_unit:g} pixels per unit cannot be inverted")
        if not self.low < self.high:
            raise FigureError(f"an axis runs from {self.low:g} to {self.high:g}; give low < high")

    def value(self, pixel: npt.ArrayLike) -> Floats:
        """Data value at a pixel coordinate."""
        return np.asarray((np.asarray(pixel, dtype=np.float64) - self.zero_px) / self.px_per_unit)

    def pixel(self, value: npt.ArrayLike) -> Floats:
        """Pixel coordinate of a data value."""
        return np.asarray(np.asarray(value, dtype=np.float64) * self.px_per_unit + self.zero_px)

    @property
    def span(self) -> float:
        return self.high - self.low

    @property
    def se(self) -> float:
        """Standard error of the calibration in data units."""
        return self.se_px / abs(self.px_per_unit)


@attrs.frozen
class Axes:
    """The two axes of a KM figure.

    ``axes @ pixels`` turns (k, 2) pixel coordinates into (time, printed proportion); ``~axes`` goes the other way.

    Attributes
    ----------
    x : Axis                Time, in ``time_unit`` as printed.
    y : Axis                Printed proportion in [0, 1]: a percent axis is divided by 100 at the border.
    time_unit : str         "days", "weeks", "months", "years", or "" where the figure does not say.
    percent : bool          Whether the figure prints percent.
    incidence : bool        Whether the figure prints cumulative incidence, 1 - S.
    x_title, y_title : str  As read.
    """

    x: Axis
    y: Axis
    time_unit: str = ""
    percent: bool = False
    incidence: bool = False
    x_title: str = ""
    y_title: str = ""

    def __attrs_post_init__(self) -> None:
        if self.time_unit and self.time_unit not in MONTHS_PER_UNIT:
            raise FigureError(f"time unit '{self.time_unit}' is unknown; use one of {', '.join(MONTHS_PER_UNIT)}")

    def __matmul__(self, pixels: npt.ArrayLike) -> Floats:
        points = np.asarray(pixels, dtype=np.float64)
        return np.stack([self.x.value(points[..., 0]), self.y.value(points[..., 1])], axis=-1)

    def __invert__(self) -> InverseAxes:
        return InverseAxes(self)

    def survival(self, pixel_y: npt.ArrayLike) -> Floats:
        """Survival at a pixel row: the printed proportion, or one minus it on an incidence axis."""
        printed = self.y.value(pixel_y)
        return 1.0 - printed if self.incidence else printed

    def survival_pixel(self, survival: npt.ArrayLike) -> Floats:
        """Pixel row of a survival proportion."""
        proportion = np.asarray(survival, dtype=np.float64)
        return self.y.pixel(1.0 - proportion if self.incidence else proportion)


@attrs.frozen
class InverseAxes:
    """Data to pixels: ``~axes @ points``."""

    axes: Axes

    def __matmul__(self, points: npt.ArrayLike) -> Floats:
        data = np.asarray(points, dtype=np.float64)
        return np.stack([self.axes.x.pixel(data[..., 0]), self.axes.y.pixel(data[..., 1])], axis=-1)

    def __invert__(self) -> Axes:
        return self.axes
