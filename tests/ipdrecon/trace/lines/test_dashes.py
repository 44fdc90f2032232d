"""Dashed and dotted lines of one row of pixels."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.lines.dashes import dashes_in, is_dashed

EVEN = np.tile([True] * 4 + [False] * 3, 8)


def test_dashes_are_alike() -> None:
    assert is_dashed(EVEN)
    assert not is_dashed(np.concatenate([EVEN, np.zeros(20, np.bool_)]))
    assert not is_dashed(np.ones(40, np.bool_))


def test_what_is_longer_than_the_dashes_lies_over_them() -> None:
    """Law: a line along a dashed one fills its gaps."""
    over = EVEN.copy()
    over[20:40] = True
    found = dashes_in(over)
    assert (found[:15] == EVEN[:15]).all()
    assert not found[21:39].any()
    assert not dashes_in(np.zeros(9, np.bool_)).any()
