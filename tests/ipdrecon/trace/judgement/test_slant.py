"""Slopes and steps, drawn and told apart."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Figure, Source
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.judgement.slant import slanted_share, without_slopes

AXES = Axes(Axis(50.0, 10.0, 0.0, 50.0), Axis(350.0, -300.0, 0.0, 1.0))


def drawn(time: Floats, survival: Floats, *, steps: bool) -> tuple[Figure, TracedCurve]:
    """A line on a blank picture of 600 x 400 pixels, and the step curve that follows it to half a pixel."""
    picture = Picture(figsize=(6, 4), dpi=100)
    canvas = FigureCanvasAgg(picture)
    area = picture.add_axes((0, 0, 1, 1))
    area.set_axis_off()
    area.set_xlim(-0.5, 599.5)
    area.set_ylim(399.5, -0.5)
    pixels = AXES.x.pixel(time), AXES.survival_pixel(survival)
    area.plot(*pixels, color="red", lw=1.5, drawstyle="steps-post" if steps else "default", snap=False)
    canvas.draw()
    image = np.asarray(canvas.buffer_rgba())[..., :3].copy()
    fine = np.arange(0.0, time[-1], 0.1)
    level = survival[np.searchsorted(time, fine, side="right") - 1] if steps else np.interp(fine, time, survival)
    falls = np.append(True, np.diff(level) < 0)
    curve = TracedCurve(
        label="A",
        steps=StepCurve(time=fine[falls], survival=level[falls], end=float(time[-1])),
        style=LineStyle((255, 0, 0), width=2.0),
        confidence=0.9,
    )
    return Figure(image, Source("drawn.png")), curve


def test_a_chart_that_joins_points_is_refused() -> None:
    """Law: a Kaplan-Meier curve moves only level and upright."""
    figure, curve = drawn(np.array([0.0, 12, 24, 36, 48]), np.array([1.0, 0.7, 0.5, 0.38, 0.3]), steps=False)
    assert slanted_share(figure, AXES, curve, bends=False) > 0.7
    with pytest.raises(FigureError, match="line chart"):
        without_slopes(figure, AXES, [curve])


def test_a_fitted_curve_is_labelled() -> None:
    """Law: a smooth curve may be that of very many patients, so it is put out, with a warning and little confidence."""
    time = np.linspace(0, 48, 400)
    figure, curve = drawn(time, np.exp(-time / 25), steps=False)
    (read,) = without_slopes(figure, AXES, [curve])
    assert read.confidence <= 0.3
    assert "slantwise" in read.warnings[0]


@pytest.mark.parametrize("patients", [40, 300, 3000])
def test_steps_are_no_slopes(patients: int) -> None:
    """Law: events at random times stray from every smooth line, by sqrt(m) / n, even where steps are below a pixel."""
    events = np.sort(np.random.default_rng(5).exponential(25, patients))
    events = events[events < 48]
    time = np.concatenate([[0.0], events, [48.0]])
    survival = 1 - np.append(np.arange(events.size + 1), events.size) / patients
    figure, curve = drawn(time, survival, steps=True)
    assert slanted_share(figure, AXES, curve) < 0.2
    assert without_slopes(figure, AXES, [curve]) == (curve,)


def test_a_drop_between_level_stretches_is_no_slope() -> None:
    """Law: few events close together (S from 0.8 to 0.14 within half a month) are steps: no slope is seen there."""
    time = np.array([0.0, 8.8, 8.95, 9.05, 9.15, 9.25, 24.0])
    survival = np.array([1.0, 0.8, 0.6, 0.4, 0.25, 0.14, 0.14])
    figure, curve = drawn(time, survival, steps=True)
    assert slanted_share(figure, AXES, curve, bends=False) < 0.2
    assert without_slopes(figure, AXES, [curve]) == (curve,)
