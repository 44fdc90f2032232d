"""How far a panel may reach among its neighbours."""

from __future__ import annotations

import pytest

from ipdrecon.trace.area import neighbours
from ipdrecon.trace.pairs import find_pairs
from tests.ipdrecon.trace.test_pairs import column, row


def test_a_panel_ends_where_the_panels_around_it_begin() -> None:
    """Law: no panel reaches up into the labels of the axis above it, nor aside into those beside it."""
    words = column(50, 40) + row(90, 270) + column(450, 40) + row(490, 270)
    words += column(50, 340) + row(90, 570) + column(450, 340) + row(490, 570)
    pairs = find_pairs(words)
    (lower_right,) = [pair for pair in pairs if pair.x.labels[0].x > 400 and pair.y.labels[0].y > 400]
    left, right, top = neighbours(lower_right, pairs, 900)
    assert left == pytest.approx(330 + 2, abs=1.0)  # the last time of the left panel
    assert right == 899.0
    assert top == pytest.approx(276, abs=0.1)  # the lower edge of the times above
