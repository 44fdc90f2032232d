"""Few marks on a line beside which more ink is left than they hold."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.few import find_few
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.together import marks_together
from ipdrecon.trace.inks.ink import Layer
from tests.ipdrecon.trace.censor.test_upright import SHAPE, STROKE, box, ground, line, marked, stair

HALF = [STROKE / 2]
#: Where the marks stand.
AT = np.array([33.0, 210.5, 395.0])
NOTHING, NOWHERE = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_)


def with_edges(image: Layer) -> Layer:
    """Edges of a band beside the line, far more ink than that of the marks."""
    for level, left, right in ((55.0, 64.0, 96.0), (107.0, 155.0, 186.0), (188.0, 296.0, 325.0)):
        image = np.maximum(image, box(level - 1.0, level + 1.0, left, right))
    return image


def test_few_marks_are_found_where_much_other_ink_is_left() -> None:
    """Law: what crosses a level line again and again, as far above it as below, is a mark, whatever else is there."""
    alpha = with_edges(marked(AT, 4.0, 1.0))
    (found,) = marks_together([Marked(stair(), 0, alpha, False, no_marks(SHAPE))], NOTHING, NOTHING, NOWHERE)
    assert found.x == pytest.approx(AT, abs=0.5)
    assert found.merged  # falls may hide others


@pytest.mark.parametrize("shift", [0.0, 0.8, -0.8])
def test_a_line_without_marks_has_not_few(shift: float) -> None:
    assert find_few([ground(with_edges(line()), shift)], HALF) is None


def test_few_marks_are_told_on_clean_paper_only() -> None:
    """Law: JPEG leaves specks on both sides of a line."""
    clean: Ground = ground(with_edges(marked(AT, 4.0, 1.0)))
    assert find_few([clean], HALF) is not None
    assert find_few([attrs.evolve(clean, noise=0.05)], HALF) is None
