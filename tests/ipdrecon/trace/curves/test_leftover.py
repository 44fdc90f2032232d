"""Ink of a curve's colour that no curve accounts for."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.digitization import LineStyle, TracedCurve
from ipdrecon.steps import StepCurve
from ipdrecon.trace.curves.leftover import LEFT_OVER, leftover_shares, with_doubts_of_leftover
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from tests.ipdrecon.trace.curves.test_prune import SHAPE, level_stroke

STROKE = level_stroke((0, 0, 0), 0, 100, 2.0, 900.0)
CURVE = TracedCurve(
    "A", StepCurve(np.array([0.0, 5.0]), np.array([1.0, 0.9]), end=20.0), LineStyle((0, 0, 0), 2.0), confidence=0.98
)
NOTHING = np.zeros(SHAPE, np.bool_)


def drawn(*strokes: Stroke) -> Layer:
    """Coverage (1, h, w) by strokes of one colour."""
    masks = [stroke_mask(SHAPE, s.stair, 0.0) for s in strokes]
    return np.asarray(np.any(masks, axis=0)[None], np.float32)


def test_a_line_of_its_colour_that_no_curve_follows_makes_a_curve_unsure() -> None:
    """Law: what is drawn in a curve's colour is a curve, a limit or a mark: what is none of them was lost."""
    second = level_stroke((0, 0, 0), 0, 200, 2.0, 900.0)
    (lost,) = with_doubts_of_leftover([CURVE], [STROKE], drawn(STROKE, second), NOTHING)
    assert lost.confidence < 0.7
    assert "where no curve was read" in lost.warnings[0]
    limited = attrs.evolve(STROKE, limits=(second.stair,))
    both = drawn(STROKE, second)
    for strokes, ink in (([STROKE], drawn(STROKE)), ([STROKE, second], both), ([limited], both)):
        assert with_doubts_of_leftover([CURVE] * len(strokes), strokes, ink, NOTHING) == [CURVE] * len(strokes)


@pytest.mark.parametrize(("row", "length", "doubted"), [(150, 60, True), (150, 4, False), (107, 60, False)])
def test_specks_and_what_stands_within_the_reach_of_marks_say_nothing(row: int, length: int, doubted: bool) -> None:
    """Law: a curve that was lost is long and lies apart; marks that were not found stand on the curve."""
    ink = drawn(STROKE)
    ink[0, row : row + 2, 300 : 300 + length] = 1.0
    (share,) = leftover_shares([STROKE], ink, NOTHING)
    assert (share > LEFT_OVER) == doubted
    assert leftover_shares([STROKE], ink, ink[0] > 0) == 0  # hidden by text


def test_the_frame_of_a_legend_and_an_axis_are_no_curve() -> None:
    """Law: a falling line has no corner at its upper right; nothing but axes lies along the rim of the plot."""
    framed, falling, axis = drawn(STROKE), drawn(STROKE), drawn(STROKE)
    framed[0, 180:182, 30:200] = framed[0, 180:270, 198:200] = 1.0
    falling[0, 180:182, 30:110] = falling[0, 180:270, 108:110] = falling[0, 268:270, 108:200] = 1.0
    axis[0, 292:298, 2:470] = 1.0
    shares = [float(leftover_shares([STROKE], ink, NOTHING)[0]) for ink in (framed, falling, axis)]
    assert [share > LEFT_OVER for share in shares] == [False, True, False]
