"""Marks too few to recur, of the shape that the keys show."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.keyed import KeyedMark, marks_as_keyed
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.together import marks_together
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import levels_at
from tests.ipdrecon.trace.censor.test_upright import SHAPE, line, marked, stair

KEYED = KeyedMark(Upright(5.0, 5.0, 1.0))
NOTHING, NOWHERE = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_)


def curve(alpha: Layer) -> Marked:
    return Marked(stair(), 0, alpha, False, no_marks(SHAPE))


def test_a_lone_mark_is_found_where_the_keys_show_its_shape() -> None:
    """Law: one tick recurs nowhere, and is a mark where the legend shows such ticks."""
    alone = curve(marked(np.array([210.5]), 5.0, 1.0))
    assert marks_together([alone], NOTHING, NOTHING, NOWHERE)[0].x.size == 0
    (found,) = marks_as_keyed([alone], NOTHING, NOWHERE, KEYED)
    assert found.x == pytest.approx([210.5], abs=0.5)
    assert found.merged  # others may stand where falls hide them


def test_a_lone_symbol_is_found_where_the_keys_show_it() -> None:
    """Law: one circle that leaves little of its ink over is a mark where the legend shows such circles."""
    circle = Symbol(Kind.CIRCLE, 5.0, 1.2)
    alone = line()
    stamp = stamps_of(circle)[1, 1]
    half, row = len(stamp) // 2, round(float(levels_at(stair(), np.array([210.0]))[0]))
    at = slice(row - half, row + half + 1), slice(210 - half, 211 + half)
    alone[at] = np.maximum(alone[at], stamp)
    (found,) = marks_as_keyed([curve(alone)], NOTHING, NOWHERE, KeyedMark(circle))
    assert found.x == pytest.approx([210.0], abs=0.6)


def test_pale_marks_are_seen_as_dark_ones_where_the_keys_show_how_pale_they_are() -> None:
    """Law: ink is weighed against that of the marks, not of the line."""
    pale = np.maximum(line(), 0.4 * marked(np.array([210.5]), 5.0, 4.0)).astype(np.float32)
    shape = Upright(5.0, 5.0, 4.0)
    assert marks_as_keyed([curve(pale)], NOTHING, NOWHERE, KeyedMark(shape))[0].x.size == 0
    (found,) = marks_as_keyed([curve(pale)], NOTHING, NOWHERE, KeyedMark(shape, 0.4))
    assert found.x == pytest.approx([210.5], abs=0.5)


def test_a_bare_line_has_no_marks_whatever_the_keys_show() -> None:
    assert marks_as_keyed([curve(line())], NOTHING, NOWHERE, KEYED)[0].x.size == 0
