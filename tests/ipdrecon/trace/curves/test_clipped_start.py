"""Curves that come in along S = 1."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.curves.clipped_start import begin_at_edge
from tests.ipdrecon.trace.curves.test_chosen import BLUE, HEIGHT, WIDTH, blank, read
from tests.ipdrecon.trace.drawn import coverage, paint

X, Y, END = np.array([10.0, 190.0, 300.0]), np.array([12.0, 60.0, 150.0]), 440.0


def test_a_first_level_that_the_edge_of_the_plot_clips_away_is_the_way_in() -> None:
    """Law: where a plot ends at S = 1 a long first level is clipped away, and the curve begins with its first fall."""
    image = paint(blank(), coverage((HEIGHT, WIDTH), X, Y, END, 1.5), BLUE)
    image[:14] = 255.0
    (found,) = read(image, expected=1, sure=True)
    assert found.stair.x[0] == pytest.approx(190.0, abs=0.5)
    assert found.stair.y[-2:] == pytest.approx(Y[1:], abs=0.4)
    assert found.stair.end == pytest.approx(END, abs=1.5)


def test_a_first_level_that_is_seen_is_the_only_way_in() -> None:
    """Law: what is drawn at its beginning tells where a curve begins."""
    ink = np.asarray(coverage((HEIGHT, WIDTH), X, Y, END, 1.5), np.float32)
    begin = np.full((HEIGHT, WIDTH), np.inf, np.float32)
    assert begin_at_edge(begin, ink, np.zeros(ink.shape, np.bool_), (12.0, 10.0), 9) is begin
