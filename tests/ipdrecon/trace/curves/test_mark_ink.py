"""Marks in a colour of their own, drawn as boxes with edges on whole pixels."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.curves.mark_ink import split_mark_ink, with_mark_ink
from ipdrecon.trace.inks.layers import Layers
from tests.ipdrecon.trace.curves.test_prune import SHAPE, level_stroke

BLACK, RED = (0, 0, 0), (220, 20, 20)
CURVE, MARKS = level_stroke(BLACK, 0, 100, 2.0, 900.0), level_stroke(RED, 1, 100, 2.0, 300.0)


def layers(half: int, count: int) -> Layers:
    """A black line at row 100 with red ticks on it, ``half`` rows to either side."""
    alpha = np.zeros((2, *SHAPE), np.float32)
    alpha[0, 99:101, 10:460] = 1.0
    for left in np.linspace(30, 420, count).astype(int):
        alpha[1, 100 - half : 100 + half, left : left + 3] = 1.0
        alpha[0, 99:101, left : left + 3] = 0.0
    return Layers(np.array([BLACK, RED], np.float32), alpha, np.zeros(SHAPE, np.float32))


@pytest.mark.parametrize(
    ("half", "count", "styles", "are_marks"),
    [(6, 12, {}, True), (1, 12, {}, False), (6, 2, {}, False), (6, 12, {1: 1}, False)],
    ids=["a row of ticks", "dashes of the line", "two ticks are no row", "a curve that the legend shows"],
)
def test_ink_that_stands_out_of_another_line_is_its_marks(
    half: int, count: int, styles: dict[int, int], are_marks: bool
) -> None:
    """Law: a curve runs on its own ink; marks stand out of a line that goes on between them."""
    curves, inks = split_mark_ink([CURVE, MARKS], layers(half, count), styles)
    assert (len(curves), inks) == ((1, [1]) if are_marks else (2, []))


def test_ink_of_marks_is_sought_as_that_of_a_black_curve_and_as_black_on_others() -> None:
    plain = layers(6, 12)
    dark, joined = with_mark_ink(plain.alpha[0], plain, [1])
    assert np.array_equal(joined.alpha[0], np.maximum(plain.alpha[0], plain.alpha[1]))
    assert np.array_equal(joined.alpha[1], plain.alpha[1])
    assert np.array_equal(dark, joined.alpha[0])
    assert with_mark_ink(dark, plain, []) == (dark, plain)
