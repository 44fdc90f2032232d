"""Lines that Agg moved to whole pixels, against drawings of matplotlib and Pillow whose coordinates are known."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.calibrate import AxisFit, contrast_image, fit_axis
from ipdrecon.trace.axes.snap import fringes, line_shift, shift_of, shifts_of
from ipdrecon.trace.axes.ticks import Label, Run

VALUES = np.arange(0.0, 61.0, 10.0)
TIMES = np.arange(0.0, 60.0, 4.0)


def run(pixels: Floats, top: float) -> Run:
    """Labels centred below the ticks of an x axis."""
    labels = [
        Label(float(v), False, Word(f"{v:g}", Box(p - 6, top, p + 6, top + 12)))
        for v, p in zip(VALUES, pixels, strict=True)
    ]
    per_unit, zero = np.polyfit(VALUES, pixels, 1)
    return Run(tuple(labels), float(zero), float(per_unit))


def agg(width: int, curve: float) -> tuple[Floats, AxisFit, float]:
    """A plot drawn by Agg: its contrast, its fitted x axis, and how far right the fit lies of the truth, in pixels."""
    picture = Picture(figsize=(width / 100, 3.0), dpi=100)
    canvas = FigureCanvasAgg(picture)
    axes = picture.add_axes((0.1, 0.2, 0.85, 0.75))
    axes.step(TIMES, np.linspace(1, 0.4, TIMES.size), where="post", color="red", lw=curve * 0.72)
    axes.set_xlim(-1, 62)
    axes.set_xticks(VALUES)
    canvas.draw()
    contrast = contrast_image(np.asarray(canvas.buffer_rgba())[..., :3].copy())
    true = np.asarray(axes.transData.transform([(v, 0.0) for v in VALUES]))[:, 0] - 0.5
    fit = fit_axis(contrast, run(true + 0.3, 248.0), 248.0, 234.0)
    return contrast, fit, float(np.mean(fit.zero + fit.per_unit * VALUES - true))


def test_ticks_of_one_pixel_lie_half_a_pixel_too_far() -> None:
    """Law: ticks 1.1 px wide are moved by half a pixel on average, and this much is said of them.

    Rounding leaves each plot up to half a pixel off; the mean of ten has an error of 0.3 px / sqrt(10).
    """
    off = []
    for width in range(401, 501, 10):
        contrast, fit, error = agg(width, 2.1)
        assert shifts_of(contrast, [fit]) == [0.5]
        off.append(error - 0.5)
    assert abs(np.mean(off)) < 0.2


def test_fringes_tell_lines_that_were_moved() -> None:
    """Oracle: Agg leaves the same fringes on both sides, lines in their own places others, Pillow none."""
    contrast, *_ = agg(500, 2.6)
    assert fringes(contrast)
    own = np.zeros((400, 400))
    for at in range(20, 380, 17):
        level = 20 + at * 0.93
        cover = np.clip(np.minimum(level + 1.3, np.arange(400) + 1) - np.maximum(level - 1.3, np.arange(400)), 0, 1)
        own[:, at : at + 17] = 200 * cover[:, None]
    assert fringes(own) is False
    sheet = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(sheet).line([(10, 20), (200, 20), (200, 300), (380, 300)], fill="black", width=3)
    assert fringes(contrast_image(np.array(sheet))) is None


def test_ticks_where_they_belong_stay_there() -> None:
    """Law: ticks that lie anywhere between pixels were not moved; evenly spaced ones at whole pixels need a proof."""
    empty = np.zeros((50, 50))
    anywhere = AxisFit(0.0, 1.0, 0.1, 0.0, 0.0, "outside ticks", np.arange(6) * 20.37, np.zeros(6), soft=True)
    assert shifts_of(empty, [anywhere]) == [None]
    even = AxisFit(0.0, 1.0, 0.1, 0.0, 0.0, "outside ticks", np.arange(6) * 20.0, np.zeros(6), soft=True)
    assert shifts_of(empty, [even]) == [None]
    assert shifts_of(empty, []) == []


@pytest.mark.parametrize(("first", "shift"), [(10.0, 0.5), (10.5, 0.0)])
def test_curves_are_moved_as_their_width_says(first: float, shift: float) -> None:
    """Law: levels at pixel centres belong half a pixel higher, levels between pixels where they are."""
    level = first + np.arange(8) * 7.0
    assert line_shift(level, np.full(8, 20.0)) == shift
    assert shift_of(level) == shift


def test_a_curve_drawn_in_its_own_place_is_not_moved() -> None:
    """Law: levels that lie anywhere (a path of more points than Agg moves) are left."""
    level = 10.0 + np.cumsum(np.array([0.0, 7.31, 6.17, 5.43, 9.62, 8.79, 3.35, 4.58]))
    assert line_shift(level, np.full(8, 20.0)) == 0.0
