"""Strokes drawn for the tests with exact area coverage, so that the truth is known to the sub-pixel."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bytes, Floats
from ipdrecon.trace.censor.upright import Upright


def coverage(shape: tuple[int, int], x: Floats, y: Floats, end: float, width: float) -> Floats:
    """Area of each pixel covered by the stroke of a staircase; pixel centres at whole numbers."""
    total = np.zeros(shape)
    ends = np.append(x[1:], end)
    half = width / 2
    for begin, stop, level, before in zip(x, ends, y, np.append(y[0], y[:-1]), strict=True):
        total = np.maximum(total, box(shape, begin - half, stop + half, level - half, level + half))
        total = np.maximum(total, box(shape, begin - half, begin + half, before - half, level + half))
    return total


def box(shape: tuple[int, ...], left: float, right: float, top: float, bottom: float) -> Floats:
    rows, columns = np.arange(shape[0]), np.arange(shape[1])
    across = np.clip(np.minimum(columns + 0.5, right) - np.maximum(columns - 0.5, left), 0, 1)
    down = np.clip(np.minimum(rows + 0.5, bottom) - np.maximum(rows - 0.5, top), 0, 1)
    return down[:, None] * across[None, :]


def with_marks(cover: Floats, shape: Upright, at: Floats, x: Floats, y: Floats) -> Floats:
    """Coverage with ticks or pluses at columns ``at`` on the levels of a staircase."""
    for middle in at:
        level, half = float(y[np.searchsorted(x, middle, side="right") - 1]), shape.width / 2
        upright = box(cover.shape, middle - half, middle + half, level - shape.up, level + shape.down)
        cover = np.maximum(cover, upright)
        if shape.arm:
            bar = box(cover.shape, middle - shape.arm, middle + shape.arm, level - half, level + half)
            cover = np.maximum(cover, bar)
    return cover


def paint(image: Floats, cover: Floats, color: tuple[int, int, int]) -> Floats:
    """Lay a colour on an (h, w, 3) image with the given coverage."""
    return image * (1 - cover[..., None]) + np.array(color, float) * cover[..., None]


def staircase_of(rng: np.random.Generator, width: int, height: int, steps: int) -> tuple[Floats, Floats, float]:
    """A falling staircase with room between its steps: columns, levels and end."""
    x = np.sort(rng.choice(np.arange(20, width - 40, 8), steps, replace=False)) + rng.uniform(-0.5, 0.5, steps)
    y = np.linspace(12.0, height - 20.0, steps + 1) + rng.uniform(-1.0, 1.0, steps + 1)
    return np.concatenate([[10.0], x]), np.sort(y), float(width - 15.3)


def as_pixels(image: Floats) -> Bytes:
    return np.clip(np.round(image), 0, 255).astype(np.uint8)
