"""The walk along a curve on which marks are placed."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor.along.kernels import column_energy, near_levels, take


def test_levels_near_a_fall_are_those_on_both_sides() -> None:
    """Law: times are read a little off, so a mark may stand on either level; outside a curve there is none."""
    high, low = near_levels(np.array([-1.0, 3.0, 3.0, 3.0, 9.0, 9.0, 9.0, -1.0]), 1)
    assert high.tolist() == [-1.0, 3.0, 3.0, 3.0, 3.0, 9.0, 9.0, -1.0]
    assert low.tolist() == [-1.0, 3.0, 3.0, 9.0, 9.0, 9.0, 9.0, -1.0]


def test_no_mark_is_worth_more_than_the_energy_of_its_columns() -> None:
    """Law: t (2v - mt) is at most v² / m, whatever a pixel should hold."""
    rng = np.random.default_rng(7)
    ink, free = rng.random((40, 1)).astype(np.float32), rng.random((40, 1)).astype(np.float32)
    level = np.array([20.0])
    missing = 1.25
    energy = column_energy(ink, free, level, level, 0, 6, 6)
    for _ in range(50):
        should = rng.random(11)
        held, told = ink[15:26, 0], free[15:26, 0]
        assert float((told * should * (2 * held - missing * should)).sum()) <= energy / missing + 1e-6


def test_places_near_a_mark_are_taken() -> None:
    """Law: two marks nearer than a stroke is wide cannot be told from one."""
    taken = np.zeros((5, 4), np.bool_)
    take(taken, -0.5, 2.0, 0.6)
    places = np.arange(5)[:, None] - 0.5 + np.arange(4)[None, :] / 4
    assert (taken == (np.abs(places - 2.0) < 0.6)).all()
