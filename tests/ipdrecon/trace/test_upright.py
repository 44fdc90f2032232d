"""Turned pictures, against the turn they were given."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from PIL import Image

from ipdrecon.figure import Figure, Source
from ipdrecon.trace.upright import turn_of


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
