"""Tick marks measured to parts of a pixel."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.axes.tickmarks import tick_marks

GUESS = np.array([20.0, 60.0, 100.0, 140.0, 180.0])


def _ticks() -> np.ndarray:
    """Five ticks, 7 rows long and as strong as a line of one pixel, at the guesses."""
    band = np.zeros((8, 200))
    band[:7, GUESS.astype(int)] = 200.0
    return band


def test_a_tick_that_a_curve_hides_is_none() -> None:
    """Law: what stands at a label and has twice the ink of all other ticks is a curve on top of the tick."""
    band = _ticks()
    band[:7, 180:184] = 130.0
    found = tick_marks(band, GUESS, 6.0, rooted=True)
    assert np.isnan(found[-1])
    np.testing.assert_allclose(found[:-1], GUESS[:-1])


def test_ticks_parted_between_pixels_are_alike() -> None:
    """Law: a tick between two pixels has the ink of one on a pixel, though either pixel is half as strong."""
    band = _ticks()
    band[:7, 60:62] = 100.0
    assert tick_marks(band, GUESS, 6.0, rooted=True)[1] == pytest.approx(60.5)


def test_few_ticks_are_not_judged_by_one_another() -> None:
    """Law: with fewer than three alike none is thrown away."""
    band = _ticks()[:, :70]
    band[:7, 60:62] = 200.0
    assert np.isfinite(tick_marks(band, GUESS[:2], 6.0, rooted=True)).all()
