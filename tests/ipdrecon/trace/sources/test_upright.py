"""Turned pictures, against the turn they were given."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from PIL import Image

from ipdrecon.figure import Figure, Source
from ipdrecon.trace.sources.upright import turn_of


def turned(degrees: float, *, slope: bool = False) -> Figure:
    """An L-shaped plot of one curve, turned about its middle."""
    picture = Picture(figsize=(7, 5), dpi=100)
    canvas = FigureCanvasAgg(picture)
    axes = picture.add_subplot()
    axes.step(np.arange(0, 60, 2), np.linspace(1, 0.3, 30), where="post", color="blue")
    if slope:
        axes.plot([0, 60], [0.5, 0.45], color="red", lw=3)  # 3 degrees
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylim(0, 1)
    canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    image = image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return Figure(np.asarray(image), Source("turned.png"))


@pytest.mark.parametrize("degrees", [-2.3, -0.4, 0.7, 1.6])
def test_the_turn_of_a_scan_is_found(degrees: float) -> None:
    """Law: the right turn gathers lines in rows and columns; 0.06 degrees move a 500 px axis by half a pixel."""
    assert turn_of(turned(degrees)) == pytest.approx(degrees, abs=0.06)


@pytest.mark.parametrize("slope", [False, True])
def test_upright_pictures_stay_as_they_are(slope: bool) -> None:
    """Law: a sloping line gathers in rows but not in columns, so it does not turn the page."""
    assert turn_of(turned(0.0, slope=slope)) == 0.0


def test_a_turned_plot_without_frame_is_set_upright() -> None:
    """Law: edges of a picture as it lies fall into whole rows by themselves; that does not make it upright."""
    picture = Picture(figsize=(7, 5), dpi=100)
    canvas = FigureCanvasAgg(picture)
    axes = picture.add_subplot()
    axes.step(np.arange(0, 60, 2), np.linspace(1, 0.3, 30), where="post", color="blue", lw=1)
    axes.spines[:].set_visible(False)
    for row in range(6):
        axes.plot(np.arange(0, 60, 1.5), np.full(40, 0.9 - 0.1 * row), "|", color="black", markersize=9)
        axes.plot([5, 50], [0.95 - 0.1 * row] * 2, color="green", lw=1)
    canvas.draw()
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
    image = image.rotate(0.37, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    assert turn_of(Figure(np.asarray(image), Source("turned.png"))) == pytest.approx(0.37, abs=0.08)
    assert turn_of(Figure(np.asarray(canvas.buffer_rgba())[..., :3].copy(), Source("upright.png"))) == 0.0
