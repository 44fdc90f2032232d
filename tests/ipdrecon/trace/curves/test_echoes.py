"""Paths that are rims or marks of other lines."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.curves.echoes import without_echoes
from tests.ipdrecon.trace.curves.test_prune import SHAPE, WHITE, level_stroke


@pytest.mark.parametrize(
    ("second", "wins"),
    [((33, 59, 86), True), ((204, 211, 219), False)],
)
def test_of_a_stroke_and_its_rim_the_rim_is_dropped(second: tuple[int, int, int], wins: bool) -> None:
    """Law: a rim is thinner than its stroke and no fuller, however long it shows; a wide pale band is no stroke."""
    rim = level_stroke((93, 74, 50), 0, 105, 0.9, 850.0)
    wide = level_stroke(second, 1, 100, 10.0, 660.0)
    (kept,) = without_echoes([rim, wide], WHITE, SHAPE, {})
    assert kept is (wide if wins else rim)


@pytest.mark.parametrize(("row", "width", "kept"), [(110, 6.0, 2), (110, 1.8, 1), (106, 6.0, 1)])
def test_a_paler_line_beside_another_is_a_curve_where_it_is_as_wide(row: int, width: float, kept: int) -> None:
    """Law: rims and rows of marks are thinner than the line they go with, or touch it."""
    dark, pale = level_stroke((156, 28, 31), 0, 100, 6.0, 900.0), level_stroke((201, 86, 90), 1, row, width, 800.0)
    assert len(without_echoes([dark, pale], WHITE, SHAPE, {})) == kept


@pytest.mark.parametrize(("apart", "kept"), [(240, 2), (60, 1)])
def test_a_grey_line_that_a_black_one_covers_elsewhere_is_a_curve(apart: int, kept: int) -> None:
    """Law: marks and rims are short or touch their line; a line as wide with paper between the two is drawn."""
    black = level_stroke((0, 0, 0), 0, 100, 2.0, 900.0)
    grey = level_stroke((128, 128, 128), 1, 107, 2.0, 800.0)
    seen = np.arange(SHAPE[1]) < apart
    grey = attrs.evolve(grey, stair=attrs.evolve(grey.stair, seen=seen))
    assert len(without_echoes([black, grey], WHITE, SHAPE, {})) == kept
