"""Distances between colours, channel by channel: numpy's reductions over an axis of three are ten times slower."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.kernels.contrast import euclidean, largest_difference

Layer = npt.NDArray[np.float32]


def from_color(rgb: npt.NDArray[np.generic], color: npt.ArrayLike) -> Layer:
    """Largest difference of a channel of every pixel from a colour, (h, w); ``color`` is (3,) or (h, w, 3)."""
    return _by_pixel(largest_difference, rgb, color)


def distance(rgb: npt.NDArray[np.generic], color: npt.ArrayLike) -> Layer:
    """Euclidean RGB distance of every pixel from a colour, (h, w); ``color`` is (3,) or (h, w, 3)."""
    return _by_pixel(euclidean, rgb, color)


def _by_pixel(measure: Callable[..., Layer], rgb: npt.NDArray[np.generic], color: npt.ArrayLike) -> Layer:
    colors = np.ascontiguousarray(color, dtype=np.float32).reshape(-1, 3)
    pixels = np.ascontiguousarray(rgb, dtype=np.uint8 if rgb.dtype == np.uint8 else np.float32)
    return measure(pixels.reshape(-1, 3), colors).reshape(rgb.shape[:-1])


def spread(rgb: Layer) -> Layer:
    """Largest less smallest channel of every pixel, (h, w): 0 for greys."""
    red, green, blue = (rgb[..., i] for i in range(3))
    return np.asarray(np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue))
