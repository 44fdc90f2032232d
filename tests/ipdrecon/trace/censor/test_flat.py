"""Cover of level stretches. Oracle: the picture is drawn from its coverage."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.flat import flat_cover
from ipdrecon.trace.censor.likeliest import marks_in
from tests.ipdrecon.trace.censor.test_upright import LEVEL, SHAPE, STROKE, ground, line, marked, stair

BARE = np.ones(SHAPE, np.bool_)


def test_marks_that_stick_out_by_less_than_a_pixel_are_found_on_clean_paper() -> None:
    """Law: what the other columns of a level do not show is no edge of its line, however little it is."""
    low = marked(LEVEL, STROKE / 2 + 0.8, 1.0)
    found = marks_in([ground(low)], [STROKE / 2])[0]
    assert found.x.size >= 0.8 * LEVEL.size
    assert np.abs(found.x[:, None] - LEVEL).min(axis=1).max() <= 1.0


def test_a_level_read_a_little_off_is_covered_as_it_is_drawn() -> None:
    """Law: cover is what most columns of a level show, and never more than the staircase may hide."""
    drawn = line()
    cover = flat_cover(drawn, BARE, np.ones(SHAPE, np.float32), stair())
    columns = LEVEL.astype(np.int64)
    rows = np.round(stair().y[np.searchsorted(stair().x, columns, side="right") - 1]).astype(np.int64)
    for off in (-2, -1, 0, 1, 2):
        assert cover[rows + off, columns] == pytest.approx(drawn[rows + off, columns], abs=0.01)
    assert (flat_cover(drawn, BARE, np.zeros(SHAPE, np.float32), stair()) == 0).all()


def test_where_something_else_lies_nothing_is_told() -> None:
    own = np.ones(SHAPE, np.float32)
    assert (flat_cover(line(), ~BARE, own, stair()) == own).all()
