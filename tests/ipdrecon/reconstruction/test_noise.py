"""The error of levels, told from their digits."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.reconstruction.noise import CLICKED, EXACT, level_error
from ipdrecon.steps import StepCurve
from tests.ipdrecon.reconstruction.arms import drawn, pixels


@pytest.mark.parametrize("n, grid", [(25, 0.0), (300, 0.0), (300, 2.0), (1000, 0.0)])
def test_product_limit_estimates_are_exact(n: int, grid: float) -> None:
    assert level_error(drawn(n, n, grid=grid).km(), n) == EXACT


@pytest.mark.parametrize("count", [200, 500, 800, 1000])
@pytest.mark.parametrize("n", [100, 500, 1000])
def test_pixels_are_found_even_where_they_are_whole_ratios(n: int, count: int) -> None:
    """Levels on a grid of 1/500 are ratios of whole numbers too; the error is that of rounding, width / sqrt(12)."""
    assert level_error(pixels(drawn(3, n), count), n) == pytest.approx(1 / count / np.sqrt(12), rel=1e-6)


@pytest.mark.parametrize("n", [60, 150, 1000])
def test_many_digits_do_not_make_a_click_exact(n: int) -> None:
    true = drawn(5, n).km()
    levels = np.clip(true.survival + np.random.default_rng(1).normal(0, 0.003, true.time.size), 0, 1)
    for digits in (4, 6, 12):
        assert level_error(StepCurve.from_points(true.time, np.round(levels, digits)), n) == CLICKED


def test_six_decimals_of_an_estimate_are_an_estimate() -> None:
    true = drawn(6, 80).km()
    assert level_error(StepCurve(true.time, np.round(true.survival, 6), end=true.end), 80) < 1e-6


def test_standard_errors_that_were_given_go_first() -> None:
    curve = StepCurve([0.0, 1.0], [1.0, 0.9], survival_se=[0.0, 0.004])
    assert level_error(curve, 10) == 0.004
