"""Paths through layers of ink."""

from __future__ import annotations

import pytest

from ipdrecon.trace.lines.walk import dash_gap


@pytest.mark.parametrize("side", [400, 700, 1000])
def test_gaps_of_dashes_grow_with_the_picture(side: int) -> None:
    """Law: a figure saved at twice the resolution has dashes twice as long, and as far apart."""
    assert dash_gap((2 * side, 3 * side)) == pytest.approx(2 * dash_gap((side, 2 * side)), abs=1)
