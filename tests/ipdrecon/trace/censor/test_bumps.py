"""Marks a pixel taller than a thick line on one side, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.bumps import find_bumps
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.likeliest import marks_in
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from tests.ipdrecon.trace.censor.test_upright import END, LEVEL, SHAPE, STEPS_X, STEPS_Y, box, stair
from tests.ipdrecon.trace.drawn import coverage

THICK, OUT = 8.8, 1.1


def thick_line() -> Layer:
    return np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, THICK), np.float32)


def ground(image: Layer, too_low: float = 0.0) -> Ground:
    """Beside the thick line, its second half read so many pixels too low."""
    where = attrs.evolve(stair(), width=THICK, y=STEPS_Y + too_low * (STEPS_X[4] < STEPS_X))
    return ground_of(image, where, stroke_mask(SHAPE, where, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))


def bumped() -> Layer:
    """Ticks that reach OUT beyond the upper edge of the line and end within it below."""
    image = thick_line()
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        image = np.maximum(image, box(level - THICK / 2 - OUT, level, round(x) - 0.5, round(x) + 1.5))
    return image


def test_marks_a_pixel_taller_than_their_line_on_one_side_are_found() -> None:
    """Law: what sticks out of a thick line again and again, with its bare edge on both sides, is a mark."""
    (found,) = marks_in([ground(bumped())], [THICK / 2])
    assert found.x.size == LEVEL.size
    assert np.abs(np.sort(found.x) - LEVEL).max() < 1.5


def test_the_edge_of_a_line_read_too_low_is_no_row_of_marks() -> None:
    """Law: a bump ends; the edge of a line goes on."""
    assert find_bumps([ground(thick_line(), 1.0)], [THICK / 2]) is None
    (found,) = find_bumps([ground(bumped(), 1.0)], [THICK / 2]) or [None]
    assert found is not None
    assert np.abs(found.x[:, None] - LEVEL[None, :]).min(axis=1).max() < 3.0


def test_bumps_are_told_on_clean_paper_only() -> None:
    """Law: JPEG and scans leave specks of a pixel beside any line."""
    assert find_bumps([attrs.evolve(ground(bumped()), noise=0.05)], [THICK / 2]) is None
