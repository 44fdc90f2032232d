"""Curves that run on beyond an axis which ends at its last tick."""

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.past_axis import past_the_axis


@pytest.mark.parametrize(("text", "end"), [("_", 149.0), ("-+", 149.0), ("H+", 149.0)])
def test_a_curve_that_reads_as_a_dash_is_followed(text: str, end: float) -> None:
    """Law: a word without letters is the end of a curve with its marks, also where dashes part it from the rest."""
    contrast = np.zeros((120, 200))
    contrast[80:83, :110] = contrast[80:83, 114:150] = 200.0
    word = Word(text, Box(112.0, 72.0, 150.0, 92.0), 0.9)
    assert past_the_axis(contrast, [word], 100.0, (5.0, 110.0), 199.0) == pytest.approx(end, abs=1.0)


@pytest.mark.parametrize(("touching", "end"), [(True, 149.0), (False, 120.0)])
def test_a_last_mark_that_reads_as_a_letter_hangs_together_with_its_line(touching: bool, end: float) -> None:
    """Law: a square at the end of a curve is followed whatever it reads as; a name behind the end is not."""
    contrast = np.zeros((120, 200))
    contrast[80:83, : 140 if touching else 121] = 200.0
    contrast[76:87, 130:150] = 200.0
    word = Word("E", Box(128.0, 72.0, 150.0, 92.0), 0.9)
    assert past_the_axis(contrast, [word], 100.0, (5.0, 110.0), 199.0) == pytest.approx(end, abs=1.0)


def test_a_line_of_long_dashes_is_followed_over_its_gaps() -> None:
    """Law: the gaps between a line's dashes before it crosses an axis tell how wide they may be beyond."""
    contrast = np.zeros((200, 400))
    for first in range(0, 320, 28):
        contrast[80:83, first : first + 16] = 200.0
    assert past_the_axis(contrast, [], 230.0, (5.0, 190.0), 399.0) == pytest.approx(323.0, abs=2.0)


def test_falls_of_other_curves_before_an_axis_are_no_dashes_of_a_line() -> None:
    """Law: a line that is whole where it reaches the axis ends where its ink does, whatever is drawn before it."""
    contrast = np.zeros((400, 600))
    contrast[200:202, 205:331] = 200.0
    contrast[195:207, 348:360] = 200.0  # something else behind its end
    for column in (150, 170, 188):
        contrast[100:300, column : column + 2] = 200.0
    assert past_the_axis(contrast, [], 300.0, (10.0, 390.0), 500.0) == pytest.approx(330.0, abs=1.0)


@pytest.mark.parametrize("scale", [1, 3, 5])
def test_the_gap_of_a_dashed_line_may_lie_where_its_axis_ends(scale: int) -> None:
    """Law: a line of short dashes goes on beyond an axis, whatever the size in which it is printed; one dash before it,
    and a name behind, are no dashed line."""
    contrast = np.zeros((200 * scale, 400 * scale))
    for first in range(0, 320 * scale, 8 * scale):
        contrast[80 * scale : 82 * scale, first : first + 4 * scale] = 200.0
    found = past_the_axis(contrast, [], 230.0 * scale, (5.0 * scale, 190.0 * scale), 400.0 * scale - 1)
    assert found == pytest.approx(316.0 * scale - 1, abs=2.0)
    lone = np.zeros((200, 400))
    lone[80:82, 150:227] = lone[76:86, 233:260] = 200.0
    assert past_the_axis(lone, [], 230.0, (5.0, 190.0), 399.0) == 230.0


def test_each_line_that_crosses_an_axis_has_its_own_gaps() -> None:
    """Law: what other lines draw in the gaps of one says nothing of them."""
    contrast = np.zeros((200, 400))
    for first in range(24, 320, 28):
        contrast[80:83, first : first + 16] = 200.0
    contrast[120:123, 20:238] = 200.0
    assert past_the_axis(contrast, [], 230.0, (5.0, 190.0), 399.0) == pytest.approx(319.0, abs=2.0)
