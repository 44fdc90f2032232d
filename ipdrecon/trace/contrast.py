"""Distances between colours, channel by channel: numpy's reductions over an axis of three are ten times slower."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Layer = npt.NDArray[np.float32]


def from_color(rgb: npt.NDArray[np.generic], color: npt.ArrayLike) -> Layer:
    """Largest difference of a channel of every pixel from a colour, (h, w); ``color`` is (3,) or (h, w, 3)."""
    to = np.asarray(color, dtype=np.float32)
    red, green, blue = (np.abs(np.subtract(rgb[..., i], to[..., i], dtype=np.float32)) for i in range(3))
    return np.asarray(np.maximum(np.maximum(red, green), blue))


def distance(rgb: Layer, color: Layer) -> Layer:
    """Euclidean RGB distance of every pixel from a colour, (h, w); ``color`` is (3,) or (h, w, 3)."""
    red, green, blue = ((rgb[..., i] - color[..., i]) ** 2 for i in range(3))
    return np.asarray(np.sqrt(red + green + blue), dtype=np.float32)


def spread(rgb: Layer) -> Layer:
    """Largest less smallest channel of every pixel, (h, w): 0 for greys."""
    red, green, blue = (rgb[..., i] for i in range(3))
    return np.asarray(np.maximum(np.maximum(red, green), blue) - np.minimum(np.minimum(red, green), blue))
