"""Distances between colours: numpy's reductions over an axis of three are ten times slower."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Bools
from ipdrecon.trace.kernels.contrast import darker, differences, medians, spreads

Layer = npt.NDArray[np.float32]


def from_color(rgb: npt.NDArray[np.generic], color: npt.ArrayLike) -> Layer:
    """Largest difference of a channel of every pixel from a colour, (h, w); ``color`` is (3,) or (h, w, 3)."""
    return _by_pixel(rgb, color, euclidean=False)


def distance(rgb: npt.NDArray[np.generic], color: npt.ArrayLike) -> Layer:
    """Euclidean RGB distance of every pixel from a colour, (h, w); ``color`` is (3,) or (h, w, 3)."""
    return _by_pixel(rgb, color, euclidean=True)


def _by_pixel(rgb: npt.NDArray[np.generic], color: npt.ArrayLike, *, euclidean: bool) -> Layer:
    colors = np.ascontiguousarray(color, dtype=np.float32).reshape(-1, 3)
    pixels = np.ascontiguousarray(rgb, dtype=np.uint8 if rgb.dtype == np.uint8 else np.float32)
    return np.asarray(differences(pixels.reshape(-1, 3), colors, euclidean).reshape(rgb.shape[:-1]))


def median_color(rgb: npt.NDArray[np.generic]) -> Layer:
    """Median of each channel of pixels (..., 3) as they were read, (3,): whole numbers from 0 to 255, of any type."""
    pixels = np.ascontiguousarray(rgb, dtype=np.uint8).reshape(-1, 3)
    return np.asarray(medians(pixels))


def median_value(values: npt.NDArray[np.generic]) -> float:
    """Median of all values, of whatever shape: whole numbers from 0 to 255, of any type."""
    listed = np.ascontiguousarray(values, dtype=np.uint8).reshape(-1, 1)
    return float(medians(listed)[0])


def spread(rgb: npt.NDArray[np.generic]) -> Layer:
    """Largest less smallest channel of every pixel, (h, w) or (n,): 0 for greys."""
    return np.asarray(spreads(_listed(rgb)).reshape(rgb.shape[:-1]))


def is_darker(rgb: Layer, color: Layer, by: float) -> Bools:
    """Where any channel is darker than that of a colour (3,) by more than ``by``, (h, w)."""
    return np.asarray(darker(_listed(rgb), color, np.float32(by)).reshape(rgb.shape[:-1]))


def _listed(rgb: npt.NDArray[np.generic]) -> Layer:
    return np.ascontiguousarray(rgb, dtype=np.float32).reshape(-1, 3)
