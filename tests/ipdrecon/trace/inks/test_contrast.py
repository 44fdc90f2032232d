"""Distances between colours agree with numpy's own reductions."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.inks.contrast import distance, from_color, is_darker, median_color, median_value, spread


@pytest.mark.parametrize("shape", [(3,), (20, 30, 3)])
def test_distances_are_those_of_plain_reductions(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
    color = rng.uniform(0, 255, shape).astype(np.float32)
    rgb = pixels.astype(np.float32)
    assert from_color(pixels, color) == pytest.approx(np.abs(rgb - color).max(axis=2))
    assert distance(rgb, color) == pytest.approx(np.linalg.norm(rgb - color, axis=2), rel=1e-6)
    assert spread(rgb) == pytest.approx(np.ptp(rgb, axis=2))
    dull = color.reshape(-1, 3)[0]
    assert np.array_equal(is_darker(rgb, dull, 8.0), (dull - rgb).max(axis=2) > 8.0)


@pytest.mark.parametrize("count", [1, 2, 7, 200])
def test_the_median_colour_is_numpys(count: int) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (count, 4, 3), dtype=np.uint8)
    assert median_color(pixels) == pytest.approx(np.median(pixels.reshape(-1, 3), axis=0))
    assert np.isnan(median_color(pixels[:0])).all()
    assert median_value(pixels) == np.median(pixels)
