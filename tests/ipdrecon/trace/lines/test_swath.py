"""Where a staircase is drawn."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import stroke_mask


def test_the_mask_of_a_stroke_is_its_levels_and_falls_made_wider() -> None:
    """Law: pixels whose centre lies within half the width and the margin of a level or of the fall to the next."""
    stair = Staircase(np.array([3.0, 12.0]), np.array([4.0, 15.0]), np.zeros(2), 20.0, 2.0, np.ones(30, np.bool_))
    mask = stroke_mask((24, 30), stair, 1.0)
    rows, columns = np.nonzero(mask)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (2, 17, 1, 22)
    assert mask[2:7, 5].all()
    assert not mask[7:, 5].any()
    assert mask[2:18, 12].all()
    assert not mask[:13, 18].any()
