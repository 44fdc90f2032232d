"""Calibrated axes: pixels to data and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdrecon.axes import MONTHS_PER_UNIT, Axes, Axis
from ipdrecon.errors import FigureError

SCALES = st.floats(0.01, 1e4) | st.floats(-1e4, -0.01)


@st.composite
def axes(draw: st.DrawFn) -> Axes:
    x = Axis(draw(st.floats(-500, 500)), draw(SCALES), 0.0, 100.0)
    y = Axis(draw(st.floats(-500, 5000)), draw(SCALES), 0.0, 1.0)
    return Axes(x, y, incidence=draw(st.booleans()))


@given(axes(), st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1, max_size=5))
def test_there_and_back_is_identity(found: Axes, pixels: list[tuple[float, float]]) -> None:
    """Law: ~axes @ (axes @ p) == p, to rounding of the largest coordinate involved."""
    points = np.array(pixels)
    again = ~found @ (found @ points)
    assert np.allclose(again, points, rtol=1e-9, atol=1e-7)


@given(axes(), st.floats(0, 1))
def test_survival_and_its_pixel_are_inverse(found: Axes, survival: float) -> None:
    """Law, also on incidence axes."""
    assert float(found.survival(found.survival_pixel(survival))) == pytest.approx(survival, abs=1e-7)


def test_an_incidence_axis_gives_one_minus_what_is_printed() -> None:
    found = Axes(Axis(0.0, 1.0, 0.0, 1.0), Axis(100.0, -100.0, 0.0, 1.0), incidence=True)
    assert float(found.survival(80.0)) == pytest.approx(0.8)  # row 80 prints 0.2


def test_the_error_in_data_units_is_the_pixel_error_over_the_scale() -> None:
    assert Axis(0.0, -250.0, 0.0, 1.0, se_px=0.5).se == pytest.approx(0.002)


def test_a_month_has_a_twelfth_of_365_25_days() -> None:
    assert pytest.approx(30.4375) == 1 / MONTHS_PER_UNIT["days"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Axis(0.0, 0.0, 0.0, 1.0), "cannot be inverted"),
        (lambda: Axis(float("nan"), 1.0, 0.0, 1.0), "cannot be inverted"),
        (lambda: Axis(0.0, 1.0, 1.0, 1.0), "low < high"),
        (lambda: Axes(Axis(0.0, 1.0, 0.0, 1.0), Axis(0.0, 1.0, 0.0, 1.0), time_unit="fortnights"), "fortnights"),
    ],
)
def test_impossible_axes_are_refused(make: object, words: str) -> None:
    with pytest.raises(FigureError, match=words):
        make()  # type: ignore[operator]
