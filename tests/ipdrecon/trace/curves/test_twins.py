"""Two strokes at one place are one curve."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.curves.twins import without_twins
from tests.ipdrecon.trace.strokes import SHAPE, level_stroke


@pytest.mark.parametrize(("row", "seen", "kept"), [(101, 0.9, 1), (106, 0.9, 2), (101, 0.3, 2)])
def test_of_two_lines_on_each_other_one_is_a_reading_of_the_other(row: int, seen: float, kept: int) -> None:
    """Law: of two curves that lie on each other only the upper one is seen; where both are, they are one curve."""
    one, two = level_stroke((200, 30, 30), 0, 100, 2.0, 900.0), level_stroke((230, 90, 90), 1, row, 2.0, 800.0)
    two = attrs.evolve(two, stair=attrs.evolve(two.stair, seen=np.arange(SHAPE[1]) < seen * SHAPE[1]))
    assert len(without_twins([one, two], {})) == kept


def test_the_colour_that_the_legend_shows_is_the_curve_s() -> None:
    """Law: the curve is where its stronger reading lies, in the colour that is named."""
    one, two = level_stroke((200, 30, 30), 0, 100, 2.0, 900.0), level_stroke((230, 90, 90), 1, 101, 2.0, 800.0)
    (kept,) = without_twins([one, two], {1: 1})
    assert (kept.layer, kept.path.score) == (1, 900.0)
    assert kept.color.tolist() == [230.0, 90.0, 90.0]
