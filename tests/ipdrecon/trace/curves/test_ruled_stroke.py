"""Ruled lines among curves."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.curves.ruled_stroke import without_frame
from tests.ipdrecon.trace.strokes import SHAPE, level_stroke


@pytest.mark.parametrize(("expected", "rule", "kept"), [(2, 41, 2), (3, 41, 3), (2, 90, 3)])
def test_the_line_of_the_frame_is_no_curve_where_there_are_enough_others(expected: int, rule: int, kept: int) -> None:
    """Law: a line at one level on the frame's own is the frame, whatever names its colour; else it is counted on."""
    falling = [
        level_stroke(color, i, 100 + 60 * i, 2.0, 900.0) for i, color in enumerate([(200, 30, 30), (30, 30, 200)])
    ]
    top = level_stroke((0, 0, 0), 2, 40, 2.0, 950.0)
    top = attrs.evolve(top, stair=attrs.evolve(top.stair, y=np.array([40.0, 40.4])))
    rules = np.zeros(SHAPE, np.bool_)
    rules[rule] = True
    assert len(without_frame([*falling, top], rules, expected)) == kept
