"""Broken paths beside curves: their marks and blends, or curves of their own."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.curves.shadows import without_shadows
from tests.ipdrecon.trace.strokes import SHAPE, level_stroke


@pytest.mark.parametrize(("seen_px", "expected", "kept"), [(60, 2, 2), (60, 1, 1), (60, None, 1), (6, 2, 1)])
def test_a_dark_line_that_another_crosses_again_and_again_is_the_curve_the_figure_names(
    seen_px: int, expected: int | None, kept: int
) -> None:
    """Law: a line shows in stretches, black marks in pieces; it is a curve only where one is wanting."""
    curve = level_stroke((213, 138, 50), 0, 100, 4.0, 900.0)
    line = level_stroke((36, 55, 74), 1, 106, 4.0, 800.0)
    seen = np.arange(SHAPE[1]) % (4 * seen_px // 3) < seen_px
    line = attrs.evolve(line, neutral=True, stair=attrs.evolve(line.stair, seen=seen))
    assert len(without_shadows([curve, line], SHAPE, {}, expected)) == kept


@pytest.mark.parametrize(("row", "expected", "kept"), [(150.0, 2, 2), (150.0, 1, 1), (106.0, 2, 1)])
def test_a_dark_line_seen_where_no_curve_is_within_reach_is_no_row_of_marks(
    row: float, expected: int, kept: int
) -> None:
    """Law: black marks stand on their curve; a stretch of ink beyond their reach is the curve that the figure names."""
    colored = level_stroke((230, 159, 0), 0, 100, 2.0, 900.0)
    dark = attrs.evolve(level_stroke((0, 0, 0), 1, 106, 2.0, 400.0), neutral=True)
    apart = SHAPE[1] - 80
    seen = (np.arange(SHAPE[1]) % 8 < 4) | (np.arange(SHAPE[1]) > apart)
    steps = {"x": np.array([0.0, apart]), "y": np.array([106.0, row]), "y_se": np.zeros(2)}
    dark = attrs.evolve(dark, stair=attrs.evolve(dark.stair, seen=seen, **steps))
    assert len(without_shadows([colored, dark], SHAPE, {}, expected)) == kept


@pytest.mark.parametrize(("expected", "kept"), [(2, 2), (1, 1)])
def test_dashes_beyond_the_reach_of_marks_are_the_dark_curve_that_is_wanting(expected: int, kept: int) -> None:
    """Law: a dashed line has no stretch as long as marks are wide; a quarter of it far from any other is no marks'."""
    colored = level_stroke((140, 140, 0), 0, 100, 2.0, 900.0)
    dashed = attrs.evolve(level_stroke((0, 0, 0), 1, 106, 2.0, 600.0), neutral=True)
    apart = 0.75 * SHAPE[1]
    steps = {"x": np.array([0.0, apart]), "y": np.array([106.0, 150.0]), "y_se": np.zeros(2)}
    dashed = attrs.evolve(dashed, stair=attrs.evolve(dashed.stair, seen=np.arange(SHAPE[1]) % 8 < 5, **steps))
    assert len(without_shadows([colored, dashed], SHAPE, {}, expected)) == kept


@pytest.mark.parametrize(
    ("marks", "expected", "seen", "styles", "kept"),
    [(12, 2, 4, {}, 2), (2, 2, 4, {}, 1), (12, 1, 4, {}, 1), (12, 2, 1, {}, 1), (12, 2, 1, {0: 1, 1: 1}, 2)],
)
def test_a_dark_line_beside_a_curve_with_marks_in_its_own_colour_is_no_row_of_marks(
    marks: int, expected: int, seen: int, styles: dict[int, int], kept: int
) -> None:
    """Law: marks are drawn in one way: where a curve's are in its colour, black pieces beside it are the curve that the
    figure names and the marks cover, however little is seen of one whose colour the legend shows."""
    colored = level_stroke((230, 159, 0), 0, 100, 2.0, 900.0)
    colored = attrs.evolve(colored, marks=attrs.evolve(colored.marks, x=np.linspace(50.0, 500.0, marks)))
    dark = attrs.evolve(level_stroke((0, 0, 0), 1, 106, 2.0, 800.0), neutral=True)
    dark = attrs.evolve(dark, stair=attrs.evolve(dark.stair, seen=np.arange(SHAPE[1]) % 8 < seen))
    assert len(without_shadows([colored, dark], SHAPE, styles, expected)) == kept


@pytest.mark.parametrize(("row", "kept"), [(150.0, 2), (108.0, 1)])
def test_a_dark_line_that_parts_from_a_coloured_one_is_a_curve_though_no_one_counts_it(row: float, kept: int) -> None:
    """Law: rims of crowded marks run beside their curve as far as marks reach, and no farther."""
    colored = level_stroke((230, 159, 0), 0, 100, 2.0, 900.0)
    dark = attrs.evolve(level_stroke((0, 0, 0), 1, 108, 2.0, 800.0), neutral=True)
    seen = (np.arange(SHAPE[1]) < 240) | (np.arange(SHAPE[1]) > 440)
    steps = {"x": np.array([0.0, 440.0]), "y": np.array([108.0, row]), "y_se": np.zeros(2)}
    dark = attrs.evolve(dark, stair=attrs.evolve(dark.stair, seen=seen, **steps))
    assert len(without_shadows([colored, dark], SHAPE, {}, 1)) == kept


@pytest.mark.parametrize(("row", "kept"), [(110, 2), (102, 1)])
def test_a_grey_line_that_a_black_one_covers_here_and_there_is_no_shadow(row: int, kept: int) -> None:
    """Law: a shadow touches its line; a line as wide with paper between the two is a curve, though no one counts it."""
    black = attrs.evolve(level_stroke((0, 0, 0), 0, 100, 2.0, 900.0), neutral=True)
    grey = attrs.evolve(level_stroke((128, 128, 128), 1, row, 2.0, 800.0), neutral=True)
    grey = attrs.evolve(grey, stair=attrs.evolve(grey.stair, seen=np.arange(SHAPE[1]) < 240))
    assert len(without_shadows([black, grey], SHAPE, {})) == kept


@pytest.mark.parametrize(("far", "kept"), [(140, 3), (106, 2)])
def test_a_blend_of_two_colours_is_seen_where_both_curves_run(far: int, kept: int) -> None:
    """Law: a dotted curve whose colour the legend names runs on beside one of two others that are far apart."""
    one, two = level_stroke((27, 158, 119), 0, 100, 3.0, 900.0), level_stroke((231, 41, 138), 1, far, 3.0, 800.0)
    dotted = level_stroke((117, 112, 179), 2, 103, 3.0, 200.0)
    dotted = attrs.evolve(dotted, stair=attrs.evolve(dotted.stair, seen=np.arange(SHAPE[1]) % 16 < 4))
    assert len(without_shadows([one, two, dotted], SHAPE, {0: 1, 1: 1, 2: 1}, 3)) == kept
    assert len(without_shadows([one, two, dotted], SHAPE, {0: 1, 1: 1}, 3)) == 2
